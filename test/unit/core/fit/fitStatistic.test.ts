import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitStatistic, type ScoredPair } from '../../../../src/core/fit/fitStatistic.ts';
import { estimateText } from '../../../../src/core/report/words.ts';
import { fitVerdict, type FitRows } from '../../../../src/core/fit/fitVerdict.ts';
import { seededRandom } from '../../../../src/core/statistics/random.ts';

const complete: Pick<FitRows, 'failed' | 'cutOff'> = { failed: 0, cutOff: 0 };

/** Sums of exponentials, as log-likelihoods are: skewed, and alike where the prompt is. `shift` in standard deviations. */
function world(seed: number, { prompts, rowsPerPrompt = 1, shift = 0 }: Record<string, number>): ScoredPair[] {
  const random = seededRandom(seed);
  const surprise = (tokens: number): number => {
    let sum = 0;
    for (let i = 0; i < tokens; i++) sum += Math.log(1 - random());
    return sum;
  };
  // A prompt's answers share half of their variance: 10 tokens of 20.
  return Array.from({ length: prompts ?? 0 }, (_, prompt) => {
    const shared = surprise(10);
    return Array.from({ length: rowsPerPrompt }, () => ({
      prompt: String(prompt),
      data: shared + surprise(10) + shift * Math.sqrt(20),
      reference: shared + surprise(10),
    }));
  }).flat();
}

function shareOf(runs: number, holds: (run: number) => boolean): number {
  return Array.from({ length: runs }, (_, run) => holds(run)).filter(Boolean).length / runs;
}

test('δ is the difference of the means in standard deviations of the reference', () => {
  const data = [-12, -10, -11, -9];
  const reference = [-8, -10, -9, -7];
  const pairs = data.map((value, i) => ({ prompt: String(i), data: value, reference: reference[i] ?? NaN }));
  const { delta, referenceSd, dataMean, referenceMean, rows, prompts } = fitStatistic(pairs, seededRandom(1));
  const sd = Math.sqrt(((-8 + 8.5) ** 2 + 1.5 ** 2 + 0.5 ** 2 + 1.5 ** 2) / 3);
  assert.ok(Math.abs(delta - (-10.5 + 8.5) / sd) < 1e-12);
  assert.ok(Math.abs(referenceSd - sd) < 1e-12);
  assert.deepEqual([dataMean, referenceMean, rows, prompts], [-10.5, -8.5, 4, 4]);
});

test('totals of thousands of nats lose no digits', () => {
  const near = fitStatistic(world(3, { prompts: 60 }), seededRandom(1));
  const far = world(3, { prompts: 60 }).map(pair => ({
    ...pair,
    data: pair.data - 1e9,
    reference: pair.reference - 1e9,
  }));
  assert.ok(Math.abs(fitStatistic(far, seededRandom(1)).delta - near.delta) < 1e-5);
});

test('under the null the interval misses 0 in no more than 1.3 times the 5 % it allows', () => {
  for (const [prompts, rowsPerPrompt] of [
    [50, 1],
    [25, 4],
  ] as const) {
    const missed = shareOf(500, run => {
      const { low, high } = fitStatistic(world(run + 1, { prompts, rowsPerPrompt }), seededRandom(run));
      return low > 0 || high < 0;
    });
    assert.ok(missed <= 1.3 * 0.05, `${prompts} × ${rowsPerPrompt}: ${missed}`);
    assert.ok(missed >= 0.02, `an interval that never misses is too wide: ${missed}`);
  }
});

test('rows of one prompt count together: taken one by one they would say more than they know', () => {
  const pairs = Array.from({ length: 25 }, (_, i) => world(i + 1, { prompts: 1 })).flatMap((pair, i) =>
    Array.from({ length: 8 }, () => ({
      ...pair[0],
      data: pair[0]?.data ?? 0,
      reference: pair[0]?.reference ?? 0,
      prompt: `${i}`,
    })),
  );
  const together = fitStatistic(pairs, seededRandom(1));
  const apart = fitStatistic(
    pairs.map((pair, i) => ({ ...pair, prompt: `${i}` })),
    seededRandom(1),
  );
  assert.equal(together.prompts, 25);
  assert.ok(together.standardError > 2 * apart.standardError);
});

test('at the limit of what is typical, evidence is claimed in at most 1.3 times 2.5 % of runs', () => {
  const runs = 300;
  const claimed = shareOf(runs, run => {
    const statistic = fitStatistic(world(run + 1, { prompts: 60, shift: -0.3 }), seededRandom(run));
    return fitVerdict(statistic, { ...complete, scored: 60 }).state === 'evidence found';
  });
  const allowed = 1.3 * 0.025;
  assert.ok(claimed <= allowed + 1.645 * Math.sqrt((allowed * (1 - allowed)) / runs), String(claimed));
});

test('far from the limits the verdict is found, near 0 it is not', () => {
  const state = (seed: number, shift: number) =>
    fitVerdict(fitStatistic(world(seed, { prompts: 300, shift }), seededRandom(1)), { ...complete, scored: 300 }).state;
  for (let seed = 1; seed <= 5; seed++) {
    assert.equal(state(seed, -1), 'evidence found');
    assert.equal(state(seed, 1), 'evidence found');
    assert.equal(state(seed, 0), 'not detected');
  }
});

test('δ stands as a number, never as a share of rows', () => {
  const verdict = fitVerdict(fitStatistic(world(1, { prompts: 400 }), seededRandom(1)), { ...complete, scored: 400 });
  assert.ok(verdict.state === 'not detected');
  for (const estimate of verdict.estimates) assert.doesNotMatch(estimateText(estimate), /\d %(?! interval)| of /);
  assert.deepEqual([verdict.estimates.length, verdict.detectable.unit], [1, 'number']);
});

test('an interval across the limit is inconclusive and asks for rows', () => {
  const verdict = fitVerdict(fitStatistic(world(1, { prompts: 60, shift: -0.3 }), seededRandom(1)), {
    ...complete,
    scored: 60,
  });
  assert.equal(verdict.state, 'inconclusive');
  assert.match(verdict.state === 'inconclusive' ? verdict.why : '', /more rows/);
});

test('too little to go on is not tested, too much missing is inconclusive; neither is ever clean', () => {
  const good = fitStatistic(world(1, { prompts: 400 }), seededRandom(1));
  assert.equal(fitVerdict(good, { ...complete, scored: 400 }).state, 'not detected');
  const few = fitStatistic(world(1, { prompts: 49 }), seededRandom(1));
  assert.equal(fitVerdict(few, { ...complete, scored: 49 }).state, 'not tested');
  const repeated = fitStatistic(world(1, { prompts: 19, rowsPerPrompt: 10 }), seededRandom(1));
  assert.equal(fitVerdict(repeated, { ...complete, scored: 190 }).state, 'not tested');
  assert.equal(fitVerdict(undefined, { ...complete, scored: 0, failed: 10 }).state, 'not tested');
  assert.equal(fitVerdict(good, { scored: 400, failed: 22, cutOff: 0 }).state, 'inconclusive');
  assert.equal(fitVerdict(good, { scored: 400, failed: 0, cutOff: 21 }).state, 'inconclusive');
  const same = Array.from({ length: 60 }, (_, i) => ({ prompt: String(i), data: -5 - i, reference: -5 }));
  assert.equal(fitVerdict(fitStatistic(same, seededRandom(1)), { ...complete, scored: 60 }).state, 'inconclusive');
});

test('the effect that would have been seen is seen in about 80 % of runs', () => {
  const first = fitVerdict(fitStatistic(world(1, { prompts: 200 }), seededRandom(1)), { ...complete, scored: 200 });
  assert.ok(first.state === 'not detected');
  const shift = -first.detectable.effect;
  const seen = shareOf(100, run => {
    const statistic = fitStatistic(world(run + 1, { prompts: 200, shift }), seededRandom(run));
    return fitVerdict(statistic, { ...complete, scored: 200 }).state === 'evidence found';
  });
  assert.ok(seen > 0.68 && seen < 0.92, String(seen));
});
