import { continued, pretrained, tuned, type Kin, type ModelFamily } from '../model.ts';

const mayContinue = (model: string): readonly Kin[] => [{ model, how: 'undisclosed' }];

const llama1Paper = 'https://arxiv.org/abs/2302.13971';

const llama1: ModelFamily = {
  id: 'llama-1',
  title: 'LLaMA',
  developer: 'Meta',
  names: ['llama-1'],
  models: [
    pretrained('huggyllama/llama-7b', { source: llama1Paper }),
    pretrained('huggyllama/llama-13b', { source: llama1Paper }),
    pretrained('huggyllama/llama-30b', { aka: ['llama-33b'], source: llama1Paper }),
    pretrained('huggyllama/llama-65b', { source: llama1Paper }),
  ],
};

const codeLlama = { source: 'https://arxiv.org/abs/2308.12950' };

const llama2: ModelFamily = {
  id: 'llama-2',
  title: 'Llama 2',
  developer: 'Meta',
  names: ['llama-2', 'code-llama', 'codellama'],
  models: [
    pretrained('meta-llama/Llama-2-7b-hf', { aka: ['Llama-2-7b'] }),
    pretrained('meta-llama/Llama-2-13b-hf', { aka: ['Llama-2-13b'] }),
    pretrained('meta-llama/Llama-2-70b-hf', { aka: ['Llama-2-70b'] }),
    tuned('meta-llama/Llama-2-7b-chat-hf', 'meta-llama/Llama-2-7b-hf', { aka: ['Llama-2-7b-chat'] }),
    tuned('meta-llama/Llama-2-13b-chat-hf', 'meta-llama/Llama-2-13b-hf', { aka: ['Llama-2-13b-chat'] }),
    tuned('meta-llama/Llama-2-70b-chat-hf', 'meta-llama/Llama-2-70b-hf', { aka: ['Llama-2-70b-chat'] }),
    continued('codellama/CodeLlama-7b-hf', 'meta-llama/Llama-2-7b-hf', { aka: ['CodeLlama-7b'], ...codeLlama }),
    continued('codellama/CodeLlama-13b-hf', 'meta-llama/Llama-2-13b-hf', { aka: ['CodeLlama-13b'], ...codeLlama }),
    continued('codellama/CodeLlama-70b-hf', 'meta-llama/Llama-2-70b-hf', { aka: ['CodeLlama-70b'], ...codeLlama }),
    tuned('codellama/CodeLlama-7b-Instruct-hf', 'codellama/CodeLlama-7b-hf', codeLlama),
    tuned('codellama/CodeLlama-13b-Instruct-hf', 'codellama/CodeLlama-13b-hf', codeLlama),
    tuned('codellama/CodeLlama-70b-Instruct-hf', 'codellama/CodeLlama-70b-hf', codeLlama),
  ],
};

const llama3Paper = 'https://arxiv.org/abs/2407.21783';
const llama32Note = 'Pruned from Llama 3.1 8B, then pretrained with the logits of Llama 3.1 8B and 70B.';
const llama32Kin: readonly Kin[] = [{ model: 'meta-llama/Llama-3.1-8B', how: 'pruned' }];

const llama3: ModelFamily = {
  id: 'llama-3',
  title: 'Llama 3',
  developer: 'Meta',
  names: ['llama-3', 'meta-llama-3'],
  models: [
    pretrained('meta-llama/Meta-Llama-3-8B', { aka: ['Llama-3-8B'] }),
    pretrained('meta-llama/Meta-Llama-3-70B', { aka: ['Llama-3-70B'] }),
    tuned('meta-llama/Meta-Llama-3-8B-Instruct', 'meta-llama/Meta-Llama-3-8B', { aka: ['Llama-3-8B-Instruct'] }),
    tuned('meta-llama/Meta-Llama-3-70B-Instruct', 'meta-llama/Meta-Llama-3-70B', { aka: ['Llama-3-70B-Instruct'] }),
    pretrained('meta-llama/Llama-3.1-8B', {
      aka: ['meta-llama/Meta-Llama-3.1-8B', 'Meta-Llama-3.1-8B'],
      kin: mayContinue('meta-llama/Meta-Llama-3-8B'),
      source: llama3Paper,
    }),
    pretrained('meta-llama/Llama-3.1-70B', {
      aka: ['meta-llama/Meta-Llama-3.1-70B', 'Meta-Llama-3.1-70B'],
      kin: mayContinue('meta-llama/Meta-Llama-3-70B'),
      source: llama3Paper,
    }),
    pretrained('meta-llama/Llama-3.1-405B', {
      aka: ['meta-llama/Meta-Llama-3.1-405B', 'Meta-Llama-3.1-405B'],
      source: llama3Paper,
    }),
    tuned('meta-llama/Llama-3.1-8B-Instruct', 'meta-llama/Llama-3.1-8B', {
      aka: ['meta-llama/Meta-Llama-3.1-8B-Instruct', 'Meta-Llama-3.1-8B-Instruct', 'llama-3.1-8b-instant'],
    }),
    tuned('meta-llama/Llama-3.1-70B-Instruct', 'meta-llama/Llama-3.1-70B', {
      aka: ['meta-llama/Meta-Llama-3.1-70B-Instruct', 'Meta-Llama-3.1-70B-Instruct'],
    }),
    tuned('meta-llama/Llama-3.1-405B-Instruct', 'meta-llama/Llama-3.1-405B', {
      aka: ['meta-llama/Meta-Llama-3.1-405B-Instruct', 'Meta-Llama-3.1-405B-Instruct'],
    }),
    pretrained('meta-llama/Llama-3.2-1B', { kin: llama32Kin, note: llama32Note }),
    pretrained('meta-llama/Llama-3.2-3B', { kin: llama32Kin, note: llama32Note }),
    tuned('meta-llama/Llama-3.2-1B-Instruct', 'meta-llama/Llama-3.2-1B'),
    tuned('meta-llama/Llama-3.2-3B-Instruct', 'meta-llama/Llama-3.2-3B'),
    tuned('meta-llama/Llama-3.3-70B-Instruct', 'meta-llama/Llama-3.1-70B', {
      aka: ['Llama-3.3-70B', 'llama-3.3-70b-versatile'],
      note: 'Another post-training of the Llama 3.1 70B base; there is no Llama 3.3 base.',
    }),
  ],
};

const llama4: ModelFamily = {
  id: 'llama-4',
  title: 'Llama 4',
  developer: 'Meta',
  names: ['llama-4'],
  models: [
    pretrained('meta-llama/Llama-4-Scout-17B-16E'),
    pretrained('meta-llama/Llama-4-Maverick-17B-128E'),
    tuned('meta-llama/Llama-4-Scout-17B-16E-Instruct', 'meta-llama/Llama-4-Scout-17B-16E', { aka: ['llama-4-scout'] }),
    tuned('meta-llama/Llama-4-Maverick-17B-128E-Instruct', 'meta-llama/Llama-4-Maverick-17B-128E', {
      aka: ['llama-4-maverick'],
    }),
  ],
};

/** LLaMA to Llama 4: one initialisation per size and generation. */
export const metaFamilies: readonly ModelFamily[] = [llama1, llama2, llama3, llama4];
