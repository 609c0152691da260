import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossFit, halfFit, type Stack } from '../../../../src/core/teacherCheck/crossFit.ts';
import { matchOf } from '../../../../src/core/teacherCheck/match.ts';
import { pick } from '../../../../src/core/teacherCheck/scores.ts';
import { calibrationError, separation } from '../../../../src/core/teacherCheck/separation.ts';
import { seededRandom, type Random } from '../../../../src/core/statistics/random.ts';
import { rankArea, type Grouped } from '../../../../src/core/statistics/rankCurve.ts';

const breathe = (): Promise<void> => Promise.resolve();
const level = 0.01;
const power = 0.8;

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function normals(count: number, mean: number, random: Random, perGroup = 1): Grouped {
  let shared = 0;
  const values = Float64Array.from({ length: count }, (_, i) => {
    if (i % perGroup === 0) shared = perGroup > 1 ? normal(random) : 0;
    return mean + shared + normal(random);
  });
  return { values, groups: Uint32Array.from(values, (_, i) => Math.floor(i / perGroup)) };
}

/** Rows of a declared teacher (class 0), of another (class 1), and of a dataset (unlabelled) by a mixture of the two. */
function world(random: Random, rows: number, shift: number, share: number): Stack {
  // As many as rows, so that a model fits its rows closely.
  const dimension = 60;
  const sides = [
    { own: 0, mean: () => 0 },
    { own: 1, mean: () => shift },
    { own: undefined, mean: () => (random() < share ? shift : 0) },
  ];
  const all = sides.flatMap(side => Array.from({ length: rows }, () => ({ own: side.own, mean: side.mean() })));
  return {
    vectors: all.map(({ mean }) => ({
      indices: Uint16Array.from({ length: dimension }, (_, k) => k),
      values: Float32Array.from({ length: dimension }, (_, k) => normal(random) / 2 + (k === 0 ? mean : 0)),
    })),
    classes: all.map(({ own }) => own),
    groups: Uint32Array.from(all, (_, i) => i),
    classCount: 2,
    dimension,
  };
}

async function pOf(seed: number, rows: number, shift: number, share: number): Promise<number> {
  const random = seededRandom(seed);
  const stack = world(random, rows, shift, share);
  const logs = await halfFit(stack, random, breathe);
  const side = (own: number | undefined): Grouped =>
    pick(stack, own, row => {
      const [first = NaN, second = NaN] = logs[row] ?? [];
      return logs[row] && first - second;
    });
  return matchOf({ dataset: side(undefined), declared: side(0), other: side(1) }, random, {
    level,
    power,
    resamples: 199,
  }).p;
}

test('the declared teacher is rejected at most 1.3 times as often as the level says, models taught anew each time', async () => {
  const simulations = 400;
  let rejected = 0;
  for (let seed = 1; seed <= simulations; seed++) if ((await pOf(seed, 50, 0.6, 0)) <= 0.05) rejected++;
  assert.ok(rejected <= 1.3 * 0.05 * simulations, `${rejected} of ${simulations}`);
  assert.ok(rejected >= 0.4 * 0.05 * simulations, `${rejected} of ${simulations}: the test hardly rejects at all`);
});

test('another teacher is rejected, and half a dataset by another is', async () => {
  for (const share of [1, 0.5]) {
    let rejected = 0;
    for (let seed = 1; seed <= 20; seed++) if ((await pOf(seed, 160, 1, share)) <= 0.01) rejected++;
    assert.ok(rejected >= 18, `${rejected} of 20 with a share of ${share}`);
  }
});

test('eight rows a prompt are worth less than eight prompts: the level holds for grouped rows', () => {
  const simulations = 400;
  let rejected = 0;
  for (let seed = 1; seed <= simulations; seed++) {
    const random = seededRandom(seed);
    const sides = {
      dataset: normals(320, 0, random, 8),
      declared: normals(80, 0, random),
      other: normals(80, 3, random),
    };
    if (matchOf(sides, random, { level, power, resamples: 199 }).p <= 0.05) rejected++;
  }
  assert.ok(rejected <= 1.3 * 0.05 * simulations, `${rejected} of ${simulations}`);
});

test("where rows are independent the detectable share is that of the textbook's two-sample formula", () => {
  const random = seededRandom(4);
  const [dataset, declared, other] = [normals(900, 0, random), normals(600, 0, random), normals(500, -4, random)];
  const { detectable, fraction } = matchOf({ dataset, declared, other }, random, { level, power });
  // (z at .995 + z at .8) · √(1/900 + 1/600) over a span of 4.
  const expected = ((2.576 + 0.842) * Math.sqrt(1 / 900 + 1 / 600)) / 4;
  assert.ok(Math.abs(detectable / expected - 1) < 0.1, `${detectable}, not ${expected}`);
  assert.ok(fraction.low < 1 && fraction.high > 1 && fraction.high - fraction.low < 0.1);
});

test('a mixture lies where its share says; a dataset without variation equals itself', () => {
  const random = seededRandom(9);
  const [declared, other] = [normals(2000, 0, random), normals(2000, -3, random)];
  const mixed = Float64Array.from(declared.values, (_, i) => (i % 4 === 0 ? -3 : 0) + normal(random));
  const { fraction, p } = matchOf({ dataset: { ...declared, values: mixed }, declared, other }, random, {
    level,
    power,
  });
  assert.ok(Math.abs(fraction.value - 0.75) < 0.05 && p < 0.01);
  const flat = { values: new Float64Array(50), groups: Uint32Array.from({ length: 50 }, (_, i) => i) };
  const same = matchOf({ dataset: flat, declared: flat, other }, random, { level, power });
  assert.equal(same.p, 1);
});

test('a model never sees the prompt it is asked about: what only a prompt tells is worth nothing', async () => {
  const random = seededRandom(2);
  // Each prompt has a feature and a class of its own, four rows each.
  const rows = Array.from({ length: 400 }, (_, i) => ({ prompt: i >> 2, own: (i >> 2) % 2 }));
  const stack: Stack = {
    vectors: rows.map(({ prompt }) => ({ indices: Uint16Array.of(prompt), values: Float32Array.of(1) })),
    classes: rows.map(({ own }) => own),
    groups: Uint32Array.from(rows, ({ prompt }) => prompt),
    classCount: 2,
    dimension: 100,
  };
  const logs = await crossFit(stack, random, breathe);
  const score = (own: number): Float64Array => pick(stack, own, row => logs[2 * row] ?? 0).values;
  assert.ok(Math.abs(rankArea(score(0), score(1)) - 0.5) < 0.15);
  const parted = { ...stack, groups: Uint32Array.from(rows, (_, i) => i) };
  const leaking = await crossFit(parted, random, breathe);
  const leaked = (own: number): Float64Array => pick(parted, own, row => leaking[2 * row] ?? 0).values;
  assert.ok(rankArea(leaked(0), leaked(1)) > 0.95);
});

test('the half that scores shares no prompt with the half that taught; rows of other prompts are all scored', async () => {
  const random = seededRandom(3);
  // Every second prompt of the dataset is one of the samples'.
  const rows = Array.from({ length: 120 }, (_, i) => ({ own: i < 40 ? 0 : i < 80 ? 1 : undefined, group: i % 40 }));
  const stack: Stack = {
    vectors: rows.map(() => ({ indices: Uint16Array.of(0), values: Float32Array.of(random()) })),
    classes: rows.map(({ own }) => own),
    groups: Uint32Array.from(rows, ({ own, group }) => (own === undefined && group % 2 === 1 ? group + 40 : group)),
    classCount: 2,
    dimension: 1,
  };
  const logs = await halfFit(stack, random, breathe);
  const scored = new Set(stack.groups.filter((_, row) => logs[row] !== undefined));
  const left = new Set(stack.groups.filter((_, row) => logs[row] === undefined));
  assert.deepEqual(
    [...scored].filter(group => left.has(group)),
    [],
  );
  assert.equal(left.size, 20);
  assert.ok([...stack.groups].every(group => group < 40 || scored.has(group)));
});

test('bags tell more than rows, by the normal formula; sizes without two bags are left out', () => {
  const random = seededRandom(6);
  const shift = 0.5;
  const { perRow, bags } = separation(normals(2000, shift, random), normals(2000, 0, random), random);
  // Φ(shift · √K / √2): .638, .841 and .998.
  assert.ok(Math.abs(perRow.value - 0.638) < 0.03, String(perRow.value));
  assert.deepEqual(
    bags.map(({ rows }) => rows),
    [8, 32, 128],
  );
  assert.ok(Math.abs((bags[0]?.area ?? 0) - 0.841) < 0.05, String(bags[0]?.area));
  const small = separation(normals(70, 1, random), normals(60, 0, random), random);
  assert.deepEqual(
    small.bags.map(({ rows }) => rows),
    [8],
  );
});

test('calibration: what is said 80 % of the time at 80 % is no error, at 100 % an error of 0.2', () => {
  const rows = Array.from({ length: 100 }, (_, i) => (i % 5 === 0 ? 1 : 0));
  const logs = (stated: number): Float64Array =>
    Float64Array.from(rows.flatMap(() => [Math.log(stated), Math.log1p(-stated)]));
  assert.ok(calibrationError(logs(0.8), rows, 2) < 1e-9);
  assert.ok(Math.abs(calibrationError(logs(1 - 1e-9), rows, 2) - 0.2) < 1e-6);
});
