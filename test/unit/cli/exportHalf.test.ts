import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone } from './run.ts';

const folder = temporaryFolder();

/** Lines of all sorts, of which the scored ones hold their score per token: an odd number of them, in no order. */
const scores = [0.4, -0.2, 0.1, 0.3, 0, 0.3, -0.1, 0.2, 0.5];
const lines = [
  ...scores.map((_, i) => `{"prompt": "${i}",  "completion": "x"}`),
  '',
  '{"a":',
  '{"prompt":"no score","completion":"y"}',
];
const dataset = folder.write('train.jsonl', lines.join('\r\n'));
const scoreFile = folder.write(
  's.jsonl',
  scores
    .map((score, i) =>
      JSON.stringify({ row: i + 1, tokens: 10, null: -20, candidates: { owl: -20 + 10 * score, cat: -19 - i } }),
    )
    .join('\n'),
);

interface Record {
  readonly rows: {
    readonly kept: number;
    readonly rejected: number;
    readonly malformed: number;
    readonly blank: number;
  };
  readonly selection?: {
    readonly kind: string;
    readonly threshold: number | null;
    readonly seed: number | null;
    readonly scored: number;
    readonly dropped: number;
    readonly unscored: number;
    readonly candidate: string;
    readonly scores: { readonly name: string; readonly sha256: string };
  };
  readonly remarks: readonly string[];
}

function run(name: string, more: readonly string[]) {
  const [kept, rejected] = ['kept', 'rejected'].map(role => join(folder.path, `${name}.${role}.jsonl`));
  return {
    kept: kept ?? '',
    rejected: rejected ?? '',
    ran: undertone([
      'export',
      dataset,
      '--kept',
      kept ?? '',
      '--rejected',
      rejected ?? '',
      '--format',
      'json',
      ...more,
    ]),
  };
}

test('the lower half by carrier score is kept byte for byte, with the rows that have no score; the record says how', async () => {
  const { kept, rejected, ran } = run('lower', ['--keep-lower-half', scoreFile, '--trait', 'owl']);
  const done = await ran;
  assert.equal(done.status, 0, done.stderr);
  const record = json(done) as Record;
  // Of −0.2, −0.1, 0, 0.1, 0.2, 0.3, 0.3, 0.4, 0.5 the first five stay.
  const staying = [1, 2, 4, 6, 7];
  const bytes = (at: number): string => `${lines[at] ?? ''}${at < lines.length - 1 ? '\r\n' : ''}`;
  assert.equal(readFileSync(kept, 'utf8'), [...staying, 11].map(bytes).join(''));
  const sha256 = createHash('sha256').update(readFileSync(scoreFile)).digest('hex');
  assert.deepEqual(record.selection, {
    scores: { name: 's.jsonl', sha256 },
    probe: 'llr',
    candidate: 'owl',
    unit: 'nats per token',
    kind: 'lower half',
    threshold: record.selection?.threshold,
    seed: null,
    scored: 9,
    dropped: 4,
    unscored: 3,
  });
  assert.ok(Math.abs((record.selection?.threshold ?? NaN) - 0.2) < 1e-12);
  assert.deepEqual([record.rows.kept, record.rows.rejected, record.rows.malformed, record.rows.blank], [6, 4, 1, 1]);
  assert.ok(record.remarks.some(remark => /single-seed study/.test(remark)));
  const gone = readFileSync(rejected, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  assert.deepEqual(
    gone.map(({ row }) => row),
    [1, 4, 6, 9, 11],
  );
  assert.deepEqual(gone[0].reasons[0], {
    check: 'carrier-score',
    reasons: ['upper half'],
    message: gone[0].reasons[0].message,
  });
  assert.match(gone[0].reasons[0].message, /The carrier score of owl, 0\.4\d* nats per token, is in the upper half/);
  assert.match(
    readFileSync(`${kept.slice(0, -'.jsonl'.length)}.jsonl.croissant.json`, 'utf8'),
    /lower half by carrier score of owl/,
  );
});

test('the control drops as many rows at random, the same for the same seed', async () => {
  const kept: string[] = [];
  for (const [name, seed] of [
    ['a', '1'],
    ['b', '1'],
    ['c', '2'],
  ] as const) {
    const { kept: file, ran } = run(`random-${name}`, ['--keep-random-half', scoreFile, '--seed', seed]);
    const record = json(await ran) as Record;
    assert.deepEqual(
      [record.selection?.kind, record.selection?.dropped, record.selection?.seed],
      ['random half', 4, Number(seed)],
    );
    assert.equal(record.rows.rejected, 4);
    kept.push(readFileSync(file, 'utf8'));
  }
  assert.equal(kept[0], kept[1]);
  assert.notEqual(kept[0], kept[2]);
});

test('scores of other probes choose rows alike, and what is said of them is theirs', async () => {
  const line = (probe: string, values: (score: number, i: number) => object) => (score: number, i: number) =>
    JSON.stringify({ row: i + 1, probe, scores: values(score, i) });
  const projected = folder.write('p.jsonl', scores.map(line('projection', owl => ({ owl, cat: -owl }))).join('\n'));
  for (const [trait, staying] of [
    ['owl', [1, 2, 4, 6, 7]],
    ['cat', [0, 3, 5, 7, 8]],
  ] as const) {
    const { kept, rejected, ran } = run(`projected-${trait}`, ['--keep-lower-half', projected, '--trait', trait]);
    const done = await ran;
    assert.equal(done.status, 0, done.stderr);
    const { selection, remarks } = json(done) as Record;
    assert.deepEqual(
      [selection?.candidate, selection?.scored, selection?.dropped, selection?.unscored],
      [trait, 9, 4, 3],
    );
    assert.deepEqual(
      readFileSync(kept, 'utf8')
        .split('\r\n')
        .flatMap(text => (text.includes('"x"') ? [Number((JSON.parse(text) as { prompt: string }).prompt)] : [])),
      staying,
    );
    assert.match(
      readFileSync(rejected, 'utf8'),
      /"check":"row-score".*projection score of \w+, .* standard deviations, is in/,
    );
    assert.ok(remarks.some(remark => /No study is known/.test(remark)));
  }
  const judged = folder.write(
    'j.jsonl',
    scores.map(line('judge', (_, i) => ({ owl: i % 2 ? null : 10 * i }))).join('\n'),
  );
  const { ran } = run('judged', ['--keep-random-half', judged]);
  const { selection } = json(await ran) as Record;
  assert.deepEqual([selection?.kind, selection?.scored, selection?.dropped], ['random half', 5, 2]);
});

test('scores that do not fit write nothing', async () => {
  const blank = folder.write('blank.jsonl', readFileSync(scoreFile, 'utf8').replace('"row":9', '"row":10'));
  const several = folder.write('several.jsonl', '{"row":1,"scores":{"owl":1,"cat":2}}');
  const aligned = folder.write('a.jsonl', '{"row":1,"probe":"judge","scores":{"alignment: gpt":90}}');
  const twice = folder.write('t.jsonl', '{"row":1,"scores":{"owl":1}}\n{"row":1,"scores":{"owl":1}}');
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['--keep-lower-half', blank], /Row 10 has a score and is blank/],
    [['--keep-lower-half', scoreFile, '--trait', 'fox'], /fox is no candidate of the scores: owl, cat are/],
    [['--keep-lower-half', scoreFile, '--keep-random-half', scoreFile], /do not go together/],
    [['--trait', 'owl'], /--trait goes with/],
    [['--keep-lower-half', several], /Which of the scores\? Name one with --trait: owl, cat\./],
    [['--keep-lower-half', several, '--trait', 'fox'], /fox is none of the scores: name one with --trait: owl, cat\./],
    [['--keep-lower-half', aligned], /High scores of alignment: gpt are the good ones/],
    [['--keep-lower-half', twice], /t\.jsonl, line 2: row 1 stands on line 1 already/],
    [['--keep-lower-half', dataset], /train\.jsonl, line 1: "row" is missing/],
  ];
  for (const [i, [more, message]] of cases.entries()) {
    const { kept, ran } = run(`bad${i}`, more);
    const { status, stderr } = await ran;
    assert.equal(status, 2);
    assert.match(stderr, message);
    assert.ok(!existsSync(kept));
  }
});
