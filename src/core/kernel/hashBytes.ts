import { writeUtf8 } from './utf8Text.ts';

/** Bytes of a text that kernels have room for. */
export const textCapacity = 256 * 1024;

const backslash = 0x5c;

/** Writes the inside of a valid JSON string as UTF-8; its bytes there. */
export function unescapeInto(to: Uint8Array, from: Uint8Array, start: number, end: number): number {
  let out = 0;
  for (let at = start; at < end;) {
    const byte = from[at] ?? 0;
    if (byte !== backslash) {
      to[out++] = byte;
      at++;
      continue;
    }
    const letter = from[at + 1] ?? 0;
    if (letter !== 0x75) {
      to[out++] = plainEscape(letter);
      at += 2;
      continue;
    }
    let code = hexadecimal(from, at + 2);
    at += 6;
    if (code >= 0xd800 && code < 0xdc00 && at + 6 <= end && from[at] === backslash && from[at + 1] === 0x75) {
      const low = hexadecimal(from, at + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
      }
    }
    out = writeUtf8(to, out, code);
  }
  return out;
}

/** What stands for itself: quotes, backslashes and slashes; and the five letters. */
function plainEscape(letter: number): number {
  switch (letter) {
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    case 0x6e:
      return 0x0a;
    case 0x72:
      return 0x0d;
    case 0x74:
      return 0x09;
    default:
      return letter;
  }
}

function hexadecimal(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let digit = at; digit < at + 4; digit++) {
    const byte = bytes[digit] ?? 0;
    value = value * 16 + (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57);
  }
  return value;
}

/** Two lanes of MurmurHash3's 32-bit body with constants of their own, mixed at the end as its 128-bit version does. */
export function hashInto(bytes: Uint8Array, length: number, hash: Uint32Array): void {
  let first = 0x3c6ef372;
  let second = 0x1b873593;
  const round = (word: number): void => {
    const one = Math.imul(word, 0xcc9e2d51);
    first ^= Math.imul((one << 15) | (one >>> 17), 0x1b873593);
    first = (Math.imul((first << 13) | (first >>> 19), 5) + 0xe6546b64) | 0;
    const two = Math.imul(word, 0x239b961b);
    second ^= Math.imul((two << 16) | (two >>> 16), 0xab0e9789);
    second = (Math.imul((second << 19) | (second >>> 13), 5) + 0x561ccd1b) | 0;
  };
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    round((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24));
  }
  let rest = 0;
  for (let shift = 0; at < length; at++, shift += 8) rest |= (bytes[at] ?? 0) << shift;
  round(rest);
  first = ((first ^ length) + (second ^ length)) | 0;
  second = ((second ^ length) + first) | 0;
  first = mix(first);
  second = mix(second);
  first = (first + second) | 0;
  hash[0] = first;
  hash[1] = (second + first) | 0;
}

/** One number of 53 bits for the two of a hash. */
export function numberOf(low: number, high: number): number {
  return 2 ** 32 * (high & 0x1fffff) + low;
}

/** The finaliser of MurmurHash3, 32 bits with their sign: https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp */
export function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
