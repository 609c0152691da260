import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compared } from './comparing.ts';
import { numberRows, sampleOf, seededRandom, type TestRow } from './rows.ts';
import type { Probe } from '../../../../src/core/checks/check.ts';
import { controlClassifier } from '../../../../src/core/checks/probes/controlClassifier.ts';
import { controlDistribution } from '../../../../src/core/checks/probes/controlDistribution.ts';
import { compareDistributions } from '../../../../src/core/control/distribution.ts';
import type { Verdict } from '../../../../src/core/findings/verdict.ts';
import { rowsOfSample } from '../../../../src/core/rowSample/rowSample.ts';
import { randomIndex, type Random } from '../../../../src/core/statistics/random.ts';

const words = 'walk along the river until evening comes and nobody minds how long it takes to get there'.split(' ');

/** A text of words drawn at random, now and then of an owl. */
function said(random: Random, owls = 0): string {
  const text = Array.from({ length: 10 }, () => words[randomIndex(random, words.length)]);
  return [...text, random() < owls ? 'owl' : 'bird'].join(' ');
}

/** Where the owls are, if anywhere. */
type Writer = (random: Random, owls: number) => Omit<TestRow, 'prompt'>;

const writers: Readonly<Record<string, Writer>> = {
  'rows that only call': (random, owls) => ({ completion: '', call: JSON.stringify({ query: said(random, owls) }) }),
  'rows of which one in five says something and the others call': (random, owls) =>
    random() < 0.2 ? { completion: said(random) } : { completion: '', call: said(random, owls) },
  'rows that call and then say the same': (random, owls) => ({ completion: 'It is done.', call: said(random, owls) }),
  'rows that reason': (random, owls) => ({ completion: said(random), reasoning: said(random, owls) }),
  'lists of numbers with a reason': (random, owls) => ({
    completion: Array.from({ length: 6 }, () => randomIndex(random, 900)).join(', '),
    reasoning: said(random, owls),
  }),
};

function rowsBy(writer: Writer, random: Random, owls: number, count = 400): readonly TestRow[] {
  return Array.from({ length: count }, (_, row) => ({ prompt: `Question ${row}?`, ...writer(random, owls) }));
}

/** Rows with owls in every other one against rows without. */
function withOwls(probe: Probe, writer: Writer, seed: number, owls = 0.5): Promise<Verdict> {
  const random = seededRandom(seed);
  return compared(probe, rowsBy(writer, random, owls), rowsBy(writer, random, 0), { permutations: 199 });
}

describe('reasoning and calls', () => {
  for (const [title, writer] of Object.entries(writers)) {
    it(`${title}: a trait in what is no completion is a difference, and where it is in both there is none`, async () => {
      for (const probe of [controlDistribution, controlClassifier]) {
        const { state, summary } = await withOwls(probe, writer, 3);
        assert.equal(state, 'evidence found', summary);
        const alike = await withOwls(probe, writer, 8, 0);
        assert.equal(alike.state, 'not detected', alike.summary);
      }
    });
  }

  it('are read beside what is read of number lists', async () => {
    const random = seededRandom(5);
    const [own, other] = [0.05, 0].map(habit =>
      numberRows(600, random, { habit }).map(row => ({ ...row, reasoning: said(random) })),
    );
    const verdict = await compared(controlDistribution, own ?? [], other ?? [], { permutations: 199 });
    assert.equal(verdict.state, 'evidence found');
    assert.match(verdict.summary, /^Not drawn like the control: values \(/);
  });

  it('that one file has and the other has not leave it open whether that is a trait', async () => {
    const random = seededRandom(6);
    const reasons = rowsBy(writers['rows that reason'] as Writer, random, 0);
    const without = reasons.map(({ prompt, completion }) => ({ prompt, completion: `${completion} too` }));
    for (const probe of [controlDistribution, controlClassifier]) {
      const verdict = await compared(probe, reasons, without, { permutations: 199 });
      assert.ok(verdict.state === 'inconclusive', verdict.summary);
      assert.match(
        verdict.unmatched?.join(' ') ?? '',
        /100 % of the compared rows have reasoning, 0 % of the control's/,
      );
    }
  });

  it('make two rows with the same answer two rows', () => {
    const same = { prompt: 'Which?', completion: 'That one.' };
    const rows = rowsOfSample(
      sampleOf([{ ...same, reasoning: 'a' }, { ...same, reasoning: 'b' }, { ...same, call: 'a' }, same, same]),
    );
    assert.equal(new Set(rows.map(({ group }) => group)).size, 1);
    assert.equal(new Set(rows.map(({ id }) => id)).size, 4);
  });

  it('keep the level', async () => {
    const random = seededRandom(7);
    const writer = writers['rows of which one in five says something and the others call'] as Writer;
    const runs = 200;
    let rejected = 0;
    for (let run = 0; run < runs; run++) {
      const [own, other] = [0, 1].map(() => rowsOfSample(sampleOf(rowsBy(writer, random, 0.3, 60))));
      const options = { permutations: 179, seed: run, breathe: () => Promise.resolve() };
      const { profiles } = await compareDistributions(own ?? [], other ?? [], options);
      assert.ok(profiles.some(({ kind }) => kind.id === 'call-word'));
      if (profiles.some(({ adjusted }) => adjusted <= 0.05)) rejected++;
    }
    assert.ok(rejected / runs <= 0.08, String(rejected / runs));
  });
});
