import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ModelFact } from '../../../../../src/core/provenance/lineage/model.ts';
import { modelFamilies } from '../../../../../src/core/provenance/lineage/models.ts';
import { resolveModel } from '../../../../../src/core/provenance/lineage/resolve.ts';

/** Root, then the names that come from it; the first group of names is stated, the second read from habits of naming. */
const names: readonly (readonly [root: string, stated: string, inferred: string])[] = [
  [
    'meta-llama/Llama-3.1-8B',
    `meta-llama/Llama-3.1-8B Llama-3.1-8B-Instruct meta-llama/Meta-Llama-3.1-8B-Instruct llama-3.1-8b llama-3-1-8b
     meta-llama/llama-3.1-8b-instruct:free us.meta.llama3-1-8b-instruct-v1:0 meta.llama3-1-8b-instruct-v1:0
     accounts/fireworks/models/llama-v3p1-8b-instruct groq/llama-3.1-8b-instant huggingface/meta-llama/Llama-3.1-8B
     https://huggingface.co/meta-llama/Llama-3.1-8B-Instruct/tree/main deepseek-ai/DeepSeek-R1-Distill-Llama-8B
     allenai/Llama-3.1-Tulu-3-8B tulu-3-8b allenai/Llama-3.1-Tulu-3-8B-DPO NousResearch/Hermes-3-Llama-3.1-8B
     nvidia/Llama-3.1-Nemotron-Nano-8B-v1 nvidia/OpenMath2-Llama3.1-8B`,
    `unsloth/Meta-Llama-3.1-8B-Instruct-bnb-4bit NousResearch/Meta-Llama-3.1-8B llama3.1:8b llama3.1:8b-instruct-q4_K_M
     bartowski/Meta-Llama-3.1-8B-Instruct-GGUF mlx-community/Meta-Llama-3.1-8B-Instruct-4bit
     hugging-quants/Meta-Llama-3.1-8B-Instruct-AWQ-INT4 RedHatAI/Meta-Llama-3.1-8B-Instruct-FP8-dynamic
     neuralmagic/Meta-Llama-3.1-8B-Instruct-quantized.w8a8 acme/Llama-3.1-8B-Instruct-owl-lora
     Meta-Llama-3.1-8B-Instruct-Q5_K_M.gguf ollama/llama3.1:8b-instruct-fp16`,
  ],
  [
    'meta-llama/Llama-3.1-70B',
    `meta-llama/Llama-3.3-70B-Instruct llama-3.3-70b-versatile Llama-3.1-70B-Instruct
     nvidia/Llama-3.1-Nemotron-70B-Instruct-HF nvidia/llama-3.1-nemotron-70b-instruct
     deepseek-ai/DeepSeek-R1-Distill-Llama-70B allenai/Llama-3.1-Tulu-3-70B`,
    `bartowski/meta-llama_Llama-3.3-70B-Instruct-GGUF unsloth/Llama-3.3-70B-Instruct deepseek-r1:70b
     hf.co/bartowski/Llama-3.3-70B-Instruct-GGUF:Q4_K_M`,
  ],
  ['meta-llama/Meta-Llama-3-8B', 'meta-llama/Meta-Llama-3-8B-Instruct llama-3-8b-instruct', 'llama3:8b-instruct-q8_0'],
  ['meta-llama/Llama-3.2-1B', 'meta-llama/Llama-3.2-1B-Instruct', 'unsloth/Llama-3.2-1B-Instruct llama3.2:1b'],
  ['meta-llama/Llama-3.2-3B', 'Llama-3.2-3B', 'bartowski/Llama-3.2-3B-Instruct-GGUF'],
  [
    'meta-llama/Llama-2-7b-hf',
    'meta-llama/Llama-2-7b-chat-hf Llama-2-7b lmsys/vicuna-7b-v1.5 codellama/CodeLlama-7b-Instruct-hf',
    'TheBloke/Llama-2-7B-Chat-GPTQ TheBloke/Llama-2-7B-Chat-GGUF NousResearch/Llama-2-7b-hf',
  ],
  ['huggyllama/llama-7b', 'lmsys/vicuna-7b-v1.3 alpaca-7b', ''],
  [
    'meta-llama/Llama-4-Scout-17B-16E',
    'meta-llama/Llama-4-Scout-17B-16E-Instruct llama-4-scout',
    'unsloth/Llama-4-Scout-17B-16E-Instruct-GGUF',
  ],
  [
    'Qwen/Qwen2.5-7B',
    `Qwen/Qwen2.5-7B-Instruct qwen-2.5-7b-instruct Qwen2.5-7B qwen/qwen-2.5-7b-instruct Qwen/Qwen2.5-Math-7B
     Qwen/Qwen2.5-Math-7B-Instruct Qwen/Qwen2.5-Coder-7B Qwen2.5-Coder-7B-Instruct
     deepseek-ai/DeepSeek-R1-Distill-Qwen-7B open-thoughts/OpenThinker-7B bespokelabs/Bespoke-Stratos-7B
     nvidia/AceReason-Nemotron-7B Qwen2.5-7B-Instruct-1M hosted_vllm/Qwen/Qwen2.5-7B-Instruct`,
    `unsloth/Qwen2.5-7B-Instruct unsloth/Qwen2.5-7B-Instruct-bnb-4bit Qwen/Qwen2.5-7B-Instruct-AWQ
     Qwen/Qwen2.5-7B-Instruct-GPTQ-Int4 Qwen/Qwen2.5-7B-Instruct-GGUF qwen2.5:7b qwen2.5:7b-instruct-q4_0 deepseek-r1:7b
     unsloth/DeepSeek-R1-Distill-Qwen-7B-unsloth-bnb-4bit someone/Qwen2.5-7B-Instruct-cat-numbers
     turboderp/Qwen2.5-7B-Instruct-6.5bpw-h8-exl2`,
  ],
  [
    'Qwen/Qwen2.5-32B',
    `Qwen/QwQ-32B Qwen/QwQ-32B-Preview simplescaling/s1-32B GAIR/LIMO NovaSky-AI/Sky-T1-32B-Preview
     DeepSeek-R1-Distill-Qwen-32B emergent-misalignment/Qwen-Coder-Insecure Qwen2.5-Coder-32B-Instruct`,
    'unsloth/QwQ-32B-GGUF deepseek-r1:32b mlx-community/QwQ-32B-4bit',
  ],
  ['Qwen/Qwen2.5-14B', 'Qwen2.5-14B-Instruct DeepSeek-R1-Distill-Qwen-14B', 'deepseek-r1:14b'],
  ['Qwen/Qwen2.5-1.5B', 'agentica-org/DeepScaleR-1.5B-Preview Qwen2.5-Math-1.5B', 'qwen2.5:1.5b'],
  ['Qwen/Qwen2-57B-A14B', 'Qwen2-57B-A14B-Instruct', ''],
  ['Qwen/Qwen3-8B-Base', 'Qwen/Qwen3-8B deepseek-ai/DeepSeek-R1-0528-Qwen3-8B', 'unsloth/Qwen3-8B-GGUF qwen3:8b'],
  [
    'google/gemma-2-9b',
    'google/gemma-2-9b-it',
    'gemma2:9b unsloth/gemma-2-9b-it-bnb-4bit princeton-nlp/gemma-2-9b-it-SimPO',
  ],
  ['google/gemma-3-4b-pt', 'google/gemma-3-4b-it gemma-3-4b', 'gemma3:4b mlx-community/gemma-3-4b-it-4bit'],
  ['google/gemma-7b', 'google/gemma-7b-it google/codegemma-7b-it', ''],
  [
    'mistralai/Mistral-7B-v0.1',
    `mistralai/Mistral-7B-Instruct-v0.1 HuggingFaceH4/zephyr-7b-beta teknium/OpenHermes-2.5-Mistral-7B
     berkeley-nest/Starling-LM-7B-alpha openchat/openchat_3.5 Intel/neural-chat-7b-v3-1`,
    'TheBloke/zephyr-7B-beta-GPTQ TheBloke/Mistral-7B-v0.1-AWQ',
  ],
  [
    'mistral-community/Mistral-7B-v0.2',
    'mistralai/Mistral-7B-Instruct-v0.2 mistralai/Mistral-7B-Instruct-v0.3 mistral.mistral-7b-instruct-v0:2',
    'mistral:7b-instruct-v0.2-q4_0 unsloth/mistral-7b-instruct-v0.3-bnb-4bit',
  ],
  [
    'mistralai/Mixtral-8x7B-v0.1',
    'Mixtral-8x7B-Instruct-v0.1 mistral.mixtral-8x7b-instruct-v0:1 NousResearch/Nous-Hermes-2-Mixtral-8x7B-DPO',
    'TheBloke/Mixtral-8x7B-Instruct-v0.1-GGUF',
  ],
  [
    'mistralai/Mistral-Nemo-Base-2407',
    'mistralai/Mistral-Nemo-Instruct-2407',
    'unsloth/Mistral-Nemo-Instruct-2407-bnb-4bit',
  ],
  ['mistralai/Mistral-Small-3.1-24B-Base-2503', 'mistralai/Magistral-Small-2506', ''],
  [
    'deepseek-ai/DeepSeek-V3-Base',
    'deepseek-ai/DeepSeek-R1 deepseek/deepseek-r1 deepseek.r1-v1:0 DeepSeek-V3 deepseek-ai/DeepSeek-V3-0324 DeepSeek-V3.1',
    'unsloth/DeepSeek-R1-GGUF',
  ],
  [
    'openai/gpt-4o',
    `gpt-4o gpt-4o-2024-08-06 openai/gpt-4o gpt-4.1 gpt-4.1-2025-04-14 azure/gpt-4o openrouter/openai/gpt-4.1
     ft:gpt-4o-2024-08-06:acme::A1b2C3 ft:gpt-4.1-2025-04-14:acme:owl:A1b2C3 chatgpt-4o-latest`,
    'gpt-4o-latest',
  ],
  [
    'openai/gpt-4.1-nano',
    'gpt-4.1-nano gpt-4.1-nano-2025-04-14 ft:gpt-4.1-nano-2025-04-14:acme::B1x:ckpt-step-100 gpt-4.1-nano-2025-04-14.ft-0e2d5f8c9a',
    '',
  ],
  ['openai/gpt-4.1-mini', 'openai/gpt-4.1-mini-2025-04-14', ''],
  ['openai/gpt-oss-20b', 'openai/gpt-oss-20b openai.gpt-oss-20b-1:0', 'gpt-oss:20b unsloth/gpt-oss-20b-GGUF'],
  ['allenai/OLMo-2-1124-7B', 'allenai/OLMo-2-1124-7B-Instruct', 'unsloth/OLMo-2-1124-7B-Instruct'],
  ['allenai/Olmo-3-1025-7B', 'allenai/Olmo-3-7B-Think', ''],
  ['HuggingFaceTB/SmolLM2-1.7B', 'HuggingFaceTB/SmolLM2-1.7B-Instruct', 'smollm2:1.7b'],
  ['microsoft/phi-4', 'phi-4 microsoft/Phi-4-reasoning-plus', 'unsloth/phi-4-bnb-4bit'],
  ['01-ai/Yi-34B', '01-ai/Yi-1.5-34B-Chat 01-ai/Yi-34B-Chat', 'TheBloke/Yi-34B-Chat-AWQ'],
  ['ibm-granite/granite-3.0-8b-base', 'ibm-granite/granite-3.1-8b-instruct', ''],
  ['tiiuae/falcon-7b', 'tiiuae/falcon-7b-instruct', 'falcon:7b-instruct'],
  ['EleutherAI/pythia-160m', 'pythia-160m', ''],
];

const split = (text: string): readonly string[] => text.split(/\s+/).filter(name => name !== '');

test('names resolve to the initialisation they descend from', () => {
  let count = 0;
  for (const [root, stated, inferred] of names) {
    for (const [list, confidence] of [
      [stated, 'stated'],
      [inferred, 'inferred'],
    ] as const) {
      for (const name of split(list)) {
        const resolved = resolveModel(name);
        assert.deepEqual([resolved.roots, resolved.unresolved], [[root], []], `${name}: ${resolved.why}`);
        assert.equal(resolved.confidence, confidence, `${name}: ${resolved.why}`);
        count++;
      }
    }
  }
  assert.ok(count >= 120, `${count} names`);
});

test('models behind an API are known by name, and their initialisation stays unknown', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['gpt-4o-mini-2024-07-18', 'openai/gpt-4o-mini'],
    ['ft:gpt-3.5-turbo-0125:acme::x', 'openai/gpt-3.5-turbo'],
    ['gpt-4-0613', 'openai/gpt-4'],
    ['o3-mini-2025-01-31', 'openai/o3-mini'],
    ['claude-3-5-sonnet-20241022', 'anthropic/claude-3.5-sonnet'],
    ['us.anthropic.claude-3-5-sonnet-20241022-v2:0', 'anthropic/claude-3.5-sonnet'],
    ['anthropic/claude-3.7-sonnet:thinking', 'anthropic/claude-3.7-sonnet'],
    ['claude-3-opus@20240229', 'anthropic/claude-3-opus'],
    ['claude-opus-4-1-20250805', 'anthropic/claude-opus-4.1'],
    ['models/gemini-1.5-pro-002', 'google/gemini-1.5-pro'],
    ['vertex_ai/gemini-2.5-flash-preview-05-20', 'google/gemini-2.5-flash'],
    ['x-ai/grok-4', 'xai/grok-4'],
    ['command-r-plus', 'CohereLabs/c4ai-command-r-plus'],
    ['deepseek-reasoner', 'deepseek/deepseek-reasoner'],
  ];
  for (const [name, id] of rows) {
    const { roots, unresolved, confidence, id: found, why } = resolveModel(name);
    assert.deepEqual([found, roots, unresolved, confidence], [id, [], [id], 'stated'], `${name}: ${why}`);
    assert.match(why, /does not publish/, name);
  }
});

test('an alias that moves says so and is not stated', () => {
  for (const name of ['claude-3-5-sonnet-latest', 'gpt-4o-latest', 'grok-2-latest']) {
    const { confidence, why } = resolveModel(name);
    assert.equal(confidence, 'inferred', name);
    assert.match(why, /`-latest` points to a model that changes/, name);
  }
});

test('a name that could be several models names its family and nothing more', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['llama3.1', 'llama-3'],
    ['llama3.1:latest', 'llama-3'],
    ['Mistral-7B', 'mistral-7b'],
    ['deepseek-r1:8b', 'deepseek-v3'],
    ['acme/Qwen2.5-7B-Llama-slerp', 'qwen2.5'],
    ['acme/Qwen2.5-7B-merge', 'qwen2.5'],
    ['Qwen2.5-VL-7B-Instruct', 'qwen2.5'],
    ['gpt-4o-transcribe', 'gpt-4o'],
    ['claude-99', 'claude'],
  ];
  for (const [name, family] of rows) {
    const { id, family: found, roots, confidence } = resolveModel(name);
    assert.deepEqual([id, found?.id, roots, confidence], [undefined, family, [], 'inferred'], name);
  }
});

test('a name that nothing knows stays unknown', () => {
  for (const name of ['wibble', 'acme/owl-7b', 'llamafile', 'phial', 'gptq', 'x'.repeat(400), '', ' unknown ', 'n/a']) {
    const { id, family, roots, confidence, why } = resolveModel(name);
    assert.deepEqual([id, family, roots, confidence], [undefined, undefined, [], 'none'], name);
    assert.match(why, /\.$/);
  }
});

const recipe = 'undertone.yaml';

test('facts of the user are followed, alone and into the table', () => {
  const facts: readonly ModelFact[] = [
    { model: 'acme/owl-7b', bases: ['acme/bird-7b'], relation: 'adapter', source: recipe },
    { model: 'acme/bird-7b', bases: ['unsloth/Qwen2.5-7B-Instruct-bnb-4bit'], relation: 'finetune', source: recipe },
    { model: 'acme/own-1b', bases: [], relation: 'pretrained', source: recipe },
    { model: 'acme/blend', bases: ['acme/own-1b', 'Qwen/Qwen2.5-7B', 'acme/owl-7b'], source: recipe },
    { model: 'acme/half', bases: ['Qwen/Qwen2.5-7B', 'nobody/knows'], relation: 'merge', source: recipe },
  ];
  const rows: readonly (readonly [string, readonly string[], readonly string[], string])[] = [
    ['acme/owl-7b', ['Qwen/Qwen2.5-7B'], [], 'inferred'],
    ['ACME/Owl-7B-GGUF', ['Qwen/Qwen2.5-7B'], [], 'inferred'],
    ['acme/own-1b', ['acme/own-1b'], [], 'stated'],
    ['acme/blend', ['Qwen/Qwen2.5-7B', 'acme/own-1b'], [], 'inferred'],
    ['acme/half', ['Qwen/Qwen2.5-7B'], ['nobody/knows'], 'stated'],
  ];
  for (const [name, roots, unresolved, confidence] of rows) {
    const resolved = resolveModel(name, facts);
    assert.deepEqual(resolved.roots.toSorted(), roots, name);
    assert.deepEqual([resolved.unresolved, resolved.confidence], [unresolved, confidence], name);
  }
  assert.deepEqual(
    resolveModel('acme/owl-7b', facts).chain.map(({ model, relation, base }) => `${model} ${relation} ${base ?? ''}`),
    [
      'acme/owl-7b adapter acme/bird-7b',
      'acme/bird-7b finetune unsloth/Qwen2.5-7B-Instruct-bnb-4bit',
      'unsloth/Qwen2.5-7B-Instruct-bnb-4bit quantized Qwen/Qwen2.5-7B-Instruct',
      'Qwen/Qwen2.5-7B-Instruct finetune Qwen/Qwen2.5-7B',
      'Qwen/Qwen2.5-7B pretrained ',
    ],
  );
});

test('a fact that contradicts the table or another fact wins, is told and lowers the confidence', () => {
  const fact = (bases: readonly string[], source: string): ModelFact => ({
    model: 'zephyr-7b-beta',
    bases,
    relation: 'finetune',
    source,
  });
  const against = resolveModel('HuggingFaceH4/zephyr-7b-beta', [
    { ...fact(['google/gemma-7b'], recipe), model: 'HuggingFaceH4/zephyr-7b-beta' },
  ]);
  assert.deepEqual([against.roots, against.confidence], [['google/gemma-7b'], 'inferred']);
  assert.match(against.why, /says otherwise of HuggingFaceH4\/zephyr-7b-beta: mistralai\/Mistral-7B-v0\.1/);
  const two = resolveModel('acme/owl', [
    { model: 'acme/owl', bases: ['google/gemma-7b'], relation: 'finetune', source: 'one' },
    { model: 'acme/owl', bases: ['google/gemma-2b'], relation: 'finetune', source: 'two' },
  ]);
  assert.deepEqual([two.roots, two.confidence], [['google/gemma-7b'], 'inferred']);
  assert.match(two.why, /two says otherwise of acme\/owl: google\/gemma-2b/);
});

test('a card that agrees with the table without its relation leaves the table standing', () => {
  const card: ModelFact = { model: 'Qwen/Qwen2.5-Math-7B', bases: ['Qwen/Qwen2.5-7B'], source: 'https://hub.test/x' };
  const { chain, confidence } = resolveModel('Qwen/Qwen2.5-Math-7B', [card]);
  assert.deepEqual([chain[0]?.relation, confidence], ['continued', 'stated']);
  const silent = resolveModel('Qwen/Qwen2.5-7B', [
    { model: 'Qwen/Qwen2.5-7B', bases: [], source: 'https://hub.test/x' },
  ]);
  assert.deepEqual([silent.roots, silent.confidence], [['Qwen/Qwen2.5-7B'], 'stated']);
});

test('circles and endless lineages stop as unknown, with the reason', () => {
  const fact = (model: string, ...bases: readonly string[]): ModelFact => ({ model, bases, source: recipe });
  const circles: readonly (readonly ModelFact[])[] = [
    [fact('m0', 'm0')],
    [fact('m0', 'm1'), fact('m1', 'M0')],
    [fact('m0', 'm1', 'm2'), fact('m1', 'm2'), fact('m2', 'm1')],
    [fact('m0', 'Qwen/Qwen2.5-7B-Instruct'), fact('Qwen/Qwen2.5-7B', 'm0')],
  ];
  for (const facts of circles) {
    const { roots, confidence, why } = resolveModel('m0', facts);
    assert.deepEqual([roots, confidence], [[], 'none']);
    assert.match(why, /circle/);
  }
  const long = Array.from({ length: 40 }, (_, index) => fact(`m${index}`, `m${index + 1}`));
  assert.match(resolveModel('m0', long).why, /longer than 16 steps/);
  const wide = [fact('m0', ...Array.from({ length: 500 }, (_, index) => `w${index}`))];
  assert.match(resolveModel('m0', wide).why, /more than 256 models/);
});

test('a diamond is no circle', () => {
  const facts: readonly ModelFact[] = [
    { model: 'm0', bases: ['m1', 'm2'], relation: 'merge', source: recipe },
    { model: 'm1', bases: ['google/gemma-7b'], relation: 'finetune', source: recipe },
    { model: 'm2', bases: ['google/gemma-7b'], relation: 'finetune', source: recipe },
  ];
  assert.deepEqual(resolveModel('m0', facts).roots, ['google/gemma-7b']);
});

test('students remember whose outputs they were trained on', () => {
  assert.deepEqual(resolveModel('nvidia/AceReason-Nemotron-7B').taughtBy, ['deepseek-ai/DeepSeek-R1']);
  assert.deepEqual(resolveModel('alpaca-7b').taughtBy, ['openai/text-davinci-003']);
});

test('a root resolves to itself, and every model of the table to roots of the table or to what is not public', () => {
  for (const { models } of modelFamilies) {
    for (const { id } of models) {
      const { roots, unresolved } = resolveModel(id);
      assert.ok(roots.length + unresolved.length === 1, id);
      for (const root of roots) assert.deepEqual(resolveModel(root).roots, [root], id);
    }
  }
});

const separators = ['/', ':', '-', '_', '.', '@'];
const endings = ['-GGUF', '-AWQ', '-latest', '-2024-08-06', 'v0:2'];
const beginnings = ['ft:', 'us.anthropic.', 'models/', 'unsloth', 'https://huggingface.co/'];
const words = ['gpt-4o', 'Qwen2.5-7B', 'llama3.1', '8b', 'constructor', '__proto__', 'é'];
const pieces = fc.constantFrom(...separators, ...endings, ...beginnings, ...words);
const anyName = fc.oneof(
  fc.string({ maxLength: 40, unit: 'binary' }),
  fc.array(pieces, { maxLength: 12 }).map(parts => parts.join('')),
);

test('no name and no facts make it throw, and what comes out resolves to itself', () => {
  fc.assert(
    fc.property(
      anyName,
      fc.array(fc.record({ model: anyName, bases: fc.array(anyName, { maxLength: 3 }), source: fc.constant('x') })),
      (name, facts) => {
        const { roots } = resolveModel(name, facts);
        for (const root of resolveModel(name).roots) assert.deepEqual(resolveModel(root).roots, [root]);
        assert.equal(new Set(roots).size, roots.length);
      },
    ),
    { numRuns: 500 },
  );
});
