import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  formatBytes,
  formatCount,
  formatProgress,
  formatShare,
  formatShares,
  plural,
} from '../../../../media/shared/numbers.ts';

const spaced = (text: string): string => text.replaceAll('\u00a0', ' ');

for (const [bytes, text] of [
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [1536, '1.5 kB'],
  [256_000, '256 kB'],
  [999_499, '999 kB'],
  [999_500, '1 MB'],
  [104_857_600, '105 MB'],
  [21_474_836_480, '21.5 GB'],
] as const) {
  test(`${bytes} bytes read as ${text}`, () => assert.equal(spaced(formatBytes(bytes)), text));
}

for (const [share, text] of [
  [0, '0 %'],
  [1, '100 %'],
  [0.5, '50 %'],
  [0.45678, '46 %'],
  [0.0214, '2.1 %'],
  [0.02, '2 %'],
  [0.0002, '0.02 %'],
  [0.000016, '0.002 %'],
  [0.9996, '99.96 %'],
  [0.99999, '99.999 %'],
  [1e-12, '< 0.00001 %'],
  [1 - 1e-12, '> 99.99999 %'],
] as const) {
  test(`a share of ${share} reads as ${text}`, () => assert.equal(spaced(formatShare(share)), text));
}

test('only nothing reads as 0 %, only everything as 100 %', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), share => {
      assert.equal(spaced(formatShare(share)) === '0 %', share === 0);
      assert.equal(spaced(formatShare(share)) === '100 %', share === 1);
    }),
  );
});

test('progress reads 100 % only at the end', () => {
  assert.equal(spaced(formatProgress(0, 0)), '0 %');
  assert.equal(spaced(formatProgress(999_999, 1_000_000)), '99 %');
  assert.equal(spaced(formatProgress(1_000_000, 1_000_000)), '100 %');
});

test('an interval has its unit once', () => assert.equal(spaced(formatShares(0.0187, 0.0244)), '1.9–2.4 %'));

test('counts are grouped and agree with their noun', () => {
  assert.equal(formatCount(1234567), '1,234,567');
  assert.equal(plural(1, 'row'), '1 row');
  assert.equal(plural(0, 'row'), '0 rows');
  assert.equal(plural(1200, 'row matches', 'rows match'), '1,200 rows match');
});
