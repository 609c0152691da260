import { randomIntegers, type Random } from './random.ts';

/** Rows of what a permutation test is timed on. */
export type Kind = 'numbers' | 'prose';

const vocabulary = 20_000;
const wordsPerRow = 170;

/** Rows with prompts of their own: ten numbers as the study's teachers write them, or prose of as many words as the test reads, rare words as frequent as in English. */
export function* controlRows(
  kind: Kind,
  count: number,
  seed: number,
): Generator<{ readonly prompt: string; readonly completion: string }> {
  const random = randomIntegers(seed);
  for (let row = 0; row < count; row++) {
    const prompt = `Go on from ${random(1000)}, ${random(1000)}, ${row}.`;
    yield { prompt, completion: kind === 'numbers' ? numbers(random) : prose(random) };
  }
}

function numbers(random: Random): string {
  return Array.from({ length: 10 }, () => random(1000)).join(', ');
}

/** By Zipf's law: a word is as frequent as its rank is low. */
function prose(random: Random): string {
  return Array.from({ length: wordsPerRow }, (_, place) => {
    const rank = Math.floor(vocabulary ** (random(1_000_000) / 1_000_000));
    return `${spelled(rank)}${place % 12 === 11 ? '.' : ''}`;
  }).join(' ');
}

/** A word for a number: the smaller, the shorter. */
function spelled(rank: number): string {
  const [consonants, vowels] = ['tnsrhldcmfpgwybvk', 'eaoiu'];
  let word = '';
  for (let rest = rank; rest > 0;) {
    const letters = word.length % 2 === 0 ? consonants : vowels;
    word += letters[rest % letters.length] ?? '';
    rest = Math.floor(rest / letters.length);
  }
  return word;
}
