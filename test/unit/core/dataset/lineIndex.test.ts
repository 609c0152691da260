import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LineIndex } from '../../../../src/core/dataset/lineIndex.ts';
import { readRows, rowStart } from '../../../../src/core/dataset/readRows.ts';
import { MemorySource } from '../../support/memorySource.ts';
import { physicalLines } from '../../support/oracles.ts';

const file = fc
  .array(
    fc.oneof(
      fc.constant('\n'),
      fc.constant('{"a":1}\r\n'),
      fc.string({ maxLength: 30 }),
      fc.constant('x'.repeat(70_000)),
    ),
    {
      maxLength: 300,
    },
  )
  .map(parts => new TextEncoder().encode(parts.join('')));

function indexOf(bytes: Uint8Array, chunk: number): LineIndex {
  const index = new LineIndex();
  for (let at = 0; at < bytes.length; at += chunk) index.add(bytes.subarray(at, at + chunk));
  index.finish(bytes.at(-1));
  return index;
}

test('counts physical lines whatever the chunks', () => {
  fc.assert(
    fc.property(file, fc.integer({ min: 1, max: 100_000 }), (bytes, chunk) => {
      const index = indexOf(bytes, chunk);
      assert.equal(index.rowCount, physicalLines(bytes).length);
      assert.equal(index.byteCount, bytes.length);
    }),
    { numRuns: 60 },
  );
});

test('any range of rows is read as it stands, from the nearest checkpoint', async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.nat(400), fc.nat(70), async (bytes, start, count) => {
      const index = indexOf(bytes, 4096);
      const source = new MemorySource(bytes);
      const rows = await readRows(source, { start, count, from: index.before(start), maxRowBytes: 1e6 });
      const expected = physicalLines(bytes).slice(start, start + count);
      assert.deepEqual(
        rows.map(({ span }) => [...bytes.subarray(span.byteStart, span.byteEnd)]),
        expected.map(line => [...line]),
      );
      assert.deepEqual(
        rows.map(({ span }) => span.index),
        expected.map((_, i) => start + i),
      );
    }),
    { numRuns: 60 },
  );
});

test('a row deep in the file costs a short read, not the file', async () => {
  const bytes = new TextEncoder().encode('{"prompt":"a","completion":"b"}\n'.repeat(100_000));
  const source = new MemorySource(bytes);
  const [row] = await readRows(source, {
    start: 87_654,
    count: 1,
    from: indexOf(bytes, 1 << 20).before(87_654),
    maxRowBytes: 1e6,
  });
  assert.equal(row?.text, '{"prompt":"a","completion":"b"}');
  assert.ok(source.bytesRead <= 64 * 1024, `${source.bytesRead} bytes read`);
});

test('a row longer than asked for comes as its beginning, without content; the next row is whole', async () => {
  const bytes = new TextEncoder().encode(`"${'é'.repeat(100_000)}"\n{"b":2}\n`);
  const [long, next] = await readRows(new MemorySource(bytes), {
    start: 0,
    count: 2,
    from: { row: 0, byteStart: 0 },
    maxRowBytes: 100,
  });
  assert.equal(long?.content, undefined);
  assert.ok(long?.text.startsWith('"éé'));
  assert.equal(long?.span.byteEnd, 200_002);
  assert.deepEqual(next?.content, { kind: 'value', value: { b: 2 } });
});

test('where a row starts is found from any earlier checkpoint', async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.nat(400), async (bytes, row) => {
      const lines = physicalLines(bytes);
      const expected = lines.slice(0, row).reduce((sum, line) => sum + line.length + 1, 0);
      const at = await rowStart(new MemorySource(bytes), indexOf(bytes, 4096).before(row), row);
      assert.equal(at, Math.min(expected, bytes.length));
    }),
    { numRuns: 60 },
  );
});

test('an index taken over checkpoint by checkpoint is the same index', () => {
  const bytes = new TextEncoder().encode('abc\n'.repeat(1000));
  const built = new LineIndex();
  const copy = new LineIndex();
  for (let at = 0; at < bytes.length; at += 777) {
    const told = built.size;
    built.add(bytes.subarray(at, at + 777));
    copy.extend(built.checkpointsFrom(told), built.rowCount, built.byteCount);
  }
  for (const row of [0, 1, 63, 64, 500, 999]) assert.deepEqual(copy.before(row), built.before(row));
  assert.equal(copy.rowCount, 1000);
});
