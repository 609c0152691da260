import type { Option } from '../checks/options.ts';
import type { ResourceNames } from './resources.ts';

/** The options that the checks of all trainers share. */
export function sharedOptions(limit: { readonly name: string; readonly default: number }) {
  return {
    template: {
      type: 'string',
      title: 'Chat template',
      description:
        'The template the row is rendered with: `chatml`, `llama3`, `qwen2.5`, `qwen3`, or the path of a `tokenizer_config.json` or `chat_template.jinja`, from the dataset’s folder or one above it. Empty: rows are not rendered.',
      default: '',
    },
    tokenizer: {
      type: 'string',
      title: 'Tokenizer',
      description:
        'What counts tokens: `o200k_base`, `cl100k_base`, or the path of a `tokenizer.json`, from the dataset’s folder or one above it. Empty: lengths are not checked.',
      default: '',
    },
    maxTokens: {
      type: 'integer',
      title: 'Longest row in tokens',
      description: `${limit.name}. \`0\`: no limit.`,
      default: limit.default,
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
    },
  } as const satisfies Readonly<Record<string, Option>>;
}

/** The option that says what kind of training it is. */
export function methodOption<const Method extends string>(choices: Readonly<Record<Method, string>>) {
  return {
    type: 'choice',
    title: 'Method',
    description: 'The kind of training: it decides which columns are read.',
    default: 'sft',
    choices,
  } as const satisfies Option;
}

export const allMethods = {
  sft: 'Supervised fine-tuning.',
  dpo: 'Preference pairs (DPO and its relatives).',
  kto: 'Answers labelled good or bad.',
} as const;

/** What the shared options name; nothing where they are empty. */
export function namedResources(options: { readonly template: string; readonly tokenizer: string }): ResourceNames {
  const { template, tokenizer } = options;
  return { ...(template !== '' && { template }), ...(tokenizer !== '' && { tokenizer }) };
}
