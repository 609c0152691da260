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
  /** Sixteen bytes or more in a row of letters, digits and `_` `-` `+` `/` `=` `.` */
  token: 8,
} as const;
export type Mark = keyof typeof marks;

const digitsLength = 9;
const tokenLength = 16;
const isDigit = 1;
const isGrouping = 2;
const isToken = 4;
const classes = byteClasses();

/** The marks of a text between two places, as it stands in JSON. Escapes from `\u0000` to `\u007f` are not for it. */
export function marksOf(bytes: Uint8Array, start: number, end: number): number {
  let found = 0;
  let digits = 0;
  let token = 0;
  for (let at = start; at < end; at++) {
    const code = bytes[at] ?? 0;
    if (code >= 0x80 || (code === 0x5c && bytes[at + 1] === 0x75)) found |= marks.wide;
    else if (code === 0x40) found |= marks.at;
    // Some write every slash as `\/`: the text has the slash alone, and a run may go on.
    if (code === 0x5c && bytes[at + 1] === 0x2f) found |= marks.digits | marks.token;
    const kind = classes[code] ?? 0;
    digits = (kind & isDigit) !== 0 || (digits > 0 && (kind & isGrouping) !== 0) ? digits + 1 : 0;
    token = (kind & isToken) !== 0 ? token + 1 : 0;
    if (digits >= digitsLength) found |= marks.digits;
    if (token >= tokenLength) found |= marks.token;
  }
  return found;
}

function byteClasses(): Uint8Array {
  const table = new Uint8Array(256);
  const add = (characters: string, kind: number): void => {
    for (const character of characters) table[character.charCodeAt(0)] = (table[character.charCodeAt(0)] ?? 0) | kind;
  };
  add('0123456789', isDigit | isToken);
  add(' .-()/:', isGrouping);
  // The last, which no text has, is one that two tables of sixteen cannot tell from the first.
  add('_-+/=.\x7f', isToken);
  for (let letter = 0; letter < 26; letter++) add(String.fromCharCode(65 + letter, 97 + letter), isToken);
  return table;
}
