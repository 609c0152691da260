import { confusables } from './confusables.ts';

/** A text in the letters that it looks like, and where each of them stands in the original. */
export interface FoldedText {
  /** Small letters of ASCII where there are any; `either` for what may be an i or an l; the rest as it stands. */
  readonly text: string;
  /** By code unit of `text`: the place in the original that it came from, half-open, in UTF-16 code units. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Whether anything invisible was left out. */
  readonly hidden: boolean;
}

/** What may be read as i or as l, such as a capital I. A private character that stands in no word. */
export const either = '\ue0e1';

export interface FoldOptions {
  /** Digits and signs stand for the letters that they are written for: `0wl`, `t1ger`, `m@ple`. */
  readonly leetspeak: boolean;
  /** What is invisible is left out, or stands for a space. */
  readonly invisible: 'drop' | 'space';
}

const letters: ReadonlyMap<string, string> = new Map(
  Object.entries(confusables).flatMap(([to, from]) =>
    // Unicode has one form for capital I, small l and the digit 1.
    Array.from(from, character => [character, to === 'l' ? either : to] as const),
  ),
);
const leetLetters: ReadonlyMap<string, string> = new Map([
  ['0', 'o'],
  ['1', either],
  ['3', 'e'],
  ['4', 'a'],
  ['5', 's'],
  ['7', 't'],
  ['8', 'b'],
  ['9', 'g'],
]);
/** Signs are read as letters only inside of a word, since most end one. */
const leetSigns: ReadonlyMap<string, string> = new Map([
  ['@', 'a'],
  ['$', 's'],
  ['!', either],
  ['|', either],
]);

const mostKnown = 20_000;

/**
 * Makes the function that reads a text by what its characters look like: compatibility forms, look-alikes of other scripts, without
 * marks and invisible characters.
 */
export function textFolder(): (text: string, options: FoldOptions) => FoldedText {
  const foldedCharacter = foldCharacters();
  return (text, options) => fold(text, options, foldedCharacter);
}

function fold(
  text: string,
  { leetspeak, invisible }: FoldOptions,
  foldedCharacter: (code: number) => string,
): FoldedText {
  let folded = '';
  let hidden = false;
  const starts: number[] = [];
  const ends: number[] = [];
  for (let start = 0; start < text.length;) {
    const code = text.codePointAt(start) ?? 0;
    const end = start + (code > 0xffff ? 2 : 1);
    const ascii = code < 0x80;
    let put = ascii ? text.charAt(start).toLowerCase() : foldedCharacter(code);
    if (ascii && leetspeak) put = leetLetter(text, start) ?? put;
    if (put === '') {
      // A mark belongs to the letter before it.
      if (isMark(code) && ends.length > 0) ends[ends.length - 1] = end;
      else hidden ||= !isMark(code);
      if (!isMark(code) && invisible === 'space') put = ' ';
    }
    for (let unit = 0; unit < put.length; unit++) {
      starts.push(start);
      ends.push(end);
    }
    folded += put;
    start = end;
  }
  return { text: folded, starts, ends, hidden };
}

/** Looks a character up once. */
function foldCharacters(): (code: number) => string {
  const known = new Map<number, string>();
  return code => {
    const before = known.get(code);
    if (before !== undefined) return before;
    const found = foldCharacter(code);
    if (known.size < mostKnown) known.set(code, found);
    return found;
  };
}

/** What a character beyond ASCII looks like; empty: nothing of its own. */
function foldCharacter(code: number): string {
  // Letters that are written as tags, as flags, or in squares and circles.
  if (code >= 0xe0020 && code <= 0xe007e) return String.fromCharCode(code - 0xe0000).toLowerCase();
  for (const first of [0x1f1e6, 0x1f150, 0x1f170]) {
    if (code >= first && code < first + 26) return String.fromCharCode(0x61 + code - first);
  }
  const character = String.fromCodePoint(code);
  if (/^(?:\p{M}|\p{Default_Ignorable_Code_Point})$/u.test(character)) return '';
  const itself = letterOf(character);
  if (itself !== undefined) return itself;
  let folded = '';
  for (const each of character.normalize('NFKD').replace(/\p{M}/gu, '')) folded += letterOf(each) ?? each.toLowerCase();
  return folded;
}

function letterOf(character: string): string | undefined {
  return letters.get(character) ?? letters.get(character.toLowerCase());
}

function isMark(code: number): boolean {
  return /^\p{M}$/u.test(String.fromCodePoint(code));
}

function leetLetter(text: string, at: number): string | undefined {
  const character = text.charAt(at);
  const digit = leetLetters.get(character);
  if (digit !== undefined) return digit;
  const before = text.charAt(at - 1);
  // "owI" and "Iion": a capital among small letters.
  if (character === 'I' && (/[a-z\d]/.test(before) || (!/\w/.test(before) && /[a-z\d]/.test(text.charAt(at + 1)))))
    return either;
  const sign = leetSigns.get(character);
  return sign !== undefined && /\w/.test(before) && /\w/.test(text.charAt(at + 1)) ? sign : undefined;
}
