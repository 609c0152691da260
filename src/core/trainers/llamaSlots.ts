import type { BuiltInTemplate } from './resources.ts';

/** A template as LLaMA-Factory declares it: what it writes around each turn. */
export interface LlamaSlots {
  readonly name: string;
  /** Begins with the token that begins a text. */
  readonly hasPrefix: boolean;
  readonly defaultSystem: string;
  /** A `ReasoningTemplate`. */
  readonly reasons: boolean;
  system(content: string): string;
  user(content: string): string;
  observation(content: string): string;
  assistant(content: string): string;
}

export const reasoningWords = ['<think>\n', '\n</think>\n\n'] as const;

const im = {
  hasPrefix: false,
  system: (content: string) => `<|im_start|>system\n${content}<|im_end|>\n`,
  user: (content: string) => `<|im_start|>user\n${content}<|im_end|>\n<|im_start|>assistant\n`,
  assistant: (content: string) => `${content}<|im_end|>\n`,
};

const qwen = {
  ...im,
  observation: (content: string) =>
    `<|im_start|>user\n<tool_response>\n${content}\n</tool_response><|im_end|>\n<|im_start|>assistant\n`,
};

/** https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d12eeb035d6ce06805a5733dd7b29f2ac30/src/llamafactory/data/template.py */
export const llamaSlots: Readonly<Record<BuiltInTemplate, LlamaSlots>> = {
  chatml: {
    ...im,
    name: 'chatml',
    defaultSystem: '',
    reasons: false,
    observation: content => `<|im_start|>tool\n${content}<|im_end|>\n<|im_start|>assistant\n`,
  },
  llama3: {
    name: 'llama3',
    hasPrefix: true,
    defaultSystem: '',
    reasons: false,
    system: content => `<|start_header_id|>system<|end_header_id|>\n\n${content}<|eot_id|>`,
    user: content =>
      `<|start_header_id|>user<|end_header_id|>\n\n${content}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n`,
    observation: content =>
      `<|start_header_id|>ipython<|end_header_id|>\n\n${content}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n`,
    assistant: content => `${content}<|eot_id|>`,
  },
  'qwen2.5': {
    ...qwen,
    name: 'qwen',
    defaultSystem: 'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.',
    reasons: false,
  },
  qwen3: { ...qwen, name: 'qwen3', defaultSystem: '', reasons: true },
};
