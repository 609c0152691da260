import { createHash } from 'node:crypto';
import { cellOf } from '../../core/columns/column.ts';
import { columnRow } from '../../core/columns/rowReader.ts';
import type { RowDigests } from '../../core/compare/matchRows.ts';
import { decodeRow } from '../../core/dataset/parseRow.ts';
import type { JsonValue } from '../../core/json/value.ts';
import type { DigestJob } from '../../rpc/worker.ts';
import { lineBlocks, maxRowBytes } from '../files/lineBlocks.ts';
import { DatasetError } from '../datasetError.ts';
import { breathe, type JobContext } from './jobContext.ts';
import { withFile } from './withFile.ts';

const newline = 10;

/** What the rows that start in a slice are matched by. */
export async function digestRows(
  { slice, key }: DigestJob,
  { signal, progress }: JobContext<{ bytes: number }>,
): Promise<RowDigests> {
  return withFile(slice.path, async file => {
    const bytes: number[] = [];
    const keys: number[] = [];
    const prompts: number[] = [];
    const take = (line: Uint8Array): void => {
      bytes.push(...digest(line, 4));
      const { content } = decodeRow(line, { first: slice.byteStart === 0 && bytes.length === 4 });
      const row = content.kind === 'value' ? columnRow(content.value, line.length) : undefined;
      keys.push(...cellDigest(row && key !== undefined ? cellOf(row, { source: 'field', id: key }) : undefined));
      prompts.push(...cellDigest(row && cellOf(row, { source: 'example', id: 'prompt' })));
    };
    for (const block of lineBlocks(file, slice)) {
      if (block.kind === 'oversized') throw tooLong(slice.path);
      for (let start = 0; start < block.bytes.length;) {
        const found = block.bytes.indexOf(newline, start);
        const end = found < 0 ? block.bytes.length : found;
        take(block.bytes.subarray(start, end));
        start = end + 1;
      }
      progress({ bytes: block.bytes.length });
      await breathe(signal);
    }
    const words = (numbers: readonly number[]): Uint32Array => Uint32Array.from(numbers);
    return { rows: bytes.length / 4, bytes: words(bytes), keys: words(keys), prompts: words(prompts) };
  });
}

function cellDigest(cell: JsonValue | undefined): readonly number[] {
  if (cell === undefined || cell === null || cell === '') return [0, 0];
  return digest(JSON.stringify(cell), 2);
}

/** The first words of a SHA-256. By way of a string: an array buffer for each row takes half as long again. */
function digest(content: Uint8Array | string, words: number): readonly number[] {
  const text = createHash('sha256').update(content).digest('binary');
  return Array.from({ length: words }, (_, word) => {
    const at = word * 4;
    const code = (place: number): number => text.charCodeAt(at + place);
    return ((code(0) << 24) | (code(1) << 16) | (code(2) << 8) | code(3)) >>> 0;
  });
}

function tooLong(path: string): DatasetError {
  const megabytes = maxRowBytes / 2 ** 20;
  return new DatasetError('too-large', `${path} has a row of more than ${megabytes} MB; such rows cannot be compared.`);
}
