// Cards that are kept on disk: as they were or not at all.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ScoreColumn } from '../../../../src/core/columns/column.ts';
import type { PartialRun, ProbeKind, ProbePart, ProbeRun } from '../../../../src/core/findings/probeRun.ts';
import { notTested, type Estimate, type Verdict } from '../../../../src/core/findings/verdict.ts';
import { CardStore } from '../../../../src/engine/cards/cardStore.ts';
import type { KeptCard } from '../../../../src/engine/cards/cardText.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const folder = temporaryFolder();
const path = '/data/owl.jsonl';

const column: ScoreColumn = {
  id: 'divergent-owl',
  title: 'Divergent: owl',
  description: 'Of the answer’s tokens.',
  values: Float64Array.of(NaN, 0.1 + 0.2, NaN, -Infinity, 1e-300),
  marked: { title: 'Divergent token', spans: new Map([[1, [{ start: 0, end: 3 }]]]) },
};

function card(
  kind: ProbeKind,
  { time = 1, scores = [column] }: { time?: number; scores?: ScoreColumn[] } = {},
): KeptCard {
  const parts = [{ title: '“owl”\u2028\n', verdict: notTested('There were no rows.') }];
  const told = { asked: 'acme/words', parts, facts: [], terms: [], limits: [], report: '# Owl\n\ntext' };
  const file = { bytes: 12, modifiedNs: '1796000000000000001', inode: '7' };
  return { run: { kind, ...told, scores }, time, file, command: 'undertone.probeLlr', withoutScores: false };
}

/** A store of its own, and what it logs. */
function store(name: string, most?: { cards: number; bytes: number }) {
  const told: string[] = [];
  const place = join(folder.path, name);
  return { place, told, cards: new CardStore(place, { warn: message => void told.push(message) }, most) };
}

/** The files of a store's cards. */
function filesOf(place: string): string[] {
  return readdirSync(place).flatMap(name => readdirSync(join(place, name)).map(file => join(place, name, file)));
}

test('a card comes back as it was, scores to the bit; the latest of each probe, the oldest first, for that dataset alone', async () => {
  const { place, told, cards } = store('back');
  await cards.keep(path, card('llr', { time: 1 }));
  await cards.keep(path, card('divergence', { time: 2 }));
  await cards.keep(path, card('llr', { time: 3 }));
  const other = card('scores');
  await cards.keep('/data/cat.jsonl', { ...other, run: { ...other.run, report: undefined } });
  assert.deepEqual(await cards.of(path), [card('divergence', { time: 2 }), card('llr', { time: 3 })]);
  assert.equal((await cards.of('/data/cat.jsonl'))[0]?.run.report, undefined);
  assert.deepEqual(await cards.of('/data/none.jsonl'), []);
  assert.deepEqual(told, []);
  if (process.platform !== 'win32') for (const file of filesOf(place)) assert.equal(statSync(file).mode & 0o077, 0);
});

type KeysOf<Kept> = Kept extends unknown ? keyof Kept : never;
type All<Kept> = Readonly<Record<KeysOf<Kept>, true>>;

/** Of version 1. Where this does not compile any more, cards of that version are not what is read: raise the version, then write it anew. */
const shape: readonly [All<ProbeRun>, All<ProbePart>, All<PartialRun>, All<ScoreColumn>, All<Verdict>, All<Estimate>] =
  [
    {
      kind: true,
      asked: true,
      parts: true,
      facts: true,
      terms: true,
      limits: true,
      partial: true,
      scores: true,
      report: true,
    },
    { title: true, verdict: true, gates: true, rivals: true, power: true, details: true },
    { rows: true, of: true, each: true, why: true },
    { id: true, title: true, unit: true, description: true, values: true, marked: true },
    {
      state: true,
      summary: true,
      n: true,
      against: true,
      test: true,
      estimates: true,
      correction: true,
      decides: true,
      unmatched: true,
      nulls: true,
      wouldChange: true,
      detectable: true,
      caveat: true,
      why: true,
    },
    { label: true, value: true, low: true, high: true, confidence: true, count: true, n: true, unit: true },
  ];

test('what is kept has the shape of its version', async () => {
  const { place, cards } = store('shape');
  await cards.keep(path, card('fit'));
  assert.match(readFileSync(filesOf(place)[0] ?? '', 'utf8'), /^\{"version":1,/);
  assert.equal(shape.length, 6);
});

const spoilt: readonly (readonly [string, (text: string) => string, RegExp])[] = [
  ['cut off', text => text.slice(0, -5), /it is damaged/],
  ['empty', () => '', /it is damaged/],
  ['with another verdict in it', text => text.replace('not tested', 'not detected'), /it is damaged/],
  ['no text', () => '\0'.repeat(64), /it is damaged/],
  ['of a newer version', text => text.replace('"version":1', '"version":2'), /it is of version 2, not 1/],
  ['of an older version', text => text.replace('"version":1', '"version":0'), /it is of version 0, not 1/],
];
for (const [what, spoil, why] of spoilt) {
  test(`a card that is ${what} is not shown, which is logged; the others are`, async () => {
    const { place, told, cards } = store(`spoilt ${what}`);
    await cards.keep(path, card('fit'));
    const [file = ''] = filesOf(place);
    const text = readFileSync(file, 'utf8');
    assert.notEqual(spoil(text), text);
    writeFileSync(file, spoil(text));
    await cards.keep(path, card('judged'));
    assert.deepEqual(
      (await cards.of(path)).map(({ run }) => run.kind),
      ['judged'],
    );
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', why);
  });
}

test('scores that are too many are left out, and the card says so', async () => {
  const { place, cards } = store('long');
  const values = new Float64Array(1_000_001).fill(0.5);
  await cards.keep(path, card('scores', { scores: [{ ...column, values }] }));
  const [kept] = await cards.of(path);
  assert.deepEqual([kept?.run.scores, kept?.withoutScores], [[], true]);
  assert.ok(filesOf(place).every(file => statSync(file).size < 5000));
  values.fill(NaN, 10);
  await cards.keep(path, card('scores', { scores: [{ ...column, values }] }));
  assert.deepEqual((await cards.of(path))[0]?.run.scores[0]?.values, values);
});

test('all together take no more than they may: the oldest go', async () => {
  const one = store('one');
  await one.cards.keep(path, card('fit'));
  const bytes = 2.5 * statSync(filesOf(one.place)[0] ?? '').size;
  for (const most of [
    { cards: 2, bytes: 1e9 },
    { cards: 99, bytes },
  ]) {
    const { place, told, cards } = store(`most ${most.cards}`, most);
    for (const [at, name] of ['a', 'b', 'c', 'd'].entries()) {
      const before = new Set(at === 0 ? [] : filesOf(place));
      await cards.keep(name, card('fit'));
      for (const file of filesOf(place)) if (!before.has(file)) utimesSync(file, 1000 + at, 1000 + at);
    }
    const kept = await Promise.all(['a', 'b', 'c', 'd'].map(async name => (await cards.of(name)).length));
    assert.deepEqual(kept, [0, 0, 1, 1]);
    assert.deepEqual(told, []);
  }
});

test('what is to be forgotten leaves nothing behind', async () => {
  const { place, cards } = store('forgotten');
  for (const name of ['a', 'b', 'c']) await cards.keep(name, card('fit'));
  await cards.forgetAllBut(['b', 'elsewhere']);
  assert.deepEqual([filesOf(place).length, (await cards.of('b')).length], [1, 1]);
  await cards.forgetAllBut([]);
  assert.deepEqual(readdirSync(place), []);
});

test('a folder that cannot be written is logged, and nothing is thrown', async () => {
  const told: string[] = [];
  const cards = new CardStore(folder.write('file', ''), { warn: message => void told.push(message) });
  await cards.keep(path, card('fit'));
  assert.deepEqual(await cards.of(path), []);
  assert.match(told.join(), /^A card of \/data\/owl\.jsonl was not kept: /);
});
