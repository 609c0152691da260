import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { argsort } from '../../../../src/core/columns/argsort.ts';
import { charactersOf, wordsOf } from '../../../../src/core/columns/column.ts';
import { DyadicHistogram } from '../../../../src/core/columns/dyadicHistogram.ts';
import { ExactSum } from '../../../../src/core/columns/exactSum.ts';
import { NumberSketch } from '../../../../src/core/columns/numberSketch.ts';
import {
  allRows,
  countRows,
  intersectionOf,
  rowsFrom,
  unionOf,
  without,
} from '../../../../src/core/columns/rowBits.ts';
import { RowSet } from '../../../../src/core/findings/rowSet.ts';

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e280, max: 1e280 }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(0, -0, 1, 5e-324, -5e-324, 2 ** -1022, 1e16, 1e16 + 2, 0.1, 1e280, -1e280),
);

test('a histogram counts each number in its own bin, with at most 64 bins that do not depend on the order', () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 80 }), fc.nat(80), (numbers, cut) => {
      const whole = histogramOf(numbers);
      const bins = whole.bins();
      assert.ok(bins.length <= 64);
      for (const { from, to, rows } of bins) {
        assert.equal(rows, numbers.filter(one => (from === to ? one + 0 === from : one >= from && one < to)).length);
      }
      assert.equal(
        bins.reduce((sum, { rows }) => sum + rows, 0),
        numbers.length,
      );
      const merged = histogramOf(numbers.slice(0, cut).toReversed());
      merged.merge(histogramOf(numbers.slice(cut)).toState());
      assert.deepEqual(merged.bins(), bins);
    }),
    { numRuns: 1000 },
  );
});

test('a sum is the same in any order, and correctly rounded', () => {
  assert.equal(sumOf([1e100, 1, -1e100]), 1);
  assert.equal(sumOf(Array.from({ length: 10 }, () => 0.1)), 1);
  assert.equal(sumOf([1, 2 ** -53, 2 ** -106]), 1 + 2 ** -52);
  fc.assert(
    fc.property(fc.array(number, { maxLength: 40 }), fc.nat(40), (numbers, cut) => {
      const turned = new ExactSum();
      for (const one of numbers.slice(cut).toReversed()) turned.add(one);
      const rest = new ExactSum();
      for (const one of numbers.slice(0, cut)) rest.add(one);
      turned.merge(rest.toState());
      assert.equal(turned.value + 0, sumOf(numbers) + 0);
      assert.equal(turned.value + 0, Number(rational(numbers)) + 0);
    }),
  );
});

test('quantiles are within 1.6 %, and exact for whole numbers up to 64', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 64 }), { minLength: 1 }), numbers => {
      const sketch = new NumberSketch();
      for (const one of numbers) sketch.add(one);
      const sorted = numbers.toSorted((a, b) => a - b);
      assert.equal(sketch.summary()?.quantiles.p95, sorted[Math.max(1, Math.ceil(numbers.length * 0.95)) - 1]);
    }),
  );
});

test('skewed lengths are drawn in bins that double, and still each is counted where it belongs', () => {
  const sketch = new NumberSketch();
  const lengths = [...Array.from({ length: 990 }, (_, i) => i % 40), 70, 5000, 5000, 100_000];
  for (const one of lengths) sketch.add(one);
  const histogram = sketch.summary()?.histogram;
  assert.equal(histogram?.scale, 'log');
  for (const { from, to, rows } of histogram?.bins ?? [])
    assert.equal(rows, lengths.filter(one => one >= from && one < to).length, `${from} to ${to}`);
});

test('rows are sorted as a stable comparator sorts them, those without a value last', () => {
  const value = fc.oneof(number, fc.constantFrom(NaN, Infinity, -Infinity, 3, 3));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), fc.array(fc.nat(59), { maxLength: 30 }), (values, some) => {
      const column = Float64Array.from(values);
      const rows = [...new Set(some.filter(row => row < values.length))].toSorted((a, b) => a - b);
      for (const direction of ['ascending', 'descending'] as const) {
        const sign = direction === 'ascending' ? 1 : -1;
        const compare = (a: number, b: number): number => {
          const [left, right] = [values[a] ?? 0, values[b] ?? 0];
          if (Number.isNaN(left) || Number.isNaN(right))
            return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
          return left === right ? 0 : (left < right ? -1 : 1) * sign;
        };
        const all = values.map((_, row) => row);
        assert.deepEqual([...argsort(column, direction)], all.toSorted(compare));
        assert.deepEqual([...argsort(column, direction, Uint32Array.from(rows))], rows.toSorted(compare));
      }
    }),
    { numRuns: 500 },
  );
});

test('sets of rows as words', () => {
  const rows = fc.uniqueArray(fc.nat(200));
  fc.assert(
    fc.property(rows, rows, fc.nat(210), (one, other, from) => {
      const [a, b] = [wordsOfRows(one), wordsOfRows(other)];
      assert.deepEqual(rowsIn(unionOf([a, b])), sorted(new Set([...one, ...other])));
      assert.deepEqual(rowsIn(without(a, [b])), sorted(one.filter(row => !other.includes(row))));
      assert.deepEqual(rowsIn(intersectionOf(a, b)), sorted(one.filter(row => other.includes(row))));
      assert.deepEqual(rowsIn(rowsFrom(a, from)), sorted(one.filter(row => row >= from).map(row => row - from)));
      assert.deepEqual([countRows(a), countRows(allRows(from))], [one.length, from]);
    }),
  );
});

test('characters are code points, words what stands between white space', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      assert.equal(charactersOf(text), Array.from(text).length);
      assert.equal(wordsOf(text), text.split(/\s+/).filter(word => word !== '').length);
    }),
    { numRuns: 1000 },
  );
});

function histogramOf(numbers: readonly number[]): DyadicHistogram {
  const histogram = new DyadicHistogram();
  for (const one of numbers) histogram.add(one);
  return histogram;
}

function sumOf(numbers: readonly number[]): number {
  const sum = new ExactSum();
  for (const one of numbers) sum.add(one);
  return sum.value;
}

/** The exact sum as a decimal text, by whole multiples of 2^-1074. */
function rational(numbers: readonly number[]): string {
  const scale = 1074n;
  const total = numbers.reduce((sum, one) => sum + units(one), 0n);
  const negative = total < 0n;
  const digits = ((negative ? -total : total) * 10n ** scale) / 2n ** scale;
  const text = digits.toString().padStart(Number(scale) + 1, '0');
  return `${negative ? '-' : ''}${text.slice(0, -Number(scale))}.${text.slice(-Number(scale))}`;
}

/** A double as a whole number of 2^-1074. */
function units(value: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const exponent = (raw >> 52n) & 0x7ffn;
  const mantissa = (raw & 0xfffffffffffffn) | (exponent === 0n ? 0n : 1n << 52n);
  const magnitude = mantissa << (exponent === 0n ? 0n : exponent - 1n);
  return raw >> 63n === 1n ? -magnitude : magnitude;
}

function wordsOfRows(rows: readonly number[]): Uint32Array {
  const set = new RowSet();
  for (const row of rows) set.add(row);
  return set.toWords();
}

function rowsIn(words: Uint32Array): number[] {
  return [...new RowSet(words)];
}

function sorted(rows: Iterable<number>): number[] {
  return [...rows].toSorted((a, b) => a - b);
}

test('the bins of a part of the numbers, made as wide as those of all, are bins of all', () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 2, maxLength: 60 }), fc.nat(59), (numbers, cut) => {
      const whole = histogramOf(numbers);
      const part = numbers.toSorted((a, b) => a - b).slice(0, cut + 1);
      const bins = new Map(whole.bins().map(bin => [bin.from, bin]));
      if (whole.exponent === undefined) return;
      for (const { from, to, rows } of histogramOf(part).bins(whole.exponent)) {
        assert.equal(bins.get(from)?.to, to);
        assert.equal(rows, part.filter(one => one >= from && one < to).length);
      }
    }),
    { numRuns: 500 },
  );
});

test('whole numbers are drawn in bins of whole numbers', () => {
  const sketch = new NumberSketch();
  for (const one of [1, 2, 2, 5]) sketch.add(one);
  assert.deepEqual(
    sketch.summary()?.histogram.bins.map(({ from, rows }) => [from, rows]),
    [
      [1, 1],
      [2, 2],
      [3, 0],
      [4, 0],
      [5, 1],
    ],
  );
});
