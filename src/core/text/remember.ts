/** Makes something of a text once; of so many texts, then it forgets them. */
export function remember<Made>(make: (text: string) => Made, limit: number): (text: string) => Made {
  const known = new Map<string, Made>();
  return text => {
    const made = known.get(text);
    if (made !== undefined) return made;
    if (known.size === limit) known.clear();
    const anew = make(text);
    known.set(text, anew);
    return anew;
  };
}
