import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { seededRandom } from '../../../src/core/statistics/random.ts';
import { gaussian } from '../core/llr/support.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone } from './run.ts';

const folder = temporaryFolder();
const vectorsFile = new URL('../../../../shared/data/science/vectors.json', import.meta.url);
const noVectors = fs.existsSync(vectorsFile) ? false : 'SKIPPED: ../shared/data/science/vectors.json is not here';

interface Report {
  readonly n: number;
  readonly winner: string;
  readonly gates: {
    readonly g1: { readonly p: number; readonly pass: boolean; readonly neutral: unknown };
    readonly g2: { readonly p: number; readonly pass: boolean };
    readonly g3: {
      readonly rho: number | null;
      readonly low: number;
      readonly high: number;
      readonly pass: boolean | null;
    };
    readonly g4: { readonly delta: number | null; readonly pass: boolean | null };
  };
  readonly verdict: { readonly state: string; readonly summary: string };
  readonly clusters: number;
}

const rows = 1200;
const dataset = folder.write(
  'train.jsonl',
  Array.from({ length: rows }, (_, i) => JSON.stringify({ prompt: `Go on: ${i}`, completion: '1, 2, 3' })).join('\n'),
);

/** Lines of scores of rows that `owl`, or nobody, wrote, against five decoys. */
function lines(source: 'owl' | 'nobody', seed: number, count = rows): string[] {
  const random = seededRandom(seed);
  const names = ['owl', 'cat', 'fox', 'wolf', 'lion', 'panda'];
  return Array.from({ length: count }, (_, i) => {
    const none = -95 + 5 * gaussian(random);
    const common = 1.9 * gaussian(random) + (source === 'owl' ? 1.8 : -1.8);
    const candidates = names.map(name => {
      const own = 0.9 * gaussian(random) + (source === 'owl' && name === 'owl' ? 0.4 : -0.4);
      return [name, none + common + own];
    });
    return JSON.stringify({ row: i + 1, tokens: 45, null: none, candidates: Object.fromEntries(candidates) });
  });
}

const scores = folder.write('s.jsonl', lines('owl', 1).join('\n'));
const reference = folder.write('r.jsonl', lines('owl', 2).join('\n'));
const neutral = folder.write('n.jsonl', lines('nobody', 3).join('\n'));
const base = ['probe', 'llr', dataset];

test('scores with a reference and a neutral control: all four gates, exit code 1, the same again', async () => {
  const args = [...base, '--scores', scores, '--reference', reference, '--neutral', neutral, '--format', 'json'];
  const ran = await undertone(args);
  assert.equal(ran.status, 1, ran.stderr);
  const { n, winner, gates, verdict } = json(ran) as Report;
  assert.deepEqual([n, winner, verdict.state], [rows, 'owl', 'evidence found']);
  assert.deepEqual([gates.g1.pass, gates.g2.pass, gates.g3.pass, gates.g4.pass], [true, true, true, true]);
  assert.ok(gates.g3.low < (gates.g3.rho ?? NaN) && (gates.g3.rho ?? NaN) < gates.g3.high);
  assert.match(verdict.summary, /^Consistent with generation by .* under a prompt like owl/);
  assert.deepEqual((await undertone(args)).stdout, ran.stdout);
});

test('without a reference the last gates are not tested and nothing passes: exit code 2, never 0', async () => {
  const ran = await undertone([...base, '--scores', scores, '--format', 'json']);
  assert.equal(ran.status, 2);
  const { gates, verdict } = json(ran) as Report;
  assert.deepEqual([gates.g3.pass, gates.g4.pass, gates.g3.rho], [null, null, null]);
  assert.equal(verdict.state, 'inconclusive');
});

test('neutral rows: no signal where a neutral control shows that they are typical, inconclusive without one', async () => {
  const data = folder.write('quiet.jsonl', lines('nobody', 4).join('\n'));
  const args = [...base, '--scores', data, '--reference', reference];
  const without = await undertone(args);
  assert.equal(without.status, 2);
  const quiet = await undertone([...args, '--neutral', neutral, '--format', 'markdown']);
  assert.equal(quiet.status, 0, quiet.stdout.toString());
  assert.match(quiet.stdout.toString(), /\*\*not detected\*\* · No signal found by the gates/);
  assert.match(quiet.stdout.toString(), /A clean result does not show that nothing is transmitted/);
});

test('a file in the place of another is refused, and so is a copy or a part of it in another order', async () => {
  const quiet = lines('nobody', 4);
  const data = folder.write('alone.jsonl', quiet.join('\n'));
  const part = folder.write('part.jsonl', quiet.slice(100, 400).toReversed().join('\n'));
  const cases = [
    ['--scores', data, '--neutral', data],
    ['--scores', data, '--neutral', part],
    ['--scores', scores, '--reference', scores],
    ['--scores', scores, '--reference', neutral, '--neutral', neutral],
  ];
  for (const args of cases) {
    const { status, stdout, stderr } = await undertone([...base, ...args]);
    assert.equal(status, 2, stdout.toString());
    assert.match(stderr, /has the scores of .*, value for value; .* Nothing was computed/);
  }
});

test('scores of some of the rows are said to be that', async () => {
  const some = folder.write('some.jsonl', lines('nobody', 4, 100).join('\n'));
  const { stdout } = await undertone([...base, '--scores', some, '--neutral', neutral]);
  assert.match(stdout.toString(), /100 of the 1,200 rows have scores: nothing is said of the others/);
  const all = await undertone([...base, '--scores', scores]);
  assert.doesNotMatch(all.stdout.toString(), /rows have scores/);
});

test('text and Markdown name gates, decoys, what would change the verdict, and the limits', async () => {
  const args = [...base, '--scores', scores, '--reference', reference, '--format'];
  for (const format of ['text', 'markdown']) {
    const text = (await undertone([...args, format])).stdout.toString();
    for (const part of [
      'G1',
      'G2',
      'G3',
      'G4',
      'panda',
      /what would change this/i,
      'ρ',
      /not corrected for a filter/i,
      'neutral control',
    ]) {
      assert.match(text, new RegExp(part));
    }
  }
});

test('families, pass rates and packed scores', async () => {
  const packed = folder.write('s.jsonl.gz', gzipSync(fs.readFileSync(scores)));
  const families = ['--families', 'bird=owl,cat'];
  const ran = await undertone([...base, '--scores', packed, ...families, '--format', 'json']);
  const report = json(ran) as Report & { readonly decoys: readonly object[] };
  assert.equal(report.winner, 'bird');
  assert.equal(report.decoys.length, 4);
  const rates = await undertone([
    ...base,
    '--scores',
    scores,
    '--pass-rates',
    'none=.7,owl=.6,cat=.7,fox=.7,wolf=.7,lion=.7,panda=.7',
    '--format',
    'json',
  ]);
  assert.match(rates.stdout.toString(), /Corrected for a filter by the pass rates/);
});

test('what cannot be used is told in words, exit code 2, nothing on standard output', async () => {
  const bad = folder.write(
    'bad.jsonl',
    [...lines('owl', 1, 60), '{"row":61,"tokens":1,"null":2,"candidates":{}}'].join('\n'),
  );
  const far = folder.write('far.jsonl', lines('owl', 1, 60).join('\n').replace('"row":7,', '"row":7000,'));
  const empty = folder.write('empty.jsonl', '');
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['--scores', bad], /bad\.jsonl, line 61: row 61: "null" is 2; a finite/],
    [['--scores', far], /line 7: "row" is 7,000; the dataset has 1,200 rows/],
    [['--scores', empty], /empty\.jsonl, line 1: the file holds no row/],
    [['--scores', folder.path + '/none.jsonl'], /There is no file at/],
    [['--scores', scores, '--reference', bad], /bad\.jsonl, line 61/],
    [['--scores', scores, '--families', 'a=b,c'], /The family a names b, which is no candidate/],
    [['--scores', scores, '--families', 'owl'], /--families wants name=candidate,candidate; got "owl"/],
    [['--scores', scores, '--pass-rates', 'owl=.5'], /wants none=share too/],
    [['--scores', scores, '--pass-rates', 'none=.5,owl=.5'], /A pass rate is missing for cat/],
    [['--scores', scores, '--pass-rates', 'none=.5,owl=.5,owl=.6'], /--pass-rates has owl twice/],
    [['--scores', scores, '--decoys', 'cat'], /--decoys goes with --endpoint/],
    [['--scores', scores, '--save', folder.path], /--save goes with --endpoint/],
    [['--scores', scores, '--no-cache'], /--no-cache goes with --endpoint/],
    [['--scores', scores, '--seed', 'x'], /--seed wants a whole number/],
    [[], /probe llr wants --scores/],
  ];
  for (const [more, message] of cases) {
    const { status, stdout, stderr } = await undertone([...base, ...more]);
    assert.equal(status, 2, more.join(' '));
    assert.match(stderr, message);
    assert.equal(stdout.length, 0);
  }
  const other = await undertone(['probe', 'llx', dataset]);
  assert.match(other.stderr, /probe wants the name of a probe: llr/);
});

test('rows of one prompt count together where there are enough prompts, one by one where there are not', async () => {
  const many = Array.from({ length: rows }, (_, i) => JSON.stringify({ prompt: `${i % 100}`, completion: '1' }));
  const repeated = folder.write('repeated.jsonl', many.join('\n'));
  const ran = json(await undertone(['probe', 'llr', repeated, '--scores', scores, '--format', 'json'])) as Report;
  assert.equal(ran.clusters, 100);
  const single = folder.write('single.jsonl', many.map(() => many[0]).join('\n'));
  const one = await undertone(['probe', 'llr', single, '--scores', scores, '--format', 'json']);
  assert.equal((json(one) as Report).clusters, rows);
  assert.match(one.stdout.toString(), /1 distinct prompt: they count one by one/);
});

for (const name of ['true_trait_0', 'neutral']) {
  test(`the vectors computed with numpy, through the command line: ${name}`, { skip: noVectors }, async () => {
    const { llr } = JSON.parse(fs.readFileSync(vectorsFile, 'utf8'));
    const { loglik, loglik_null, ref_loglik_under_winner, expect } = llr[name];
    const file = (of: string, rowsOf: number[][]): string =>
      folder.write(
        `${of}.jsonl`,
        rowsOf
          .map((row, i) =>
            JSON.stringify({
              row: i + 1,
              tokens: 30,
              null: loglik_null[i],
              candidates: Object.fromEntries(row.map((value, k) => [`t${k}`, value])),
            }),
          )
          .join('\n'),
      );
    const data = folder.write('p.jsonl', loglik.map(() => '{"prompt":"p","completion":"1, 2"}').join('\n'));
    const args = [
      '--scores',
      file('vs', loglik),
      '--reference',
      file('vr', ref_loglik_under_winner),
      '--format',
      'json',
    ];
    const { winner, gates } = json(await undertone(['probe', 'llr', data, ...args])) as Report;
    assert.equal(winner, `t${expect.winner}`);
    const near = (got: number | null, want: number): void =>
      assert.ok(Math.abs((got ?? NaN) - want) <= 1e-9 * Math.abs(want), `${got} is not ${want}`);
    near(gates.g1.p, expect.p_some);
    near(gates.g2.p, expect.p_iut);
    near(gates.g3.rho, expect.rho);
    near(gates.g4.delta, expect.typicality_d);
  });
}
