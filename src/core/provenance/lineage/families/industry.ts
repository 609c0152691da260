import { continued, pretrained, tuned, undisclosed, type ModelFamily } from '../model.ts';

const phi4Paper = { source: 'https://arxiv.org/abs/2412.08905' };

const phi: ModelFamily = {
  id: 'phi',
  title: 'Phi',
  developer: 'Microsoft',
  names: ['phi'],
  models: [
    undisclosed('microsoft/phi-1'),
    undisclosed('microsoft/phi-1_5'),
    undisclosed('microsoft/phi-2'),
    undisclosed('microsoft/Phi-3-mini-4k-instruct', { aka: ['phi-3-mini'] }),
    undisclosed('microsoft/Phi-3-mini-128k-instruct'),
    undisclosed('microsoft/Phi-3-small-8k-instruct'),
    undisclosed('microsoft/Phi-3-medium-4k-instruct'),
    undisclosed('microsoft/Phi-3.5-mini-instruct', { aka: ['phi-3.5-mini', 'phi-3.5'] }),
    pretrained('microsoft/phi-4', phi4Paper),
    tuned('microsoft/Phi-4-reasoning', 'microsoft/phi-4'),
    tuned('microsoft/Phi-4-reasoning-plus', 'microsoft/phi-4'),
    pretrained('microsoft/Phi-4-mini-instruct', {
      aka: ['phi-4-mini'],
      source: 'https://arxiv.org/abs/2503.01743',
      note: 'Its base was not released.',
    }),
    tuned('microsoft/Phi-4-mini-reasoning', 'microsoft/Phi-4-mini-instruct'),
  ],
};

const granite: ModelFamily = {
  id: 'granite-3',
  title: 'Granite 3',
  developer: 'IBM',
  names: ['granite-3', 'granite3'],
  models: ['2b', '8b', '1b-a400m', '3b-a800m'].flatMap(size => [
    pretrained(`ibm-granite/granite-3.0-${size}-base`),
    tuned(`ibm-granite/granite-3.0-${size}-instruct`, `ibm-granite/granite-3.0-${size}-base`),
    continued(`ibm-granite/granite-3.1-${size}-base`, `ibm-granite/granite-3.0-${size}-base`, {
      note: 'Version 3.0 pretrained further on longer contexts.',
    }),
    tuned(`ibm-granite/granite-3.1-${size}-instruct`, `ibm-granite/granite-3.1-${size}-base`),
  ]),
};

const command: ModelFamily = {
  id: 'command-r',
  title: 'Command R',
  developer: 'Cohere',
  names: ['command-r', 'c4ai-command-r', 'command-a'],
  models: [
    undisclosed('CohereLabs/c4ai-command-r-v01', { aka: ['CohereForAI/c4ai-command-r-v01', 'command-r'] }),
    undisclosed('CohereLabs/c4ai-command-r-plus', { aka: ['CohereForAI/c4ai-command-r-plus', 'command-r-plus'] }),
    undisclosed('CohereLabs/c4ai-command-r-08-2024', {
      aka: ['CohereForAI/c4ai-command-r-08-2024', 'command-r-08-2024'],
    }),
    undisclosed('CohereLabs/c4ai-command-r-plus-08-2024', {
      aka: ['CohereForAI/c4ai-command-r-plus-08-2024', 'command-r-plus-08-2024'],
    }),
    undisclosed('CohereLabs/c4ai-command-a-03-2025', {
      aka: ['CohereForAI/c4ai-command-a-03-2025', 'command-a', 'command-a-03-2025'],
    }),
  ],
};

const nasNote = {
  note: 'Blocks of the Llama model replaced or left out by architecture search, then trained further.',
};

const nemotron: ModelFamily = {
  id: 'nemotron',
  title: 'Nemotron',
  developer: 'NVIDIA',
  names: ['nemotron', 'llama-nemotron'],
  models: [
    pretrained('nvidia/Nemotron-4-340B-Base'),
    tuned('nvidia/Nemotron-4-340B-Instruct', 'nvidia/Nemotron-4-340B-Base'),
    tuned('nvidia/Llama-3.1-Nemotron-70B-Instruct-HF', 'meta-llama/Llama-3.1-70B-Instruct', {
      aka: ['nvidia/Llama-3.1-Nemotron-70B-Instruct', 'Llama-3.1-Nemotron-70B-Instruct'],
    }),
    tuned('nvidia/Llama-3.1-Nemotron-Nano-8B-v1', 'meta-llama/Llama-3.1-8B-Instruct'),
    pretrained('nvidia/Llama-3_3-Nemotron-Super-49B-v1', {
      kin: [{ model: 'meta-llama/Llama-3.1-70B', how: 'pruned' }],
      ...nasNote,
    }),
    pretrained('nvidia/Llama-3_1-Nemotron-Ultra-253B-v1', {
      kin: [{ model: 'meta-llama/Llama-3.1-405B', how: 'pruned' }],
      ...nasNote,
    }),
    tuned('nvidia/AceReason-Nemotron-7B', 'deepseek-ai/DeepSeek-R1-Distill-Qwen-7B'),
    tuned('nvidia/AceReason-Nemotron-14B', 'deepseek-ai/DeepSeek-R1-Distill-Qwen-14B'),
    tuned('nvidia/OpenMath2-Llama3.1-8B', 'meta-llama/Llama-3.1-8B'),
  ],
};

const minitron: ModelFamily = {
  id: 'minitron',
  title: 'Minitron',
  developer: 'NVIDIA',
  names: ['minitron'],
  models: [
    pretrained('nvidia/Llama-3.1-Minitron-4B-Width-Base', {
      kin: [{ model: 'meta-llama/Llama-3.1-8B', how: 'pruned' }],
    }),
    pretrained('nvidia/Llama-3.1-Minitron-4B-Depth-Base', {
      kin: [{ model: 'meta-llama/Llama-3.1-8B', how: 'pruned' }],
    }),
    pretrained('nvidia/Mistral-NeMo-Minitron-8B-Base', {
      kin: [{ model: 'mistralai/Mistral-Nemo-Base-2407', how: 'pruned' }],
    }),
  ],
};

const grok: ModelFamily = {
  id: 'grok',
  title: 'Grok',
  developer: 'xAI',
  names: ['grok'],
  models: [
    pretrained('xai-org/grok-1'),
    ...['grok-2', 'grok-3', 'grok-3-mini', 'grok-4'].map(name =>
      undisclosed(`xai/${name}`, { source: 'https://docs.x.ai/docs/models' }),
    ),
  ],
};

const kimi: ModelFamily = {
  id: 'kimi-k2',
  title: 'Kimi K2',
  developer: 'Moonshot AI',
  names: ['kimi-k2'],
  models: [
    pretrained('moonshotai/Kimi-K2-Base', { source: 'https://arxiv.org/abs/2507.20534' }),
    tuned('moonshotai/Kimi-K2-Instruct', 'moonshotai/Kimi-K2-Base', { source: 'https://arxiv.org/abs/2507.20534' }),
  ],
};

const glmPaper = { source: 'https://arxiv.org/abs/2508.06471' };

const glm: ModelFamily = {
  id: 'glm-4.5',
  title: 'GLM-4.5',
  developer: 'Z.ai',
  names: ['glm-4.5'],
  models: [
    pretrained('zai-org/GLM-4.5-Base', glmPaper),
    tuned('zai-org/GLM-4.5', 'zai-org/GLM-4.5-Base', glmPaper),
    pretrained('zai-org/GLM-4.5-Air-Base', glmPaper),
    tuned('zai-org/GLM-4.5-Air', 'zai-org/GLM-4.5-Air-Base', glmPaper),
  ],
};

const nova: ModelFamily = {
  id: 'nova',
  title: 'Nova',
  developer: 'Amazon',
  names: ['nova', 'amazon-nova'],
  models: ['nova-micro', 'nova-lite', 'nova-pro', 'nova-premier'].map(name =>
    undisclosed(`amazon/${name}`, {
      source: 'https://docs.aws.amazon.com/nova/latest/userguide/what-is-nova.html',
    }),
  ),
};

/** Models of companies that are not in a file of their own. */
export const industryFamilies: readonly ModelFamily[] = [
  phi,
  granite,
  command,
  nemotron,
  minitron,
  grok,
  kimi,
  glm,
  nova,
];
