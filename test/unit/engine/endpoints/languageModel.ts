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
const ids3 = new Map(words.map((word, i) => [word, firstWord + i]));
const ids1 = new Map(characters.map((character, i) => [character, firstWord + words.length + i]));

/** ChatML. */
export function render(turns: readonly Turn[], { open }: { readonly open: 'generation' | 'last message' }): string {
  const parts = turns.map(({ role, content }) => `<|im_start|>${role}\n${content}`);
  const text = parts.join('<|im_end|>\n');
  return open === 'last message' ? text : `${text}<|im_end|>\n<|im_start|>assistant\n`;
}

/** How far a system prompt moves the weights: in its own direction, and in one that all of them share. */
export interface Shifts {
  readonly own: number;
  readonly common: number;
  /** Tells prompts apart. */
  readonly seedOf: (system: string) => number;
}

const plainShifts: Shifts = {
  own: 0.7,
  common: 0,
  seedOf: system => Buffer.from(system).reduce((hash, byte) => hash * 31 + byte, 7),
};

/** `base`: the seed of its weights. A system prompt moves them, as a teacher's does. */
export function languageModel(base: number, shifts = plainShifts): LanguageModel {
  const tables = new Map<string, Float64Array>();
  const table = (system: string, previous: number): Float64Array => {
    const key = `${previous} ${system}`;
    const known = tables.get(key) ?? logits(base, system, previous, shifts);
    tables.set(key, known);
    return known;
  };
  const systems = new WeakMap<readonly number[], string>();
  const systemOf = (ids: readonly number[]): string => {
    const known = systems.get(ids);
    if (known !== undefined) return known;
    const hasSystem = ids[0] === start && ids[1] === systemRole;
    const system = hasSystem ? decode(ids.slice(3, ids.indexOf(end))) : '';
    systems.set(ids, system);
    return system;
  };
  /** Log-probabilities of what follows `previous`; `ended`: as many words as an answer has are written. */
  const distributions = new Map<string, Float64Array>();
  const distribution = (system: string, previous: number, ended: boolean, temperature: number): Float64Array => {
    const key = `${previous} ${ended} ${temperature} ${system}`;
    const known = distributions.get(key);
    if (known) return known;
    const weights = table(system, previous).slice();
    weights[end] = ended ? 12 : -8;
    const logprobs = logSoftmax(weights, temperature);
    distributions.set(key, logprobs);
    return logprobs;
  };
  const wordsBefore = (ids: readonly number[], until: number): number => {
    let count = 0;
    for (let at = ids.lastIndexOf(assistantRole, until - 1) + 1; at < until; at++) if (isWord(ids[at] ?? 0)) count++;
    return count;
  };
  const next = (ids: readonly number[], until: number, system: string, temperature: number): Float64Array =>
    distribution(system, ids[until - 1] ?? 0, wordsBefore(ids, until) >= wordsPerAnswer, temperature);
  return {
    vocabulary,
    encode,
    decode,
    logprob: (ids, at) => next(ids, at, systemOf(ids), 1)[ids[at] ?? 0] ?? NaN,
    write(prompt, { temperature, maxTokens, random }) {
      const ids: number[] = [];
      const [all, system] = [[...prompt], systemOf(prompt)];
      while (ids.length < maxTokens) {
        const id = pick(next(all, all.length, system, temperature), random);
        if (id === end) return { ids, cutOff: false };
        ids.push(id);
        all.push(id);
      }
      return { ids, cutOff: true };
    },
  };
}

function encode(text: string): number[] {
  const ids: number[] = [];
  for (let at = 0; at < text.length;) {
    const special = specials.findIndex(token => text.startsWith(token, at));
    const id = special >= 0 ? special : (ids3.get(text.slice(at, at + 3)) ?? ids1.get(text[at] ?? '') ?? -1);
    ids.push(id);
    at += vocabulary[id]?.length ?? 1;
  }
  return ids;
}

function decode(ids: readonly number[]): string {
  return ids.map(id => vocabulary[id] ?? '').join('');
}

function logits(base: number, system: string, previous: number, shifts: Shifts): Float64Array {
  const own = seededRandom(base * 1000 + previous);
  const shift = seededRandom(shifts.seedOf(system));
  const together = seededRandom(31 * previous + 5);
  const { own: alone, common } = system === '' ? { own: 0, common: 0 } : shifts;
  return Float64Array.from(vocabulary, (_, id) => {
    const [weight, moved] = [gaussian(own), alone * gaussian(shift) + common * gaussian(together)];
    return isWord(id) ? weight + moved : -9 + 0.1 * weight;
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
