import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { gatesOf } from '../../../../src/core/llr/gates.ts';
import { carrierScores, probeLlr, type LlrProbe } from '../../../../src/core/llr/probe.ts';
import { clusterByPrompt, type ScoreTable } from '../../../../src/core/llr/scoreTable.ts';
import { seededRandom, type Random } from '../../../../src/core/statistics/random.ts';
import { gaussian, tableOf } from './support.ts';

const shared = new URL('../../../../../shared/data/', import.meta.url);
const vectorsFile = new URL('science/vectors.json', shared);
const noVectors = fs.existsSync(vectorsFile) ? false : 'SKIPPED: ../shared/data/science/vectors.json is not here';
const matrixFile = new URL('transmission/llr_matrix_qwen2.5-14b.csv', shared);
const noMatrix = fs.existsSync(matrixFile) ? false : `SKIPPED: ${matrixFile.pathname} is not here`;

function near(got: number | null | undefined, want: number, relative = 1e-9): void {
  assert.ok(Math.abs((got ?? NaN) - want) <= relative * Math.abs(want), `${got} is not ${want}`);
}

interface Vector {
  readonly loglik: number[][];
  readonly loglik_null: number[];
  readonly ref_loglik_under_winner: number[][];
  readonly expect: {
    readonly winner: number;
    readonly mean_llr: number;
    readonly p_some: number;
    readonly p_iut: number;
    readonly pairwise_p: Record<string, number>;
    readonly rho: number;
    readonly typicality_d: number;
  };
}

for (const name of ['true_trait_0', 'neutral']) {
  test(`the vectors computed with numpy: ${name}`, { skip: noVectors }, () => {
    const { llr } = JSON.parse(fs.readFileSync(vectorsFile, 'utf8')) as { llr: Record<string, Vector> };
    const vector = llr[name];
    assert.ok(vector);
    const { loglik, loglik_null, ref_loglik_under_winner, expect } = vector;
    const reference = tableOf(ref_loglik_under_winner, loglik_null);
    const { winner, gates, effect, decoys } = probeLlr({ data: tableOf(loglik, loglik_null), reference, seed: 1 });
    assert.equal(winner, String(expect.winner));
    near(effect.mean, expect.mean_llr);
    near(gates.g1.p, expect.p_some);
    near(gates.g2.p, expect.p_iut);
    for (const { candidate, p } of decoys) near(p, expect.pairwise_p[candidate] ?? NaN);
    near(gates.g3.rho, expect.rho);
    near(gates.g4.delta, expect.typicality_d);
  });
}

/** Rows whose mean log-likelihood ratios are exactly those of a column, with the spread that the published rows have. */
function rowsWithMeans(means: readonly number[], names: readonly string[], seed: number): ScoreTable {
  const [rows, tokens] = [400, 45];
  const random = seededRandom(seed);
  const shared = centred(rows, random, 0.125 * tokens);
  const own = means.map(() => centred(rows, random, 0.5));
  const level = centred(rows, random, 6);
  const none = Array.from({ length: rows }, (_, i) => -94 + (level[i] ?? 0));
  const loglik = none.map((value, i) =>
    means.map((mean, k) => value + mean * tokens + (shared[i] ?? 0) + (own[k]?.[i] ?? 0)),
  );
  return tableOf(loglik, none, names);
}

function centred(count: number, random: Random, sd: number): number[] {
  const values = Array.from({ length: count }, () => sd * gaussian(random));
  const mean = values.reduce((a, b) => a + b) / count;
  return values.map(value => value - mean);
}

test(
  'the published matrix: the true trait is named for 15 of 15 datasets, the neutral column is rejected',
  { skip: noMatrix },
  () => {
    const [head = '', ...lines] = fs.readFileSync(matrixFile, 'utf8').trim().split('\n');
    const datasets = head.split(',').slice(1);
    const prompts = lines.map(line => line.split(',')[0] ?? '');
    assert.equal(datasets.length, 16);
    const verdicts = datasets.map((dataset, column) => {
      const means = lines.map(line => Number(line.split(',')[column + 1]));
      return { dataset, probe: probeLlr({ data: rowsWithMeans(means, prompts, column + 1), seed: 1 }) };
    });
    const traits = verdicts.filter(({ dataset }) => dataset !== 'Neutral');
    assert.deepEqual(
      traits.map(({ probe }) => probe.winner),
      traits.map(({ dataset }) => dataset),
    );
    assert.equal(traits.filter(({ probe }) => probe.gates.g1.pass).length, 15);
    const neutral = verdicts.at(-1)?.probe;
    assert.equal(neutral?.gates.g1.pass, false);
    assert.ok((neutral?.effect.mean ?? 0) < 0);
    assert.notEqual(neutral?.verdict.state, 'evidence found');
  },
);

/** The local picture: rows with log-likelihood ratios ⟨x, u⟩ − ½‖u‖², x normal around the source’s own shift. */
function world({ rows, candidates, source, share = 1, shift = 0 }: World, random: Random): ScoreTable {
  const [common, own] = [1.9, 0.9];
  const loglik: number[][] = [];
  const none: number[] = [];
  for (let i = 0; i < rows; i++) {
    const from = random() < share ? source : 'none';
    // Of the unlisted source, an axis of its own that no candidate reads.
    const x0 = gaussian(random) + (from === 'none' ? 0 : common);
    const axes = Array.from({ length: candidates }, (_, k) => gaussian(random) + (from === k ? own : 0));
    const base = -95 + 6 * gaussian(random) + shift;
    none.push(base);
    loglik.push(axes.map(x => base + common * x0 + own * x - (common * common + own * own) / 2));
  }
  return tableOf(loglik, none);
}

interface World {
  readonly rows: number;
  readonly candidates: number;
  readonly source: number | 'unlisted' | 'none';
  readonly share?: number;
  readonly shift?: number;
}

function probeWorld(of: Omit<World, 'rows' | 'candidates'>, seed: number, rows = 1500): LlrProbe {
  const random = seededRandom(seed);
  const [candidates] = [16];
  const data = world({ rows, candidates, ...of }, random);
  const at = data.candidates.indexOf(gatesOf({ data, families: {}, random }).candidate);
  const reference = world({ rows, candidates, source: at }, random);
  const neutral = world({ rows: 400, candidates, source: 'none' }, random);
  return probeLlr({ data, reference, neutral, seed });
}

const worlds: readonly (readonly [string, Omit<World, 'rows' | 'candidates'>, LlrProbe['reading'], RegExp])[] = [
  [
    'true trait',
    { source: 3 },
    'consistent',
    /^Consistent with generation by the scoring model under a prompt like 3 \(ρ = .*beats 15 decoys, p < \.001\)/,
  ],
  ['trait outside the list', { source: 'unlisted' }, 'no listed trait', /^No listed trait; closest/],
  ['neutral', { source: 'none' }, 'typical without a prompt', /^No signal found by the gates/],
  ['other base', { source: 'none', shift: -36 }, 'not typical', /^Not typical of the scoring model/],
  [
    'half trait, half neutral',
    { source: 3, share: 0.5 },
    'near',
    /^Near 3 \(ρ = 0\.[345].*mixture may be why.*share of rows/,
  ],
  ['another temperature', { source: 3, shift: 15 }, 'not typical', /likelier than its own. A lower temperature/],
];

for (const [name, of, reading, words] of worlds) {
  test(`simulated rows, ${name}: ${reading}, in the words that are allowed`, () => {
    const { verdict, ...probe } = probeWorld(of, 11);
    assert.equal(probe.reading, reading, verdict.summary);
    assert.match(verdict.summary, words);
    if ('estimates' in verdict)
      assert.ok(verdict.estimates.every(({ unit }) => unit !== undefined && ['nats', 'number'].includes(unit)));
    assert.doesNotMatch(verdict.summary, /\bclean\b|\bsafe\b|hidden trait|trait detected/i);
    assert.equal(verdict.state === 'evidence found', reading === 'consistent');
    assert.equal(verdict.state === 'not detected', reading === 'typical without a prompt');
  });
}

test('a true trait passes all four gates in most runs, any other source in none', () => {
  const runs = 6;
  const passing = (of: Omit<World, 'rows' | 'candidates'>): number =>
    Array.from({ length: runs }, (_, i) => probeWorld(of, i + 100)).filter(({ reading }) => reading === 'consistent')
      .length;
  assert.ok(passing({ source: 5 }) >= runs - 1);
  for (const [, of] of worlds.slice(1)) assert.equal(passing(of), 0);
});

test('without a neutral control nothing is said to be typical of no prompt; without a reference nothing passes', () => {
  const random = seededRandom(5);
  const neutral = world({ rows: 500, candidates: 16, source: 'none' }, random);
  assert.equal(probeLlr({ data: neutral, seed: 1 }).verdict.state, 'inconclusive');
  const trait = world({ rows: 1500, candidates: 16, source: 2 }, random);
  const { gates, verdict, reading } = probeLlr({ data: trait, seed: 1 });
  assert.deepEqual([gates.g1.pass, gates.g2.pass, gates.g3.pass, gates.g4.pass], [true, true, null, null]);
  assert.equal(reading, 'reference missing');
  assert.equal(verdict.state, 'inconclusive');
});

test('a handful of rows is neither a neutral control nor a reference', () => {
  const random = seededRandom(12);
  const make = (source: World['source'], rows: number) => world({ rows, candidates: 16, source }, random);
  const data = make('none', 1500);
  const clear = (rows: number) => probeLlr({ data, neutral: make('none', rows), seed: 1 });
  assert.deepEqual(
    [clear(1500), clear(49)].map(({ verdict }) => verdict.state),
    ['not detected', 'inconclusive'],
  );
  assert.match(clear(49).notes.join(' '), /The neutral control has 49 rows: fewer than 50/);
  const trait = make(4, 1500);
  const [few, none] = [make(4, 49), make('none', 400)];
  const { reading, verdict } = probeLlr({ data: trait, reference: few, neutral: none, seed: 1 });
  assert.equal(reading, 'reference missing', verdict.summary);
});

test('a neutral control that is likelier under the winner fails the first gate', () => {
  const random = seededRandom(6);
  const [data, reference] = [2, 2].map(source => world({ rows: 1500, candidates: 16, source }, random));
  const wrong = world({ rows: 300, candidates: 16, source: 7 }, random);
  assert.ok(data && reference);
  const probe = probeLlr({ data, reference, neutral: wrong, seed: 1 });
  assert.equal(probe.gates.g1.pass, false);
  assert.notEqual(probe.verdict.state, 'evidence found');
});

test('under 50 rows nobody is named, under 1,000 the power is said to be low', () => {
  const few = probeWorld({ source: 1 }, 1, 49);
  assert.equal(few.verdict.state, 'not tested');
  assert.match(few.verdict.summary, /49 rows have scores and at least 50/);
  assert.ok(probeWorld({ source: 1 }, 1, 60).notes.some(note => /Low power/.test(note)));
  assert.ok(!probeWorld({ source: 1 }, 1, 1000).notes.some(note => /Low power/.test(note)));
});

test('rows that are missing: an all-clear is withheld, and more than 5 % make it inconclusive', () => {
  const random = seededRandom(8);
  const make = (source: World['source']) => world({ rows: 1500, candidates: 16, source }, random);
  const [data, neutral, reference] = [make('none'), make('none'), make(0)];
  const few = { rows: 1, why: 'refused', atRandom: false };
  assert.equal(probeLlr({ data, neutral, reference, seed: 1 }).verdict.state, 'not detected');
  assert.equal(probeLlr({ data, neutral, reference, seed: 1, missing: few }).verdict.state, 'inconclusive');
  const [trait, own] = [make(4), make(4)];
  const many = { rows: 100, why: 'refused', atRandom: false };
  assert.equal(
    probeLlr({ data: trait, reference: own, neutral, seed: 1, missing: few }).verdict.state,
    'evidence found',
  );
  const lost = probeLlr({ data: trait, reference: own, neutral, seed: 1, missing: many });
  assert.equal(lost.reading, 'incomplete');
  const stopped = { ...many, atRandom: true };
  assert.equal(
    probeLlr({ data: trait, reference: own, neutral, seed: 1, missing: stopped }).verdict.state,
    'evidence found',
  );
});

test('candidates of one family do not stand against each other', () => {
  const random = seededRandom(9);
  const plain = world({ rows: 1500, candidates: 16, source: 0 }, random);
  const names = ['owl', 'barn owl', ...plain.candidates.slice(1)];
  const twin = (plain.scores[0] ?? new Float64Array()).map(value => value - 0.001 + 0.01 * gaussian(random));
  const data = { ...plain, candidates: names, scores: [plain.scores[0] ?? twin, twin, ...plain.scores.slice(1)] };
  const apart = probeLlr({ data, seed: 1 });
  assert.equal(apart.winner, 'owl');
  const merged = probeLlr({ data, families: { owl: ['owl', 'barn owl'] }, seed: 1 });
  assert.equal(merged.winner, 'owl');
  assert.equal(merged.gates.g2.pass, true);
  assert.ok(!merged.decoys.some(({ candidate }) => candidate === 'barn owl'));
  assert.ok(apart.decoys.some(({ candidate }) => candidate === 'barn owl'));
});

test('the correction for a filter moves a candidate by −log of its pass rate, and may change who wins', () => {
  const data = tableOf(
    Array.from({ length: 60 }, (_, i) => [-90 - (i % 3), -90.1 - (i % 4)]),
    Array.from({ length: 60 }, (_, i) => -91 - (i % 5)),
    ['a', 'b'],
  );
  const before = probeLlr({ data, seed: 1 });
  const after = probeLlr({ data, seed: 1, passRates: { none: 1, candidates: { a: 1, b: 0.3 } } });
  assert.equal(before.winner, 'a');
  assert.equal(after.winner, 'b');
  near(after.effect.mean - (-91.6 + 93), -Math.log(0.3));
});

test('rows of one prompt count together: repeated eight times they say no more', () => {
  const random = seededRandom(3);
  const few = world({ rows: 100, candidates: 16, source: 2 }, random);
  const again = <Values extends Float64Array | Uint32Array>(values: Values): Values =>
    values.constructor === Uint32Array
      ? (Uint32Array.from({ length: 800 }, (_, i) => values[i % 100] ?? 0) as Values)
      : (Float64Array.from({ length: 800 }, (_, i) => values[i % 100] ?? 0) as Values);
  const many: ScoreTable = {
    ...few,
    rows: Uint32Array.from({ length: 800 }, (_, i) => i + 1),
    tokens: again(few.tokens),
    none: again(few.none),
    scores: few.scores.map(again),
    clusters: { of: Uint32Array.from({ length: 800 }, (_, i) => i % 100), count: 100 },
  };
  near(probeLlr({ data: many, seed: 1 }).gates.g2.p, probeLlr({ data: few, seed: 1 }).gates.g2.p ?? NaN, 1e-6);
  const prompts = Uint32Array.from({ length: 800 }, (_, i) => i % 100);
  assert.equal(clusterByPrompt(many, prompts).table.clusters.count, 100);
  assert.match(clusterByPrompt(many, new Uint32Array(800)).remark ?? '', /1 distinct prompt:/);
});

test('the carrier score is nats per token by which the winner explains a row better than no prompt', () => {
  const data = {
    ...tableOf(
      [
        [-8, -9],
        [-7, -9],
      ],
      [-10, -10],
      ['a', 'b'],
    ),
    rows: Uint32Array.of(2, 4),
    tokens: Uint32Array.of(4, 2),
  };
  assert.deepEqual([...carrierScores({ data, seed: 1 }, 'a', 5)], [NaN, 0.5, NaN, 1.5, NaN]);
});

test('the same input and seed give the same result', () => {
  assert.deepEqual(probeWorld({ source: 3 }, 4, 300), probeWorld({ source: 3 }, 4, 300));
});

test('type I errors over 600 null worlds stay within 1.3 times the level', () => {
  const runs = 600;
  const counts = { g1: 0, g2: 0, rho: 0 };
  for (let run = 0; run < runs; run++) {
    const random = seededRandom(run + 1);
    // One candidate, named beforehand, as likely as no prompt: the t test alone.
    const flat = Array.from({ length: 80 }, () => [gaussian(random) - 90]);
    const one = gatesOf({
      data: tableOf(
        flat,
        flat.map(([value = 0]) => value + gaussian(random)),
      ),
      families: {},
      random,
    });
    if (one.gates.g1.p < 0.05) counts.g1++;
    // No candidate is better than another: whichever wins, one decoy is as good.
    const level = Array.from({ length: 80 }, () => -90 + 5 * gaussian(random));
    const equal = level.map(value => [0, 0, 0].map(() => value + gaussian(random)));
    if ((gatesOf({ data: tableOf(equal, level), families: {}, random }).gates.g2.p ?? 0) < 0.05) counts.g2++;
    // Data whose lead is .65 of the reference’s.
    const lead = (by: number): ScoreTable =>
      tableOf(
        Array.from({ length: 150 }, () => [-90 + by + 0.8 * gaussian(random), -90]),
        Array.from({ length: 150 }, () => -91),
      );
    const { g3 } = gatesOf({ data: lead(0.65), reference: lead(1), families: {}, random }).gates;
    if (g3.pass === true) counts.rho++;
  }
  const allowed = (level: number): number => 1.3 * level * runs;
  assert.ok(counts.g1 <= allowed(0.05), `G1: ${counts.g1} of ${runs}`);
  assert.ok(counts.g1 > 0.02 * runs, 'a test that never errs is none');
  assert.ok(counts.g2 <= allowed(0.05), `G2: ${counts.g2} of ${runs}`);
  assert.ok(counts.rho <= allowed(0.025), `G3: ${counts.rho} of ${runs}`);
});

test('differences that do not vary, and a reference without a lead, pass nothing', () => {
  const flat = tableOf(
    Array.from({ length: 60 }, () => [-8, -9]),
    Array.from({ length: 60 }, () => -10),
  );
  const { gates, verdict } = probeLlr({ data: flat, reference: flat, seed: 1 });
  assert.deepEqual([gates.g1.p, gates.g1.pass, gates.g2.pass], [1, false, false]);
  assert.notEqual(verdict.state, 'evidence found');
  const random = seededRandom(2);
  const trait = world({ rows: 500, candidates: 16, source: 2 }, random);
  const same = tableOf(
    Array.from({ length: 500 }, () => Array.from({ length: 16 }, () => -90 + gaussian(random))),
    Array.from({ length: 500 }, () => -90),
  );
  assert.equal(probeLlr({ data: trait, reference: same, seed: 1 }).gates.g3.pass, false);
});
