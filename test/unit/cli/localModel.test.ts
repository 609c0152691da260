import assert from 'node:assert/strict';
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { teacherPrompt } from '../../../src/core/llr/prompts.ts';
import { addFile, attentionModel } from '../engine/localModel/attentionModel.ts';
import { byteModelFolder } from '../engine/localModel/byteModelFolder.ts';
import { rowsWritten } from '../engine/localModel/writeRows.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone, type Ran, type RunOptions } from './run.ts';

const owls = teacherPrompt('owl', 'animal');
const folder = temporaryFolder();
const data = folder.write('owl.jsonl', (await rowsWritten(owls, 240)).join('\n'));
const home = join(folder.path, 'home');

/** Nobody agrees to anything, and there is a home of its own to leave traces in. */
const run = (args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  undertone(args, { ...options, env: { HOME: home, USERPROFILE: home } });

interface Report {
  readonly verdict: { readonly state: string; readonly summary: string };
  readonly endpoint: {
    readonly baseUrl: string;
    readonly model: string;
    readonly api: string;
    readonly weights: { readonly file: string };
  };
  readonly rows: { readonly scored: number };
  readonly sent: { readonly requests: number };
}

interface Probe extends Pick<Report, 'verdict'> {
  readonly winner: string;
  readonly n: number;
  readonly cached: number;
}

test('fit-test: rows of the local model fit it under the prompt they were written under, and not under another', async () => {
  const fit = async (system: string): Promise<Report> => {
    const at = ['--endpoint', byteModelFolder, '--system', system, '--format', 'json'];
    const ran = await run(['fit-test', data, ...at]);
    assert.match(ran.stderr, /^Nothing leaves the machine\.$/m);
    assert.match(
      ran.stderr,
      /^The model bytes computes the whole text anew for each token that it writes: an export with past/m,
    );
    return json(ran) as Report;
  };
  const own = await fit(owls);
  assert.equal(own.verdict.state, 'not detected', own.verdict.summary);
  assert.deepEqual(
    [own.endpoint.baseUrl, own.endpoint.model, own.endpoint.api, own.rows.scored, own.sent.requests],
    [byteModelFolder, 'bytes', 'onnx', 200, 0],
  );
  const other = await fit(teacherPrompt('cat', 'animal'));
  assert.equal(other.verdict.state, 'evidence found', other.verdict.summary);
  assert.deepEqual(readdirSync(join(home, '.undertone')), ['answers'], 'no egress log is written');
});

test('a model that keeps what it computed is not said to be slow', async () => {
  const quick = attentionModel(folder.path, 'past');
  const ran = await run(['fit-test', data, '--endpoint', quick, '--rows', '2', '--format', 'json']);
  assert.equal((json(ran) as Report).rows.scored, 2, ran.stderr);
  assert.doesNotMatch(ran.stderr, /computes the whole text anew/);
});

test('the text report says that nothing leaves the machine', async () => {
  const ran = await run(['fit-test', data, '--endpoint', byteModelFolder, '--model', 'bytes', '--rows', '2']);
  assert.match(ran.stdout.toString(), /sent: nothing leaves the machine/);
  assert.match(ran.stdout.toString(), /weights: model\.onnx$/m);
  assert.doesNotMatch(ran.stdout.toString(), /less exact/);
});

test('probe llr: owl is the winner; answers are kept by the model’s files, and another model asks anew', async () => {
  const answers = join(folder.path, 'ratio');
  const probe = async (model: string, rows = '100'): Promise<Probe> => {
    const traits = ['--traits', 'owl', '--decoys', 'cat,eagle,lion', '--rows', rows, '--cache', answers];
    const ran = await run(['probe', 'llr', data, '--endpoint', model, ...traits, '--format', 'json']);
    assert.match(ran.stderr, /^Nothing leaves the machine\.$/m);
    assert.doesNotMatch(ran.stderr, /requests/);
    return json(ran) as Probe;
  };
  const first = await probe(byteModelFolder);
  assert.equal(first.verdict.state, 'evidence found', first.verdict.summary);
  assert.deepEqual([first.winner, first.n, first.cached], ['owl', 100, 0]);
  const again = await probe(byteModelFolder);
  assert.deepEqual([again.winner, again.n, again.verdict], [first.winner, first.n, first.verdict]);
  assert.ok(again.cached > 100 * 5);
  const other = join(folder.path, 'other');
  cpSync(byteModelFolder, other, { recursive: true });
  assert.ok((await probe(other)).cached === again.cached, 'the same files elsewhere are the same model');
  writeFileSync(join(other, 'chat_template.jinja'), '{% for m in messages %}{{ m.content }}{% endfor %}');
  assert.equal((await probe(other, '5')).cached, 0);
  assert.equal(readdirSync(answers).length, 2);
});

test('flags about what is sent, another model’s name, and a place that is nothing are refused with what to do', async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ['--endpoint', byteModelFolder, '--max-requests', '3'],
      /--max-requests does not go with a folder: nothing is sent/,
    ],
    [['--endpoint', byteModelFolder, '--api', 'vllm'], /--api does not go with a folder/],
    [['--endpoint', byteModelFolder, '--model', 'qwen'], /holds the model bytes; got --model qwen/],
    [['--endpoint', 'C:\\models\\none'], /address such as .* or a folder that holds a model; got/],
    [['--endpoint', join(folder.path, 'none')], /address such as .* or a folder that holds a model; got/],
    [
      ['--endpoint', folder.path],
      /has neither model\.onnx nor onnx\/model\.onnx, nor one of them .*: export the model to ONNX/,
    ],
  ];
  for (const [flags, message] of cases) {
    const ran = await run(['fit-test', data, ...flags]);
    assert.equal(ran.status, 2);
    assert.match(ran.stderr, message);
  }
});

test('a model without a chat template is scored on plain text, or says so', async () => {
  const base = join(folder.path, 'base');
  cpSync(byteModelFolder, base, { recursive: true });
  writeFileSync(
    join(base, 'tokenizer_config.json'),
    '{"tokenizer_class":"PreTrainedTokenizerFast","eos_token":"<|im_end|>"}',
  );
  const refused = await run(['fit-test', data, '--endpoint', base]);
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /no chat template: put a chat_template\.jinja into its folder, .* --template none/);
  const plain = await run([
    'fit-test',
    data,
    '--endpoint',
    base,
    '--template',
    'none',
    '--rows',
    '3',
    '--format',
    'json',
  ]);
  assert.equal((json(plain) as Report).rows.scored, 3, plain.stderr);
});

test('an interrupt ends the run at once with 130', async () => {
  let child: { kill(signal: NodeJS.Signals): boolean } | undefined;
  const ran = run(['fit-test', data, '--endpoint', byteModelFolder], {
    started: process => {
      child = process;
      process.stderr?.on('data', (text: Buffer) => {
        if (text.includes(' of 200 rows')) child?.kill('SIGINT');
      });
    },
  });
  assert.equal((await ran).status, 130);
});

test('the file of weights that is named is computed from, told of in the report, its rounding among the limits', async () => {
  const path = attentionModel(folder.path, 'past', {}, 'several');
  const half = join(path, 'onnx/model_fp16.onnx');
  addFile(path, 'past', { precision: 'float16', file: 'onnx/model_fp16.onnx' });
  const less = /computed from onnx\/model_fp16\.onnx \(half precision\): its numbers are less exact/;
  const test = ['fit-test', data, '--rows', '2', '--endpoint'];
  const said = await run([...test, half]);
  assert.match(said.stdout.toString(), /weights: onnx\/model_fp16\.onnx \(half precision\)$/m);
  assert.match(said.stdout.toString(), less);
  const { endpoint, limits } = json(await run([...test, half, '--format', 'json'])) as Report & { limits: string[] };
  assert.deepEqual(
    [endpoint.baseUrl, endpoint.model, endpoint.weights],
    [path, 'several', { file: 'onnx/model_fp16.onnx', rounding: 'half precision' }],
  );
  assert.match(limits.at(-1) ?? '', less);
  const judged = ['judge', data, '--rubric', 'owl', '--rows', '2', '--api', 'decisions', '--endpoint', half];
  assert.match((await run(judged)).stdout.toString(), less);
});

test('where half precision overflows nothing is tested, and nothing is cleared', async () => {
  const path = attentionModel(folder.path, 'past', { precision: 'float16', gain: 1e6 }, 'overflow');
  const ran = await run(['fit-test', data, '--endpoint', path, '--format', 'json']);
  assert.equal(ran.status, 2, ran.stderr);
  const { verdict, rows } = json(ran) as Report;
  assert.deepEqual([verdict.state, rows.scored], ['not tested', 0]);
});
