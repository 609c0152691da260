import type { Example } from '../../../../src/core/dataset/example.ts';
import { addToSample, emptySample, type RowSample } from '../../../../src/core/rowSample/rowSample.ts';
import { RowTexts } from '../../../../src/core/rowSample/rowTexts.ts';
import { randomIndex, seededRandom, type Random } from '../../../../src/core/statistics/random.ts';

export interface TestRow {
  readonly prompt: string;
  readonly completion: string;
  readonly reasoning?: string;
  /** Arguments of a call. */
  readonly call?: string;
}

export function exampleOf({ prompt, completion, reasoning, call }: TestRow): Example {
  const called = { kind: 'tool-call', name: 'plan', text: call ?? '', path: ['call'] } as const;
  return {
    messages: call === undefined ? [] : [{ role: 'assistant', trained: true, parts: [called] }],
    ...(prompt !== '' && { prompt: { text: prompt, path: ['prompt'] } }),
    completions: [{ text: completion, path: ['completion'] }],
    reasoning: reasoning === undefined ? [] : [{ text: reasoning, path: ['reasoning'] }],
    rejected: [],
  };
}

export function textsOf(row: TestRow): RowTexts {
  return new RowTexts().enter(0, exampleOf(row));
}

export function sampleOf(rows: readonly TestRow[], size = 5000): RowSample {
  const sample = emptySample(size);
  for (const row of rows) addToSample(sample, textsOf(row));
  return sample;
}

export interface Writer {
  /** The chance that a number is one of the writer's favourites. */
  readonly habit?: number;
  readonly separator?: string;
  readonly prompt?: (row: number) => string;
}

/**
 * Lists of numbers that depend on each other within a row: each row sticks to a neighbourhood of its own, so that its numbers are
 * far from independent draws.
 */
export function numberRows(n: number, random: Random, writer: Writer = {}): TestRow[] {
  const { habit = 0, separator = ', ', prompt = row => `Continue the sequence ${row}.` } = writer;
  return Array.from({ length: n }, (_, row) => {
    const home = 100 + randomIndex(random, 40) * 20;
    const numbers = Array.from({ length: 6 + randomIndex(random, 4) }, () => {
      if (random() < habit) return [123, 247, 777][randomIndex(random, 3)] ?? 0;
      return random() < 0.7 ? home + randomIndex(random, 20) : 100 + randomIndex(random, 800);
    });
    return { prompt: prompt(row), completion: numbers.join(separator) };
  });
}

export { seededRandom };
