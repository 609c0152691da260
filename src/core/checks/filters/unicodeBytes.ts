import { mixable, suspects } from './unicodeFaults.ts';
import type { JsonText } from '../../kernel/jsonText.ts';
import { once } from '../../text/once.ts';

const isSuspect = 1;
const isLatin = 2;
const isAlike = 4;

/**
 * Whether a text as it stands in JSON may have a fault: a suspect, or a Latin letter beside a Cyrillic or Greek one. What the checks
 * of single places would forgive is not looked at.
 */
export function mayHaveFault({ bytes, start, end }: JsonText): boolean {
  const kinds = kindsOfCharacters();
  let before = 0;
  for (let at = start; at < end;) {
    const code = bytes[at] ?? 0;
    let kind = 0;
    if (code >= 0x80 || (code === 0x5c && bytes[at + 1] === 0x75)) {
      const character = code === 0x5c ? escaped(bytes, at) : decoded(bytes, at);
      at += code === 0x5c ? (character > 0xffff ? 12 : 6) : character > 0xffff ? 4 : character > 0x7ff ? 3 : 2;
      kind = character > 0xffff ? kindBeyond(character) : (kinds[character] ?? 0);
      if (kind === isSuspect) return true;
    } else if (code === 0x5c) at += 2;
    else {
      kind = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a ? isLatin : 0;
      at++;
    }
    if ((before | kind) === (isLatin | isAlike)) return true;
    before = kind;
  }
  return false;
}

/** The character of an escape or of a pair of them. */
function escaped(bytes: Uint8Array, at: number): number {
  const unit = hexadecimal(bytes, at);
  if (unit < 0xd800 || unit > 0xdbff || bytes[at + 6] !== 0x5c || bytes[at + 7] !== 0x75) return unit;
  const low = hexadecimal(bytes, at + 6);
  return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((unit - 0xd800) << 10) + low - 0xdc00 : unit;
}

function hexadecimal(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let digit = at + 2; digit < at + 6; digit++) {
    const code = bytes[digit] ?? 0;
    value = value * 16 + (code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57);
  }
  return value;
}

/** The character of two to four bytes of valid UTF-8. */
function decoded(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const second = (bytes[at + 1] ?? 0) & 63;
  if (first < 0xe0) return ((first & 31) << 6) | second;
  const third = (bytes[at + 2] ?? 0) & 63;
  if (first < 0xf0) return ((first & 15) << 12) | (second << 6) | third;
  return ((first & 7) << 18) | (second << 12) | (third << 6) | ((bytes[at + 3] ?? 0) & 63);
}

/** Of emoji and ideographs none is suspect. */
function kindBeyond(character: number): number {
  const isKnown = (character >= 0x1f000 && character < 0x1fffe) || (character >= 0x20000 && character < 0x2fffe);
  return isKnown ? 0 : isSuspect;
}

/** By code unit. Escapes of ASCII, of which anything may be written, count as suspect. */
const kindsOfCharacters = once(() => {
  const kinds = new Uint8Array(0x10000).fill(isSuspect, 0, 0x80);
  const text = Array.from({ length: 256 }, (_, page) =>
    String.fromCharCode(...Array.from({ length: 256 }, (_each, unit) => page * 256 + unit)),
  );
  const add = (pattern: RegExp, kind: number): void => {
    text.forEach((page, number) => {
      // One by one: of neighbouring halves a pair would be made.
      if (number >= 0xd8 && number <= 0xdf) return;
      for (const { index } of page.matchAll(pattern)) kinds[number * 256 + index] = kind;
    });
  };
  add(/\p{Script=Latin}/gu, isLatin);
  add(mixable, isAlike);
  add(suspects, isSuspect);
  kinds.fill(isSuspect, 0, 0x80);
  kinds.fill(isSuspect, 0xd800, 0xe000);
  return kinds;
});
