import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileKernel } from '../../../../scripts/kernel.mjs';
import { joinedHash, TextHasher } from '../../../../src/core/rowSample/textHash.ts';
import { plainTextKernel } from '../../../../src/core/duplicates/plainTextKernel.ts';
import type { JsonText } from '../../../../src/core/kernel/jsonText.ts';
import { wasmTextKernel } from '../../../../src/engine/kernel/wasmTextKernel.ts';

const wasm = wasmTextKernel(await compileKernel('texts'));
assert.ok(wasm, 'WebAssembly with SIMD');
const hashers = [new TextHasher(), new TextHasher(wasm)] as const;

const text = fc.oneof(
  fc.string({ maxLength: 200, unit: 'binary' }),
  fc
    .array(fc.constantFrom('owl', '\n', '"', '\\', '/', 'é', '“', '😀', '\ud83d', '\udd89', '\u0000'), {
      maxLength: 40,
    })
    .map(parts => parts.join('')),
);

/** A text inside JSON, among other bytes. */
function inJson(token: string): JsonText {
  const bytes = Buffer.from(`{"a":${token}}`);
  return { bytes, start: 6, end: bytes.length - 2, wide: /[^\0-\x7f]/.test(token), escaped: token.includes('\\') };
}

test('a text has one number, however it is written and whichever kernel reads it', () => {
  fc.assert(
    fc.property(text, value => {
      const plain = JSON.stringify(value);
      const ascii = plain.replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
      const slashed = plain.replaceAll('/', '\\/');
      const numbers = hashers.flatMap(hasher => [
        hasher.ofText(value),
        ...[plain, ascii, slashed].map(token => hasher.ofJson(inJson(token))),
      ]);
      assert.equal(new Set(numbers).size, 1, numbers.join(', '));
      assert.ok(Number.isSafeInteger(numbers[0]) && (numbers[0] ?? -1) >= 0);
    }),
    { numRuns: 1500 },
  );
});

test('a text that a kernel has no room for has one as well', () => {
  const small = new TextHasher(plainTextKernel(64));
  const long = 'an owl, '.repeat(100);
  assert.equal(small.ofJson(inJson(JSON.stringify(long))), undefined);
  assert.equal(small.ofText(long), hashers[1].ofText(long));
});

test('other texts, and the same two in another order, have other numbers, spread over all there are', () => {
  const numbers = Array.from({ length: 20_000 }, (_, i) => hashers[1].ofText(`row ${i}`));
  const joined = numbers.slice(1).map((number, i) => joinedHash(numbers[i] ?? 0, number));
  const turned = numbers.slice(1).map((number, i) => joinedHash(number, numbers[i] ?? 0));
  assert.equal(new Set([...numbers, ...joined, ...turned]).size, numbers.length + joined.length + turned.length);
  for (const each of [numbers, joined]) {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const number of each) {
      const tenth = Math.floor((number / 2 ** 53) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) assert.ok(Math.abs(count - each.length / 10) < 250, tenths.join(', '));
  }
});
