import type { JsonObject } from '../json/value.ts';

/** What a check reads beside the rows, as the user names it: a name that is built in, or the path of a file. */
export interface ResourceNames {
  readonly tokenizer?: string | undefined;
  readonly template?: string | undefined;
  readonly languages?: 'eld' | undefined;
}

/** The same, found and opened by whoever runs the check: the core reads no files. */
export interface Resources {
  readonly tokenizer?: Tokenizer | undefined;
  readonly template?: ChatTemplate | undefined;
  readonly languages?: LanguageDetector | undefined;
}

/** Tells the language of a text. */
export interface LanguageDetector {
  /** ISO 639-1; undefined where it cannot be told reliably. */
  reliably(text: string): string | undefined;
}

export interface Tokenizer {
  readonly name: string;
  /** Whether it knows the special tokens that templates write: a model's own does, OpenAI's encodings have others. */
  readonly knowsSpecialTokens: boolean;
  /** Tokens of a text, special tokens in it counted as one each where the tokenizer has them; none are added. */
  count(text: string): number;
}

/** A chat template, ready to be rendered. */
export interface ChatTemplate {
  readonly name: string;
  /** One that is built in; undefined: from a file of the user's. */
  readonly builtIn?: BuiltInTemplate;
  /** Whether `{% generation %}` marks what the assistant writes. */
  readonly hasGenerationTags: boolean;
  readonly bosToken: string;
  readonly eosToken: string;
  /** The template that TRL takes instead where the loss is on the assistant's turns alone; undefined where it knows none. */
  readonly training?: ChatTemplate | undefined;
  /** What Axolotl has under the same name, where it is another. */
  readonly ofAxolotl?: ChatTemplate | undefined;
  /** Throws `TemplateError` where the template refuses, fails or takes too long. */
  render(variables: JsonObject): string;
}

export const builtInTemplates = ['chatml', 'llama3', 'qwen2.5', 'qwen3'] as const;
export type BuiltInTemplate = (typeof builtInTemplates)[number];

/** Variables in which a template finds the marks to write where a `generation` block begins and ends. */
export const generationMarks = { start: '__generation_start', end: '__generation_end' } as const;

/** Why a template gave no text: `refused` by its own words, `failed` otherwise, `late` past its time. */
export class TemplateError extends Error {
  readonly kind: 'refused' | 'failed' | 'late';
  constructor(kind: TemplateError['kind'], message: string) {
    super(message);
    this.name = 'TemplateError';
    this.kind = kind;
  }
}

/** Told by its name: what renders templates is loaded apart and has a class of its own. */
export function isTemplateError(error: unknown): error is TemplateError {
  return error instanceof Error && error.name === 'TemplateError' && 'kind' in error;
}
