import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gather } from '../control/comparing.ts';
import { numberRows, seededRandom, type TestRow } from '../control/rows.ts';
import { promptsOf, type OrderSample } from '../../../../src/core/order/orderSample.ts';
import { orderDrift } from '../../../../src/core/checks/probes/orderDrift.ts';
import { resolveOptions } from '../../../../src/core/checks/resolveOptions.ts';
import type { Verdict } from '../../../../src/core/findings/verdict.ts';

function verdictOf(rows: readonly TestRow[]): Verdict {
  const { values } = resolveOptions(orderDrift.options, { permutations: 199 });
  return orderDrift.finish(gather(orderDrift, rows), values);
}

describe('order-drift', () => {
  it('sees a change in what rows only call, and copies only where calls are the same', () => {
    const random = seededRandom(9);
    const rows = Array.from({ length: 200 }, (_, i) => ({
      prompt: `q${i}`,
      completion: '',
      call: JSON.stringify({ city: 'x'.repeat(1 + Math.floor(random() * 20) + (i < 100 ? 0 : 15)) }),
    }));
    assert.match(
      verdictOf(rows).summary,
      /^The rows change along the file, most in (?:word )?length about row (?:9|10)\d of those/,
    );
    const samePrompts = Array.from({ length: 60 }, (_, i) => ({
      prompt: `q${i % 20}`,
      completion: 'It is done as you asked.',
      call: JSON.stringify({ day: i }),
    }));
    const state = gather(orderDrift, samePrompts) as OrderSample;
    assert.ok(promptsOf(state).every(({ rows, same }) => rows === 3 && same === 1));
  });

  it('keeps its level where the rows of a prompt stand together and are alike', () => {
    const random = seededRandom(2);
    const runs = 500;
    let rejected = 0;
    for (let run = 0; run < runs; run++) {
      const rows = Array.from({ length: 60 }, (_, prompt) => {
        const habit = 5 + Math.floor(random() * 40);
        return Array.from({ length: 3 }, () => ({
          prompt: `q${prompt}`,
          completion: Array.from({ length: habit + Math.floor(random() * 3) }, () =>
            'ab'.repeat(1 + Math.floor(random() * 2)),
          ).join(' '),
        }));
      });
      if (verdictOf(rows.flat()).state === 'evidence found') rejected++;
    }
    assert.ok(rejected / runs <= 1.3 * 0.05, `${rejected / runs}`);
  });

  it('sees the stated shift with the stated power', () => {
    const random = seededRandom(4);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    // The logarithm of the first number is normal, with a standard deviation of .3; lengths, means and lines vary on their own.
    const list = (mean: number, row: number): TestRow => {
      const others = Array.from({ length: 6 + Math.floor(random() * 6) }, () => Math.floor(random() * 900_000));
      const first = Math.round(Math.exp(8 + 0.3 * (normal() + mean)));
      const line = random() * others.length;
      const completion = [first, ...others.map((number, i) => (i < line ? `\n${number}` : number))].join(', ');
      return { prompt: `q${row}`, completion: completion.replaceAll(', \n', '\n') };
    };
    const file = (shift: number): TestRow[] =>
      Array.from({ length: 200 }, (_, row) => list(row < 100 ? 0 : shift, row));
    const effects = Array.from({ length: 20 }, () => verdictOf(file(0))).flatMap(verdict =>
      verdict.state === 'not detected' ? [verdict.detectable.effect] : [],
    );
    const effect = effects.reduce((sum, each) => sum + each / effects.length, 0);
    const runs = 200;
    const seen = Array.from({ length: runs }, () => verdictOf(file(effect))).filter(
      ({ state }) => state === 'evidence found',
    ).length;
    assert.ok(seen / runs > 0.78 && seen / runs < 0.92, `${seen / runs} at ${effect}`);
  });

  it('finds where another source begins', () => {
    const random = seededRandom(3);
    const rows = [
      ...numberRows(300, random),
      ...numberRows(300, random, { separator: ' ; ', prompt: row => `And now ${row}` }),
    ];
    const verdict = verdictOf(rows);
    assert.ok(verdict.state === 'evidence found', verdict.summary);
    const place = Number(/about row (\d+)/.exec(verdict.summary)?.[1]);
    assert.ok(Math.abs(place - 301) < 30, `${place}`);
    assert.ok(verdict.estimates.every(({ unit, label }) => unit === 'number' || /copies|more than once/.test(label)));
  });

  it('says that samples look identical where every answer to a prompt is a copy', () => {
    const rows = Array.from({ length: 80 }, (_, prompt) => ({
      prompt: `q${prompt}`,
      completion: `a rather long answer, number ${prompt * 7919}`,
    }));
    const verdict = verdictOf([...rows, ...rows, ...rows]);
    assert.ok(verdict.state === 'evidence found', verdict.summary);
    assert.match(verdict.summary, /Samples look identical: for 80 of 80 prompts/);
    assert.match(verdict.summary, /80 of 80 different rows stand more than once \(240 rows\)/);
  });

  it('is not tested where no row differs from another in what it looks at', () => {
    const verdict = verdictOf(Array.from({ length: 200 }, (_, row) => ({ prompt: `q${row}`, completion: 'yes' })));
    assert.equal(verdict.state, 'not tested');
  });

  it('is not tested on a few rows', () => {
    assert.equal(verdictOf(numberRows(20, seededRandom(1))).state, 'not tested');
  });
});
