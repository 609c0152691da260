import { BLOCK_MARK, hasDigit, marks, WIDE_MARK } from './marks';
import { isPlainList } from './numbers';
import { mayOpenBlock } from './openings';
import { ASCII_ESCAPED, flags, isListed, WIDE } from './strings';
import { findWords } from './words';

const WORDS: i32 = -4096;
export const NUMBER_LIST: i32 = 16;
export const MAYBE_NUMBER_LIST: i32 = 32;
export const UNLISTED: i32 = 256;
const ALL: i32 = -1;

// Of the text that was read last, of those asked for.
export function factsOf(from: usize, stop: usize, asked: i32): i32 {
  // Anything may be written in such escapes.
  if ((flags & ASCII_ESCAPED) != 0) return (ALL ^ NUMBER_LIST) & asked;
  const isList = isListed && hasDigit;
  let facts: i32 = isList ? NUMBER_LIST : 0;
  if ((asked & UNLISTED) != 0 && !(isList && isPlainList(from, stop))) facts |= UNLISTED;
  if ((asked & BLOCK_MARK) != 0 && mayOpenBlock(from, stop)) facts |= BLOCK_MARK;
  // A list of numbers has no letter, and what it has of the other marks is nobody's.
  if (isList) return facts & asked;
  facts |= marks;
  if ((flags & WIDE) != 0) facts |= WIDE_MARK;
  if ((asked & WORDS) != 0) facts |= findWords(from, stop, asked & WORDS);
  return facts & asked;
}
