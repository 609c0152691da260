import type { Trait } from './trait.ts';

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

const none: readonly Mention[] = [];

/**
 * Makes the function that finds whole words, whatever their case; the longest word wins and mentions do not overlap.
 * It rolls the classes of three letters over the text and compares only where they begin a word of the list: on prose
 * that reads more than ten times as fast as one regular expression with every word as an alternative.
 */
export function mentionFinder(traits: readonly Trait[]): MentionFinder {
  const classes = letterClasses();
  const candidates = byBeginning(traits, classes);
  const begins = new Uint8Array(1 << 15);
  for (const beginning of candidates.keys()) begins[beginning] = 1;
  return text => {
    let found: Mention[] | undefined;
    let free = 0;
    let beginning = 0;
    for (let index = 0; index < text.length; index++) {
      beginning = ((beginning << 5) | (classes[text.charCodeAt(index)] ?? 0)) & 0x7fff;
      if (begins[beginning] === 0) continue;
      const start = index - 2;
      if (start < free || (start > 0 && classes[text.charCodeAt(start - 1)] !== 0)) continue;
      const mention = compare(text, start, candidates.get(beginning) ?? [], classes);
      if (mention === undefined) continue;
      (found ??= []).push(mention);
      free = mention.end;
    }
    return found ?? none;
  };
}

function compare(
  text: string,
  start: number,
  candidates: readonly Candidate[],
  classes: Uint8Array,
): Mention | undefined {
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
    const expected = word[step];
    const got = text[index];
    if (got === undefined) return -1;
    if (expected === ' ') {
      if (!isSpace(got)) return -1;
      while (isSpace(text[index + 1])) index++;
    } else if (got !== expected && got.toLowerCase() !== expected && !(expected === "'" && got === '’')) {
      return -1;
    }
  }
  return index;
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && /\s/.test(character);
}

function byBeginning(traits: readonly Trait[], classes: Uint8Array): ReadonlyMap<number, readonly Candidate[]> {
  const map = new Map<number, Candidate[]>();
  const words = traits.flatMap(({ words }, trait) => words.map(word => ({ word, trait })));
  words.sort((left, right) => right.word.length - left.word.length);
  for (const candidate of words) {
    let beginning = 0;
    for (let index = 0; index < 3; index++) {
      beginning = (beginning << 5) | (classes[candidate.word.charCodeAt(index)] ?? 0);
    }
    const others = map.get(beginning);
    if (others === undefined) map.set(beginning, [candidate]);
    else others.push(candidate);
  }
  return map;
}

/** Per code unit: 0 outside of words, 1 to 26 for a letter whatever its case, 31 for the rest. Surrogates are outside: most are emoji. */
function letterClasses(): Uint8Array {
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
}
