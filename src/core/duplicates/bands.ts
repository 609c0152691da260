/** Numbers of a MinHash signature. */
export const permutations = 128;

/**
 * How signatures are cut into bands of `rows` numbers. Two texts are compared where at least two bands are the same.
 * Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4.
 */
export interface Bands {
  readonly bands: number;
  readonly rows: number;
}

export const leastAgreeing = 2;
/** The chance that a pair at the threshold is compared; more alike pairs have a better one. */
const wantedRecall = 0.98;

/** The longest bands that find pairs of this similarity: longer ones bring fewer pairs that are none. */
export function bandsFor(threshold: number): Bands {
  for (let rows = 32; rows > 1; rows--) {
    const bands = Math.floor(permutations / rows);
    if (recallAt(threshold, { bands, rows }) >= wantedRecall) return { bands, rows };
  }
  return { bands: permutations, rows: 1 };
}

/** The chance that two texts of this similarity agree in enough bands to be compared. */
export function recallAt(similarity: number, { bands, rows }: Bands): number {
  const one = similarity ** rows;
  return 1 - (1 - one) ** bands - bands * one * (1 - one) ** (bands - 1);
}

/** The keys of a signature's bands: equal bands have equal keys, others almost never. 0 stands for no signature. */
export function writeBandKeys(
  signature: Uint32Array,
  { bands, rows }: Bands,
  target: Uint32Array,
  offset: number,
): void {
  for (let band = 0, at = 0; band < bands; band++) {
    let key = 0x9e3779b9;
    for (const end = at + rows; at < end; at++) {
      key = Math.imul(key ^ (signature[at] ?? 0), 0x85ebca6b);
      key ^= key >>> 15;
    }
    key = Math.imul(key, 0xc2b2ae35);
    target[offset + band] = (key ^ (key >>> 16)) >>> 0 || 1;
  }
}
