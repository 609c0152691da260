interface Key {
  readonly name: string;
  readonly kind: number;
  count: number;
}

/** Counts keys of several kinds, each key a number from 0 in the order in which they first came. */
export class KeyTally {
  readonly keys: Key[] = [];
  readonly #numbers: readonly Map<string, number>[];
  #counted = new Uint32Array(1024);
  /** Keys that came, repeated ones too. */
  size = 0;

  constructor(kinds: number) {
    this.#numbers = Array.from({ length: kinds }, () => new Map<string, number>());
  }

  add(kind: number, names: readonly string[]): void {
    const numbers = this.#numbers[kind];
    if (!numbers) return;
    if (this.size + names.length > this.#counted.length) this.#grow(names.length);
    for (const name of names) {
      let number = numbers.get(name);
      if (number === undefined) {
        number = this.keys.push({ name, kind, count: 0 }) - 1;
        numbers.set(name, number);
      }
      (this.keys[number] as Key).count++;
      this.#counted[this.size++] = number;
    }
  }

  /** The numbers of the keys that came, in their order. */
  counted(): Uint32Array {
    return this.#counted.subarray(0, this.size);
  }

  #grow(more: number): void {
    const larger = new Uint32Array(2 * (this.size + more));
    larger.set(this.#counted);
    this.#counted = larger;
  }
}
