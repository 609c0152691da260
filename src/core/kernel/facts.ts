import { marksOf, type Mark, marks } from './marks.ts';
import type { KernelMemory } from './memory.ts';
import { findWords } from './wordTable.ts';
import { isNumberListInJson } from '../dataset/numberList.ts';

/** What may be told of a text from its bytes, beside its marks: bits of the same number. */
export const facts = {
  /** It is a list of numbers in the wide sense. */
  numberList: 16,
  /** Only its text tells whether it is one. */
  maybeNumberList: 32,
  /** Everything: of a text whose bytes tell nothing. */
  all: -1,
} as const;

const firstUser = 8;
const lastUser = 31;

/** The bit that tells whether one of the words of the `rank`-th who looks for some may be there; the last is for all the rest. */
export function wordBit(rank: number): number {
  return 1 << Math.min(firstUser + rank, lastUser);
}

const anyWord = -1 << firstUser;
const anyMark = Object.values(marks).reduce((sum, mark) => sum | mark, 0);

/** The facts of those wanted that hold or may hold of a text between two places: see `RowKernel.readFacts`. */
export function readFacts(memory: KernelMemory, start: number, end: number, wanted: number): number {
  const isList = (wanted & facts.numberList) !== 0 ? isNumberListInJson(memory.block, start, end) : false;
  let found = isList === undefined ? facts.maybeNumberList : isList ? facts.numberList : 0;
  // A list of numbers has no letter.
  if ((wanted & anyWord) !== 0 && isList !== true) found |= findWords(memory, start, end, wanted & anyWord);
  if ((wanted & anyMark) !== 0) found |= marksOf(memory.block, start, end) & wanted;
  return found;
}

/** The bits of marks. */
export function markBits(names: readonly Mark[]): number {
  return names.reduce((sum, name) => sum | marks[name], 0);
}
