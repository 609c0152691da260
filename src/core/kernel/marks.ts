import { isEscapedSpace } from '../json/escapes.ts';

/**
 * What may be told of a text from its bytes as they stand in JSON: bits of one number. A mark that is missing says that what it
 * stands for is not in the text; one that is there says that it may be.
 */
export const marks = {
  /** A character beyond ASCII, as it is or escaped. */
  wide: 1,
  /** An `@`. */
  at: 2,
  /** Nine bytes or more in a row of digits and what groups them (space `.` `-` `(` `)` `/` `:`), the first a digit. */
  digits: 4,
  /** Twenty bytes or more in a row of letters, digits and `_` `-` `+` `/` `=` `.` */
  token: 8,
  /** Sixteen bytes or more in a row of capital letters and digits. */
  capitals: 64,
  /** What may be cut off by its form: it opens as reasoning or JSON does, or has three backticks or tildes in a row. */
  block: 128,
} as const;
export type Mark = keyof typeof marks;

const digitsLength = 9;
const tokenLength = 20;
const capitalsLength = 16;
const fenceLength = 3;
const isDigit = 1;
const isGrouping = 2;
const isToken = 4;
const isCapital = 8;
const classes = byteClasses();

/** The marks of a text between two places, as it stands in JSON. Escapes from `\u0000` to `\u007f` are not for it. */
export function marksOf(bytes: Uint8Array, start: number, end: number): number {
  let found = mayOpenBlock(bytes, start, end) ? marks.block : 0;
  let digits = 0;
  let token = 0;
  let capitals = 0;
  let ticks = 0;
  let tildes = 0;
  // Where the last character stands that follows a backslash.
  let escaped = -1;
  for (let at = start; at < end; at++) {
    const code = bytes[at] ?? 0;
    if (code >= 0x80) found |= marks.wide;
    else if (code === 0x40) found |= marks.at;
    if (code === 0x5c && at !== escaped) {
      escaped = at + 1;
      if (bytes[escaped] === 0x75) found |= marks.wide;
      // Some write every slash as `\/`: the text has the slash alone, and a run may go on.
      else if (bytes[escaped] === 0x2f) found |= marks.digits | marks.token | marks.capitals;
    }
    const kind = classes[code] ?? 0;
    digits = (kind & isDigit) !== 0 || (digits > 0 && (kind & isGrouping) !== 0) ? digits + 1 : 0;
    token = (kind & isToken) !== 0 ? token + 1 : 0;
    if (digits >= digitsLength) found |= marks.digits;
    if (token >= tokenLength) found |= marks.token;
    capitals = (kind & isCapital) !== 0 ? capitals + 1 : 0;
    if (capitals >= capitalsLength) found |= marks.capitals;
    ticks = code === 0x60 ? ticks + 1 : 0;
    tildes = code === 0x7e ? tildes + 1 : 0;
    if (ticks === fenceLength || tildes === fenceLength) found |= marks.block;
  }
  return found;
}

function byteClasses(): Uint8Array {
  const table = new Uint8Array(256);
  const add = (characters: string, kind: number): void => {
    for (const character of characters) table[character.charCodeAt(0)] = (table[character.charCodeAt(0)] ?? 0) | kind;
  };
  add('0123456789', isDigit | isToken | isCapital);
  add(' .-()/:', isGrouping);
  // The last, which no text has, is one that two tables of sixteen cannot tell from the first.
  add('_-+/=.\x7f', isToken);
  for (let letter = 0; letter < 26; letter++) {
    add(String.fromCharCode(65 + letter), isToken | isCapital);
    add(String.fromCharCode(97 + letter), isToken);
  }
  return table;
}

/** Whether a text may open with a tag, or as a JSON object or a list of texts, lists or objects does; white space may stand before. */
function mayOpenBlock(bytes: Uint8Array, start: number, end: number): boolean {
  const at = afterSpace(bytes, start, end);
  if (at >= end) return false;
  const code = bytes[at] ?? 0;
  if (code !== 0x7b && code !== 0x5b) return code === 0x3c || mayGoOn(bytes, at);
  const next = afterSpace(bytes, at + 1, end);
  if (next >= end) return false;
  const inner = bytes[next] ?? 0;
  return mayGoOn(bytes, next) || (code === 0x5b && (inner === 0x5b || inner === 0x7b));
}

/** Whether a text may be nothing but white space: it is, or after some it goes on with what may be more. */
export function mayBeBlank(bytes: Uint8Array, start: number, end: number): boolean {
  const at = afterSpace(bytes, start, end);
  if (at >= end) return true;
  const isOther = bytes[at] === 0x5c && bytes[at + 1] !== 0x75;
  return !isOther && mayGoOn(bytes, at);
}

/** Behind spaces and the escapes that stand for some: \n \t \r \f. */
function afterSpace(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (; at < end; at++) {
    if (bytes[at] === 0x20) continue;
    if (bytes[at] !== 0x5c) break;
    if (!isEscapedSpace(bytes[at + 1] ?? 0)) break;
    at++;
  }
  return at;
}

/** An escape, be it a quote, or what may be white space beyond ASCII. */
function mayGoOn(bytes: Uint8Array, at: number): boolean {
  const code = bytes[at] ?? 0;
  const next = bytes[at + 1] ?? 0;
  if (code === 0xe3) return next === 0x80 && bytes[at + 2] === 0x80;
  return (
    code === 0x5c ||
    (code === 0xc2 && next === 0xa0) ||
    code === 0xe2 ||
    (code === 0xe1 && next === 0x9a) ||
    code === 0xef
  );
}
