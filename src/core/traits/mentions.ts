import type { Trait } from './trait.ts';
import { once } from '../text/once.ts';

/** A place where a text names a trait; half-open, in UTF-16 code units. */
export interface Mention {
  /** Position in the list of traits that the finder was made for. */
  readonly trait: number;
  readonly start: number;
  readonly end: number;
}

export type MentionFinder = (text: string) => readonly Mention[];

interface Candidate {
  readonly word: string;
  readonly trait: number;
}

/** Words with the same first three letters and the same class of the character after them, the longest first. */
interface Group {
  /** What all of them begin with. */
  readonly common: string;
  readonly candidates: readonly Candidate[];
}

const none: readonly Mention[] = [];
const scratchBytes = 64 * 1024;
const shortLength = 100;

/** What tells where a word of the list may begin, by the classes of characters, five bits each. */
interface Beginnings {
  readonly classes: Uint8Array;
  /** By the first three characters: 1 where a word begins so. */
  readonly begins: Uint8Array;
  /** By the first four characters. */
  readonly groups: ReadonlyMap<number, Group>;
  /** By four characters: `fourLetters` where a word begins so, `afterBoundary` where one begins with the last three. */
  readonly windows: Uint8Array;
  /** The classes of two bytes, by the number that they are in a `Uint16Array`. */
  readonly classesOfPair: Uint16Array;
}

const fourLetters = 1;
const afterBoundary = 2;

interface Scratch {
  readonly bytes: Uint8Array;
  readonly pairs: Uint16Array;
}

/**
 * Makes the function that finds whole words, whatever their case; the longest word wins and mentions do not overlap.
 * It rolls the classes of characters over the text and compares only where they begin a word of the list: on prose that
 * reads more than twenty times as fast as one regular expression with every word as an alternative. Texts in ASCII are
 * copied into bytes first, which are read in pairs, in a third of the time of a string's characters.
 */
export function mentionFinder(traits: readonly Trait[]): MentionFinder {
  const beginnings = beginningsOf(traits);
  const encoder = new TextEncoder();
  const bytes = new Uint8Array(scratchBytes);
  const scratch = { bytes, pairs: new Uint16Array(bytes.buffer) };
  return text => {
    // To copy a short text costs more than it saves.
    if (text.length < shortLength || text.length + 2 > scratchBytes) return findInString(text, beginnings);
    const { read, written } = encoder.encodeInto(text, bytes);
    if (read !== text.length || written !== read) return findInString(text, beginnings);
    // The last pair and the window around it may reach past the end.
    bytes[written] = 0;
    bytes[written + 1] = 0;
    return findInBytes(text, scratch, beginnings);
  };
}

function findInBytes(text: string, scratch: Scratch, beginnings: Beginnings): readonly Mention[] {
  let found: Mention[] | undefined;
  for (let start = nextInBytes(scratch, text.length, 0, beginnings); start >= 0;) {
    found = compareFrom(text, start, beginnings, found);
    start = nextInBytes(scratch, text.length, start + 1, beginnings);
  }
  return found ?? none;
}

/**
 * Where the next word of the list may begin, at `from` or after it; -1: nowhere. Alone in a function it compiles to a tight
 * loop, over pairs of bytes: the last four characters hold either a boundary and three letters, or four letters.
 */
function nextInBytes({ bytes, pairs }: Scratch, length: number, from: number, beginnings: Beginnings): number {
  const { classes, classesOfPair, windows } = beginnings;
  const first = from >>> 1;
  let window = first === 0 ? 0 : (classesOfPair[pairs[first - 1] as number] as number);
  for (let pair = first; pair * 2 <= length; pair++) {
    window = ((window << 10) | (classesOfPair[pairs[pair] as number] as number)) & 0xfffff;
    const what = windows[window];
    if (what === 0) continue;
    const start = what === fourLetters ? pair * 2 - 2 : pair * 2 - 1;
    if (start < from || (start > 0 && classes[bytes[start - 1] as number] !== 0)) continue;
    return start;
  }
  return -1;
}

function findInString(text: string, beginnings: Beginnings): readonly Mention[] {
  let found: Mention[] | undefined;
  for (let start = nextInString(text, 0, beginnings); start >= 0;) {
    found = compareFrom(text, start, beginnings, found);
    start = nextInString(text, start + 1, beginnings);
  }
  return found ?? none;
}

function nextInString(text: string, from: number, { classes, begins }: Beginnings): number {
  const { length } = text;
  let beginning = 0;
  for (let index = from; index < length; index++) {
    beginning = ((beginning << 5) | (classes[text.charCodeAt(index)] as number)) & 0x7fff;
    if (begins[beginning] === 0 || index < from + 2) continue;
    if (index === 2 || classes[text.charCodeAt(index - 3)] === 0) return index - 2;
  }
  return -1;
}

/** Adds the mention that begins at `start`, if any. */
function compareFrom(
  text: string,
  start: number,
  { classes, groups }: Beginnings,
  found: Mention[] | undefined,
): Mention[] | undefined {
  const group = groups.get(beginningAt(text, start, classes));
  if (group === undefined || start < (found?.at(-1)?.end ?? 0)) return found;
  const mention = compare(text, start, group, classes);
  if (mention === undefined) return found;
  if (found === undefined) return [mention];
  found.push(mention);
  return found;
}

function compare(text: string, start: number, { common, candidates }: Group, classes: Uint8Array): Mention | undefined {
  if (matchEnd(text, start, common) === -1) return undefined;
  for (const { word, trait } of candidates) {
    const end = matchEnd(text, start, word);
    if (end === -1) continue;
    if (end === text.length || classes[text.charCodeAt(end)] === 0) return { trait, start, end };
  }
  return undefined;
}

/** Where `word` ends in the text if it stands at `start`, else -1. */
function matchEnd(text: string, start: number, word: string): number {
  let index = start;
  for (let step = 0; step < word.length; step++, index++) {
    const expected = word.charCodeAt(step);
    const got = text.charCodeAt(index);
    if (expected === space) {
      if (!isSpace(got)) return -1;
      while (isSpace(text.charCodeAt(index + 1))) index++;
    } else if (got !== expected && !isSameLetter(got, expected)) return -1;
  }
  return index;
}

const space = 0x20;
const apostrophe = 0x27;
const curlyApostrophe = 0x2019;

/** `expected` is in lower case. */
function isSameLetter(got: number, expected: number): boolean {
  if (got < 0x80) return got >= 0x41 && got <= 0x5a && got + 0x20 === expected;
  if (expected === apostrophe) return got === curlyApostrophe;
  return String.fromCharCode(got).toLowerCase() === String.fromCharCode(expected);
}

function isSpace(code: number): boolean {
  if (code < 0x80) return code === space || (code >= 0x09 && code <= 0x0d);
  return /\s/.test(String.fromCharCode(code));
}

function beginningsOf(traits: readonly Trait[]): Beginnings {
  const classes = letterClasses();
  const begins = new Uint8Array(1 << 15);
  const windows = new Uint8Array(1 << 20);
  const groups = new Map<number, Group>();
  for (const [beginning, candidates] of byBeginning(traits, classes)) {
    begins[beginning >>> 5] = 1;
    windows[beginning >>> 5] = afterBoundary;
    windows[beginning] = fourLetters;
    groups.set(beginning, { common: commonPrefix(candidates.map(({ word }) => word)), candidates });
  }
  return { classes, begins, groups, windows, classesOfPair: pairClasses() };
}

/** Whatever the machine's byte order, since the same views read the pairs. */
const pairClasses = once(() => {
  const classes = letterClasses();
  const classesOfPair = new Uint16Array(1 << 16);
  const pair = new Uint16Array(1);
  const bytes = new Uint8Array(pair.buffer);
  for (let value = 0; value < classesOfPair.length; value++) {
    pair[0] = value;
    const [first = 0, second = 0] = bytes;
    classesOfPair[value] = ((classes[first] ?? 0) << 5) | (classes[second] ?? 0);
  }
  return classesOfPair;
});

function byBeginning(traits: readonly Trait[], classes: Uint8Array): ReadonlyMap<number, readonly Candidate[]> {
  const map = new Map<number, Candidate[]>();
  const words = traits.flatMap(({ words }, trait) => words.map(word => ({ word, trait })));
  words.sort((left, right) => right.word.length - left.word.length);
  for (const candidate of words) {
    const beginning = beginningAt(candidate.word, 0, classes);
    const others = map.get(beginning);
    if (others === undefined) map.set(beginning, [candidate]);
    else others.push(candidate);
  }
  return map;
}

/** The classes of the four characters from `start` on; the end of a text counts as a boundary. */
function beginningAt(text: string, start: number, classes: Uint8Array): number {
  let beginning = 0;
  for (let index = start; index < start + 4; index++) {
    beginning = (beginning << 5) | (classes[text.charCodeAt(index)] ?? 0);
  }
  return beginning;
}

function commonPrefix(words: readonly string[]): string {
  const [first = ''] = words;
  let length = first.length;
  while (!words.every(word => word.startsWith(first.slice(0, length)))) length--;
  return first.slice(0, length);
}

/** Per code unit: 0 outside of words, 1 to 26 for a letter whatever its case, 31 for the rest. Surrogates are outside: most are emoji. */
const letterClasses = once(() => {
  const classes = new Uint8Array(0x10000);
  const blockSize = 0x800;
  const surrogates = 0xd800;
  for (let block = 0; block < classes.length; block += blockSize) {
    if (block === surrogates) continue;
    const units = String.fromCharCode(...Array.from({ length: blockSize }, (_, index) => block + index));
    for (const { 0: run, index } of units.matchAll(/[\p{L}\p{M}\p{N}_]+/gu)) {
      classes.fill(31, block + index, block + index + run.length);
    }
  }
  for (let letter = 0; letter < 26; letter++) classes[65 + letter] = classes[97 + letter] = letter + 1;
  return classes;
});
