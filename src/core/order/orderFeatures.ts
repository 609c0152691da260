import type { OrderedRow } from './orderSample.ts';
import { numbersOf } from '../features/numberFeatures.ts';
import { combining, letters, symbols, type Characters } from '../text/characters.ts';

/**
 * What of a row may drift along a file; the meaning of the third and fourth depends on whether it is a list of numbers. `characters`
 * serves many rows.
 */
export function orderFeatures(
  { row: { completion, length: own, reasoning, calls } }: OrderedRow,
  characters: Characters,
): readonly number[] {
  const length = Math.log1p(own + (reasoning?.length ?? 0) + (calls?.length ?? 0));
  const text = [completion, reasoning?.text, calls?.text].filter(part => part !== undefined).join('\n');
  const lines = Math.log1p(text.split('\n').length);
  const numbers = numbersOf(completion)?.map(Number);
  if (numbers) {
    const mean = numbers.reduce((sum, number) => sum + number / numbers.length, 0);
    return [length, 1, Math.log1p(mean), Math.log1p(numbers[0] ?? 0), lines];
  }
  characters.read(text);
  let words = 0;
  characters.eachRun(letters, () => words++);
  const wordLength = characters.count(letters) / Math.max(1, words);
  const marks = characters.count(combining | symbols);
  return [length, 0, wordLength, marks / Math.max(1, text.length), lines];
}
