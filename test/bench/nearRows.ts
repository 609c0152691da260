import { randomIntegers } from './random.ts';
import { answerSentences, reasoningSentences } from './texts.ts';

/** Texts of about a kilobyte, one in five of them near an earlier one, and which those are. */
export function nearRows(
  count: number,
  seed: number,
): { readonly texts: readonly string[]; readonly pairs: readonly (readonly [number, number])[] } {
  const random = randomIntegers(seed);
  const words = [...new Set([...reasoningSentences, ...answerSentences].flatMap(text => text.split(' ')))];
  const word = (): string => (random(3) === 0 ? String(random(100_000)) : (words[random(words.length)] ?? ''));
  const made: string[][] = [];
  const pairs: (readonly [number, number])[] = [];
  for (let row = 0; row < count; row++) {
    const near = row > 10 && random(5) === 0 ? row - 1 - random(10) : -1;
    const text = made[near]?.slice() ?? Array.from({ length: 120 + random(100) }, word);
    if (near >= 0) {
      for (let changes = random(9); changes > 0; changes--) text[random(text.length)] = word();
      pairs.push([near, row]);
    }
    made.push(text);
  }
  return { texts: made.map(text => text.join(' ')), pairs };
}
