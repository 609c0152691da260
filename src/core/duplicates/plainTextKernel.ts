import { permutations } from './bands.ts';
import { largestShingle } from './query.ts';
import { mix, permutationConstants, textLayout, type TextKernel } from './textKernel.ts';
import { utf8Length, writeUtf8 } from './utf8Text.ts';

const backslash = 0x5c;
const base = Math.imul(0x01000193, 31);

/** The text kernel in TypeScript: the oracle of the tests, and what runs for texts that the other has no room for. */
export function plainTextKernel(capacity: number = textLayout.capacity): TextKernel {
  const text = new Uint8Array(capacity);
  const hash = new Uint32Array(2);
  const signature = new Uint32Array(permutations);
  const signer = shingleSigner(signature);
  return {
    text,
    hash,
    signature,
    put: ({ bytes, start, end }) => unescapeInto(text, bytes, start, end),
    hashText: length => hashInto(text, length, hash),
    sign: (length, { unit, size }) => signer.sign(text, length, unit === 'characters', size),
    get isShort() {
      return signer.isShort;
    },
  };
}

function unescapeInto(to: Uint8Array, from: Uint8Array, start: number, end: number): number {
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
function hashInto(bytes: Uint8Array, length: number, hash: Uint32Array): void {
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

/** Signs texts; the minima are kept as signed numbers, which stay small integers. */
function shingleSigner(signature: Uint32Array) {
  const constants = permutationConstants();
  const multipliers = Int32Array.from(constants.multipliers);
  const addends = Int32Array.from(constants.addends);
  const minima = new Int32Array(permutations);
  const ring = new Int32Array(largestShingle);
  let isShort = false;

  const add = (shingle: number): void => {
    for (let i = 0; i < permutations; i++) {
      const value = (Math.imul(shingle, multipliers[i] ?? 0) + (addends[i] ?? 0)) ^ 0x80000000;
      if (value < (minima[i] ?? 0)) minima[i] = value;
    }
  };

  const sign = (bytes: Uint8Array, length: number, characters: boolean, size: number): number => {
    minima.fill(0x7fffffff);
    ring.fill(0);
    let power = 1;
    for (let i = 1; i < size; i++) power = Math.imul(power, base);
    let rolling = 0;
    let units = 0;
    let place = 0;
    for (let at = 0; at < length;) {
      const end = characters ? at + utf8Length(bytes[at] ?? 0) : wordEnd(bytes, at, length);
      if (end === at) {
        at++;
        continue;
      }
      const unit = unitHash(bytes, at, end);
      rolling = (Math.imul((rolling - Math.imul(ring[place] ?? 0, power)) | 0, base) + unit) | 0;
      ring[place] = unit;
      place = place + 1 === size ? 0 : place + 1;
      if (++units >= size) add(mix(rolling));
      at = end;
    }
    isShort = units < size;
    if (isShort && units > 0) add(mix((rolling + units) | 0));
    for (let i = 0; i < permutations; i++) signature[i] = (minima[i] ?? 0) ^ 0x80000000;
    return isShort ? Math.min(units, 1) : units - size + 1;
  };

  return {
    sign,
    get isShort() {
      return isShort;
    },
  };
}

function wordEnd(bytes: Uint8Array, start: number, length: number): number {
  let end = start;
  while (end < length && isWordByte(bytes[end] ?? 0)) end++;
  return end;
}

function isWordByte(byte: number): boolean {
  const lower = byte | 0x20;
  return byte >= 0x80 || (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f;
}

/** FNV-1a, mixed. */
function unitHash(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return mix(hash);
}
