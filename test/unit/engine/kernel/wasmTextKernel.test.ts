import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileKernel } from '../../../../scripts/kernel.mjs';
import { plainTextKernel } from '../../../../src/core/duplicates/plainTextKernel.ts';
import { shinglesOf } from '../../support/shingles.ts';
import { wasmTextKernel } from '../../../../src/engine/kernel/wasmTextKernel.ts';

const twin = plainTextKernel();
const wasm = wasmTextKernel(await compileKernel('texts'));
assert.ok(wasm, 'WebAssembly with SIMD');
const kernels = [twin, wasm] as const;

const text = fc.oneof(
  fc.string({ maxLength: 300, unit: 'grapheme' }),
  fc.string({ maxLength: 60, unit: 'binary' }),
  fc
    .array(fc.constantFrom('owl', 'a', ', ', ' ', '\n', 'Zebra_9', '€', '😀', '42', '-'), { maxLength: 400 })
    .map(parts => parts.join('')),
);
const shingle = fc.record({
  unit: fc.constantFrom('words' as const, 'characters' as const),
  size: fc.integer({ min: 1, max: 64 }),
});

test('both kernels hash and sign alike, whatever stood in their memory before', () => {
  fc.assert(
    fc.property(text, shingle, (value, how) => {
      const bytes = Buffer.from(value);
      const answers = kernels.map(kernel => {
        kernel.text.set(bytes);
        kernel.hashText(bytes.length);
        const shingles = kernel.sign(bytes.length, how);
        return { hash: [...kernel.hash], shingles, signature: [...kernel.signature], isShort: kernel.isShort };
      });
      assert.deepEqual(answers[1], answers[0]);
    }),
    { numRuns: 2000 },
  );
});

test('texts of more shingles than the kernel holds at once are signed whole', () => {
  const long = Array.from({ length: 30_000 }, (_, i) => `w${i % 7919}`)
    .join(' ')
    .slice(0, twin.text.length);
  const bytes = Buffer.from(long);
  const signatures = kernels.map(kernel => {
    kernel.text.set(bytes);
    return [kernel.sign(bytes.length, { unit: 'words', size: 5 }), ...kernel.signature];
  });
  assert.deepEqual(signatures[1], signatures[0]);
});

test('the number of shingles is that of the shingles themselves, counted with repeats', () => {
  fc.assert(
    fc.property(text, shingle, (value, how) => {
      const bytes = Buffer.from(value);
      // The bytes hold no half of a pair: the set is of the text they spell.
      const shingles = shinglesOf(bytes.toString(), how);
      for (const kernel of kernels) {
        kernel.text.set(bytes);
        const counted = kernel.sign(bytes.length, how);
        assert.equal(counted === 0, shingles.size === 0);
        assert.ok(counted >= shingles.size);
      }
    }),
    { numRuns: 1000 },
  );
});

test('what JSON escapes is unescaped as JSON.parse and UTF-8 do it', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '\\n',
      '\\t',
      '\\r',
      '\\b',
      '\\f',
      '\\"',
      '\\\\',
      '\\/',
      '\\u00e9',
      '\\u20AC',
      '\\ud83d\\ude00',
      '\\ud83d',
      '\\ude00',
      '\\u0000',
    ),
    fc.string({ maxLength: 30, unit: 'grapheme' }).map(value => JSON.stringify(value).slice(1, -1)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
      const inside = Buffer.from(pieces.join(''));
      const expected = Buffer.from(JSON.parse(`"${inside.toString()}"`) as string);
      for (const kernel of kernels) {
        const bytes = Buffer.concat([inside, Buffer.alloc(600, '\\')]);
        const json = { bytes, start: 0, end: inside.length, wide: true, escaped: inside.includes(0x5c) };
        const length = kernel.put(json);
        assert.deepEqual(Buffer.from(kernel.text.subarray(0, length)), expected);
      }
    }),
    { numRuns: 3000 },
  );
});

test('the hash tells texts apart that differ in one bit, in length or in order', () => {
  const seen = new Map<string, string>();
  const add = (value: string): void => {
    const bytes = Buffer.from(value);
    twin.text.set(bytes);
    twin.hashText(bytes.length);
    const key = [...twin.hash].join();
    assert.equal(seen.get(key) ?? value, value);
    seen.set(key, value);
  };
  for (let i = 0; i < 20_000; i++) add(`${i}`);
  for (let i = 0; i < 300; i++) add('\0'.repeat(i));
  for (let i = 0; i < 64; i++) add(`${'a'.repeat(i)}b${'a'.repeat(63 - i)}`);
});
