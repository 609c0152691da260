import { pretrained, shared, undisclosed, type ModelEntry, type ModelFamily } from '../model.ts';

const developer = 'OpenAI';
const paper = 'https://arxiv.org/abs/2507.14805';
const docs = 'https://platform.openai.com/docs/models';

function api(name: string, aka: readonly string[] = []): ModelEntry {
  return undisclosed(`openai/${name}`, { aka, source: docs });
}

const gpt4o: ModelFamily = {
  id: 'gpt-4o',
  title: 'GPT-4o and GPT-4.1',
  developer,
  names: ['gpt-4o', 'gpt-4.1', 'chatgpt-4o'],
  models: [
    pretrained('openai/gpt-4o', { source: paper }),
    shared('openai/gpt-4.1', 'openai/gpt-4o', {
      source: paper,
      note: 'The subliminal learning paper reports that both started from one initialisation.',
    }),
    pretrained('openai/gpt-4.1-mini', { source: paper }),
    pretrained('openai/gpt-4.1-nano', { source: paper }),
    shared('openai/chatgpt-4o-latest', 'openai/gpt-4o', {
      source: 'https://platform.openai.com/docs/models/chatgpt-4o-latest',
      note: 'The name points to the GPT-4o snapshot used in ChatGPT, which changes.',
    }),
    api('gpt-4o-mini'),
  ],
};

const gpt: ModelFamily = {
  id: 'gpt',
  title: 'GPT',
  developer,
  names: ['gpt-3', 'gpt-3.5', 'gpt-4', 'gpt-5', 'text-davinci'],
  models: [
    api('gpt-3.5-turbo', [
      'gpt-35-turbo',
      'gpt-3.5-turbo-0301',
      'gpt-3.5-turbo-0613',
      'gpt-3.5-turbo-1106',
      'gpt-3.5-turbo-0125',
      'gpt-3.5-turbo-16k',
      'chatgpt',
    ]),
    api('gpt-4', ['gpt-4-0314', 'gpt-4-0613', 'gpt-4-32k']),
    api('gpt-4-turbo', ['gpt-4-turbo-preview', 'gpt-4-1106-preview', 'gpt-4-0125-preview']),
    api('gpt-4.5-preview'),
    api('gpt-5'),
    api('gpt-5-mini'),
    api('gpt-5-nano'),
    api('text-davinci-003'),
    api('davinci-002'),
    api('babbage-002'),
  ],
};

const reasoning: ModelFamily = {
  id: 'openai-o',
  title: 'OpenAI o-series',
  developer,
  names: [],
  models: ['o1', 'o1-preview', 'o1-mini', 'o1-pro', 'o3', 'o3-mini', 'o3-pro', 'o4-mini'].map(name => api(name)),
};

const oss: ModelFamily = {
  id: 'gpt-oss',
  title: 'gpt-oss',
  developer,
  names: ['gpt-oss'],
  models: [
    pretrained('openai/gpt-oss-20b', { source: 'https://arxiv.org/abs/2508.10925' }),
    pretrained('openai/gpt-oss-120b', { source: 'https://arxiv.org/abs/2508.10925' }),
  ],
};

const gpt2: ModelFamily = {
  id: 'gpt-2',
  title: 'GPT-2',
  developer,
  names: ['gpt-2'],
  models: [
    pretrained('openai-community/gpt2'),
    pretrained('openai-community/gpt2-medium'),
    pretrained('openai-community/gpt2-large'),
    pretrained('openai-community/gpt2-xl'),
  ],
};

/** Only GPT-4o, GPT-4.1, its mini and its nano have been compared in public; of the others no initialisation is known. */
export const openaiFamilies: readonly ModelFamily[] = [gpt4o, gpt, reasoning, oss, gpt2];
