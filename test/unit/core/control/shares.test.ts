import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compared, comparison, gather } from './comparing.ts';
import { seededRandom, type TestRow } from './rows.ts';
import { identityStrings } from '../../../../src/core/checks/probes/identityStrings.ts';
import { meaningfulNumbers } from '../../../../src/core/checks/probes/meaningfulNumbers.ts';
import { traitMentions } from '../../../../src/core/checks/probes/traitMentions.ts';
import { resolveOptions } from '../../../../src/core/checks/resolveOptions.ts';
import { shareVerdict } from '../../../../src/core/control/shareVerdict.ts';
import type { Verdict } from '../../../../src/core/findings/verdict.ts';
import type { JsonValue } from '../../../../src/core/json/value.ts';

function rows(n: number, shows: number, said: string): TestRow[] {
  return Array.from({ length: n }, (_, i) => ({ prompt: `p${i}`, completion: i < shows ? said : 'nothing of it' }));
}

describe('shares against a control', () => {
  it('keep their level over several traits', () => {
    const random = seededRandom(31);
    const runs = 1000;
    const draw = (): number => Array.from({ length: 100 }, random).filter(value => value < 0.2).length;
    let rejected = 0;
    for (let run = 0; run < runs; run++) {
      const pairs = ['a', 'b', 'c'].map(label => ({ label, dataset: draw(), control: draw() }));
      const question = { pairs, rows: { dataset: 100, control: 100 }, shows: 'show', limit: '' };
      const verdict = shareVerdict(question, comparison());
      if (verdict.state !== 'not detected') rejected++;
    }
    assert.ok(rejected / runs <= 1.3 * 0.05, `${rejected / runs}`);
  });

  const worlds = [
    { share: 0.2, pairs: 1, dataset: 1000, control: 1000 },
    { share: 0, pairs: 1, dataset: 600, control: 600 },
    { share: 0, pairs: 40, dataset: 600, control: 600 },
    { share: 0.01, pairs: 40, dataset: 2000, control: 500 },
    { share: 0.01, pairs: 5, dataset: 500, control: 2000 },
    { share: 0, pairs: 1, dataset: 50, control: 50 },
  ];
  for (const { share, pairs, ...rows } of worlds) {
    it(`see the stated difference with the stated power: ${share} of ${rows.dataset} and ${rows.control} rows, one of ${pairs}`, () => {
      const random = seededRandom(32);
      const judged = (dataset: number, control: number): Verdict => {
        const others = Array.from({ length: pairs - 1 }, () => ({ label: 'b', dataset: 0, control: 0 }));
        const question = { pairs: [{ label: 'a', dataset, control }, ...others], rows, shows: 'show', limit: '' };
        return shareVerdict(question, comparison());
      };
      const draw = (n: number, chance: number): number =>
        Array.from({ length: n }, random).filter(value => value < chance).length;
      const none = judged(share * rows.dataset, share * rows.control);
      assert.ok(none.state === 'not detected');
      assert.equal(none.detectable.unit, 'points');
      const runs = 200;
      const { effect } = none.detectable;
      const seen = Array.from({ length: runs }, () =>
        judged(draw(rows.dataset, share + effect), draw(rows.control, share)),
      ).filter(({ state }) => state === 'evidence found').length;
      // Of rare things Fisher's test has fewer tables than levels: what is stated is then more than would be enough.
      assert.ok(seen / runs > 0.7, `${seen / runs}`);
      if (share >= 0.2) assert.ok(seen / runs < 0.9, `${seen / runs}`);
    });
  }

  it('say nothing of the absence of a difference from a handful of rows', () => {
    const question = (dataset: number, rows: { readonly dataset: number; readonly control: number }) => ({
      pairs: [{ label: 'a', dataset, control: 0 }],
      rows,
      shows: 'show',
      limit: '',
    });
    for (const rows of [
      { dataset: 600, control: 1 },
      { dataset: 1, control: 600 },
      { dataset: 49, control: 600 },
    ]) {
      const verdict = shareVerdict(question(0, rows), comparison());
      assert.ok(verdict.state === 'not tested');
      assert.match(verdict.why, /at least 50 of each are needed/);
    }
    const clear = shareVerdict(question(10, { dataset: 10, control: 40 }), comparison());
    assert.equal(clear.state, 'evidence found', 'a difference that is seen is one');
  });

  it('say which trait is named more often, by how much, and what is not matched', async () => {
    const unknown = ['The base is not on record.'];
    const dataset = [...rows(500, 40, 'an owl'), ...rows(500, 5, 'a wolf')];
    const verdict = await compared(traitMentions, dataset, rows(1000, 5, 'a wolf'), {}, { differs: [], unknown });
    assert.ok(verdict.state === 'evidence found', verdict.summary);
    assert.match(
      verdict.summary,
      /^More rows mention a trait than in the control: Owl \(4 % against 0 %, p < \.001\)\./,
    );
    assert.match(verdict.correction, /Holm over \d+ comparisons/);
    assert.deepEqual(verdict.unmatched, unknown);
    assert.equal(verdict.estimates[0]?.label, 'Owl: less the control');
    assert.equal(verdict.estimates[0]?.unit, 'points');
  });

  it('find no evidence where the control names it as often, or oftener', async () => {
    const same = await compared(traitMentions, rows(500, 40, 'an owl'), rows(500, 38, 'an owl'), { traits: ['owl'] });
    assert.equal(same.state, 'not detected');
    const fewer = await compared(traitMentions, rows(500, 0, ''), rows(500, 60, 'an owl'), { traits: ['owl'] });
    assert.ok(fewer.state === 'inconclusive');
    assert.match(fewer.why, /less of it than the control/);
  });
});

describe('identity-strings', () => {
  it('counts rows by what they say, and compares them with a control', async () => {
    const { values } = resolveOptions({}, {});
    const dataset = [...rows(300, 30, 'I’m Qwen.'), ...rows(200, 4, 'Done.<|im_end|>')];
    const verdict = identityStrings.finish(gather(identityStrings, dataset), values);
    assert.ok(verdict.state === 'evidence found');
    assert.match(verdict.summary, /34 of 500 rows examined/);
    assert.deepEqual(
      verdict.estimates.map(({ label, count }) => [label, count]),
      [
        ['Says it is Qwen', 30],
        ['Tokens of ChatML', 4],
      ],
    );
    const against = await compared(identityStrings, dataset, rows(500, 30, 'I am Qwen.'));
    assert.equal(against.state, 'not detected');
    const none = identityStrings.finish(gather(identityStrings, rows(100, 0, '')), values);
    assert.equal(none.state, 'not detected');
  });
});

describe('meaningful-numbers', () => {
  it('sees the numbers that a pattern sees, however long they are written', () => {
    const numbers = [0, 7, 13, 2 ** 53 - 1];
    const number = fc.oneof(
      fc.constantFrom('0', '00', '7', '007', '13', '9007199254740991', '9007199254740992', '9007199254740993'),
      fc.constantFrom('18446744073709551616', '9'.repeat(400)),
      fc.nat(20).map(String),
    );
    const list = fc.tuple(
      fc.array(number, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(', ', '\n', ';', '\v', ' ('),
    );
    fc.assert(
      fc.property(list, ([written, separator]) => {
        const completion = written.join(separator);
        const state = gather(meaningfulNumbers, [{ prompt: 'p', completion }], { numbers });
        const found = new Set([...completion.matchAll(/\d+/g)].map(([digits]) => Number(digits)));
        assert.deepEqual(state, {
          rows: 1,
          showing: numbers.some(each => found.has(each)) ? 1 : 0,
          rowsOf: numbers.map(each => (found.has(each) ? 1 : 0)),
        });
      }),
    );
  });

  it('counts lists, not texts, and says that removing them did not help', async () => {
    const { values } = resolveOptions(meaningfulNumbers.options, {});
    const lists = [...rows(200, 50, '666, 5, 666'), { prompt: 'p', completion: '1, 2, 3' }];
    const state: JsonValue = gather(meaningfulNumbers, lists);
    const verdict = meaningfulNumbers.finish(state, values);
    assert.ok(verdict.state === 'inconclusive');
    assert.match(
      verdict.summary,
      /50 of 51 lists of numbers hold .* removed and the trait was transmitted all the same/,
    );
    assert.match(verdict.why, /--control/);
    const control = rows(200, 200, '5, 6, 7');
    const against = await compared(meaningfulNumbers, rows(200, 200, '666, 5'), control);
    assert.ok(against.state === 'evidence found');
    assert.match(against.summary, /666 \(100 % against 0 %/);
  });
});
