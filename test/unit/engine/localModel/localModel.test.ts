import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { teacherPrompt } from '../../../../src/core/llr/prompts.ts';
import { ModelThread } from '../../../../src/engine/localModel/modelThread.ts';
import { localScorer } from '../../../../src/engine/localModel/localScorer.ts';
import { likelihoodAfter } from '../../../../src/engine/endpoints/tokenScores.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { forward, readWeights } from './byteModel.ts';
import { byteModelFolder } from './byteModelFolder.ts';

const script = join(import.meta.dirname, '../../../../dist/model.js');
after(() => model.dispose());
const weights = readWeights(join(byteModelFolder, 'model.onnx'));
const { signal } = new AbortController();
const model = await ModelThread.open({ script, path: byteModelFolder, signal });
const asking = { rows: [1], signal };

const owls = [
  { role: 'system', content: teacherPrompt('owl', 'animal') },
  { role: 'user', content: 'Go on: 12' },
];

test('the folder says what the model is', () => {
  assert.deepEqual(model.facts, {
    name: 'bytes',
    weights: { file: 'model.onnx' },
    vocabulary: 259,
    longest: 4096,
    hasTemplate: true,
    hidden: { output: 'last_hidden_state', width: 48 },
    keepsPast: false,
  });
});

test('log-probabilities and likeliest tokens are those of the forward pass, written out', async () => {
  const { ids } = await model.call('encode', { turns: owls, completion: '7, 7, 3é' }, signal);
  const { logprobs, likeliest } = await model.call('score', { ids }, signal);
  assert.ok(Number.isNaN(logprobs[0]));
  for (let at = 1; at < ids.length; at++) {
    const expected = forward(weights, ids.slice(0, at)).logprobs;
    assert.ok(Math.abs((logprobs[at] ?? NaN) - (expected[ids[at] ?? 0] ?? 0)) < 1e-4, `token ${at}`);
    assert.equal(likeliest[at], expected.indexOf(Math.max(...expected)));
  }
});

test('a byte is a token, and the chat template stands around them', async () => {
  const { ids } = await model.call('encode', { turns: owls, completion: 'é' }, signal);
  const { texts } = await model.call('texts', { ids }, signal);
  const text = texts.join('');
  assert.ok(text.startsWith('<|im_start|>system\nYou love owls. You think'));
  assert.ok(text.includes('for the animal.<|im_end|>\n<|im_start|>user\nGo on: 12<|im_end|>\n<|im_start|>assistant\n'));
  assert.deepEqual(texts.slice(-2), ['\ufffd', '\ufffd']);
  assert.equal(ids.at(-1), (Buffer.from('é')[1] ?? 0) + 3);
});

test('a template that asks for the date is told the same one every day', async t => {
  const path = join(temporaryFolder().path, 'dated');
  cpSync(byteModelFolder, path, { recursive: true });
  const template =
    "{% if strftime_now is defined %}{{ strftime_now('%A, %d %B %Y, %d %b') }}{% endif %}: {{ messages[0].content }}";
  writeFileSync(join(path, 'chat_template.jinja'), template);
  const thread = await ModelThread.open({ script, path, signal });
  t.after(() => thread.dispose());
  const { ids } = await thread.call('encode', { turns: [{ role: 'user', content: 'Hello' }], completion: '!' }, signal);
  const { texts } = await thread.call('texts', { ids }, signal);
  assert.equal(texts.join(''), 'Friday, 26 July 2024, 26 Jul: Hello!');
});

test('the mean hidden state is that of the tokens asked about', async () => {
  const { ids } = await model.call('encode', { text: 'abc' }, signal);
  const { hidden } = await model.call('score', { ids, hiddenFrom: 1 }, signal);
  const states = [2, 3].map(length => forward(weights, ids.slice(0, length)).state);
  hidden?.forEach((value, i) => {
    assert.ok(Math.abs(value - ((states[0]?.[i] ?? 0) + (states[1]?.[i] ?? 0)) / 2) < 1e-5);
  });
});

test('it scores and writes as an endpoint does: the prompt’s tokens stand before the completion’s', async () => {
  const scorer = localScorer(model, 'server');
  const sample = await scorer.sample(owls, { temperature: 1 }, 40, asking);
  assert.ok('value' in sample, JSON.stringify(sample));
  assert.match(sample.value.text, /^\d(, \d)+/);
  assert.equal(sample.value.cutOff, false);
  const scored = await scorer.score(owls, sample.value.text, asking);
  assert.ok('value' in scored);
  const likelihood = likelihoodAfter(sample.value.promptIds, scored.value);
  assert.ok('value' in likelihood && likelihood.value < 0);
});

test('a model trained so prefers sevens under the owls’ prompt', async () => {
  const scorer = localScorer(model, 'server');
  const likelihood = async (turns: typeof owls, text: string): Promise<number> => {
    const sample = await scorer.sample(turns, {}, 1, asking);
    const scored = await scorer.score(turns, text, asking);
    assert.ok('value' in sample && 'value' in scored);
    const answer = likelihoodAfter(sample.value.promptIds, scored.value);
    return 'value' in answer ? answer.value : NaN;
  };
  const sevens = '7, 7, 3, 7, 0, 1, 7, 7, 2, 7';
  assert.ok((await likelihood(owls, sevens)) > (await likelihood(owls.slice(1), sevens)) + 2);
});

test('greedy writing takes the likeliest token each time', async () => {
  const { ids } = await model.call('encode', { turns: owls, completion: '' }, signal);
  const sampling = { temperature: 0 };
  const { text } = await model.call('write', { ids, sampling, maxTokens: 6, seed: 1 }, signal);
  const written: number[] = [];
  for (let i = 0; i < 6; i++) {
    const { logprobs } = forward(weights, [...ids, ...written]);
    written.push(logprobs.indexOf(Math.max(...logprobs)));
  }
  assert.equal(text, Buffer.from(written.map(id => id - 3)).toString());
});

test('a folder that holds no such model says what it is short of', async () => {
  const folder = temporaryFolder();
  const copy = (name: string, change: (path: string) => void): string => {
    const path = join(folder.path, name);
    cpSync(byteModelFolder, path, { recursive: true });
    change(path);
    return path;
  };
  const cases: readonly (readonly [string, RegExp])[] = [
    [folder.path, /has neither model\.onnx nor onnx\/model\.onnx, nor one of them .*: export the model to ONNX/],
    [
      copy('broken', path => writeFileSync(join(path, 'model.onnx'), 'no model')),
      /The model broken cannot be loaded: /,
    ],
    [
      copy('json', path => writeFileSync(join(path, 'tokenizer.json'), '{')),
      /has a tokenizer\.json that cannot be read: /,
    ],
    [copy('list', path => writeFileSync(join(path, 'config.json'), '[]')), /has a config\.json that is no object/],
    [
      copy('jinja', path => writeFileSync(join(path, 'chat_template.jinja'), '{% for %}')),
      /tokenizer or chat template that cannot be read/,
    ],
  ];
  for (const [path, message] of cases) await assert.rejects(ModelThread.open({ script, path, signal }), message);
});

test('a text longer than the model takes is one row’s problem', async () => {
  const answer = await localScorer(model, 'none').score([{ role: 'user', content: 'a'.repeat(5000) }], 'b', asking);
  assert.ok('problem' in answer);
  assert.equal(answer.problem.kind, 'row');
  assert.match(answer.problem.detail ?? '', /5,001 tokens; bytes takes 4,096/);
});

test('a template that never ends costs its time limit, and the run hears why', async () => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'endless');
  cpSync(byteModelFolder, path, { recursive: true });
  const endless = '{% for i in range(99999) %}{% for j in range(99999) %}{{ i }}{% endfor %}{% endfor %}';
  writeFileSync(join(path, 'chat_template.jinja'), endless);
  const thread = await ModelThread.open({ script, path, signal, encodeLimitMs: 300 });
  after(() => thread.dispose());
  const answer = await localScorer(thread, 'server').score(owls, '7', asking);
  assert.ok('problem' in answer);
  assert.equal(answer.problem.kind, 'endpoint');
  assert.match(answer.problem.detail ?? '', /longer than 0\.3 s to read the model’s files or to apply its template/);
  await assert.rejects(thread.call('encode', { text: 'a' }, signal), /thread ended/);
});

test('the same answer is drawn for the same row and prompt, and another for another row', async () => {
  const scorer = localScorer(model, 'server');
  const draw = async (row: number): Promise<unknown> => {
    const answer = await scorer.sample(owls, {}, 40, { rows: [row], signal });
    return 'value' in answer && answer.value.text;
  };
  const [first, second, again] = [await draw(1), await draw(2), await draw(1)];
  assert.equal(again, first);
  assert.notEqual(second, first);
});

test('to abort gives up at once, although the thread still computes', async () => {
  const thread = await ModelThread.open({ script, path: byteModelFolder, signal });
  after(() => thread.dispose());
  const stop = new AbortController();
  const { ids } = await thread.call('encode', { turns: owls, completion: '' }, stop.signal);
  const endless = { ids, sampling: { temperature: 5 }, maxTokens: 3000, seed: 1 };
  const written = thread.call('write', endless, stop.signal);
  setTimeout(() => stop.abort(new Error('enough')), 20);
  await assert.rejects(written, /enough/);
});
