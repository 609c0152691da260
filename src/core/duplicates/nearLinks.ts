import { leastAgreeing } from './bands.ts';
import { bandOffset, bandsOfSlice, tableSize, type BandTable } from './keyTable.ts';
import { jaccard } from './shingles.ts';

/** Texts of one bucket that a text is compared with. */
const maxCompared = 64;
/** Pairs that are remembered as too different. */
const maxRemembered = 1 << 20;
const textsBetweenBreaths = 1024;

export interface NearTexts {
  /** Rows of the texts, ascending; every text stands once. */
  readonly docs: Uint32Array;
  readonly bands: BandTable;
  readonly threshold: number;
  /** As `shingleHasher` gives them. */
  shingles(row: number): Float64Array;
  /** Called now and then; may throw to end the work. */
  breathe(): Promise<void>;
}

/** Texts of one band by their keys: for each key at most `maxCompared`. */
class Buckets {
  readonly #slots: number;
  readonly #keys: Uint32Array;
  readonly #heads: Int32Array;
  readonly #counts: Uint8Array;
  readonly #next: Int32Array;

  constructor(docs: number) {
    this.#slots = tableSize(docs);
    this.#keys = new Uint32Array(this.#slots);
    this.#heads = new Int32Array(this.#slots).fill(-1);
    this.#counts = new Uint8Array(this.#slots);
    this.#next = new Int32Array(docs);
  }

  clear(): void {
    this.#keys.fill(0);
    this.#heads.fill(-1);
    this.#counts.fill(0);
  }

  /** The slot of a key. */
  slotOf(key: number): number {
    let slot = key & (this.#slots - 1);
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & (this.#slots - 1);
    return slot;
  }

  /** The text that was added last; -1: none. */
  first(slot: number): number {
    return this.#heads[slot] ?? -1;
  }

  next(doc: number): number {
    return this.#next[doc] ?? -1;
  }

  isFull(slot: number): boolean {
    return (this.#counts[slot] ?? 0) >= maxCompared;
  }

  add(slot: number, key: number, doc: number): void {
    this.#keys[slot] = key;
    this.#next[doc] = this.#heads[slot] ?? -1;
    this.#heads[slot] = doc;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }
}

/** How texts hang together. */
export interface NearLinks {
  /** By text: the first text of those it hangs together with, directly or through others. */
  readonly roots: Uint32Array;
  /** By text: the earlier text to which it was found similar first; itself where there is none. */
  readonly linked: Uint32Array;
  /** By text: the similarity to that. */
  readonly similarity: Float64Array;
  /** Pairs whose similarity was worked out. */
  readonly compared: number;
  /** Texts that had more candidates than they were compared with. */
  readonly crowded: number;
}

/**
 * Links texts whose shingles have the wanted Jaccard similarity. Candidates are texts with enough bands in common; each is compared
 * by its shingles themselves. Texts that hang together already are not compared again.
 */
export async function linkNear(input: NearTexts): Promise<NearLinks> {
  const { docs, bands, threshold, breathe } = input;
  const roots = Uint32Array.from(docs, (_, doc) => doc);
  const linked = roots.slice();
  const similarity = new Float64Array(docs.length);
  const compare = comparer(input);
  const crowded = new Set<number>();
  const buckets = new Buckets(docs.length);
  for (let band = 0; band < bands.count; band++) {
    buckets.clear();
    for (let doc = 0; doc < docs.length; doc++) {
      if (doc % textsBetweenBreaths === 0) await breathe();
      const key = keyAt(bands, docs[doc] ?? 0, band);
      if (key === 0) continue;
      const slot = buckets.slotOf(key);
      let isLinked = false;
      for (let other = buckets.first(slot); other >= 0; other = buckets.next(other)) {
        const left = rootOf(roots, other);
        const right = rootOf(roots, doc);
        if (left !== right) {
          const found = compare.similarity(other, doc);
          if (found < threshold) continue;
          roots[Math.max(left, right)] = Math.min(left, right);
          const own = linked[doc] === doc ? doc : linked[other] === other ? other : -1;
          if (own >= 0) {
            linked[own] = own === doc ? other : doc;
            similarity[own] = found;
          }
        }
        isLinked = true;
      }
      if (!buckets.isFull(slot)) buckets.add(slot, key, doc);
      else if (!isLinked) crowded.add(doc);
    }
  }
  for (let doc = 0; doc < docs.length; doc++) roots[doc] = rootOf(roots, doc);
  return { roots, linked, similarity, compared: compare.count(), crowded: crowded.size };
}

/** Pairs of two sets of texts: the most similar of the others for each, the first of those. */
export interface NearMatches {
  /** By text of `docs`: the place in `others`; -1: none is similar enough. */
  readonly best: Int32Array;
  readonly similarity: Float64Array;
  readonly compared: number;
  readonly crowded: number;
}

/** Finds for each text the most similar of others. */
export async function matchNear(input: NearTexts, others: Uint32Array): Promise<NearMatches> {
  const { docs, bands, threshold, breathe } = input;
  const best = new Int32Array(docs.length).fill(-1);
  const similarity = new Float64Array(docs.length);
  const all = new Uint32Array(docs.length + others.length);
  all.set(others);
  all.set(docs, others.length);
  const compare = comparer({ ...input, docs: all });
  const crowded = new Set<number>();
  const buckets = new Buckets(others.length);
  const overflowing = new Set<number>();
  for (let band = 0; band < bands.count; band++) {
    buckets.clear();
    overflowing.clear();
    for (let other = others.length - 1; other >= 0; other--) {
      const key = keyAt(bands, others[other] ?? 0, band);
      if (key === 0) continue;
      const slot = buckets.slotOf(key);
      if (buckets.isFull(slot)) overflowing.add(slot);
      else buckets.add(slot, key, other);
    }
    for (let doc = 0; doc < docs.length; doc++) {
      if (doc % textsBetweenBreaths === 0) await breathe();
      const key = keyAt(bands, docs[doc] ?? 0, band);
      if (key === 0) continue;
      const slot = buckets.slotOf(key);
      for (let other = buckets.first(slot); other >= 0; other = buckets.next(other)) {
        const found = compare.similarity(other, others.length + doc);
        const former = similarity[doc] ?? 0;
        const isEarlier = found === former && other < (best[doc] ?? -1);
        if (found < threshold || found < former || (found === former && !isEarlier)) continue;
        best[doc] = other;
        similarity[doc] = found;
      }
      if (overflowing.has(slot)) crowded.add(doc);
    }
  }
  return { best, similarity, compared: compare.count(), crowded: crowded.size };
}

/** 0: the row has no shingle and so no key. */
function keyAt(bands: BandTable, row: number, band: number): number {
  return bandsOfSlice(bands, row)[bandOffset(bands, row) + band] ?? 0;
}

function rootOf(roots: Uint32Array, doc: number): number {
  let root = doc;
  while (roots[root] !== root) {
    roots[root] = roots[roots[root] ?? 0] ?? 0;
    root = roots[root] ?? 0;
  }
  return root;
}

/** Compares texts with enough bands in common, and no pair that it remembers. */
function comparer({ docs, bands, shingles }: Pick<NearTexts, 'docs' | 'bands' | 'shingles'>) {
  const known = new Map<number, number>();
  let compared = 0;

  const similarity = (left: number, right: number): number => {
    const leftRow = docs[left] ?? 0;
    const rightRow = docs[right] ?? 0;
    if (!agree(leftRow, rightRow)) return 0;
    const pair = left * docs.length + right;
    const remembered = known.get(pair);
    if (remembered !== undefined) return remembered;
    compared++;
    const found = jaccard(shingles(leftRow), shingles(rightRow));
    if (known.size >= maxRemembered) known.clear();
    known.set(pair, found);
    return found;
  };

  const agree = (left: number, right: number): boolean => {
    const one = bandsOfSlice(bands, left);
    const other = bandsOfSlice(bands, right);
    const oneStart = bandOffset(bands, left);
    const otherStart = bandOffset(bands, right);
    let same = 0;
    for (let band = 0; band < bands.count && same < leastAgreeing; band++) {
      if (one[oneStart + band] === other[otherStart + band]) same++;
    }
    return same >= leastAgreeing;
  };

  return {
    similarity,
    count: (): number => compared,
  };
}
