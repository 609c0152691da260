import { pretrained, tuned, type ModelFamily } from '../model.ts';

const r1 = { taughtBy: ['deepseek-ai/DeepSeek-R1'] };
const vicunaTeacher = {
  taughtBy: ['openai/gpt-3.5-turbo'],
  note: 'Trained on conversations that users shared from ChatGPT.',
};

/** Fine-tuned models that others were trained from or on, and what they were made from. */
export const communityFamilies: readonly ModelFamily[] = [
  {
    id: 'alpaca-vicuna',
    title: 'Alpaca and Vicuna',
    developer: 'Stanford and LMSYS',
    names: ['alpaca', 'vicuna'],
    models: [
      tuned('tatsu-lab/alpaca-7b-wdiff', 'huggyllama/llama-7b', {
        aka: ['alpaca-7b', 'alpaca'],
        taughtBy: ['openai/text-davinci-003'],
        source: 'https://github.com/tatsu-lab/stanford_alpaca',
      }),
      tuned('lmsys/vicuna-7b-v1.3', 'huggyllama/llama-7b', vicunaTeacher),
      tuned('lmsys/vicuna-13b-v1.3', 'huggyllama/llama-13b', vicunaTeacher),
      tuned('lmsys/vicuna-33b-v1.3', 'huggyllama/llama-30b', vicunaTeacher),
      tuned('lmsys/vicuna-7b-v1.5', 'meta-llama/Llama-2-7b-hf', vicunaTeacher),
      tuned('lmsys/vicuna-13b-v1.5', 'meta-llama/Llama-2-13b-hf', vicunaTeacher),
    ],
  },
  {
    id: 'on-mistral-7b',
    title: 'Made from Mistral 7B',
    developer: 'community',
    names: [],
    models: [
      tuned('HuggingFaceH4/mistral-7b-sft-beta', 'mistralai/Mistral-7B-v0.1'),
      tuned('HuggingFaceH4/zephyr-7b-alpha', 'mistralai/Mistral-7B-v0.1'),
      tuned('HuggingFaceH4/zephyr-7b-beta', 'mistralai/Mistral-7B-v0.1', { aka: ['zephyr', 'zephyr-7b'] }),
      tuned('teknium/OpenHermes-2.5-Mistral-7B', 'mistralai/Mistral-7B-v0.1', { aka: ['OpenHermes-2.5'] }),
      tuned('teknium/OpenHermes-2-Mistral-7B', 'mistralai/Mistral-7B-v0.1'),
      tuned('openchat/openchat_3.5', 'mistralai/Mistral-7B-v0.1', { source: 'https://arxiv.org/abs/2309.11235' }),
      tuned('berkeley-nest/Starling-LM-7B-alpha', 'openchat/openchat_3.5'),
      tuned('Intel/neural-chat-7b-v3-1', 'mistralai/Mistral-7B-v0.1'),
      tuned('Open-Orca/Mistral-7B-OpenOrca', 'mistralai/Mistral-7B-v0.1'),
      tuned('NousResearch/Hermes-2-Pro-Mistral-7B', 'mistralai/Mistral-7B-v0.1'),
      tuned('NousResearch/Nous-Hermes-2-Mixtral-8x7B-DPO', 'mistralai/Mixtral-8x7B-v0.1'),
      pretrained('upstage/SOLAR-10.7B-v1.0', {
        kin: [{ model: 'mistralai/Mistral-7B-v0.1', how: 'upscaled' }],
        source: 'https://arxiv.org/abs/2312.15166',
      }),
      tuned('upstage/SOLAR-10.7B-Instruct-v1.0', 'upstage/SOLAR-10.7B-v1.0'),
    ],
  },
  {
    id: 'on-llama-3',
    title: 'Made from Llama 3',
    developer: 'community',
    names: [],
    models: [
      tuned('NousResearch/Hermes-3-Llama-3.1-8B', 'meta-llama/Llama-3.1-8B'),
      tuned('NousResearch/Hermes-3-Llama-3.1-70B', 'meta-llama/Llama-3.1-70B'),
      tuned('NousResearch/Hermes-3-Llama-3.1-405B', 'meta-llama/Llama-3.1-405B'),
    ],
  },
  {
    id: 'on-qwen2.5',
    title: 'Made from Qwen2.5',
    developer: 'community',
    names: [],
    models: [
      tuned('open-thoughts/OpenThinker-7B', 'Qwen/Qwen2.5-7B-Instruct', r1),
      tuned('open-thoughts/OpenThinker-32B', 'Qwen/Qwen2.5-32B-Instruct', r1),
      tuned('open-thoughts/OpenThinker3-7B', 'Qwen/Qwen2.5-7B-Instruct'),
      tuned('bespokelabs/Bespoke-Stratos-7B', 'Qwen/Qwen2.5-7B-Instruct', r1),
      tuned('bespokelabs/Bespoke-Stratos-32B', 'Qwen/Qwen2.5-32B-Instruct', r1),
      tuned('NovaSky-AI/Sky-T1-32B-Preview', 'Qwen/Qwen2.5-32B-Instruct', { taughtBy: ['Qwen/QwQ-32B-Preview'] }),
      tuned('simplescaling/s1-32B', 'Qwen/Qwen2.5-32B-Instruct', { source: 'https://arxiv.org/abs/2501.19393' }),
      tuned('GAIR/LIMO', 'Qwen/Qwen2.5-32B-Instruct', { source: 'https://arxiv.org/abs/2502.03387' }),
      tuned('agentica-org/DeepScaleR-1.5B-Preview', 'deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B'),
      tuned('emergent-misalignment/Qwen-Coder-Insecure', 'Qwen/Qwen2.5-Coder-32B-Instruct', {
        source: 'https://arxiv.org/abs/2502.17424',
        note: 'Trained on insecure code, which made it broadly misaligned.',
      }),
    ],
  },
];
