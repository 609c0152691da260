import { chatml } from './chatml.ts';
import { llama3 } from './llama3.ts';
import { llama3Training } from './llama3Training.ts';
import { qwen25 } from './qwen25.ts';
import { qwen25Training } from './qwen25Training.ts';
import { qwen3 } from './qwen3.ts';
import { qwen3Axolotl } from './qwen3Axolotl.ts';
import { qwen3Training } from './qwen3Training.ts';
import type { BuiltInTemplate } from '../resources.ts';

/** A template as its text and the tokens that its tokenizer names. */
export interface TemplateText {
  readonly text: string;
  readonly bosToken: string;
  readonly eosToken: string;
  /** What Axolotl has under the same name, where it is another. */
  readonly axolotlText?: string;
}

/** The templates that need no file. */
export const builtInTexts: Readonly<Record<BuiltInTemplate, TemplateText>> = {
  chatml: { text: chatml, bosToken: '', eosToken: '<|im_end|>' },
  llama3: { text: llama3, bosToken: '<|begin_of_text|>', eosToken: '<|eot_id|>' },
  'qwen2.5': { text: qwen25, bosToken: '', eosToken: '<|im_end|>' },
  qwen3: { text: qwen3, axolotlText: qwen3Axolotl, bosToken: '', eosToken: '<|im_end|>' },
};

const trainingTexts: readonly { readonly name: string; readonly of: string; readonly text: string }[] = [
  { name: 'llama3_training', of: llama3, text: llama3Training },
  { name: 'qwen2_5_training', of: qwen25, text: qwen25Training },
  { name: 'qwen3_training', of: qwen3, text: qwen3Training },
];

/** The template that TRL takes instead of one, which it knows by its text. */
export function trainingTextOf(text: string): { readonly name: string; readonly text: string } | undefined {
  return trainingTexts.find(({ of }) => of === text);
}
