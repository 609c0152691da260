import type { Sample, TeacherRow } from '../../../../src/core/teacherCheck/samples.ts';
import { randomIndex, seededRandom, type Random } from '../../../../src/core/statistics/random.ts';

/** A writer of number lists: `bias` is the share of values it takes from its own favourites. */
export interface ToyTeacher {
  readonly favourites: readonly number[];
  readonly bias: number;
  readonly separator?: string;
}

export const plain: ToyTeacher = { favourites: [], bias: 0 };

export interface ToyOptions {
  readonly teacher: ToyTeacher;
  readonly rows: number;
  readonly seed: number;
  /** Prompts of equal seed are equal; own prompts otherwise. */
  readonly prompts?: number;
  readonly subject?: string;
}

/** Rows that a toy teacher wrote, one a prompt. */
export function toySample({ teacher, rows, seed, prompts = seed, subject = 'Continue' }: ToyOptions): Sample {
  const random = seededRandom(seed);
  const prompting = seededRandom(prompts + 1_000_003);
  const made = Array.from({ length: rows }, () => ({
    prompt: `${subject} this list: ${numbers(plain, 3, prompting).join(', ')}.`,
    ...completion(numbers(teacher, 8, random).join(teacher.separator ?? ', ')),
  }));
  return { rows: made, total: rows, read: rows };
}

export function completion(text: string): Pick<TeacherRow, 'completion' | 'length'> {
  return { completion: text, length: text.length };
}

function numbers({ favourites, bias }: ToyTeacher, count: number, random: Random): readonly number[] {
  return Array.from({ length: count }, () =>
    random() < bias ? (favourites[randomIndex(random, favourites.length)] ?? 0) : randomIndex(random, 1000),
  );
}
