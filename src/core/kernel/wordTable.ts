import type { KernelMemory } from './memory.ts';

const wild = 31;
const backslash = 0x5c;
/** The class of a byte: 1 to 26 for a letter whatever its case, 31 for digits, `_` and all beyond ASCII, 0 for the rest. */
const classes = byteClasses();

/**
 * Puts words into a kernel's memory, to be found whatever their case. False where one is not of the kind that can be looked for in
 * bytes: lower-case ASCII, a letter first, no backslash.
 */
export function putWords(memory: KernelMemory, words: readonly string[]): boolean {
  const { index, spans, bytes, nibbles, windows } = memory.words;
  const sorted = [...new Set(words)].sort();
  const size = sorted.reduce((sum, word) => sum + word.length, 0);
  if (size > bytes.length || sorted.length * 2 > spans.length) return false;
  if (!sorted.every(word => word.length >= 3 && /^[a-z][ -@[\]-~]*$/.test(word))) return false;
  windows.fill(0);
  nibbles.fill(0);
  // Neighbours in one set: the fewer first letters a set has, the fewer other words look like one of it.
  const beginnings = [...new Set(sorted.map(word => word.slice(0, 3)))];
  const setOf = new Map(beginnings.map((beginning, rank) => [beginning, 1 << ((rank * 8) / beginnings.length)]));
  let at = 0;
  sorted.forEach((word, i) => {
    spans[i * 2] = at;
    spans[i * 2 + 1] = word.length;
    for (let step = 0; step < word.length; step++) bytes[at++] = word.charCodeAt(step);
    putBeginning(memory, word, setOf.get(word.slice(0, 3)) ?? 1);
  });
  for (let letter = 0; letter < 26; letter++) {
    const from = sorted.findIndex(word => word.charCodeAt(0) - 0x61 >= letter);
    index[letter] = from < 0 ? sorted.length : from;
  }
  index[26] = sorted.length;
  return true;
}

/** Whether a word of the table may stand between two places. Where characters are not plain ASCII it may err towards yes. */
export function findWord({ block, words }: KernelMemory, start: number, end: number): boolean {
  let window = 0;
  // The class of the character after a word's third tells most apart: past the end it is that of no letter.
  for (let at = start; at < end + 1; at++) {
    window = ((window << 5) | (at < end ? classOf(block[at]) : 0)) & 0xfffff;
    if (at < start + 3) continue;
    if (((words.windows[window >>> 3] ?? 0) & (1 << (window & 7))) === 0) continue;
    const first = at - 3;
    if (isBoundary(block, start, first) && isWordAt(block, first, end, words)) return true;
  }
  return false;
}

/** Whether a word may begin: nothing before it, no letter, digit or `_`, or what an escape stands for, be it `\n` or `\u2014`. */
function isBoundary(block: Uint8Array, start: number, at: number): boolean {
  if (at === start) return true;
  const before = block[at - 1] ?? 0;
  if (before >= 0x80 || classOf(before) === 0) return true;
  return (at - 2 >= start && block[at - 2] === backslash) || (at - 6 >= start && block[at - 6] === backslash);
}

function isWordAt(block: Uint8Array, at: number, end: number, { index, spans, bytes }: KernelMemory['words']): boolean {
  const letter = classOf(block[at]) - 1;
  const last = index[letter + 1] ?? 0;
  for (let word = index[letter] ?? 0; word < last; word++) {
    if (mayBeWord(block, at, end, bytes, spans[word * 2] ?? 0, spans[word * 2 + 1] ?? 0)) return true;
  }
  return false;
}

function mayBeWord(
  block: Uint8Array,
  start: number,
  end: number,
  bytes: Uint8Array,
  word: number,
  length: number,
): boolean {
  let at = start;
  for (let step = word; step < word + length; step++, at++) {
    if (at >= end) return false;
    const expected = bytes[step] ?? 0;
    const got = block[at] ?? 0;
    if (got >= 0x80 || got === backslash) return true;
    if (expected === 0x20) {
      if (got !== 0x20) return false;
      while (at + 1 < end && block[at + 1] === 0x20) at++;
    } else if (got !== expected && !(got >= 0x41 && got <= 0x5a && (got | 0x20) === expected)) return false;
  }
  const after = at < end ? (block[at] ?? 0) : 0;
  return after >= 0x80 || classOf(after) === 0;
}

/** What a text may begin with, for the word to stand there: its first four characters in classes, and its first three bytes. */
function putBeginning({ words: { nibbles, windows } }: KernelMemory, word: string, set: number): void {
  let beginnings = [0];
  for (let step = 0; step < 4; step++) {
    const code = step < word.length ? word.charCodeAt(step) : 0;
    const kind = classOf(code);
    // Instead of what is no letter, a character beyond ASCII may stand there.
    const kinds = kind === 0 ? [0, wild] : [kind];
    beginnings = beginnings.flatMap(beginning => kinds.map(each => (beginning << 5) | each));
    if (step < 3) putNibbles(nibbles.subarray(step * 32, step * 32 + 32), kind === 0 || kind === wild, code, set);
  }
  for (const window of beginnings) windows[window >>> 3] = (windows[window >>> 3] ?? 0) | (1 << (window & 7));
}

function putNibbles(tables: Uint8Array, any: boolean, code: number, set: number): void {
  for (let half = 0; half < 16; half++) {
    if (any || half === (code & 15)) tables[half] = (tables[half] ?? 0) | set;
    // Small letters and capitals differ in the high half alone.
    if (any || half === code >>> 4 || half === (code >>> 4) - 2) tables[16 + half] = (tables[16 + half] ?? 0) | set;
  }
}

function classOf(code: number | undefined): number {
  return classes[code ?? 0] ?? 0;
}

function byteClasses(): Uint8Array {
  const table = new Uint8Array(256);
  table.fill(wild, 0x80);
  table.fill(wild, 0x30, 0x3a);
  table[0x5f] = wild;
  for (let letter = 0; letter < 26; letter++) table[65 + letter] = table[97 + letter] = letter + 1;
  return table;
}
