import { continued, pretrained, tuned, type Kin, type ModelEntry, type ModelFamily } from '../model.ts';

const ai2 = 'Allen Institute for AI';
const olmo2Sizes = ['0425-1B', '1124-7B', '1124-13B', '0325-32B'];

const olmo: ModelFamily = {
  id: 'olmo-1',
  title: 'OLMo',
  developer: ai2,
  names: ['olmo-1', 'olmoe'],
  models: [
    pretrained('allenai/OLMo-1B', { aka: ['OLMo-1B-hf'] }),
    pretrained('allenai/OLMo-7B', { aka: ['OLMo-7B-hf'] }),
    tuned('allenai/OLMo-7B-SFT', 'allenai/OLMo-7B'),
    tuned('allenai/OLMo-7B-Instruct', 'allenai/OLMo-7B-SFT'),
    pretrained('allenai/OLMoE-1B-7B-0924'),
    tuned('allenai/OLMoE-1B-7B-0924-SFT', 'allenai/OLMoE-1B-7B-0924'),
    tuned('allenai/OLMoE-1B-7B-0924-Instruct', 'allenai/OLMoE-1B-7B-0924-SFT'),
  ],
};

const olmo2: ModelFamily = {
  id: 'olmo-2',
  title: 'OLMo 2',
  developer: ai2,
  names: ['olmo-2'],
  models: olmo2Sizes.flatMap(size => [
    pretrained(`allenai/OLMo-2-${size}`, { source: 'https://arxiv.org/abs/2501.00656' }),
    tuned(`allenai/OLMo-2-${size}-SFT`, `allenai/OLMo-2-${size}`),
    tuned(`allenai/OLMo-2-${size}-DPO`, `allenai/OLMo-2-${size}-SFT`),
    tuned(`allenai/OLMo-2-${size}-Instruct`, `allenai/OLMo-2-${size}-DPO`),
  ]),
};

const olmo3Paper = { source: 'https://arxiv.org/abs/2512.13961' };

const olmo3: ModelFamily = {
  id: 'olmo-3',
  title: 'Olmo 3',
  developer: ai2,
  names: ['olmo-3'],
  models: [
    pretrained('allenai/Olmo-3-1025-7B', olmo3Paper),
    pretrained('allenai/Olmo-3-1125-32B', olmo3Paper),
    tuned('allenai/Olmo-3-7B-Instruct', 'allenai/Olmo-3-1025-7B', olmo3Paper),
    tuned('allenai/Olmo-3-7B-Think', 'allenai/Olmo-3-1025-7B', olmo3Paper),
    tuned('allenai/Olmo-3-32B-Think', 'allenai/Olmo-3-1125-32B', olmo3Paper),
  ],
};

const tulu: ModelFamily = {
  id: 'tulu-3',
  title: 'Tülu 3',
  developer: ai2,
  names: ['tulu-3'],
  models: ['8B', '70B', '405B'].flatMap(size => {
    const name = `allenai/Llama-3.1-Tulu-3-${size}`;
    return [
      tuned(`${name}-SFT`, `meta-llama/Llama-3.1-${size}`),
      tuned(`${name}-DPO`, `${name}-SFT`),
      tuned(name, `${name}-DPO`, { aka: [`tulu-3-${size}`] }),
    ];
  }),
};

const smolSizes = ['135M', '360M', '1.7B'];

function smol(name: string): readonly ModelEntry[] {
  return smolSizes.flatMap(size => [
    pretrained(`HuggingFaceTB/${name}-${size}`),
    tuned(`HuggingFaceTB/${name}-${size}-Instruct`, `HuggingFaceTB/${name}-${size}`),
  ]);
}

const smollm: ModelFamily = {
  id: 'smollm',
  title: 'SmolLM',
  developer: 'Hugging Face',
  names: ['smollm'],
  models: [
    ...smol('SmolLM'),
    ...smol('SmolLM2'),
    pretrained('HuggingFaceTB/SmolLM3-3B-Base'),
    tuned('HuggingFaceTB/SmolLM3-3B', 'HuggingFaceTB/SmolLM3-3B-Base'),
  ],
};

const falcon7b: readonly Kin[] = [{ model: 'tiiuae/Falcon3-7B-Base', how: 'pruned' }];

const falcon: ModelFamily = {
  id: 'falcon',
  title: 'Falcon',
  developer: 'Technology Innovation Institute',
  names: ['falcon'],
  models: [
    pretrained('tiiuae/falcon-7b'),
    pretrained('tiiuae/falcon-40b'),
    pretrained('tiiuae/falcon-180B'),
    tuned('tiiuae/falcon-7b-instruct', 'tiiuae/falcon-7b'),
    tuned('tiiuae/falcon-40b-instruct', 'tiiuae/falcon-40b'),
    tuned('tiiuae/falcon-180B-chat', 'tiiuae/falcon-180B'),
    pretrained('tiiuae/Falcon3-7B-Base'),
    pretrained('tiiuae/Falcon3-1B-Base', { kin: falcon7b }),
    pretrained('tiiuae/Falcon3-3B-Base', { kin: falcon7b }),
    pretrained('tiiuae/Falcon3-10B-Base', { kin: [{ model: 'tiiuae/Falcon3-7B-Base', how: 'upscaled' }] }),
    ...['1B', '3B', '7B', '10B'].map(size =>
      tuned(`tiiuae/Falcon3-${size}-Instruct`, `tiiuae/Falcon3-${size}-Base`, { aka: [`Falcon3-${size}`] }),
    ),
  ],
};

const pythiaSizes = ['70m', '160m', '410m', '1b', '1.4b', '2.8b', '6.9b', '12b'];

const pythia: ModelFamily = {
  id: 'pythia',
  title: 'Pythia',
  developer: 'EleutherAI',
  names: ['pythia'],
  models: pythiaSizes.flatMap(size => [
    pretrained(`EleutherAI/pythia-${size}`),
    pretrained(`EleutherAI/pythia-${size}-deduped`, {
      kin: [{ model: `EleutherAI/pythia-${size}`, how: 'undisclosed' }],
      note: 'Trained on other data; whether it started from the same random weights is not documented.',
    }),
  ]),
};

const yiNote = { note: 'Yi pretrained further on 500 billion tokens.' };

const yi: ModelFamily = {
  id: 'yi',
  title: 'Yi',
  developer: '01.AI',
  names: ['yi'],
  models: [
    pretrained('01-ai/Yi-6B'),
    pretrained('01-ai/Yi-34B'),
    pretrained('01-ai/Yi-9B', {
      kin: [{ model: '01-ai/Yi-6B', how: 'upscaled' }],
      source: 'https://arxiv.org/abs/2403.04652',
    }),
    tuned('01-ai/Yi-6B-Chat', '01-ai/Yi-6B'),
    tuned('01-ai/Yi-34B-Chat', '01-ai/Yi-34B'),
    ...['6B', '9B', '34B'].flatMap(size => [
      continued(`01-ai/Yi-1.5-${size}`, `01-ai/Yi-${size}`, yiNote),
      tuned(`01-ai/Yi-1.5-${size}-Chat`, `01-ai/Yi-1.5-${size}`),
    ]),
  ],
};

/** Open models of institutes and smaller developers. */
export const researchFamilies: readonly ModelFamily[] = [olmo, olmo2, olmo3, tulu, smollm, falcon, pythia, yi];
