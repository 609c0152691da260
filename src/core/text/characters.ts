/** Kinds of characters, a bit each; every character is of one. */
export const letters = 1;
/** Marks that combine with a letter. */
export const combining = 2;
export const numerals = 4;
export const spaces = 8;
/** Punctuation, symbols and whatever else. */
export const symbols = 16;
/** Besides its kind: the second code unit of a character. */
const second = 32;

/** The characters of a text with their kinds, read once and gone through many times, which costs a tenth of matching a pattern. */
export class Characters {
  #codes = new Uint16Array(2048);
  #kinds = new Uint8Array(2048);
  #length = 0;

  /** Goes on to a text. */
  read(text: string): this {
    const { length } = text;
    if (length > this.#codes.length) {
      this.#codes = new Uint16Array(2 * length);
      this.#kinds = new Uint8Array(2 * length);
    }
    const [codes, kinds] = [this.#codes, this.#kinds];
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at);
      codes[at] = code;
      if ((code & 0xfc00) === 0xdc00 && at > 0 && ((codes[at - 1] as number) & 0xfc00) === 0xd800) {
        kinds[at - 1] = kindOf(text.codePointAt(at - 1) ?? code);
        kinds[at] = (kinds[at - 1] as number) | second;
      } else kinds[at] = known[code] || (known[code] = kindOf(code));
    }
    this.#length = length;
    return this;
  }

  /** UTF-16 code units, until the next text is read. */
  get codes(): Uint16Array {
    return this.#codes.subarray(0, this.#length);
  }

  /** How many characters are of some kinds. */
  count(wanted: number): number {
    const [kinds, length] = [this.#kinds, this.#length];
    let count = 0;
    for (let at = 0; at < length; at++) {
      const kind = kinds[at] as number;
      if ((kind & wanted) !== 0 && (kind & second) === 0) count++;
    }
    return count;
  }

  /** Calls `take` for each longest run of characters of some kinds, in code units. */
  eachRun(wanted: number, take: (start: number, end: number) => void): void {
    const [kinds, length] = [this.#kinds, this.#length];
    for (let at = 0; at < length; at++) {
      if (((kinds[at] as number) & wanted) === 0) continue;
      const start = at;
      while (at < length && ((kinds[at] as number) & wanted) !== 0) at++;
      take(start, at);
    }
  }

  /** The same for each character. */
  eachCharacter(wanted: number, take: (start: number, end: number) => void): void {
    const [kinds, length] = [this.#kinds, this.#length];
    for (let at = 0; at < length; at++) {
      const kind = kinds[at] as number;
      if ((kind & wanted) === 0 || (kind & second) !== 0) continue;
      const isTwo = at + 1 < length && ((kinds[at + 1] as number) & second) !== 0;
      take(at, at + (isTwo ? 2 : 1));
    }
  }
}

/** By code unit, those that were met; 0: not yet. */
const known = new Uint8Array(0x10000);

const patterns: readonly (readonly [kind: number, pattern: RegExp])[] = [
  [letters, /\p{L}/u],
  [combining, /\p{M}/u],
  [numerals, /\p{N}/u],
  [spaces, /\s/u],
];

function kindOf(code: number): number {
  const character = String.fromCodePoint(code);
  return patterns.find(([, pattern]) => pattern.test(character))?.[0] ?? symbols;
}
