import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileKernel } from '../../../../scripts/kernel.mjs';
import { LineIndex } from '../../../../src/core/dataset/lineIndex.ts';
import { rowMatcher } from '../../../../src/core/dataset/rowMatcher.ts';
import { plainKernel } from '../../../../src/core/kernel/plainKernel.ts';
import { wasmKernel } from '../../../../src/engine/kernel/wasmKernel.ts';
import { physicalLines } from '../../support/oracles.ts';

const wasm = wasmKernel(await compileKernel());
assert.ok(wasm, 'WebAssembly with SIMD');
const kernels = [plainKernel(), wasm];

/** The rows that hold a text as they stand or unescaped, by the language's own means. */
function rowsWith(text: string, caseSensitive: boolean, bytes: Uint8Array): readonly number[] {
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), caseSensitive ? '' : 'iu');
  return physicalLines(bytes).flatMap((line, row) => {
    const raw = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(line));
    const unescaped = raw.replace(/\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])/g, escape => JSON.parse(`"${escape}"`) as string);
    return (!text.includes('\n') && pattern.test(raw)) || pattern.test(unescaped) ? [row] : [];
  });
}

const parts = [
  'owl', 'OWL', 'ow', 'Owls', ' ', 'k', 'K', '\u212a', 's', 'ſ', 'é', 'É', 'ß', 'ẞ', '日本', '日', 'ж', 'Ж', '😀', '\ud83d',
  '\ufffd', '"', '\\', '/', '\t', '.', 'a', 'A', 'Picture a penguin', '\u00a0', 'ﬁ', 'İ', 'ı', 'x'.repeat(30),
]; // prettier-ignore
const text = fc.array(fc.constantFrom(...parts, '\n'), { minLength: 1, maxLength: 2 }).map(some => some.join(''));
/** Damage, and escapes that are none. */
const raw = fc.constantFrom(
  ...[
    '\\',
    '\\u',
    '\\u00',
    '\\u006',
    '\\u006f',
    '\\u006Fwl',
    '\\\\u006f',
    '\\o',
    '\\ud83d',
    '\\ude00',
    '\\u212a',
    '\\n',
    '\r',
    '\n',
  ].map(piece => Buffer.from(piece)),
  ...[[0xff], [0xc3], [0xa9], [0xe6, 0x97], [0xf0, 0x9f], [0xed, 0xa0, 0xbd], [0]].map(piece => Buffer.from(piece)),
);
const line = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constantFrom(...parts), fc.nat(3)).map(([part, how]) => Buffer.from(written(part, how))),
      raw,
      fc.uint8Array({ maxLength: 4 }).map(bytes => Buffer.from(bytes)),
    ),
    { maxLength: 10 },
  )
  .map(pieces => Buffer.concat(pieces));

function written(part: string, how: number): string {
  const inside = JSON.stringify(part).slice(1, -1);
  if (how === 0) return inside;
  if (how === 1) return part;
  return inside.replace(
    how === 2 ? /[\u0080-\uffff]/g : /[a-zA-Z\u0080-\uffff](?![0-9a-f]{2,3})/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

test('a text is found in the rows that hold it and in no other, by either kernel, whatever their bytes', () => {
  let found = 0;
  let none = 0;
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      text,
      fc.boolean(),
      fc.boolean(),
      (lines, wanted, sensitive, last) => {
        const bytes = Buffer.concat(
          lines.flatMap((each, i) => [each, Buffer.from(last || i < lines.length - 1 ? '\n' : '')]),
        );
        const expected = rowsWith(wanted, sensitive, bytes);
        for (const kernel of kernels) {
          const got = rowMatcher(wanted, { caseSensitive: sensitive, kernel })(bytes);
          assert.deepEqual(got, { rows: physicalLines(bytes).length, found: expected });
        }
        if (expected.length > 0) found++;
        else none++;
      },
    ),
    { numRuns: 4000 },
  );
  assert.ok(found > 400 && none > 400, `${found} with, ${none} without`);
});

test('more rows with the text than there is room for at once, and rows longer than the block', () => {
  const row = Buffer.from('{"a":"an owl"}\n');
  const long = Buffer.from(`{"a":"${'x'.repeat(600_000)} owl"}\n`);
  const other = Buffer.from(`{"a":"${'y'.repeat(600_000)}"}\n\n`);
  const bytes = Buffer.concat([
    ...Array<Buffer>(9000).fill(row),
    long,
    other,
    ...Array<Buffer>(70_000).fill(row),
    long,
  ]);
  for (const kernel of kernels) {
    const { rows, found } = rowMatcher('owl', { caseSensitive: false, kernel })(bytes);
    assert.equal(rows, 79_004);
    assert.equal(found.length, 79_002);
    assert.ok(!found.includes(9001) && !found.includes(9002) && found.includes(9003) && found.at(-1) === 79_003);
  }
});

const file = fc
  .array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.tuple(fc.nat(60), fc.nat(500)).map(([length, times]) => `${'x'.repeat(length)}\n`.repeat(times)),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom('\n'.repeat(5000), 'x'.repeat(70_000), `${'x'.repeat(65_535)}\n`, '\r\n'),
      },
    ),
    { maxLength: 12 },
  )
  .map(pieces => Buffer.from(pieces.join('')));

test('either kernel keeps the same places of an index as a look at every newline does', () => {
  fc.assert(
    fc.property(file, fc.integer({ min: 1, max: 400_000 }), (bytes, chunk) => {
      const [plain, ...others] = [undefined, ...kernels].map(kernel => {
        const index = new LineIndex(kernel);
        for (let at = 0; at < bytes.length; at += chunk) index.add(bytes.subarray(at, at + chunk));
        return [index.rowCount, index.byteCount, ...index.checkpointsFrom(0)];
      });
      for (const other of others) assert.deepEqual(other, plain);
    }),
    { numRuns: 150 },
  );
});
