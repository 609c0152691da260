import type { NearMatches } from './nearLinks.ts';
import type { MatchColumns } from './result.ts';

export interface NearMatchInput extends Pick<NearMatches, 'best' | 'similarity'> {
  /** The rows of the distinct texts that were looked for, ascending, and of those they were looked for among. */
  readonly docs: Uint32Array;
  readonly others: Uint32Array;
}

/** The rows from `from` on that stand before it as well, given the first row with each row's text. */
export function matchesOf(first: Uint32Array, from: number, near?: NearMatchInput): MatchColumns {
  const nearest = new Map<number, { readonly other: number; readonly similarity: number }>();
  near?.docs.forEach((row, doc) => {
    const best = near.best[doc] ?? -1;
    if (best >= 0) nearest.set(row, { other: near.others[best] ?? 0, similarity: near.similarity[doc] ?? 0 });
  });
  const rows: number[] = [];
  const others: number[] = [];
  const similarity: number[] = [];
  const exact: number[] = [];
  for (let row = from; row < first.length; row++) {
    const text = first[row] ?? row;
    const found = text < from ? { other: text, similarity: 1 } : nearest.get(text);
    if (found === undefined) continue;
    rows.push(row);
    others.push(found.other);
    similarity.push(found.similarity);
    exact.push(text < from ? 1 : 0);
  }
  return {
    rows: Uint32Array.from(rows),
    others: Uint32Array.from(others),
    similarity: Float64Array.from(similarity),
    exact: Uint8Array.from(exact),
  };
}
