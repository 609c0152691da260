import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileKernel } from '../../../../scripts/kernel.mjs';
import { bandOffset, bandsOfSlice, tableOf, type KeyTable } from '../../../../src/core/duplicates/keyTable.ts';
import { plainTextKernel } from '../../../../src/core/duplicates/plainTextKernel.ts';
import type { DuplicateQuery } from '../../../../src/core/duplicates/query.ts';
import { RowKeyReader } from '../../../../src/core/duplicates/rowKeys.ts';
import { plainKernel } from '../../../../src/core/kernel/plainKernel.ts';
import { wasmTextKernel } from '../../../../src/engine/kernel/wasmTextKernel.ts';
import { nastyFile } from '../../engine/nastyRows.ts';
import { likeLines } from '../kernel/likeRows.ts';
import { keysOf } from './inMemory.ts';

const texts = wasmTextKernel(await compileKernel('texts'));
assert.ok(texts);
const exact: DuplicateQuery = { field: 'completion', normalise: [], keep: 'first' };
const query = fc.record({
  field: fc.constantFrom('completion' as const, 'prompt' as const, 'prompt+completion' as const, 'row' as const),
  normalise: fc.subarray(['nfkc' as const, 'case' as const, 'white-space' as const]),
  keep: fc.constant('first' as const),
  near: fc.option(fc.constant({ threshold: 0.8, shingle: { unit: 'characters' as const, size: 3 } }), {
    nil: undefined,
  }),
});

function queryOf({
  near,
  ...rest
}: { readonly near: DuplicateQuery['near'] } & Omit<DuplicateQuery, 'near'>): DuplicateQuery {
  return near ? { ...rest, near } : rest;
}

test('rows read as bytes have the keys of rows that are parsed, by either kernel', () => {
  fc.assert(
    fc.property(likeLines, query, (rows, given) => {
      const asked = queryOf(given);
      const bytes = Buffer.concat(rows.flatMap(row => [row, Buffer.from('\n')]));
      const read = (options: Partial<ConstructorParameters<typeof RowKeyReader>[1]>) => {
        const reader = new RowKeyReader(asked, { fromStart: true, texts: plainTextKernel(), ...options });
        reader.addLines(bytes);
        return reader.result();
      };
      const parsed = read({});
      assert.deepEqual(read({ rows: plainKernel() }), parsed);
      assert.deepEqual(read({ rows: plainKernel(), texts }), parsed);
    }),
    { numRuns: 60 },
  );
});

/** The table with its band keys by row. */
function whole({ bands, ...table }: KeyTable): object {
  const keysOfRow = (row: number): readonly number[] => {
    const start = bandOffset(bands, row);
    return [...bandsOfSlice(bands, row).subarray(start, start + bands.count)];
  };
  return { ...table, keys: Array.from({ length: table.rows }, (_, row) => keysOfRow(row)) };
}

test('the table is the same however the file is cut', () => {
  const lines = nastyFile().toString('latin1').split('\n');
  fc.assert(
    fc.property(fc.array(fc.nat(lines.length), { maxLength: 5 }), query, (cuts, given) => {
      const asked = queryOf(given);
      assert.deepEqual(whole(tableOf([keysOf(lines, cuts, asked)])), whole(tableOf([keysOf(lines, [], asked)])));
    }),
    { numRuns: 100 },
  );
});

test('lines stand where the table says, the last one without a newline too', () => {
  const lines = ['{"prompt":"","completion":"é"}', '', '{"x":1}', '{"prompt":"","completion":"b"}'];
  const bytes = Buffer.from(lines.join('\n'));
  const reader = new RowKeyReader(exact, { fromStart: true, texts: plainTextKernel() });
  reader.addLines(bytes);
  const { starts, files, sizes } = tableOf([[reader.result()]]);
  assert.deepEqual(
    [...starts].map((start, row) =>
      bytes
        .subarray(start, starts[row + 1] ?? files[0]?.bytes)
        .toString()
        .trimEnd(),
    ),
    lines,
  );
  assert.deepEqual([...sizes], [2, 0xffffffff, 0xffffffff, 1]);
});
