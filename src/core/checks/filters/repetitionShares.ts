/** The words of a text: what white space parts. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/\S+/g) ?? [];
}

/** Shares of parts that occurred before, and of the text's characters in them. */
export function duplicateShares(
  text: string,
  separator: RegExp,
): { readonly parts: number; readonly characters: number } {
  const parts = text.trim().split(separator);
  const seen = new Set<string>();
  let again = 0;
  let characters = 0;
  for (const part of parts) {
    if (seen.has(part)) {
      again++;
      characters += part.length;
    } else seen.add(part);
  }
  return { parts: again / parts.length, characters: text.length === 0 ? 0 : characters / text.length };
}

/** Stands for an n-gram that occurs once. */
const once = -1;

/**
 * The n-grams of words, for n from 1 on. One can occur twice only where both its first n − 1 words and its last word do: of most texts
 * little is left to look at from the 4-grams on.
 */
export class Ngrams {
  readonly #words: readonly string[];
  /** Of each word the place where it stands first. */
  readonly #wordFirsts: Int32Array;
  /** The same of the n-gram that begins at each word. */
  #firsts: Int32Array;
  #n = 1;

  constructor(words: readonly string[]) {
    this.#words = words;
    this.#wordFirsts = firstPlaces(words.length, at => words[at]);
    this.#firsts = this.#wordFirsts;
  }

  /** Goes on to the n-grams of one word more. */
  lengthen(): void {
    const [shorter, words, n] = [this.#firsts, this.#wordFirsts, this.#n++];
    // Where nothing occurred twice nothing longer does.
    if (!shorter.some(first => first !== once)) this.#firsts = new Int32Array(0);
    else
      this.#firsts = firstPlaces(shorter.length - 1, at => {
        const [start = once, end = once] = [shorter[at], words[at + n]];
        return start === once || end === once ? undefined : start * words.length + end;
      });
  }

  /** Share of the text's characters in its most frequent n-gram, spaces between its words included. */
  topShare(length: number): number {
    const counts = new Uint32Array(this.#firsts.length);
    let top = 0;
    for (const first of this.#firsts) if (first !== once) counts[first] = (counts[first] ?? 0) + 1;
    for (let first = 1; first < counts.length; first++) if ((counts[first] ?? 0) > (counts[top] ?? 0)) top = first;
    const most = counts[top] ?? 0;
    return most === 0 ? 0 : Math.min(1, ((this.#charactersFrom(top) + this.#n - 1) * most) / length);
  }

  /** Share of the text's characters in n-grams that occurred before, every word counted once, without the spaces. */
  duplicateShare(length: number): number {
    const seen = new Set<number>();
    let characters = 0;
    for (let at = 0; at < this.#firsts.length; at++) {
      const first = this.#firsts[at] ?? once;
      if (seen.has(first)) {
        characters += this.#charactersFrom(at);
        at += this.#n - 1;
      } else if (first !== once) seen.add(first);
    }
    return length === 0 ? 0 : characters / length;
  }

  #charactersFrom(at: number): number {
    let characters = 0;
    for (let word = at; word < at + this.#n; word++) characters += this.#words[word]?.length ?? 0;
    return characters;
  }
}

/** Of each place the first with its key, where that occurs again; what has no key occurs once. */
function firstPlaces(places: number, keyAt: (place: number) => string | number | undefined): Int32Array {
  const known = new Map<string | number, number>();
  const firsts = new Int32Array(places).fill(once);
  for (let at = 0; at < places; at++) {
    const key = keyAt(at);
    if (key === undefined) continue;
    const first = known.get(key);
    if (first === undefined) known.set(key, at);
    else firsts[at] = firsts[first] = first;
  }
  return firsts;
}
