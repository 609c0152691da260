import { continued, pretrained, tuned, undisclosed, type ModelEntry, type ModelFamily } from '../model.ts';

const developer = 'DeepSeek';
const r1Paper = 'https://arxiv.org/abs/2501.12948';

const v2: ModelFamily = {
  id: 'deepseek-v2',
  title: 'DeepSeek-V2',
  developer,
  names: ['deepseek-v2'],
  models: [
    pretrained('deepseek-ai/DeepSeek-V2'),
    tuned('deepseek-ai/DeepSeek-V2-Chat', 'deepseek-ai/DeepSeek-V2'),
    pretrained('deepseek-ai/DeepSeek-V2-Lite'),
    tuned('deepseek-ai/DeepSeek-V2-Lite-Chat', 'deepseek-ai/DeepSeek-V2-Lite'),
  ],
};

/** Students of R1: their weights are Qwen's or Llama's. */
function distilled(name: string, base: string, aka: readonly string[]): ModelEntry {
  return tuned(`deepseek-ai/DeepSeek-R1-Distill-${name}`, base, { aka, taughtBy: ['deepseek-ai/DeepSeek-R1'] });
}

const v3: ModelFamily = {
  id: 'deepseek-v3',
  title: 'DeepSeek-V3 and R1',
  developer,
  names: ['deepseek-v3', 'deepseek-r1'],
  models: [
    pretrained('deepseek-ai/DeepSeek-V3-Base', { source: 'https://arxiv.org/abs/2412.19437' }),
    tuned('deepseek-ai/DeepSeek-V3', 'deepseek-ai/DeepSeek-V3-Base', { source: 'https://arxiv.org/abs/2412.19437' }),
    tuned('deepseek-ai/DeepSeek-V3-0324', 'deepseek-ai/DeepSeek-V3-Base', {
      source: 'https://api-docs.deepseek.com/news/news250325',
    }),
    tuned('deepseek-ai/DeepSeek-R1-Zero', 'deepseek-ai/DeepSeek-V3-Base', { source: r1Paper }),
    tuned('deepseek-ai/DeepSeek-R1', 'deepseek-ai/DeepSeek-V3-Base', { source: r1Paper }),
    continued('deepseek-ai/DeepSeek-V3.1-Base', 'deepseek-ai/DeepSeek-V3-Base', {
      source: 'https://huggingface.co/deepseek-ai/DeepSeek-V3.1',
      note: 'The V3 base pretrained further on longer contexts.',
    }),
    tuned('deepseek-ai/DeepSeek-V3.1', 'deepseek-ai/DeepSeek-V3.1-Base'),
    distilled('Qwen-1.5B', 'Qwen/Qwen2.5-Math-1.5B', ['deepseek-r1-1.5b']),
    distilled('Qwen-7B', 'Qwen/Qwen2.5-Math-7B', ['deepseek-r1-7b']),
    distilled('Qwen-14B', 'Qwen/Qwen2.5-14B', ['deepseek-r1-14b']),
    distilled('Qwen-32B', 'Qwen/Qwen2.5-32B', ['deepseek-r1-32b']),
    distilled('Llama-8B', 'meta-llama/Llama-3.1-8B', []),
    distilled('Llama-70B', 'meta-llama/Llama-3.3-70B-Instruct', ['deepseek-r1-70b']),
    tuned('deepseek-ai/DeepSeek-R1-0528-Qwen3-8B', 'Qwen/Qwen3-8B-Base'),
  ],
};

const api = {
  source: 'https://api-docs.deepseek.com/quick_start/pricing',
  note: "The name points to DeepSeek's newest model of the kind, which changes.",
};

const moving: ModelFamily = {
  id: 'deepseek-api',
  title: 'DeepSeek API',
  developer,
  names: [],
  models: [undisclosed('deepseek/deepseek-chat', api), undisclosed('deepseek/deepseek-reasoner', api)],
};

/** DeepSeek-V2, V3 and R1, with the models distilled from R1. */
export const deepseekFamilies: readonly ModelFamily[] = [v2, v3, moving];
