import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MeasureSummary } from '../../../../src/core/columns/columnBuilder.ts';
import type { HistogramBin } from '../../../../src/core/columns/dyadicHistogram.ts';
import { forEachRow } from '../../../../src/core/columns/rowReader.ts';
import { maxDistinct } from '../../../../src/core/columns/valueCounter.ts';
import { StatisticsBuilder, type TableStatistics } from '../../../../src/core/columns/tableStatistics.ts';
import { NumberSketch } from '../../../../src/core/columns/numberSketch.ts';

const cell = fc.oneof(
  fc.constantFrom('', 'owl', 'Owl', 'an owl  flies', '🦉 wide', 'x'.repeat(150), '\u00a0 \t', null, true, false),
  fc.double({ noNaN: true }),
  fc.integer({ min: -5, max: 300 }),
  fc.array(fc.integer(), { maxLength: 3 }),
  fc.dictionary(fc.string({ maxLength: 2 }), fc.integer(), { maxKeys: 3 }),
);
const row = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.dictionary(fc.constantFrom('a', 'b', 'score', '__proto__', 'text'), cell, { maxKeys: 4 }),
  },
  { weight: 3, arbitrary: fc.record({ prompt: fc.string(), completion: fc.string(), id: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.constantFrom(12, 'text', null, [1, 2]) },
);
const line = fc.oneof(
  { weight: 9, arbitrary: row.map(value => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.constantFrom('', '  ', '{"a":', '{"a":NaN}', '{"a":1e400}') },
);
const lines = fc.array(line, { maxLength: 60 });

function sliced(
  rows: readonly string[],
  cuts: readonly number[],
  keep = (_: number): boolean => true,
): StatisticsBuilder {
  const whole = new StatisticsBuilder();
  const bounds = [0, ...[...cuts].sort((a, b) => a - b), rows.length];
  for (let i = 1; i < bounds.length; i++) {
    const part = new StatisticsBuilder();
    const from = bounds[i - 1] ?? 0;
    let at = from;
    const text = rows
      .slice(from, bounds[i])
      .map(one => `${one}\n`)
      .join('');
    forEachRow(Buffer.from(text), false, read => {
      if (!keep(at++)) part.skip();
      else if (read === 'blank') part.addBlank();
      else if (read === 'malformed') part.addMalformed();
      else part.addRow(read);
    });
    whole.merge(structuredClone(part.toState()));
  }
  return whole;
}

test('one slice or many, in two steps or one: the same statistics', () => {
  fc.assert(
    fc.property(lines, fc.array(fc.nat(60), { maxLength: 5 }), (rows, cuts) => {
      const bounded = cuts.map(cut => Math.min(cut, rows.length));
      assert.deepEqual(sliced(rows, bounded).statistics('all'), sliced(rows, []).statistics('all'));
    }),
    { numRuns: 300 },
  );
});

test('every count of a field is what a plain count says', () => {
  fc.assert(
    fc.property(lines, fc.array(fc.nat(60), { maxLength: 3 }), (rows, cuts) => {
      const found = sliced(
        rows,
        cuts.map(cut => Math.min(cut, rows.length)),
      ).statistics('all');
      const values = rows.flatMap(read);
      assert.deepEqual([found.rows, found.blank + found.malformed], [rows.length, rows.length - values.length]);
      const objects = values.filter(isRecord);
      const names = [...new Set(objects.flatMap(value => Object.keys(value)))];
      assert.deepEqual(
        found.columns
          .filter(({ source }) => source === 'field')
          .map(({ id }) => id)
          .toSorted(),
        names.toSorted(),
      );
      for (const name of names) {
        const cells = objects.filter(value => Object.hasOwn(value, name)).map(value => value[name]);
        assertColumn(found, name, cells, values.length);
      }
    }),
    { numRuns: 300 },
  );
});

test('the statistics of kept and of rejected rows add up to those of all, bin by bin', () => {
  const rows = Array.from({ length: 500 }, (_, i) =>
    JSON.stringify({ score: Math.sin(i) * 7, text: 'w '.repeat(i % 17) }),
  );
  const all = sliced(rows, [100, 350]);
  const kept = sliced(rows, [123], at => at % 3 !== 0).statistics('kept', all);
  const rejected = sliced(rows, [77, 400], at => at % 3 === 0).statistics('rejected', all);
  const whole = all.statistics('all');
  assert.equal(kept.rows + rejected.rows, whole.rows);
  for (const [name, measure] of [
    ['score', 'value'],
    ['text', 'characters'],
  ] as const) {
    const binsOf = (statistics: TableStatistics) =>
      new Map(
        statistics.columns
          .find(({ id }) => id === name)
          ?.measures.find(one => one.measure === measure)
          ?.histogram.bins.map(({ from, rows: count }) => [from, count]),
      );
    for (const [from, count] of binsOf(whole)) {
      assert.equal((binsOf(kept).get(from) ?? 0) + (binsOf(rejected).get(from) ?? 0), count, `${name} from ${from}`);
    }
  }
});

test('whole numbers below 64 are exact quantiles, below zero as above it', () => {
  for (let value = -63; value < 64; value++) {
    const sketch = new NumberSketch();
    for (const number of [value, -1e6, 1e6]) sketch.add(number);
    assert.equal(sketch.summary()?.quantiles.p50, value);
  }
});

test('past the bound, distinct values are estimated within a few standard errors and none is listed', () => {
  for (const distinct of [maxDistinct, maxDistinct + 1, 20_000, 200_000]) {
    const rows = Array.from({ length: distinct }, (_, i) => `{"id":"row-${i}"}`);
    const [column] = sliced(rows, [Math.floor(distinct / 3)])
      .statistics('all')
      .columns.filter(({ id }) => id === 'id');
    assert.ok(column?.distinct);
    assert.equal(column.distinct.exact, distinct <= maxDistinct);
    assert.equal(column.top.length, distinct <= maxDistinct ? 10 : 0);
    const error = Math.abs(column.distinct.count - distinct) / distinct;
    assert.ok(error < (distinct <= maxDistinct ? 1e-12 : 0.06), `${distinct}: off by ${error}`);
  }
});

function assertColumn(found: TableStatistics, name: string, cells: readonly unknown[], values: number): void {
  const column = found.columns.find(({ source, id }) => source === 'field' && id === name);
  assert.ok(column, name);
  const types: Record<string, number> = {};
  for (const one of cells) types[typeOf(one)] = (types[typeOf(one)] ?? 0) + 1;
  assert.deepEqual({ ...column.types }, types);
  assert.equal(column.missing, values - cells.length);
  const scalars = cells.filter(one => ['string', 'number', 'boolean'].includes(typeof one));
  const distinct = new Set(scalars.map(one => (typeof one === 'number' ? `n${one}` : one)));
  assert.deepEqual(
    column.distinct,
    scalars.length === 0 ? undefined : { values: scalars.length, count: distinct.size, exact: true },
  );
  const most = Math.max(
    0,
    ...[...distinct].map(
      one => scalars.filter(other => (typeof other === 'number' ? `n${other}` : other) === one).length,
    ),
  );
  assert.equal(column.top[0]?.rows ?? 0, most);
  const numbers = {
    value: cells.filter(one => typeof one === 'number' && Number.isFinite(one)) as number[],
    characters: cells.filter(one => typeof one === 'string').map(one => Array.from(one).length),
    words: cells.filter(one => typeof one === 'string').map(one => one.split(/\s+/).filter(word => word !== '').length),
    items: cells.filter(one => typeof one === 'object' && one !== null).map(one => Object.keys(one).length),
  };
  for (const [measure, expected] of Object.entries(numbers)) {
    const summary: MeasureSummary | undefined = column.measures.find(one => one.measure === measure);
    assert.equal(summary?.count ?? 0, expected.length, measure);
    if (!summary) continue;
    const sorted = expected.map(value => value + 0).toSorted((a, b) => a - b);
    assert.deepEqual([summary.min, summary.max], [sorted[0], sorted.at(-1)]);
    const median = sorted[Math.max(1, Math.ceil(sorted.length / 2)) - 1] ?? 0;
    assert.ok(
      Math.abs(summary.quantiles.p50 - median) <= Math.abs(median) / 60 + 1e-307,
      `${summary.quantiles.p50} for ${median}`,
    );
    const bins: readonly HistogramBin[] = summary.histogram.bins;
    assert.equal(
      bins.reduce((sum, bin) => sum + bin.rows, 0),
      sorted.length,
    );
    for (const { from, to, rows } of bins) {
      const inside = sorted.filter(value => (from === to ? value === from : value >= from && value < to));
      assert.equal(rows, inside.length, `${from} to ${to}`);
    }
  }
}

function read(text: string): unknown[] {
  try {
    return text.trim() === '' ? [] : [JSON.parse(text)];
  } catch {
    return [];
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
