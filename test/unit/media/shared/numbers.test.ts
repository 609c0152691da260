import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBytes, formatProgress, formatShare, plural, unbroken } from '../../../../media/shared/numbers.ts';

const spaced = (text: string): string => text.replaceAll('\u00a0', ' ');

test('a number and its unit do not part', () => {
  assert.equal(formatBytes(1536), '1.5\u00a0kB');
  assert.equal(formatShare(0.0214), '2.1\u00a0%');
  assert.equal(unbroken('2.1 % [0, 8.5]'), '2.1\u00a0% [0, 8.5]');
});

test('progress reads 100 % only at the end', () => {
  assert.equal(spaced(formatProgress(0, 0)), '0 %');
  assert.equal(spaced(formatProgress(999_999, 1_000_000)), '99 %');
  assert.equal(spaced(formatProgress(1_000_000, 1_000_000)), '100 %');
});

test('plurals that do not just take an s are said', () => {
  assert.equal(plural(1, 'row'), '1 row');
  assert.equal(plural(1200, 'row matches', 'rows match'), '1,200 rows match');
});
