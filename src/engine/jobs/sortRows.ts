import { argsort } from '../../core/columns/argsort.ts';
import { RowSet } from '../../core/findings/rowSet.ts';
import type { SortJob } from '../../rpc/worker.ts';

/** The rows, or some of them, in the order of a column. */
export function sortRows({ values, direction, only }: SortJob): Uint32Array {
  return argsort(values, direction, only && Uint32Array.from(new RowSet(only)));
}

/** The place of each text in the order of their UTF-16 code units. */
export function rankTexts({ texts }: { readonly texts: readonly string[] }): Uint32Array {
  const order = texts.map((_, at) => at).sort((a, b) => ((texts[a] ?? '') < (texts[b] ?? '') ? -1 : 1));
  const ranks = new Uint32Array(texts.length);
  order.forEach((at, rank) => (ranks[at] = rank));
  return ranks;
}
