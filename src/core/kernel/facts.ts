import { marksOf, type Mark, marks } from './marks.ts';
import type { KernelMemory } from './memory.ts';
import { slotFlags } from './rowKernel.ts';
import { findWords } from './wordTable.ts';
import { isNumberListInJson } from '../dataset/numberList.ts';
import { isPlainList } from '../dataset/plainList.ts';

/** What may be told of a text from its bytes, beside its marks, or of a row: bits of the same number. */
export const facts = {
  /** It is a list of numbers in the wide sense. */
  numberList: 16,
  /** Only its text tells whether it is one. */
  maybeNumberList: 32,
  /** Of a completion: it is no plain list of numbers within the limits of the memory, or one in an unusual form. */
  unlisted: 256,
  /** Of every row of some shapes. */
  everyRow: 512,
  /** Of a row: only their texts tell whether its completions are all lists of numbers. */
  undecided: 1024,
  /** Of a row: the hash of what it answers is within the bound of the memory or among its groups, or may be; or its completions may all be blank. */
  sampled: 2048,
  /** Everything: of a text whose bytes tell nothing. */
  all: -1,
} as const;

const firstUser = 12;
const lastUser = 31;

/** The bit that tells whether one of the words of the `rank`-th who looks for some may be there; the last is for all the rest. */
export function wordBit(rank: number): number {
  return 1 << Math.min(firstUser + rank, lastUser);
}

const anyWord = -1 << firstUser;

/** The facts that hold or may hold of a text between two places, of those asked for: see `RowKernel.readRows`. */
export function factsOf(memory: KernelMemory, { start, end, flags }: ReadText, asked: number): number {
  // Anything may be written in such escapes.
  if ((flags & slotFlags.asciiEscaped) !== 0) return (facts.all ^ facts.numberList) & asked;
  const { block, limits } = memory;
  const isList = isNumberListInJson(block, start, end);
  let found = isList === undefined ? facts.maybeNumberList : isList ? facts.numberList : 0;
  const [minValue = 0, maxValue = 0, maxCount = 0] = limits;
  if (isList !== true || !isPlainList(block, start, end, { minValue, maxValue, maxCount })) found |= facts.unlisted;
  // A list of numbers has no letter, and what it has of the other marks is nobody's.
  if (isList === true) found |= marksOf(block, start, end) & marks.block;
  else found |= marksOf(block, start, end) | findWords(memory, start, end, asked & anyWord);
  return found & asked;
}

interface ReadText {
  readonly start: number;
  readonly end: number;
  /** See `slotFlags`. */
  readonly flags: number;
}

/** The bits of marks. */
export function markBits(names: readonly Mark[]): number {
  return names.reduce((sum, name) => sum | marks[name], 0);
}
