import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { controlClassifier } from '../../../../src/core/checks/probes/controlClassifier.ts';
import { controlDistribution } from '../../../../src/core/checks/probes/controlDistribution.ts';
import { readAnswers, tellApart } from '../../../../src/core/control/classifier.ts';
import { compareDistributions } from '../../../../src/core/control/distribution.ts';
import { rowsOfSample } from '../../../../src/core/rowSample/rowSample.ts';
import { comparable } from '../../../../src/core/control/units.ts';
import { rankArea } from '../../../../src/core/statistics/rankCurve.ts';
import { permutationP } from '../../../../src/core/statistics/permutation.ts';
import { compared } from './comparing.ts';
import { numberRows, sampleOf, seededRandom, type TestRow } from './rows.ts';
import { randomIndex, type Random } from '../../../../src/core/statistics/random.ts';

const breathe = (): Promise<void> => Promise.resolve();
const fast = { permutations: 199 };
const runs = 600;
const alpha = 0.05;

const own = (row: number): string => `Go on from ${row}, please.`;

function pairs(random: Random, prompt: (row: number) => string): TestRow[] {
  return numberRows(20, random, { prompt }).flatMap(row => [row, { ...row, completion: `${row.completion}, 5` }]);
}

describe('control-distribution', () => {
  it('keeps its level on rows whose numbers depend on each other, however prompts and rows go together', async () => {
    const random = seededRandom(11);
    const worlds = [
      () => numberRows(40, random),
      // Prompts of its own, two rows each, against one row each.
      () => numberRows(40, random, { prompt: row => own(row >> 1) }),
      // Two rows a prompt on both sides, nearly copies of each other.
      () => pairs(random, own),
    ];
    const rejected = worlds.map(() => 0);
    for (let run = 0; run < runs; run++) {
      const world = run % worlds.length;
      const first = world === 2 ? pairs(random, row => `Continue ${row}.`) : numberRows(40, random);
      const sides = [first, worlds[world]?.() ?? []].map(rows => rowsOfSample(sampleOf(rows)));
      const { dataset, control } = comparable(sides[0] ?? [], sides[1] ?? []);
      const { profiles } = await compareDistributions(dataset, control, { permutations: 179, seed: run, breathe });
      if (profiles.some(({ adjusted }) => adjusted <= alpha)) rejected[world] = (rejected[world] ?? 0) + 1;
    }
    const all = rejected.reduce((sum, count) => sum + count, 0);
    assert.ok(all / runs <= 1.3 * alpha, `${all / runs}: ${rejected.join(', ')}`);
    for (const count of rejected) assert.ok(count / (runs / worlds.length) <= 0.1, rejected.join(', '));
  });

  it('finds a habit of values and names them, without naming a trait', async () => {
    const random = seededRandom(5);
    const verdict = await compared(
      controlDistribution,
      numberRows(1000, random, { habit: 0.02 }),
      numberRows(1000, random),
      fast,
    );
    assert.ok(verdict.state === 'evidence found', verdict.summary);
    assert.match(verdict.summary, /^Not drawn like the control: .*values \(/);
    assert.match(verdict.summary, /does not tell which trait/);
    const stand = verdict.estimates
      .filter(({ label }) => label.startsWith('Value '))
      .map(({ label }) => label.split(' ')[1]);
    assert.deepEqual(new Set(stand.map(value => value?.replace(':', ''))), new Set(['123', '247', '777']));
    assert.deepEqual(verdict.estimates[0]?.unit, 'bits');
    assert.equal(verdict.nulls?.length, 3);
    const [picture] = verdict.nulls ?? [];
    assert.equal(
      picture?.counts.reduce((sum, count) => sum + count, 0),
      199,
    );
    assert.ok(verdict.estimates.some(({ label }) => label.startsWith('Rows that the number filter keeps')));
  });

  it('says which decides wherever an interval and its p seem to disagree, and shows the permutations there', async () => {
    let [puzzling, plain] = [0, 0];
    for (let seed = 1; seed <= 10; seed++) {
      const random = seededRandom(seed);
      const [rows, habit] = seed <= 5 ? [600, 0.05] : [160, 0.03];
      const verdict = await compared(
        controlDistribution,
        numberRows(rows, random, { habit }),
        numberRows(rows, random),
        fast,
      );
      assert.ok('estimates' in verdict, verdict.summary);
      const disagree = verdict.estimates.flatMap(({ label, low }) => {
        const [, title = '', p = ''] = /^(.*): divergence above chance \(z = .*, (p .*)\)$/.exec(label) ?? [];
        const isSmall = p.includes('<') || Number(p.replace(/^p = /, '')) <= alpha;
        return title !== '' && isSmall !== low > 0 ? [{ title, p }] : [];
      });
      if (disagree.length === 0) {
        assert.equal(verdict.decides, undefined);
        plain++;
        continue;
      }
      puzzling++;
      assert.match(verdict.decides ?? '', /p decides and not the interval/);
      for (const { title, p } of disagree) {
        assert.ok(verdict.decides?.includes(`${title.toLowerCase()} (${p})`), verdict.decides);
        assert.ok(verdict.nulls?.some(({ label }) => label === `${title}: divergence from the control`));
      }
    }
    assert.ok(puzzling > 0 && plain > 0, `${puzzling} and ${plain}`);
  });

  it('says with which power it found nothing', async () => {
    const random = seededRandom(6);
    const verdict = await compared(controlDistribution, numberRows(300, random), numberRows(300, random), fast);
    assert.ok(verdict.state === 'not detected', verdict.summary);
    assert.equal(verdict.detectable.unit, 'bits');
    assert.match(verdict.summary, /Low power/);
  });

  it('says that the form alone differs, and that it is not matched', async () => {
    const random = seededRandom(7);
    const verdict = await compared(
      controlDistribution,
      numberRows(300, random, { separator: '; ' }),
      numberRows(300, random),
      fast,
    );
    assert.ok(verdict.state === 'inconclusive', verdict.summary);
    assert.match(verdict.why, /Only the form differs/);
    assert.ok(verdict.unmatched?.some(sentence => sentence.startsWith('Separators: told apart')));
  });

  it('says that prompts differ, and does not take the difference for one of teachers', async () => {
    const random = seededRandom(8);
    const verdict = await compared(
      controlDistribution,
      numberRows(400, random, { habit: 0.1, prompt: row => `Name lucky digits for ticket ${row}` }),
      numberRows(400, random),
      fast,
    );
    assert.ok(verdict.state === 'inconclusive', verdict.summary);
    assert.match(verdict.why, /The prompts differ from the control's/);
    assert.ok(verdict.unmatched?.some(sentence => sentence.startsWith('The prompts differ: 0 % of the rows')));
  });

  it('does not take a difference for a finding where the records differ', async () => {
    const random = seededRandom(9);
    const differs = 'The sampling differ on record.';
    const verdict = await compared(
      controlDistribution,
      numberRows(500, random, { habit: 0.1 }),
      numberRows(500, random),
      fast,
      { differs: [differs], unknown: [] },
    );
    assert.ok(verdict.state === 'inconclusive');
    assert.ok(verdict.why.startsWith(differs));
  });

  it('compares words of prose, and says when many rows are copies, and tests nothing where nearly all are', async () => {
    const random = seededRandom(4);
    const words = ['river', 'stone', 'light', 'window', 'garden', 'morning', 'paper', 'letter'];
    const prose = (favourite: number): TestRow[] =>
      Array.from({ length: 300 }, (_, i) => ({
        prompt: `Write ${i}`,
        completion: `${Array.from({ length: 20 }, () => (random() < favourite ? 'owl' : words[Math.floor(random() * 8)])).join(' ')}.`,
      }));
    const verdict = await compared(controlDistribution, prose(0.1), prose(0.01), fast);
    assert.ok(verdict.state === 'evidence found', verdict.summary);
    assert.ok(verdict.estimates.some(({ label }) => label.startsWith('Word owl:')));
    const rows = prose(0);
    const half = await compared(controlDistribution, rows, [...rows.slice(0, 150), ...prose(0).slice(150)], fast);
    assert.ok(half.state === 'not detected', half.summary);
    assert.ok(half.unmatched?.some(sentence => /50 % of the compared rows stand word for word/.test(sentence)));
    for (const probe of [controlDistribution, controlClassifier]) {
      const same = await compared(probe, rows, [...rows.toReversed(), ...prose(0)], fast);
      assert.ok(same.state === 'not tested', same.summary);
      assert.match(same.why, /100 % of the compared rows stand word for word in the control/);
    }
  });

  it('is not tested on a few prompts, whatever their rows: they cannot be dealt otherwise', async () => {
    const random = seededRandom(9);
    const few = (prompts: number, habit: number, name: string): TestRow[] =>
      numberRows(600, random, { habit, prompt: row => `${name} ${row % prompts}` });
    for (const prompts of [1, 3, 19]) {
      const verdict = await compared(controlDistribution, few(prompts, 0.9, 'one'), few(prompts, 0, 'other'), fast);
      assert.ok(verdict.state === 'not tested', verdict.summary);
      assert.match(
        verdict.why,
        new RegExp(`There (?:is 1 different prompt|are ${prompts} different prompts) .* at least 20 of each`),
      );
      const taught = await compared(controlClassifier, few(prompts, 0.9, 'one'), few(prompts, 0, 'one'), fast);
      assert.equal(taught.state, 'not tested', 'a classifier is tried on prompts that it was not taught');
    }
    const same = await compared(controlDistribution, few(1, 0.9, 'one'), few(1, 0, 'one'), fast);
    assert.equal(same.state, 'evidence found', 'rows of the same prompt change sides one by one');
  });

  it('is not tested on a few rows', async () => {
    const rows = numberRows(20, seededRandom(1));
    const verdict = await compared(controlDistribution, rows, rows, fast);
    assert.equal(verdict.state, 'not tested');
    assert.match(verdict.summary, /20 rows .* at least 50/);
  });
});

describe('control-classifier', () => {
  it('keeps its level, with the same prompts and with prompts of its own', async () => {
    const random = seededRandom(1021);
    let rejected = 0;
    let rejectedWithin = 0;
    const runs = 500;
    for (let run = 0; run < runs; run++) {
      const prompt = run % 2 === 0 ? {} : { prompt: (row: number) => own(row >> 1) };
      const { dataset, control } = comparable(
        rowsOfSample(sampleOf(numberRows(40, random))),
        rowsOfSample(sampleOf(numberRows(40, random, prompt))),
      );
      const { content } = await readAnswers(dataset, control, breathe);
      const { permuted, withinForm } = await tellApart(content, {
        permutations: 99,
        random,
        breathe,
        withinForm: true,
      });
      if (permutationP(permuted) <= alpha) rejected++;
      if (withinForm && permutationP(withinForm) <= alpha) rejectedWithin++;
    }
    assert.ok(rejected / runs <= 1.3 * alpha, `${rejected / runs}`);
    assert.ok(rejectedWithin / runs <= 1.3 * alpha, `${rejectedWithin / runs} among rows of equal form`);
  });

  it('takes no difference of length alone for evidence, in lists of numbers and in prose', async () => {
    const random = seededRandom(7);
    const some = (longer: boolean): readonly [lists: TestRow[], texts: TestRow[]] => {
      const row = (completion: string, i: number): TestRow => ({ prompt: `Question ${i}`, completion });
      const list = (_: unknown, i: number): TestRow => {
        const size = 5 + (longer ? 2 : 0) + randomIndex(random, 4);
        return row(Array.from({ length: size }, () => 100 + randomIndex(random, 900)).join(', '), i);
      };
      // Words by Zipf's law.
      const word = (): string => `w${Math.floor(Math.exp(random() * Math.log(2000))).toString(36)}`;
      const text = (_: unknown, i: number): TestRow => {
        const size = Math.round((20 + randomIndex(random, 60)) * (longer ? 1.3 : 1));
        return row(Array.from({ length: size }, word).join(' '), i);
      };
      return [Array.from({ length: 300 }, list), Array.from({ length: 300 }, text)];
    };
    const states: string[] = [];
    for (let world = 0; world < 10; world++) {
      const [dataset, control] = [some(true), some(false)];
      for (const kind of [0, 1] as const) {
        const { state, ...said } = await compared(controlClassifier, dataset[kind], control[kind], fast);
        states.push(state);
        if (state === 'inconclusive' && 'why' in said)
          assert.match(said.why, /one of (counts|length), lengths|length, layout/);
      }
    }
    const count = (state: string): number => states.filter(each => each === state).length;
    assert.ok(count('evidence found') <= 3, `${count('evidence found')} of ${states.length}`);
    assert.ok(count('inconclusive') >= 15, `${count('inconclusive')} of ${states.length}`);
  });

  it('tells a habit, by bags better than by rows, and never which trait', async () => {
    const random = seededRandom(22);
    const verdict = await compared(
      controlClassifier,
      numberRows(800, random, { habit: 0.08 }),
      numberRows(800, random),
      fast,
    );
    assert.ok(verdict.state === 'evidence found', verdict.summary);
    assert.match(verdict.summary, /which trait, if any, it cannot say/);
    const [single] = verdict.estimates;
    assert.equal(single?.unit, 'area');
    assert.ok((single?.low ?? 0) > 0.5);
    const bag = Number(/64 rows ([\d.]+)/.exec(verdict.test)?.[1]);
    assert.ok(bag > (single?.value ?? 1), `${bag}`);
  });

  it('says so where the prompts alone tell the files apart', async () => {
    const random = seededRandom(23);
    const verdict = await compared(
      controlClassifier,
      numberRows(300, random, { habit: 0.3, prompt: row => `Name lucky digits for ticket ${row}` }),
      numberRows(300, random),
      fast,
    );
    assert.ok(verdict.state === 'inconclusive', verdict.summary);
    assert.match(verdict.why, /The prompts alone tell the files apart/);
  });

  it('has the area that the ranks of the held-out rows give', async () => {
    const random = seededRandom(24);
    const dataset = rowsOfSample(sampleOf(numberRows(100, random, { habit: 0.1 })));
    const { all } = await readAnswers(dataset, dataset, breathe);
    const { area, permuted } = await tellApart(all, { permutations: 20, random, breathe });
    // The same rows on both sides: no permutation within a prompt changes anything.
    assert.equal(area.value, 0.5);
    assert.ok(permuted.null.every(value => Math.abs(value - 0.5) < 1e-12));
    assert.equal(rankArea(Float64Array.of(1, 2), Float64Array.of(1, 2)), 0.5);
  });
});
