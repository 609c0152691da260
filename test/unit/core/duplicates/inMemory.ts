import { bandsFor } from '../../../../src/core/duplicates/bands.ts';
import { clustersOf, distinctRows } from '../../../../src/core/duplicates/clusters.ts';
import { countsOf, firstAlike, tableOf } from '../../../../src/core/duplicates/keyTable.ts';
import { keyTextOfLine } from '../../../../src/core/duplicates/keyText.ts';
import { linkNear } from '../../../../src/core/duplicates/nearLinks.ts';
import { plainTextKernel } from '../../../../src/core/duplicates/plainTextKernel.ts';
import type { DuplicateQuery } from '../../../../src/core/duplicates/query.ts';
import type { DuplicateResult } from '../../../../src/core/duplicates/result.ts';
import { RowKeyReader, type RowKeys } from '../../../../src/core/duplicates/rowKeys.ts';
import { jaccard, shingleHasher } from '../../../../src/core/duplicates/shingles.ts';

const texts = plainTextKernel();

/** The keys of lines cut into slices before the given lines. */
export function keysOf(lines: readonly string[], cuts: readonly number[], query: DuplicateQuery): readonly RowKeys[] {
  const borders = [0, ...cuts.toSorted((a, b) => a - b), lines.length];
  return borders.slice(1).map((end, i) => {
    const start = borders[i] ?? 0;
    const reader = new RowKeyReader(query, { fromStart: start === 0, texts });
    reader.addLines(
      Buffer.from(
        lines
          .slice(start, end)
          .map(line => `${line}\n`)
          .join(''),
      ),
    );
    return reader.result();
  });
}

/** The clusters of lines, without files and threads. */
export async function clustersInMemory(lines: readonly string[], query: DuplicateQuery): Promise<DuplicateResult> {
  const keys = keysOf(lines, [], query);
  const table = tableOf([keys]);
  const first = firstAlike(table);
  const shingles = (row: number): Float64Array => {
    const key = keyTextOfLine(Buffer.from(lines[row] ?? ''), { first: row === 0 }, query);
    return key.kind === 'text' && query.near ? shingleHasher(query.near.shingle)(key.text) : new Float64Array(0);
  };
  const breathe = (): Promise<void> => Promise.resolve();
  const docs = distinctRows(first, table.sizes);
  const { near } = query;
  const links = near && (await linkNear({ docs, ...table, threshold: near.threshold, shingles, breathe }));
  const clusters = await clustersOf({
    first,
    sizes: table.sizes,
    keep: query.keep,
    ...(near &&
      links && {
        near: {
          docs,
          links,
          threshold: near.threshold,
          similarity: (left, right) => jaccard(shingles(left), shingles(right)),
          breathe,
        },
      }),
  });
  const facts = near && { recall: 1, compared: 0, crowded: 0 };
  if (near && table.bands.count !== bandsFor(near.threshold).bands) throw new Error('Bands are missing.');
  return { query, counts: [countsOf(keys)], files: table.files, clusters, ...(facts && { near: facts }) };
}
