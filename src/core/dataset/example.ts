import type { FieldPath } from '../json/value.ts';

/** A text and the field of the row that holds it. */
export interface TextPart {
  readonly text: string;
  /** The string's own path; for a content array with several text parts, the array's (then `text` is their concatenation). */
  readonly path: FieldPath;
}

export type MessagePart =
  | ({ readonly kind: 'text' } & TextPart)
  | ({ readonly kind: 'reasoning' } & TextPart)
  | ({ readonly kind: 'tool-call'; readonly name: string } & TextPart)
  | { readonly kind: 'media'; readonly media: string; readonly path: FieldPath };

/** The roles every trainer knows; others are kept as they stand. */
export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool' | 'function' | (string & {});

export interface Message {
  readonly role: Role;
  readonly name?: string;
  readonly parts: readonly MessagePart[];
  /** Whether the student is trained to write it: assistant turns, except those with loss weight 0. */
  readonly trained: boolean;
  /** The less preferred answer of a preference pair. */
  readonly rejected?: true;
}

/** One training example, normalised from whatever shape its row has. Every text remembers its field. */
export interface Example {
  /** The whole conversation in order, for reading. */
  readonly messages: readonly Message[];
  readonly systemPrompt?: TextPart;
  /** What the last completion answers: the last user text before it. */
  readonly prompt?: TextPart;
  /** What the student is trained to write, in order; usually one. Reasoning in a field of its own is not in here. */
  readonly completions: readonly TextPart[];
  /** Reasoning that stands in fields of its own (`reasoning_content`, `thinking`); reasoning in `<think>` tags stays in the completion. */
  readonly reasoning: readonly TextPart[];
  /** The rejected answers of a preference pair. */
  readonly rejected: readonly TextPart[];
  /** The model that the format itself names as the author of the completion (`body.model`, `model_name`). */
  readonly teacher?: TextPart;
}
