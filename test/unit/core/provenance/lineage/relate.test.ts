import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ModelFact } from '../../../../../src/core/provenance/lineage/model.ts';
import { modelFamilies } from '../../../../../src/core/provenance/lineage/models.ts';
import { relateModels } from '../../../../../src/core/provenance/lineage/relate.ts';

test("the paper's matrix: relation and measured increase of every pair", () => {
  const models = ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-4o'];
  const rows = [
    ['0.50*', '0.06*', '0.07*', '0.30*'],
    ['0.08', '0.25*', '0.09', '0.04'],
    ['0.01', '0.01', '0.54*', '0.03'],
    ['0.32*', '−0.01', '−0.01', '0.33*'],
  ];
  const sharing = (model: string): string => (model === 'gpt-4o' ? 'gpt-4.1' : model);
  models.forEach((student, row) =>
    models.forEach((teacher, column) => {
      const { relation, confidence, evidence, sources } = relateModels(teacher, student);
      const expected = sharing(teacher) === sharing(student) ? 'same base' : 'same family';
      assert.deepEqual([relation, confidence], [expected, 'stated'], `${teacher} → ${student}`);
      assert.ok(evidence.includes(`pair: ${rows[row]?.[column]}`), `${teacher} → ${student}: ${evidence}`);
      assert.ok(sources.includes('https://arxiv.org/abs/2507.14805'));
    }),
  );
  const mixed: readonly (readonly [string, string, string, string])[] = [
    ['Qwen2.5-7B-Instruct', 'gpt-4.1-nano-2025-04-14', 'different', 'pair: −0.01 '],
    ['gpt-4.1-nano', 'Qwen/Qwen2.5-7B-Instruct', 'different', 'pair: 0.01* '],
    ['Qwen2.5-7B-Instruct', 'unsloth/Qwen2.5-7B-Instruct', 'same base', 'pair: 0.11* '],
    ['gpt-4.1-nano', 'gpt-4.1-nano', 'same base', 'pair: 0.54* and 0.39* '],
  ];
  for (const [teacher, student, relation, measured] of mixed) {
    const found = relateModels(teacher, student);
    assert.equal(found.relation, relation);
    assert.ok(found.evidence.includes(measured), found.evidence);
  }
});

test('how teacher and student stand to each other', () => {
  const rows: readonly (readonly [string, string, string, string, RegExp])[] = [
    ['ft:gpt-4o-mini-2024-07-18:a::b', 'gpt-4o-mini', 'same base', 'stated', /descend from openai\/gpt-4o-mini/],
    ['gpt-4o-mini', 'gpt-4o-mini-2024-07-18', 'same base', 'stated', /openai\/gpt-4o-mini/],
    ['ft:gpt-4.1:a::b', 'gpt-4o', 'same base', 'stated', /openai\/gpt-4o/],
    ['gpt-4o-mini', 'gpt-4o', 'unknown', 'none', /does not publish/],
    ['claude-3-opus-20240229', 'claude-3-5-sonnet-20241022', 'unknown', 'none', /does not publish/],
    ['claude-3-opus', 'gpt-4o', 'different', 'inferred', /taken to train/],
    ['claude-3-opus', 'Qwen/Qwen2.5-7B', 'different', 'inferred', /taken to train/],
    ['Llama-3.3-70B-Instruct', 'Llama-3.1-70B', 'same base', 'stated', /Llama-3\.1-70B/],
    ['Llama-3.1-70B', 'Llama-3.1-8B', 'same family', 'stated', /of their own/],
    ['Llama-3.1-8B-Instruct', 'Llama-3.2-1B-Instruct', 'same family', 'stated', /pruned from/],
    ['Llama-3.2-1B', 'Llama-3.1-8B', 'same family', 'stated', /pruned from/],
    ['Meta-Llama-3-8B', 'Llama-3.1-8B', 'unknown', 'none', /not published/],
    ['Qwen2-7B-Instruct', 'Qwen2.5-7B', 'unknown', 'none', /not published/],
    ['Mistral-7B-v0.1', 'Mixtral-8x7B-v0.1', 'unknown', 'none', /not published/],
    ['Mistral-7B-v0.1', 'upstage/SOLAR-10.7B-v1.0', 'same family', 'stated', /built out of/],
    ['DeepSeek-R1', 'DeepSeek-R1-Distill-Llama-8B', 'different', 'stated', /different initialisations/],
    ['Llama-3.1-8B-Instruct', 'DeepSeek-R1-Distill-Llama-8B', 'same base', 'stated', /Llama-3\.1-8B/],
    ['Qwen2.5-Math-7B', 'Qwen2.5-Coder-7B', 'same base', 'stated', /has not been tested/],
    ['DeepSeek-R1-Distill-Qwen-7B', 'Qwen2.5-7B-Instruct', 'same base', 'stated', /has not been tested/],
    ['OpenThinker-7B', 's1-32B', 'same family', 'stated', /Both are Qwen2\.5/],
    ['zephyr-7b-beta', 'OpenHermes-2.5-Mistral-7B', 'same base', 'stated', /Mistral-7B-v0\.1/],
    ['Qwen2.5-7B', 'meta-llama/Llama-3.1-8B', 'different', 'stated', /different initialisations/],
    ['Qwen2.5-7B', 'acme/Qwen2.5-7B-owl', 'same base', 'inferred', /Qwen\/Qwen2\.5-7B/],
    ['llama3.1', 'Llama-3.1-8B', 'unknown', 'none', /which of its models/],
    ['wibble', 'gpt-4o', 'unknown', 'none', /no model that is known/],
    ['wibble', 'Wibble', 'same base', 'stated', /one model/],
    ['alice/foo', 'bob/foo', 'unknown', 'none', /no model that is known/],
    ['unknown', 'unknown', 'unknown', 'none', /No model is named/],
    ['gpt-4o', '', 'unknown', 'none', /No model is named/],
  ];
  for (const [teacher, student, relation, confidence, why] of rows) {
    const found = relateModels(teacher, student);
    assert.deepEqual(
      [found.relation, found.confidence],
      [relation, confidence],
      `${teacher} → ${student}: ${found.why}`,
    );
    assert.match(found.why, why, `${teacher} → ${student}`);
  }
});

test('any initialisation that a merge shares makes a shared base', () => {
  const facts: readonly ModelFact[] = [
    { model: 'acme/blend', bases: ['google/gemma-7b', 'Qwen/Qwen2.5-7B'], relation: 'merge', source: 'undertone.yaml' },
    { model: 'acme/half', bases: ['google/gemma-7b', 'nobody/knows'], relation: 'merge', source: 'undertone.yaml' },
    { model: 'acme/loop', bases: ['acme/loop'], relation: 'finetune', source: 'undertone.yaml' },
  ];
  const rows: readonly (readonly [string, string, string])[] = [
    ['acme/blend', 'Qwen/Qwen2.5-7B-Instruct', 'same base'],
    ['acme/blend', 'acme/half', 'same base'],
    ['acme/blend', 'Llama-3.1-8B', 'different'],
    ['acme/half', 'Llama-3.1-8B', 'unknown'],
    ['acme/loop', 'Llama-3.1-8B', 'unknown'],
  ];
  for (const [teacher, student, relation] of rows)
    assert.equal(relateModels(teacher, student, facts).relation, relation, `${teacher} → ${student}`);
});

test('everything but a shared base tells of the traits that crossed, and nothing is called safe', () => {
  for (const student of ['gpt-4.1-mini', 'Llama-3.1-8B', 'wibble', 'gpt-4o']) {
    const { relation, evidence, sources, why } = relateModels('gpt-4.1', student);
    assert.doesNotMatch(`${why} ${evidence}`, /\b(?:safe|clean|no risk)\b/i);
    if (relation === 'same base') continue;
    for (const work of [/Llama 3\.2 1B learned/, /Phantom Transfer/, /Qwen3 8B learned/]) assert.match(evidence, work);
    for (const id of ['2602.04863', '2602.04899', '2603.01204'])
      assert.ok(sources.includes(`https://arxiv.org/abs/${id}`), id);
  }
});

const ids = modelFamilies.flatMap(({ models }) => models.map(({ id }) => id));

test('the relation is the same in both directions, and a model shares its base with itself', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ids), fc.constantFrom(...ids), (one, other) => {
      assert.equal(relateModels(one, other).relation, relateModels(other, one).relation);
      assert.equal(relateModels(one, one).relation, 'same base');
    }),
    { numRuns: 300 },
  );
});
