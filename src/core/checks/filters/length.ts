import { defineFilter } from '../check.ts';
import { number } from '../../text/numbers.ts';

/** Rejects completions that are too short or too long. */
export const length = defineFilter({
  kind: 'filter',
  id: 'length',
  title: 'Length',
  description:
    'Rejects a completion with fewer or more characters, words or tokens than given. Characters are Unicode code points. Words are what white space parts, so a text in Chinese, Japanese or Thai has few. Tokens are **estimated** as one for every four bytes of UTF-8, which is close for English prose and far off for code, numbers and other scripts; what a trainer truncates depends on its tokenizer. Without options only empty completions are rejected: what is too short or too long only the user can say.',
  severity: 'warning',
  source: {
    title: 'OpenAI, What are tokens and how to count them',
    url: 'https://help.openai.com/en/articles/4936856-what-are-tokens-and-how-to-count-them',
  },
  optIn: true,
  needs: 'completion',
  options: {
    minCharacters: bound('Fewest characters', 'A completion with fewer is rejected: `too few characters`.', 1),
    maxCharacters: bound(
      'Most characters',
      'A completion with more is rejected: `too many characters`. `0`: no limit.',
    ),
    minWords: bound('Fewest words', 'A completion with fewer is rejected: `too few words`.'),
    maxWords: bound('Most words', 'A completion with more is rejected: `too many words`. `0`: no limit.'),
    maxTokens: bound(
      'Most tokens',
      'A completion with more, as estimated, is rejected: `too many tokens`. `0`: no limit.',
    ),
  },
  decide: (completion, options) => {
    const { minCharacters, maxCharacters, minWords, maxWords, maxTokens } = options;
    const characters = countCharacters(completion);
    const words = minWords > 0 || maxWords > 0 ? countWords(completion) : 0;
    const tokens = maxTokens > 0 ? Math.ceil(countBytes(completion) / bytesPerToken) : 0;
    const faults = [
      characters < minCharacters && {
        reason: 'too few characters',
        text: atLeast(characters, 'character', minCharacters),
      },
      exceeds(characters, maxCharacters) && {
        reason: 'too many characters',
        text: atMost(characters, 'character', maxCharacters),
      },
      words < minWords && { reason: 'too few words', text: atLeast(words, 'word', minWords) },
      exceeds(words, maxWords) && { reason: 'too many words', text: atMost(words, 'word', maxWords) },
      exceeds(tokens, maxTokens) && { reason: 'too many tokens', text: `about ${atMost(tokens, 'token', maxTokens)}` },
    ].filter(fault => fault !== false);
    if (faults.length === 0) return undefined;
    const message = `${capital(faults.map(({ text }) => text).join('; '))}.`;
    const data = { characters };
    return { reasons: faults.map(({ reason }) => reason), message, start: 0, end: completion.length, data };
  },
  decideBytes: ({ start, end, wide, escaped }, { minCharacters, maxCharacters, minWords, maxWords, maxTokens }) => {
    if (wide || escaped || minWords > 0 || maxWords > 0) return undefined;
    const characters = end - start;
    const fits = characters >= minCharacters && !exceeds(characters, maxCharacters);
    return fits && !exceeds(Math.ceil(characters / bytesPerToken), maxTokens) ? 'keep' : 'reject';
  },
  examples: [
    { completion: 'Yes.', rejected: [] },
    { completion: '', rejected: ['too few characters'] },
    {
      completion: 'Yes.',
      options: { minCharacters: 5, minWords: 2 },
      rejected: ['too few characters', 'too few words'],
    },
    { completion: '🦉🦉', options: { maxCharacters: 2 }, rejected: [] },
    { completion: 'one two\nthree', options: { maxWords: 2 }, rejected: ['too many words'] },
    {
      completion: 'a'.repeat(17),
      options: { maxTokens: 4, maxCharacters: 16 },
      rejected: ['too many characters', 'too many tokens'],
    },
  ],
});

const bytesPerToken = 4;

function bound<Title extends string>(title: Title, description: string, least = 0) {
  return { type: 'integer', title, description, default: least, minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
}

function exceeds(count: number, most: number): boolean {
  return most > 0 && count > most;
}

function countCharacters(text: string): number {
  let count = text.length;
  for (let at = 0; at + 1 < text.length; at++) {
    if (isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1))) {
      count--;
      at++;
    }
  }
  return count;
}

function countBytes(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isPair = isHigh(code) && isLow(text.charCodeAt(at + 1));
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : isPair ? 4 : 3;
    if (isPair) at++;
  }
  return bytes;
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}

function atLeast(count: number, unit: string, least: number): string {
  return `${number(count)} ${unit}${count === 1 ? '' : 's'}, at least ${number(least)} expected`;
}

function atMost(count: number, unit: string, most: number): string {
  return `${number(count)} ${unit}${count === 1 ? '' : 's'}, at most ${number(most)} expected`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
