/**
 * Counts of names, bounded: past `limit` distinct names it keeps those with the smallest hashes (a bottom-k sketch), so the
 * counts of the names it keeps are exact and do not depend on how the rows were sliced or in which order slices were merged.
 */
export class BoundedCounter<Entry extends { merge(other: Entry): void }> {
  readonly #limit: number;
  readonly #create: (name: string) => Entry;
  #entries = new Map<string, Entry>();
  #threshold = 0xffffffff;
  #cut = false;

  constructor(limit: number, create: (name: string) => Entry) {
    this.#limit = limit;
    this.#create = create;
  }

  /** Whether there were more distinct names than are kept. */
  get cut(): boolean {
    return this.#cut || this.#entries.size > this.#limit;
  }

  /** The entry of `name`, made where it is new; undefined where the name is beyond the bound. */
  entry(name: string): Entry | undefined {
    const known = this.#entries.get(name);
    if (known) return known;
    if (this.#cut && hash(name) > this.#threshold) return undefined;
    const entry = this.#create(name);
    this.#entries.set(name, entry);
    if (this.#entries.size > this.#limit * 2) this.#trim();
    return entry;
  }

  merge(other: Iterable<readonly [string, Entry]>, cut: boolean): void {
    for (const [name, entry] of other) this.entry(name)?.merge(entry);
    this.#cut ||= cut;
  }

  /** The kept names, at most `limit`. */
  entries(): readonly (readonly [string, Entry])[] {
    if (this.#entries.size > this.#limit) this.#trim();
    return [...this.#entries];
  }

  #trim(): void {
    const ranked = [...this.#entries].map(([name, entry]) => ({ name, entry, hash: hash(name) }));
    ranked.sort((a, b) => a.hash - b.hash || (a.name < b.name ? -1 : 1));
    const kept = ranked.slice(0, this.#limit);
    this.#threshold = kept[kept.length - 1]?.hash ?? 0;
    this.#cut = true;
    this.#entries = new Map(kept.map(({ name, entry }) => [name, entry]));
  }
}

/** FNV-1a over UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
