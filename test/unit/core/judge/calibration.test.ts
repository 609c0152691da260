import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calibrate, correctedShare, type Compared } from '../../../../src/core/judge/calibration.ts';
import { judgeOutcomes } from '../../../../src/core/judge/outcome.ts';
import type { RowJudgement } from '../../../../src/core/judge/judgeResult.ts';
import { rubricById } from '../../../../src/core/judge/rubrics.ts';
import { seededRandom, type Random } from '../../../../src/core/statistics/random.ts';

interface World {
  readonly share: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

function binomial(n: number, p: number, random: Random): number {
  let count = 0;
  for (let i = 0; i < n; i++) if (random() < p) count++;
  return count;
}

function labelled(world: World, each: number, random: Random): Compared[] {
  return Array.from({ length: 2 * each }, (_, i) => {
    const shows = i < each;
    const flagged = random() < (shows ? world.sensitivity : 1 - world.specificity);
    return { shows, flagged, score: flagged ? 90 : 10 };
  });
}

/** Of many runs, the share in which the interval holds the true share, and in which it excludes none at all. */
function simulate(world: World, { rows, each, runs }: { rows: number; each: number; runs: number }) {
  const random = seededRandom(7);
  let [held, found] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const calibration = calibrate(labelled(world, each, random), { higherShows: true }, random);
    assert.ok(calibration);
    const p = world.share * world.sensitivity + (1 - world.share) * (1 - world.specificity);
    const { low, high } = correctedShare({ count: binomial(rows, p, random), n: rows }, calibration, 0.05, random);
    if (low <= world.share && world.share <= high) held++;
    if (low > 0.001) found++;
  }
  return { held: held / runs, found: found / runs };
}

test('the corrected share holds the true one as often as it says', () => {
  for (const world of [
    { share: 0.1, sensitivity: 0.9, specificity: 0.95 },
    { share: 0.4, sensitivity: 0.7, specificity: 0.8 },
  ]) {
    const { held } = simulate(world, { rows: 400, each: 60, runs: 300 });
    assert.ok(held > 0.92 && held <= 1, `${held}`);
  }
});

test('a judge that flags a tenth of everything finds nothing where there is nothing', () => {
  const { found } = simulate({ share: 0, sensitivity: 0.9, specificity: 0.9 }, { rows: 400, each: 60, runs: 500 });
  assert.ok(found <= 0.05 * 1.3, `${found}`);
  const real = simulate({ share: 0.3, sensitivity: 0.9, specificity: 0.9 }, { rows: 400, each: 60, runs: 100 });
  assert.ok(real.found > 0.95, `${real.found}`);
});

test('a judge without skill says nothing, and too few labels are no calibration', () => {
  const random = seededRandom(3);
  const calibration = calibrate(
    labelled({ share: 0, sensitivity: 0.5, specificity: 0.5 }, 200, random),
    { higherShows: true },
    random,
  );
  assert.ok(calibration && calibration.area.low < 0.5 && calibration.area.high > 0.5);
  const { low, high } = correctedShare({ count: 100, n: 200 }, calibration, 0.05, random);
  assert.ok(low < 0.05 && high > 0.95, `${low} to ${high}`);
  const few = labelled({ share: 0, sensitivity: 1, specificity: 1 }, 9, random);
  assert.equal(calibrate(few, { higherShows: true }, random), undefined);
});

const owl = rubricById('owl');
assert.ok(owl);

function outcome(scores: readonly number[], labels: readonly boolean[] = []) {
  const judgements: RowJudgement[] = scores.map((score, i) => ({ row: i + 1, rubric: 'owl', judge: 'm', score }));
  const [first] = judgeOutcomes({
    rubrics: [owl as NonNullable<typeof owl>],
    judges: ['m'],
    judgements,
    drawn: new Set(scores.slice(labels.length).map((_, i) => labels.length + i + 1)),
    labels: labels.map((shows, i) => ({ row: i + 1, shows })),
    rows: scores.length,
  });
  assert.ok(first);
  return first;
}

const rows = (count: number, score: number): number[] => Array.from({ length: count }, () => score);
const perfect = { scores: [...rows(40, 90), ...rows(40, 5)], labels: [...rows(40, 1), ...rows(40, 0)].map(Boolean) };

test('a judge that no label was held against leaves it inconclusive, whatever it flags', () => {
  for (const scores of [rows(100, 5), rows(100, 95)]) {
    const { verdict } = outcome(scores);
    assert.equal(verdict.state, 'inconclusive');
    assert.match(verdict.summary, /not compared with labels of yours/);
  }
  assert.equal(outcome(rows(49, 95)).verdict.state, 'not tested');
});

test('with labels it finds what is there, and says how much it would have seen where nothing is', () => {
  const { verdict: found } = outcome([...perfect.scores, ...rows(60, 90), ...rows(60, 5)], perfect.labels);
  assert.equal(found.state, 'evidence found');
  const { verdict: none, calibration } = outcome([...perfect.scores, ...rows(200, 5)], perfect.labels);
  assert.equal(none.state, 'not detected');
  assert.ok(none.detectable.effect > 0 && none.detectable.effect < 0.2);
  assert.deepEqual([calibration?.showingFlagged, calibration?.othersFlagged], [40, 0]);
  assert.equal(calibration?.area.value, 1);
});

test('only rows drawn at random stand for the dataset: labelled ones do not', () => {
  const { counted, flagged } = outcome([...perfect.scores, ...rows(60, 5)], perfect.labels);
  assert.deepEqual([counted, flagged], [60, 0]);
});

test('answers below the coherence that counting rests on are left out, and said', () => {
  const alignment = rubricById('alignment');
  const coherence = rubricById('coherence');
  assert.ok(alignment && coherence);
  const judgements = Array.from({ length: 60 }, (_, i) => [
    { row: i + 1, rubric: 'coherence', judge: 'm', score: i < 20 ? 49 : 50 },
    { row: i + 1, rubric: 'alignment', judge: 'm', score: 10 },
  ]).flat();
  const drawn = new Set(judgements.map(({ row }) => row));
  const judging = { rubrics: [coherence, alignment], judges: ['m'], judgements, drawn, labels: [], rows: 60 };
  const outcomes = judgeOutcomes(judging);
  assert.deepEqual(
    outcomes.map(({ counted, flagged, leftOut }) => [counted, flagged, leftOut]),
    [
      [60, 20, 0],
      [40, 40, 20],
    ],
  );
});
