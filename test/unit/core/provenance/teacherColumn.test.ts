import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownModelId, teacherOf } from '../../../../src/core/provenance/teacherColumn.ts';
import { formatPath, type JsonObject } from '../../../../src/core/json/value.ts';

function named(row: JsonObject): string | undefined {
  const part = teacherOf(row);
  return part && `${formatPath(part.path)} = ${part.text}`;
}

const plain =
  'model_id generated_by generation_model teacher teacher_model engine completion_model response_model'.split(' ');

test('the column that names the teacher', () => {
  const rows: readonly (readonly [JsonObject, string | undefined])[] = [
    [{}, undefined],
    [{ prompt: 'p', completion: 'c' }, undefined],
    [{ model: 'house-7b' }, 'model = house-7b'],
    [{ Model_Name: 'house-7b' }, 'Model_Name = house-7b'],
    [{ GENERATOR: 'house-7b' }, 'GENERATOR = house-7b'],
    ...plain.map(key => [{ [key]: 'house-7b' }, `${key} = house-7b`] as const),
    // Lists.
    [{ generation_models: ['house-7b'] }, 'generation_models[0] = house-7b'],
    [{ generation_models: [null, 'house-7b', 'house-7b'] }, 'generation_models[1] = house-7b'],
    [{ generation_models: ['a-1', 'b-2', 'a-1'] }, 'generation_models = a-1, b-2'],
    [{ generation_models: [] }, undefined],
    // No name.
    [{ model: '' }, undefined],
    [{ model: 'Unknown' }, undefined],
    [{ model: 'n/a', generator: 'house-7b' }, 'generator = house-7b'],
    [{ model: 3, engine: null, generator: { name: 'house-7b' } }, undefined],
    [{ models: 'house-7b', remodel: 'x', model_names_count: 2 }, undefined],
    // The plainer name wins, wherever it stands.
    [{ model_name: 'judge-1', generation_models: ['house-7b'] }, 'generation_models[0] = house-7b'],
    [{ model: 'm', teacher: 't' }, 'teacher = t'],
    // One level down.
    [{ metadata: { model: 'house-7b' } }, 'metadata.model = house-7b'],
    [{ meta: { Generator: 'house-7b' } }, 'meta.Generator = house-7b'],
    [{ metadata: { inner: { model: 'house-7b' } } }, undefined],
    [{ metadata: { model: 'below' }, model: 'above' }, 'model = above'],
    [{ source: 'gpt-4o', metadata: { model: 'house-7b' } }, 'metadata.model = house-7b'],
    [{ metadata: 'model', meta: ['model'] }, undefined],
    // Columns that name a model or a dataset.
    [{ source: 'gpt-4o' }, 'source = gpt-4o'],
    [{ origin: 'Qwen/Qwen2.5-7B-Instruct' }, 'origin = Qwen/Qwen2.5-7B-Instruct'],
    [{ source: 'ai2-adapt-dev/oasst1_converted' }, undefined],
    [{ source: 'wikipedia', model: 'house-7b' }, 'model = house-7b'],
    [{ meta: { source: 'claude-3-opus' } }, 'meta.source = claude-3-opus'],
  ];
  for (const [row, expected] of rows) assert.equal(named(row), expected, JSON.stringify(row));
});

test('ids of known model families', () => {
  const yes = [
    'gpt-4.1-nano-2025-04-14 GPT4 chatgpt o1 o3-mini claude-3-5-sonnet gemini-2.0-flash gemma2 qwen deepseek-r1 phi-4',
    'meta-llama/Llama-3.1-8B-Instruct Qwen/Qwen2.5-7B mistralai/Mixtral-8x7B deepseek-ai/DeepSeek-R1 command-r-plus grok-2',
    'allenai/OLMo-2-1124-13B 01-ai/Yi-34B THUDM/glm-4',
  ].flatMap(line => line.split(' '));
  const no = [
    'wikipedia philosophy yield commandline gemstones o openai gptq_benchmarks orca allenai/tulu-3-sft-personas-math',
    'ai2-adapt-dev/tulu_v3.9_wildchat_100k nvidia/Llama-Nemotron-Post-Training-Dataset',
  ].flatMap(line => line.split(' '));
  no.push('', 'my gpt-4 answers', `gpt-${'4'.repeat(200)}`);
  for (const text of yes) assert.ok(knownModelId(text), text);
  for (const text of no) assert.ok(!knownModelId(text), text);
});
