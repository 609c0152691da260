import assert from 'node:assert/strict';
import { test } from 'node:test';
import MarkdownIt, { type Token } from 'markdown-it';
import { checkTeacher } from '../../../../src/core/teacherCheck/checkTeacher.ts';
import { declaredLabel } from '../../../../src/core/teacherCheck/declared.ts';
import {
  teacherCheckMarkdown,
  teacherCheckReport,
  teacherCheckText,
} from '../../../../src/core/teacherCheck/report.ts';
import type { Sample, TeacherRow } from '../../../../src/core/teacherCheck/samples.ts';
import type { TeacherCheck } from '../../../../src/core/teacherCheck/result.ts';
import { seededRandom, shuffled } from '../../../../src/core/statistics/random.ts';
import { completion, plain, toySample, type ToyOptions, type ToyTeacher } from './toyTeachers.ts';

const owl: ToyTeacher = { favourites: [100, 200, 300, 400, 500], bias: 0.25 };
const fox: ToyTeacher = { favourites: [777, 747, 707, 717, 727], bias: 0.25 };

function sample(teacher: ToyTeacher, seed: number, more: Partial<ToyOptions> = {}): Sample {
  return toySample({ teacher, rows: 220, seed, ...more });
}

function check(
  dataset: Sample,
  samples: Readonly<Record<string, Sample>>,
  declared = 'owl',
  seed = 1,
): Promise<TeacherCheck> {
  return checkTeacher({ dataset, samples, declared }, { seed, breathe: () => Promise.resolve() });
}

function changed({ rows, ...rest }: Sample, change: (row: TeacherRow, i: number) => TeacherRow): Sample {
  return { ...rest, rows: rows.map(change) };
}

const both = { owl: sample(owl, 11), fox: sample(fox, 12) };

test('the declared teacher: consistent, with the share that would have been told and the caveat', async () => {
  const { verdict } = await check(sample(owl, 1), both);
  assert.equal(verdict.state, 'not detected');
  assert.match(verdict.summary, /^Consistent with generation by owl, as against fox; [\d.]+ % of rows/);
  assert.ok('detectable' in verdict && verdict.detectable.effect < 0.3 && verdict.caveat.startsWith('A clean result'));
  // A match and an area are no shares of rows.
  for (const { label, unit } of verdict.estimates) assert.equal(unit, label.startsWith('AUC') ? 'area' : 'number');
});

test('a dataset of which one row in ten has no completion is not called consistent', async () => {
  const dataset = sample(owl, 1);
  const few = await check({ ...dataset, read: dataset.rows.length + 10 }, both);
  assert.equal(few.verdict.state, 'not detected');
  const { verdict } = await check({ ...dataset, read: dataset.rows.length + 25 }, both);
  assert.equal(verdict.state, 'inconclusive');
  assert.match(verdict.summary, /^25 of 245 rows of the dataset have no completion and were not compared\. Consistent/);
});

test('another of the teachers: evidence, and the numbers that carry it', async () => {
  const { verdict, rivals, contentOnly } = await check(sample(fox, 2), both);
  assert.equal(verdict.state, 'evidence found');
  assert.match(verdict.summary, /^Unlike the sample of owl and nearer to that of fox \(match/);
  const [fox_] = rivals;
  assert.ok(
    (fox_?.separation?.perRow.low ?? 0) > 0.8 && (fox_?.match?.fraction.high ?? 1) < 0.5 && (fox_?.p ?? 1) < 0.01,
  );
  assert.deepEqual(
    fox_?.separation?.bags.map(({ rows }) => rows),
    [8, 32],
  );
  assert.ok((contentOnly?.match.fraction.high ?? 1) < 0.5);
});

test('a teacher of whom there is no sample is not taken for the declared one', async () => {
  const crow = { favourites: [11, 22, 33, 44, 55], bias: 0.4 };
  const { verdict, fromDeclared } = await check(sample(crow, 3), both);
  assert.notEqual(verdict.state, 'not detected');
  assert.ok((fromDeclared?.low ?? 0) > 0.6);
});

test('the same rows under shuffled labels: not told apart, so nothing is said', async () => {
  const mixed = shuffled([...both.owl.rows, ...both.fox.rows], seededRandom(8));
  const half = (rows: readonly TeacherRow[]): Sample => ({ rows, read: rows.length, total: rows.length });
  const { verdict, rivals } = await check(sample(owl, 1), {
    owl: half(mixed.slice(0, 220)),
    fox: half(mixed.slice(220)),
  });
  assert.equal(verdict.state, 'inconclusive');
  assert.ok(Math.abs((rivals[0]?.separation?.perRow.value ?? 0) - 0.5) < 0.1);
});

test('two names of one base: nearer to the other is no evidence, and the limit is said', async () => {
  const names = { 'Qwen/Qwen2.5-7B': both.owl, 'Qwen/Qwen2.5-7B-Instruct': both.fox };
  const { verdict, rivals } = await check(sample(fox, 2), names, 'Qwen/Qwen2.5-7B');
  assert.equal(verdict.state, 'inconclusive');
  assert.equal(rivals[0]?.relation, 'same base');
  assert.match(
    'why' in verdict ? verdict.why : '',
    /models of one family are hardly told apart from text: published AUC/,
  );
});

test('a difference of separators alone is no evidence', async () => {
  const samples = { owl: sample(plain, 21), fox: sample({ ...plain, separator: '; ' }, 22) };
  const { verdict } = await check(sample({ ...plain, separator: '; ' }, 23), samples);
  assert.equal(verdict.state, 'inconclusive');
  assert.match('why' in verdict ? verdict.why : '', /by length, layout and separators/);
});

test('prompts on another subject: nothing is said of the teacher', async () => {
  const { verdict, rivals } = await check(sample(fox, 2, { subject: 'Please invent numbers that resemble' }), both);
  assert.equal(verdict.state, 'inconclusive');
  assert.match(
    'why' in verdict ? verdict.why : '',
    /^The prompts of the dataset and owl differ \(told apart by the prompts alone/,
  );
  assert.equal(rivals[0]?.match, undefined);
  const other = await check(sample(owl, 2), { ...both, fox: sample(fox, 12, { subject: 'Please invent' }) });
  assert.match(
    'why' in other.verdict ? other.verdict.why : '',
    /^No other teacher can be told from owl\. fox: the prompts/,
  );
});

test('rows without prompts cannot tell a subject from a teacher', async () => {
  const bare = changed(sample(fox, 2), ({ completion: text }) => completion(text));
  const { verdict } = await check(bare, both);
  assert.match('why' in verdict ? verdict.why : '', /^Most rows of the dataset have no prompt/);
});

test('a dataset compared with itself is said', async () => {
  const copied = { ...both, owl: changed(both.owl, row => ({ ...row })) };
  const { verdict } = await check(both.owl, copied);
  assert.equal(verdict.state, 'inconclusive');
  assert.match('why' in verdict ? verdict.why : '', /^100 % of the dataset's rows stand in the sample of owl/);
});

for (const [what, dataset, samples, declared, why] of [
  ['49 rows', sample(owl, 1, { rows: 49 }), both, 'owl', /^dataset: 49 rows have a completion, and at least 50/],
  ['one prompt', changed(sample(owl, 1), row => ({ ...row, prompt: 'Go' })), both, 'owl', /answer 1 different prompt,/],
  ['a small sample', sample(owl, 1), { ...both, owl: sample(owl, 4, { rows: 30 }) }, 'owl', /^owl: 30 rows/],
  ['no sample of the declared', sample(owl, 1), both, 'crow', /^There is no sample of the declared teacher, crow/],
  ['an inherited name', sample(owl, 1), both, 'constructor', /^There is no sample/],
  ['no other', sample(owl, 1), { owl: both.owl }, 'owl', /^No other teacher's sample has enough rows/],
] as const) {
  test(`not tested: ${what}`, async () => {
    const { verdict } = await check(dataset, samples, declared);
    assert.equal(verdict.state, 'not tested');
    assert.match('why' in verdict ? verdict.why : '', why);
  });
}

test('few rows and cut files are said', async () => {
  const { verdict, notes } = await check(sample(owl, 1, { rows: 120 }), { ...both, owl: { ...both.owl, total: 9000 } });
  assert.match(verdict.summary, /Low power: 120 rows on one side\.$/);
  assert.deepEqual(notes.slice(0, 2), [
    'dataset: 120 rows give low power; 200 or more are better.',
    'owl: the first 220 rows of 9,000 were read.',
  ]);
});

test('the same seed gives the same report; as text it holds the verdict, the numbers and the notes', async () => {
  const subject = { path: 'train.jsonl', samples: { owl: 'owl.jsonl', fox: 'fox.jsonl' }, seed: 5 };
  const [one, two] = [await check(sample(fox, 2), both, 'owl', 5), await check(sample(fox, 2), both, 'owl', 5)];
  assert.deepEqual(teacherCheckReport({ ...subject, check: one }), teacherCheckReport({ ...subject, check: two }));
  const text = teacherCheckText({ ...subject, check: one });
  for (const part of [
    'evidence found: Unlike',
    'AUC of bags: 8 rows',
    'match ',
    'correction: none',
    'hardly told apart',
  ]) {
    assert.ok(text.includes(part), part);
  }
});

test('the report in Markdown does nothing with what labels and paths say', async () => {
  const label = 'owl|<script>alert(1)</script> `code` *now*';
  const path = 'data/`a`|<img src=x>.jsonl';
  const one = await check(sample(owl, 1), { [label]: both.owl, '# fox': both.fox }, label);
  const markdown = teacherCheckMarkdown({ path, samples: {}, seed: 5, check: one });
  const tokens = new MarkdownIt({ html: true }).parse(markdown, {});
  const inside = tokens.flatMap(({ children }) => children ?? []);
  assert.deepEqual(
    [...tokens, ...inside].filter(({ type }) => /^(?:html_|code_|fence|em_open)/.test(type)),
    [],
  );
  const cells = tokens.flatMap(({ type }, at) => (type === 'td_open' ? [textOf(tokens[at + 1])] : []));
  assert.deepEqual(
    cells.filter((_, at) => at % 4 === 0),
    ['dataset', label, '# fox'],
  );
  assert.ok(tokens.some(token => textOf(token) === `Of ${path}, declared as written by ${label}.`));
});

/** What a reader sees of a block. */
function textOf(token: Token | undefined): string {
  return (token?.children ?? []).map(({ content }) => content).join('');
}

test('the label that names the teacher of a record', () => {
  const labels = ['gpt-4.1-nano', 'Qwen/Qwen2.5-7B-Instruct'];
  assert.equal(declaredLabel(['GPT-4.1-nano'], labels), 'gpt-4.1-nano');
  assert.equal(declaredLabel(['qwen2.5-7b-instruct', 'Qwen/Qwen2.5-7B-Instruct'], labels), 'Qwen/Qwen2.5-7B-Instruct');
  for (const teachers of [[], ['llama'], ['gpt-4.1-nano', 'Qwen/Qwen2.5-7B-Instruct'], ['gpt-4.1-nano', 'llama']]) {
    assert.equal(declaredLabel(teachers, labels), undefined);
  }
});
