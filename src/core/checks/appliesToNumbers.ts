import { agreeing, counted, number } from '../text/numbers.ts';
import type { Applicability } from './check.ts';
import type { DatasetProfile } from '../dataset/profile.ts';

/** For a check of lists of numbers: whether at least half of the first completions are such. */
export function appliesToNumbers({ rowsWithCompletion, rowsOfNumbers }: DatasetProfile): Applicability {
  if (rowsWithCompletion === 0) return { applies: false, why: 'None of the first rows has a completion.' };
  if (rowsOfNumbers * 2 >= rowsWithCompletion) return { applies: true };
  const why = `Only ${number(rowsOfNumbers)} of the first ${counted(rowsWithCompletion, 'row')} with a completion ${agreeing(rowsOfNumbers, 'is a list', 'are lists')} of numbers.`;
  return { applies: false, why };
}
