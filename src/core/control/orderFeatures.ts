import type { OrderedRow } from './orderSample.ts';
import { numbersOf } from '../fingerprint/numberFeatures.ts';

/** What of a row may drift along a file; the meaning of the third and fourth depends on whether it is a list of numbers. */
export function orderFeatures({ completion, length: characters }: OrderedRow): readonly number[] {
  const length = Math.log1p(characters);
  const lines = Math.log1p(completion.split('\n').length);
  const numbers = numbersOf(completion)?.map(Number);
  if (numbers) {
    const mean = numbers.reduce((sum, number) => sum + number / numbers.length, 0);
    return [length, 1, Math.log1p(mean), Math.log1p(numbers[0] ?? 0), lines];
  }
  const letters = completion.match(/\p{L}/gu)?.length ?? 0;
  const words = completion.match(/\p{L}+/gu)?.length ?? 0;
  const marks = completion.match(/[^\p{L}\p{N}\s]/gu)?.length ?? 0;
  return [length, 0, letters / Math.max(1, words), marks / Math.max(1, completion.length), lines];
}
