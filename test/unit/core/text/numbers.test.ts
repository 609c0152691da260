import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { boundsText, intervalText, inUnit } from '../../../../src/core/findings/units.ts';
import { bytesText, counted, decimal, number, percent, pText, pValue } from '../../../../src/core/text/numbers.ts';

for (const [p, text] of [
  [0, 'p < .001'],
  [1e-12, 'p < .001'],
  [0.001, 'p = .001'],
  [0.0094, 'p = .009'],
  [0.05, 'p = .050'],
  [0.5, 'p = .500'],
  [1, 'p > .999'],
  [NaN, 'p ?'],
] as const) {
  test(`a p value of ${p} reads as ${text}`, () => {
    assert.equal(pText(p), text);
    assert.equal(pValue(p), text.replace(/^p (?:= )?/, ''));
  });
}

for (const [share, text] of [
  [0, '0 %'],
  [1, '100 %'],
  [0.5, '50 %'],
  [0.45678, '45.7 %'],
  [0.0999, '10 %'],
  [0.0214, '2.1 %'],
  [0.02, '2 %'],
  [0.0034, '0.34 %'],
  [0.000016, '0.0016 %'],
  [0.9996, '99.96 %'],
  [0.99999, '99.999 %'],
  [1e-12, '< 0.00001 %'],
  [1 - 1e-12, '> 99.99999 %'],
] as const) {
  test(`a share of ${share} reads as ${text}`, () => assert.equal(percent(share), text));
}

test('only nothing reads as 0 %, only everything as 100 %', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), share => {
      assert.equal(percent(share) === '0 %', share === 0);
      assert.equal(percent(share) === '100 %', share === 1);
    }),
  );
});

for (const [bytes, text] of [
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [11_949, '11.9 kB'],
  [256_000, '256 kB'],
  [999_499, '999 kB'],
  [999_500, '1 MB'],
  [104_857_600, '105 MB'],
  [21_474_836_480, '21.5 GB'],
] as const) {
  test(`${bytes} bytes read as ${text}`, () => assert.equal(bytesText(bytes), text));
}

test('a number has a true minus, and none before nothing', () => {
  assert.deepEqual(
    [-0.125, -0.001, 0, 1234.5, NaN].map(value => decimal(value)),
    ['−0.13', '0.00', '0.00', '1234.50', '?'],
  );
});

test('counts are grouped and agree with their noun', () => {
  assert.equal(number(1_234_567), '1,234,567');
  assert.deepEqual(
    [0, 1, 2000].map(rows => counted(rows, 'row')),
    ['0 rows', '1 row', '2,000 rows'],
  );
});

test('an interval stands in brackets behind its value, its unit said once', () => {
  assert.equal(intervalText({ value: 0.0214, low: 0, high: 0.085 }), '2.1 % [0, 8.5]');
  assert.equal(intervalText({ value: 0.12, low: -0.081, high: 0.31 }, 'number'), '0.12 [−0.08, 0.31]');
  assert.equal(intervalText({ value: 0.614, low: 0.5, high: 0.7 }, 'area'), '0.614 [0.500, 0.700]');
  assert.equal(intervalText({ value: 0.042, low: -0.011, high: 0.0734 }, 'points'), '+4.20 points [−1.10, +7.34]');
  assert.equal(intervalText({ value: 3, low: 0, high: 1234 }, 'nats'), '+3.00 nats [0, +1234]');
  assert.equal(boundsText({ low: 0.00123, high: 120 }, 'bits'), '[0.00123, 120]');
  assert.equal(inUnit(-0.5, 'nats'), '−0.500 nats');
});
