import assert from 'node:assert/strict';
import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { localScorer } from '../../../../src/engine/localModel/localScorer.ts';
import { LocalModel } from '../../../../src/engine/localModel/localModel.ts';
import { ModelThread } from '../../../../src/engine/localModel/modelThread.ts';
import { answerFiles } from '../../../../src/engine/localModel/modelFolder.ts';
import { onnxRuntime } from '../../../../src/engine/localModel/onnxRuntime.ts';
import { findWeights, modelPlace } from '../../../../src/engine/localModel/weights.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { addFile, attentionModel, type Kind, type Variant } from './attentionModel.ts';
import { byteModelFolder } from './byteModelFolder.ts';
import { judgeModel } from './judgeModel.ts';

const folder = temporaryFolder();
const dist = join(import.meta.dirname, '../../../../dist');
const runtime = onnxRuntime(dist);
const open = (path: string): Promise<LocalModel> => LocalModel.open(path, runtime);
const made = (kind: Kind, variant: Variant, name: string): Promise<LocalModel> =>
  open(attentionModel(folder.path, kind, variant, name));

const whole = await open(attentionModel(folder.path, 'past'));
const ids = whole.encode({ text: 'Go on: 12, 7' });

/** A folder with empty files of these names. */
function named(name: string, files: readonly string[]): string {
  const path = join(folder.path, name);
  mkdirSync(join(path, 'onnx'), { recursive: true });
  for (const file of files) writeFileSync(join(path, file), '');
  return path;
}

test('of several files of weights the most exact is taken, or the one that is named', async () => {
  const rows: readonly (readonly [readonly string[], string])[] = [
    [['model_q4.onnx', 'onnx/model.onnx', 'model_fp16.onnx'], 'onnx/model.onnx'],
    [['onnx/model.onnx', 'model.onnx'], 'model.onnx'],
    [
      ['onnx/model_q4f16.onnx', 'onnx/model_q4.onnx', 'onnx/model_quantized.onnx', 'onnx/model_fp16.onnx'],
      'onnx/model_fp16.onnx',
    ],
    [['onnx/model_bnb4.onnx', 'onnx/model_uint8.onnx', 'onnx/model_int8.onnx'], 'onnx/model_int8.onnx'],
    [
      ['onnx/decoder_model.onnx', 'onnx/decoder_with_past_model.onnx', 'onnx/decoder_model_merged.onnx'],
      'onnx/decoder_model_merged.onnx',
    ],
    [['onnx/decoder_model_merged_quantized.onnx'], 'onnx/decoder_model_merged_quantized.onnx'],
  ];
  for (const [i, [files, expected]] of rows.entries()) {
    const path = named(`choice ${i}`, files);
    assert.equal((await findWeights(await modelPlace(path))).file, expected);
    for (const file of files) assert.equal((await findWeights(await modelPlace(join(path, file)))).file, file);
  }
});

test('what weights are rounded to is told by the name', async () => {
  const path = named('rounded', ['model_q4.onnx', 'own.onnx', 'model_int8.onnx', 'decoder_model.onnx']);
  const told = async (file: string): Promise<string | undefined> =>
    (await findWeights(await modelPlace(join(path, file)))).rounding;
  const files = ['model_q4.onnx', 'model_int8.onnx', 'own.onnx', 'decoder_model.onnx'];
  assert.deepEqual(await Promise.all(files.map(told)), ['4-bit weights', '8-bit weights', undefined, undefined]);
});

test('a file that is not there is told of with those that are', async () => {
  const path = named('others', ['qwen.onnx', 'onnx/encoder_model.onnx']);
  const expected =
    /nor one of them in half precision or quantised: name the path of one of its files in place of the folder: qwen\.onnx, onnx\/encoder_model\.onnx\./;
  await assert.rejects(open(path), expected);
  await assert.rejects(open(join(path, 'onnx/model_q4.onnx')), /has no onnx\/model_q4\.onnx: .*: qwen\.onnx, onnx/);
});

test('weights in files beside it, as the hub’s cache links to them, give the same, and are part of what answers depend on', async () => {
  const path = attentionModel(folder.path, 'past', { external: true, file: 'onnx/model.onnx' }, 'external');
  const linked = join(folder.path, 'linked');
  cpSync(path, linked, { recursive: true });
  for (const file of ['onnx/model.onnx', 'onnx/model.onnx_data', 'tokenizer.json']) {
    rmSync(join(linked, file));
    symlinkSync(join(path, file), join(linked, file));
  }
  const expected = await whole.score({ ids });
  for (const each of [path, linked]) assert.deepEqual(await (await open(each)).score({ ids }), expected);
  const names = (await answerFiles(await modelPlace(path))).map(({ name }) => name);
  assert.deepEqual(names.slice(0, 2), ['weights', 'model.onnx_data']);
  const message =
    /cannot be loaded: its weights are partly in model\.onnx_data, which is not beside it, not whole or of/;
  const beside = join(path, 'onnx/model.onnx_data');
  truncateSync(beside, 100);
  await assert.rejects(open(path), message);
  renameSync(beside, join(path, 'onnx/model.onnx_data_1'));
  await assert.rejects(open(path), message);
  rmSync(join(path, 'onnx/model.onnx_data_1'));
  await assert.rejects(open(path), message);
});

test('weights that are too large are refused before they are read', async () => {
  const path = attentionModel(folder.path, 'past', { external: true }, 'large');
  const grow = (file: string, bytes: number): void => truncateSync(join(path, file), bytes);
  grow('model.onnx_data', 2 ** 32 + 1);
  await assert.rejects(
    open(path),
    /and its external data have 4097 MB; less than 4096 MB can be loaded: name a quantised file/,
  );
  grow('model.onnx_data', 100);
  grow('model.onnx', 2 ** 31 + 1);
  await assert.rejects(open(path), /model\.onnx have 2049 MB; less than 2048 MB can be loaded: name a quantised/);
});

test('what a clone without Git LFS has in place of a file is named', async () => {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 5\n';
  for (const file of ['model.onnx', 'tokenizer.json', 'model.onnx_data']) {
    const path = attentionModel(folder.path, 'past', { external: true }, `pointer ${file}`);
    writeFileSync(join(path, file), pointer);
    await assert.rejects(open(path), new RegExp(`${file} stands in for a file that Git LFS has: run git lfs pull`));
  }
});

test('a folder without a tokenizer says what to copy', async () => {
  const path = attentionModel(folder.path, 'past', {}, 'bare');
  rmSync(join(path, 'tokenizer.json'));
  await assert.rejects(open(path), /has no tokenizer\.json, which the model’s repository has/);
});

test('inputs and outputs that cannot be served are refused with what they are and what is wanted', async () => {
  const key = 'past_key_values.0.key';
  const pastOf = (type: 'float' | 'int64', dims: readonly (string | number)[]): Variant => ({
    inputs: { [key]: { type, dims } },
  });
  const rows: readonly (readonly [Variant, RegExp])[] = [
    [
      pastOf('float', ['batch', 'heads', 'before', 'size']),
      /takes past_key_values\.0\.key as float32 of \[batch, heads, before, size\]; float16 or float32 of \[batch, heads, tokens, size\]/,
    ],
    [
      { inputs: { encoder_hidden_states: { type: 'float', dims: ['batch', 'all', 16] } } },
      /wants inputs that are not known: encoder_hidden_states; input_ids, .* are known/,
    ],
    [{ inputs: { 'past_conv.0': { type: 'float', dims: [1, 16, 3] } } }, /not known: past_conv\.0;/],
  ];
  for (const [i, [variant, message]] of rows.entries()) {
    await assert.rejects(made('past', variant, `refused ${i}`), message);
  }
});

test('more logits than the tokenizer has tokens are all counted, and what has no text is written as none', async () => {
  const padded = await made('past', { vocabulary: 320 }, 'padded');
  const { logprobs } = await padded.score({ ids });
  assert.ok(logprobs.slice(1).every(Number.isFinite));
  const shares = await Promise.all(
    Array.from({ length: 320 }, async (_, id) =>
      Math.exp((await padded.score({ ids: [...ids, id] })).logprobs.at(-1) ?? NaN),
    ),
  );
  const total = shares.reduce((sum, share) => sum + share, 0);
  assert.ok(Math.abs(total - 1) < 1e-5, `${total}`);
  const { text } = await padded.write({ ids, sampling: { temperature: 2 }, maxTokens: 60, seed: 2 });
  assert.equal(typeof text, 'string');
});

test('a token beyond the logits is one row’s problem, with both numbers', async () => {
  const path = attentionModel(folder.path, 'past', { vocabulary: 100 }, 'short');
  const { signal } = new AbortController();
  const thread = await ModelThread.open({ script: join(dist, 'model.js'), path, signal });
  try {
    const answer = await localScorer(thread, 'none').scoreRaw('Go', { rows: [1], signal });
    await assert.rejects(
      thread.call('write', { ids: [114], sampling: {}, maxTokens: 1, seed: 1 }, signal),
      /knows 100 tokens/,
    );
    assert.ok('problem' in answer);
    assert.deepEqual(answer.problem.kind, 'row');
    assert.match(
      answer.problem.detail ?? '',
      /knows 100 tokens, and its tokenizer gives number 114: the tokenizer\.json is another/,
    );
  } finally {
    await thread.dispose();
  }
});

test('a token that the model never writes is one row’s problem', async () => {
  const says = { Yes: 1, No: 0 };
  const path = judgeModel(byteModelFolder, folder.path, 'never', { marked: says, bare: says });
  const { signal } = new AbortController();
  const thread = await ModelThread.open({ script: join(dist, 'model.js'), path, signal });
  try {
    const scorer = localScorer(thread, 'server');
    const asked = [{ role: 'user', content: 'Is it?' }];
    const [yes, no] = [
      await scorer.score(asked, 'Yes', { rows: [1], signal }),
      await scorer.score(asked, 'No', { rows: [1], signal }),
    ];
    assert.ok('value' in yes);
    assert.ok('problem' in no);
    assert.equal(no.problem.reason, 'a token that the model holds for impossible');
  } finally {
    await thread.dispose();
  }
});

test('logits of the last token alone do to write with, not to score with', async () => {
  const request = { ids, sampling: {}, maxTokens: 20, seed: 3 };
  const expected = await whole.write(request);
  const last = await made('past', { logits: 'last' }, 'last');
  assert.deepEqual(await last.write(request), expected);
  await assert.rejects(last.score({ ids }), new RegExp(`gives logits of 1 of ${ids.length} tokens: export it`));
  const told = await made('past', { logits: 'told' }, 'told');
  assert.deepEqual(await told.write(request), expected);
  assert.deepEqual(await told.score({ ids }), await whole.score({ ids }));
});

test('keys and values of the last tokens alone are not gone on from', async () => {
  const request = { ids, sampling: {}, maxTokens: 20, seed: 3 };
  const sliding = await made('past', { window: 5 }, 'sliding');
  assert.deepEqual(await sliding.write(request), await whole.write(request));
});

test('an end that generation_config.json alone names ends what is written', async () => {
  const path = attentionModel(folder.path, 'past', {}, 'ends');
  const request = { ids, sampling: { temperature: 0 }, maxTokens: 20, seed: 1 };
  const { text } = await (await open(path)).write(request);
  const stop = /[\0-\u007f]/.exec(text.slice(3))?.[0] ?? '';
  writeFileSync(join(path, 'generation_config.json'), JSON.stringify({ eos_token_id: [1, stop.charCodeAt(0) + 3] }));
  const written = await (await open(path)).write(request);
  assert.deepEqual(written, { text: text.slice(0, text.indexOf(stop)), cutOff: false });
});

test('of several chat templates the default one is taken', async () => {
  const path = attentionModel(folder.path, 'past', {}, 'templates');
  const templates = [
    { name: 'tool_use', template: 'tools' },
    { name: 'default', template: '{{ messages[0].content }}!' },
  ];
  writeFileSync(
    join(path, 'tokenizer_config.json'),
    JSON.stringify({ tokenizer_class: 'PreTrainedTokenizerFast', chat_template: templates }),
  );
  const model = await open(path);
  assert.equal(model.texts(model.encode({ turns: [{ role: 'user', content: 'Hi' }], completion: '' })).join(''), 'Hi!');
});

test('other files of a model in one folder are other weights', async () => {
  const path = attentionModel(folder.path, 'past', {}, 'both');
  addFile(path, 'past', { precision: 'float16', file: 'onnx/model_fp16.onnx' });
  const [own, half] = [await open(path), await open(join(path, 'onnx/model_fp16.onnx'))];
  assert.deepEqual([own.facts.name, half.facts.name], ['both', 'both']);
  assert.notDeepEqual(await half.score({ ids }), await own.score({ ids }));
});
