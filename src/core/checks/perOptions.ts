/** Makes something of a check's options once, where the same options judge row after row. */
export function perOptions<Options extends object, Made>(make: (options: Options) => Made): (options: Options) => Made {
  const made = new WeakMap<Options, Made>();
  return options => {
    const known = made.get(options);
    if (known !== undefined) return known;
    const anew = make(options);
    made.set(options, anew);
    return anew;
  };
}
