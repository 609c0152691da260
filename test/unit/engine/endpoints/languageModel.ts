import { seededRandom } from '../../../../src/core/statistics/random.ts';

/** A language model whose every probability is known: a bigram over forty words, ended by a counter after twenty. */
export interface LanguageModel {
  readonly vocabulary: readonly string[];
  encode(text: string): number[];
  decode(ids: readonly number[]): string;
  /** ln p(ids[at] | ids[0..at)). */
  logprob(ids: readonly number[], at: number): number;
  /** What it writes after a prompt, without the end token. */
  write(prompt: readonly number[], options: WriteOptions): { readonly ids: number[]; readonly cutOff: boolean };
}

export interface WriteOptions {
  readonly temperature: number;
  readonly maxTokens: number;
  readonly random: () => number;
}

export interface Turn {
  readonly role: string;
  readonly content: string;
}

const specials = ['<|im_start|>', '<|im_end|>', '\n', 'system', 'user', 'assistant'];
const words = 'bdfgklmn'.split('').flatMap(a => 'aeiou'.split('').map(b => ` ${a}${b}`));
const characters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const vocabulary: readonly string[] = [...specials, ...words, ...characters];
const [start, end, systemRole, assistantRole] = [0, 1, 3, 5];
const firstWord = specials.length;
const wordsPerAnswer = 20;

/** ChatML. */
export function render(turns: readonly Turn[], { open }: { readonly open: 'generation' | 'last message' }): string {
  const parts = turns.map(({ role, content }) => `<|im_start|>${role}\n${content}`);
  const text = parts.join('<|im_end|>\n');
  return open === 'last message' ? text : `${text}<|im_end|>\n<|im_start|>assistant\n`;
}

/** `base`: the seed of its weights. A system prompt moves them, as a teacher's does. */
export function languageModel(base: number): LanguageModel {
  const tables = new Map<string, Float64Array>();
  const table = (system: string, previous: number): Float64Array => {
    const key = `${previous} ${system}`;
    const known = tables.get(key) ?? logits(base, system, previous);
    tables.set(key, known);
    return known;
  };
  const next = (ids: readonly number[]): Float64Array => {
    const hasSystem = ids[0] === start && ids[1] === systemRole;
    const system = hasSystem ? decode(ids.slice(3, ids.indexOf(end))) : '';
    const weights = table(system, ids.at(-1) ?? 0).slice();
    let count = 0;
    for (let at = ids.lastIndexOf(assistantRole) + 1; at < ids.length; at++) if (isWord(ids[at] ?? 0)) count++;
    weights[end] = count < wordsPerAnswer ? -8 : 12;
    return weights;
  };
  return {
    vocabulary,
    encode,
    decode,
    logprob: (ids, at) => logSoftmax(next(ids.slice(0, at)), 1)[ids[at] ?? 0] ?? NaN,
    write(prompt, { temperature, maxTokens, random }) {
      const ids: number[] = [];
      while (ids.length < maxTokens) {
        const id = pick(logSoftmax(next([...prompt, ...ids]), temperature), random);
        if (id === end) return { ids, cutOff: false };
        ids.push(id);
      }
      return { ids, cutOff: true };
    },
  };
}

function encode(text: string): number[] {
  const ids: number[] = [];
  for (let at = 0; at < text.length;) {
    const special = specials.findIndex(token => text.startsWith(token, at));
    const word = words.indexOf(text.slice(at, at + 3));
    const character = characters.indexOf(text[at] ?? '');
    const id = special >= 0 ? special : word >= 0 ? firstWord + word : firstWord + words.length + character;
    ids.push(id);
    at += vocabulary[id]?.length ?? 1;
  }
  return ids;
}

function decode(ids: readonly number[]): string {
  return ids.map(id => vocabulary[id] ?? '').join('');
}

function logits(base: number, system: string, previous: number): Float64Array {
  const own = seededRandom(base * 1000 + previous);
  const shift = seededRandom(Buffer.from(system).reduce((hash, byte) => hash * 31 + byte, 7));
  const strength = system === '' ? 0 : 0.7;
  return Float64Array.from(vocabulary, (_, id) => {
    const [weight, moved] = [gaussian(own), gaussian(shift)];
    return isWord(id) ? weight + strength * moved : -9 + 0.1 * weight;
  });
}

function isWord(id: number): boolean {
  return id >= firstWord && id < firstWord + words.length;
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function logSoftmax(weights: Float64Array, temperature: number): Float64Array {
  let total = 0;
  for (const weight of weights) total += Math.exp(weight / temperature);
  const logTotal = Math.log(total);
  return weights.map(weight => weight / temperature - logTotal);
}

function pick(logprobs: Float64Array, random: () => number): number {
  let left = random();
  for (let id = 0; id < logprobs.length; id++) {
    left -= Math.exp(logprobs[id] ?? -Infinity);
    if (left < 0) return id;
  }
  return end;
}
