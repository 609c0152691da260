import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as page from '../../../../media/shared/numbers.ts';
import { formatBytes } from '../../../../src/vscode/base/words.ts';

for (const [bytes, text] of [
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [11_949, '11.9 kB'],
  [99_950, '100 kB'],
  [999_499, '999 kB'],
  [999_500, '1 MB'],
  [21_474_836_480, '21.5 GB'],
] as const) {
  test(`${bytes} bytes are ${text}`, () => assert.equal(formatBytes(bytes), text));
}

test('a size reads the same in the side bar as in the inspector', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e15 }), bytes =>
      assert.equal(formatBytes(bytes), page.formatBytes(bytes).replaceAll('\u00a0', ' ')),
    ),
  );
});
