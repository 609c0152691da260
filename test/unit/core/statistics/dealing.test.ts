import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  dealerOf,
  dealsAtOnce,
  dealtCounter,
  holdersOf,
  type BinnedUnits,
} from '../../../../src/core/statistics/dealing.ts';
import { seededRandom } from '../../../../src/core/statistics/random.ts';

const binCount = 5;
// From bins that nobody holds to one that a unit holds dozens of times.
const unit = fc.array(fc.oneof(fc.nat(binCount - 2), fc.constant(1)), { maxLength: 70 });
const world = fc.record({
  units: fc.array(unit, { minLength: 1, maxLength: 90 }),
  strata: fc.option(fc.nat(3), { nil: undefined }),
  seed: fc.nat(),
});

function unitsOf(units: readonly number[][], strata: number | undefined): BinnedUnits {
  const offsets = new Uint32Array(units.length + 1);
  units.forEach((bins, i) => (offsets[i + 1] = (offsets[i] ?? 0) + bins.length));
  return {
    offsets,
    bins: Uint32Array.from(units.flat()),
    binCount,
    isFirst: Uint8Array.from(units, (_, i) => (i % 3 === 0 ? 1 : 0)),
    ...(strata !== undefined && { strata: Uint32Array.from(units, (_, i) => i % (strata + 1)) }),
  };
}

describe('deals counted at once', () => {
  it('come to what counting them one after the other comes to', () => {
    fc.assert(
      fc.property(world, ({ units, strata, seed }) => {
        const binned = unitsOf(units, strata);
        const dealer = dealerOf(binned, seededRandom(seed));
        const sides = new Int32Array(units.length);
        for (let deal = 0; deal < dealsAtOnce; deal++) {
          dealer.deal();
          dealer.mark(sides, 1 << deal);
        }
        const counts = new Uint32Array(binCount * dealsAtOnce).fill(7);
        dealtCounter(holdersOf(binned), [{ start: 0, end: binCount }])(sides, counts);
        const expected = Array.from({ length: dealsAtOnce }, (_, deal) => {
          const held = units.filter((_unit, i) => ((sides[i] ?? 0) >>> deal) % 2 === 1).flat();
          return Array.from({ length: binCount }, (_bin, bin) => held.filter(each => each === bin).length);
        });
        assert.deepEqual([...counts], expected.flat());
      }),
      { numRuns: 300 },
    );
  });

  it('leave as many units of each stratum on the first side as there were', () => {
    fc.assert(
      fc.property(world, ({ units, strata, seed }) => {
        const binned = unitsOf(units, strata);
        const dealer = dealerOf(binned, seededRandom(seed));
        const sides = new Int32Array(units.length);
        dealer.deal();
        dealer.mark(sides, 1);
        const firsts = (isOn: (i: number) => boolean): number[] =>
          [0, 1, 2, 3].map(each => units.filter((_, i) => isOn(i) && (binned.strata?.[i] ?? 0) === each).length);
        assert.deepEqual(
          firsts(i => sides[i] === 1),
          firsts(i => binned.isFirst[i] === 1),
        );
      }),
    );
  });
});
