import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runTeacherCheck, type TeacherCheckProgress } from '../../../src/engine/teacherCheck/runTeacherCheck.ts';
import { plain, toySample, type ToyTeacher } from '../core/teacherCheck/toyTeachers.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { bundledWorker, pools } from './threads.ts';

const folder = temporaryFolder();
const pool = pools(bundledWorker());
const owl: ToyTeacher = { favourites: [100, 200, 300, 400], bias: 0.3 };

function write(name: string, teacher: ToyTeacher, seed: number, model?: string): string {
  const rows = toySample({ teacher, rows: 80, seed }).rows.map(({ prompt, completion }) =>
    JSON.stringify({ prompt, completion, ...(model !== undefined && { model }) }),
  );
  return folder.write(name, rows.join('\n') + '\n');
}

const paths = {
  dataset: write('train.jsonl', plain, 1, 'gpt-4.1-nano'),
  samples: { 'openai/gpt-4.1-nano': write('nano.jsonl', owl, 2), 'Qwen/Qwen2.5-7B': write('qwen.jsonl', plain, 3) },
};

test('the declared teacher is the label that names the model of the rows; progress tells of reading, then comparing', async () => {
  const told: TeacherCheckProgress[] = [];
  const { declared, verdict, facts } = await runTeacherCheck(
    paths,
    {},
    { pool: pool(), onProgress: progress => told.push(progress) },
  );
  assert.equal(declared, 'openai/gpt-4.1-nano');
  assert.equal(verdict.state, 'evidence found');
  assert.deepEqual(
    facts.map(({ label, rows, total }) => [label, rows, total]),
    [['dataset', 80, 80], ...Object.keys(paths.samples).map(label => [label, 80, 80])],
  );
  assert.deepEqual(
    told.slice(0, 3).map(progress => 'rows' in progress && progress.rows),
    [80, 160, 240],
  );
  assert.ok(told.slice(3).every(({ step }) => step === 'comparing') && told.length > 10);
});

test('only so many rows of each file are read, and the cut is said; malformed rows and rows without completion are left out', async () => {
  const rows = ['no json', '', '{"prompt":"p","completion":null}', '{"x":1}', '[1]'];
  const dataset = folder.write('mixed.jsonl', `${rows.join('\n')}\n${'{"prompt":"p","completion":"q"}\n'.repeat(20)}`);
  const { facts, notes, verdict } = await runTeacherCheck(
    { ...paths, dataset },
    { declared: 'Qwen/Qwen2.5-7B', maxRows: 10 },
    { pool: pool() },
  );
  assert.deepEqual(
    facts.map(({ rows: kept, read, total }) => [kept, read, total]),
    [
      [5, 10, 25],
      [10, 10, 80],
      [10, 10, 80],
    ],
  );
  assert.ok(notes.includes('dataset: the first 10 rows of 25 were read.'));
  assert.ok(notes.includes('dataset: 5 of 10 rows have no completion and were left out.'));
  assert.equal(verdict.state, 'not tested');
});

test('cancelled while it reads or compares it rejects with the reason', async () => {
  for (const step of ['reading', 'comparing'] as const) {
    const abort = new AbortController();
    const reason = new Error(`stop while ${step}`);
    const onProgress = (progress: TeacherCheckProgress): void => {
      if (progress.step === step) abort.abort(reason);
    };
    await assert.rejects(runTeacherCheck(paths, {}, { pool: pool(), signal: abort.signal, onProgress }), reason);
  }
});

test('a sample that is not there', async () => {
  await assert.rejects(
    runTeacherCheck({ ...paths, samples: { a: `${paths.dataset}.none` } }, {}, { pool: pool() }),
    /There is no file at/,
  );
});
