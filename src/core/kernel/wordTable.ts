import { headSize, layout, spanSize, type KernelMemory, type WantedWord } from './memory.ts';

const backslash = 0x5c;
/** Letters of a word that must stand as they are. */
const firstLetters = 4;
/** Bytes of a head. */
const longestHead = 8;

/** What multiplies bytes for their hash: Knuth, The Art of Computer Programming, volume 3, 6.4. */
const hashFactor = 0x9e3779b1;
/** What may follow the end of a word. */
const afterWord = Array.from({ length: 0x80 }, (_, code) => code).filter(code => !isOfWord(code));

/** Whether a word can be looked for in bytes: lower-case ASCII, a letter first, no backslash. */
export function isByteWord(word: string): boolean {
  return word.length >= 3 && /^[a-z][ -@[\]-~]*$/.test(word);
}

const mostWords = Math.floor((layout.wordHeads - layout.wordSpans) / 4 / spanSize);
const mostBytes = layout.block - layout.wordBytes;

/** Whether a kernel has room for the words. */
export function haveRoom(words: readonly WantedWord[]): boolean {
  return words.length <= mostWords && words.reduce((sum, { word }) => sum + word.length, 0) <= mostBytes;
}

/** Puts words into a kernel's memory, to be found whatever their case. False where there is no room for them. */
export function putWords(memory: KernelMemory, words: readonly WantedWord[]): boolean {
  // Slice after slice has the same.
  if (areSame(memory.wanted, words)) return true;
  const { index, spans, bytes } = memory.words;
  const who = new Map<string, number>();
  for (const each of words) who.set(each.word, (who.get(each.word) ?? 0) | each.who);
  const sorted = [...who.keys()].sort((left, right) => placeOf(left) - placeOf(right) || (left < right ? -1 : 1));
  const size = sorted.reduce((sum, word) => sum + word.length, 0);
  if (size > bytes.length || sorted.length * spanSize > spans.length || !sorted.every(isByteWord)) return false;
  let at = 0;
  index.fill(0);
  sorted.forEach((word, i) => {
    spans.set(
      [at, word.length, who.get(word) ?? 0, ...beginningOf(word), inCommon(word, sorted[i - 1] ?? '')],
      i * spanSize,
    );
    for (let step = 0; step < word.length; step++) bytes[at++] = word.charCodeAt(step);
    index[placeOf(word) + 1] = i + 1;
  });
  for (let place = 1; place < index.length; place++) {
    index[place] = Math.max(index[place] ?? 0, index[place - 1] ?? 0);
  }
  putBeginnings(memory.words, sorted);
  putHeads(memory.words, sorted);
  memory.wanted = words;
  return true;
}

function areSame(some: readonly WantedWord[], others: readonly WantedWord[]): boolean {
  return (
    some.length === others.length && some.every(({ word, who }, i) => word === others[i]?.word && who === others[i].who)
  );
}

function placeOf(word: string): number {
  return rankOf(word.charCodeAt(0)) * 32 + rankOf(word.charCodeAt(1));
}

function inCommon(word: string, other: string): number {
  let length = 0;
  while (length < word.length && word[length] === other[length]) length++;
  return length;
}

/** The letters that a word begins with, of the first four bytes, as one number, and all bits of where they stand. Instead of what is no letter something longer may stand. */
function beginningOf(word: string): readonly [letters: number, mask: number] {
  let letters = 0;
  let mask = 0;
  for (let step = 0; step < firstLetters && rankOf(word.charCodeAt(step)) !== 0; step++) {
    letters |= word.charCodeAt(step) << (step * 8);
    mask |= 0xff << (step * 8);
  }
  return [letters, mask];
}

/** Of what a text may have where a word begins, characters beyond ASCII and escapes left out. */
function putBeginnings({ bits }: KernelMemory['words'], words: readonly string[]): void {
  bits.fill(0);
  for (const word of words) {
    for (const beginning of beginningsOf(word)) {
      const hash = Math.imul(numberOf(beginning), hashFactor) >>> 16;
      bits[hash >> 5] = (bits[hash >> 5] ?? 0) | (1 << (hash & 31));
    }
  }
}

/** The four bytes that a text may have where a word begins: several spaces for one, and anything after the word's end. */
function beginningsOf(word: string, said = ''): readonly string[] {
  if (said.length === firstLetters) return [said];
  if (word === '') return afterWord.flatMap(code => beginningsOf(word, said + String.fromCharCode(code)));
  const [first = '', rest] = [word[0], word.slice(1)];
  const once = beginningsOf(rest, said + first);
  return first === ' ' ? [...once, ...beginningsOf(word, said + first)] : once;
}

/** Heads with the same hash are a chain. The words of one are neighbours. */
function putHeads({ slots, heads }: KernelMemory['words'], words: readonly string[]): void {
  slots.fill(0);
  let head = 0;
  for (let first = 0; first < words.length;) {
    const bytes = words[first]?.slice(0, longestHead) ?? '';
    let end = first + 1;
    while (words[end]?.slice(0, longestHead) === bytes) end++;
    const slot = Math.imul(numberOf(bytes.slice(0, 3)), hashFactor) >>> 20;
    const low = numberOf(bytes.slice(0, 4));
    const high = numberOf(bytes.slice(4));
    heads.set([low, high, first | (end << 16), (slots[slot] ?? 0) | (bytes.length << 16)], head * headSize);
    slots[slot] = ++head;
    first = end;
  }
}

/** Up to four bytes as one number, the first the lowest, in small letters: so are other characters than letters put together, which are compared once more. */
function numberOf(bytes: string): number {
  let number = 0;
  for (let i = 0; i < bytes.length; i++) number |= (bytes.charCodeAt(i) | 0x20) << (i * 8);
  return number;
}

/** Bits of those whose words may stand between two places. Where characters are not plain ASCII it may err towards yes. */
export function findWords({ block, words }: KernelMemory, start: number, end: number, wanted: number): number {
  let found = 0;
  for (let at = start; at <= end - 3 && found !== wanted; at++) {
    const rank = rankOf(block[at]);
    if (rank === 0 || !isBoundary(block, start, at)) continue;
    const place = rank * 32 + rankOf(block[at + 1]);
    for (let word = words.index[place] ?? 0; word < (words.index[place + 1] ?? 0); word++) {
      const who = (words.spans[word * spanSize + 2] ?? 0) & wanted;
      if ((who & ~found) !== 0 && mayBeWord(block, at, end, words, word)) found |= who;
    }
  }
  return found;
}

/** Whether a word may begin: nothing before it, no letter, digit or `_`, or what an escape stands for, be it `\n` or `\u2014`. */
function isBoundary(block: Uint8Array, start: number, at: number): boolean {
  if (at === start) return true;
  const before = block[at - 1] ?? 0;
  if (before >= 0x80 || !isOfWord(before)) return true;
  return (at - 2 >= start && block[at - 2] === backslash) || (at - 6 >= start && block[at - 6] === backslash);
}

function mayBeWord(
  block: Uint8Array,
  start: number,
  end: number,
  { spans, bytes }: KernelMemory['words'],
  word: number,
): boolean {
  const from = spans[word * spanSize] ?? 0;
  const length = spans[word * spanSize + 1] ?? 0;
  let at = start;
  for (let step = 0; step < length; step++, at++) {
    if (at >= end) return false;
    const expected = bytes[from + step] ?? 0;
    const got = block[at] ?? 0;
    const isLetter = rankOf(expected) !== 0;
    if (got >= 0x80 || got === backslash) return step >= firstLetters || !isLetter;
    if (got !== expected && !(isLetter && (got | 0x20) === expected)) return false;
    if (expected === 0x20) while (at + 1 < end && block[at + 1] === 0x20) at++;
  }
  const after = at < end ? (block[at] ?? 0) : 0;
  return after >= 0x80 || !isOfWord(after);
}

/** 1 to 26 for a letter, whatever its case; 0 for what is none. */
function rankOf(code: number | undefined): number {
  const lower = (code ?? 0) | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? lower - 0x60 : 0;
}

function isOfWord(code: number): boolean {
  return rankOf(code) !== 0 || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}
