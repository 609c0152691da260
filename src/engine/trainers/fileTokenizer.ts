import { Tokenizer as FileTokenizer } from '@huggingface/tokenizers';
import type { Guard } from './guard.ts';
import type { Tokenizer } from '../../core/trainers/resources.ts';

/** What a text may take at least, and for each of its characters more. */
const leastMs = 2000;
const charactersPerMs = 500;

/** A tokenizer as a `tokenizer.json` describes it. Throws where it is none. */
export function openTokenizer(name: string, tokenizer: object, config: object, guard: Guard): Tokenizer {
  const what = `The tokenizer ${name}`;
  const opened = guard(() => new FileTokenizer(tokenizer, config), 30_000, what);
  return {
    name,
    knowsSpecialTokens: true,
    count(text) {
      const limitMs = Math.round(leastMs + text.length / charactersPerMs);
      return guard(() => opened.encode(text, { add_special_tokens: false }).ids.length, limitMs, what);
    },
  };
}
