// AssemblyScript: the kernel of src/core/duplicates/plainTextKernel.ts, sixteen bytes or four numbers at a time. What it answers is
// written there; where things stand in memory, in textKernel.ts beside it.

// Behind the memory of the other kernel, whose texts it reads where they stand.
const TEXT: usize = 1344 * 1024;
const HASH: usize = 1984 * 1024;
const STATE: usize = HASH + 8;
const SIGNATURE: usize = HASH + 64;
const MULTIPLIERS: usize = HASH + 576;
const ADDENDS: usize = HASH + 1088;
const RING: usize = HASH + 1600;
const SHINGLES: usize = HASH + 2048;
const SHINGLES_END: usize = SHINGLES + 4096 * 4;
const SIGNATURE_BYTES: usize = 512;
const BASE: u32 = 0x01000193 * 31;

export function copy(from: usize, length: i32): void {
  memory.copy(TEXT, from, <usize>length);
}

export function unescape(from: usize, length: i32): i32 {
  let at = from;
  let out = TEXT;
  const end = at + <usize>length;
  while (at < end) {
    const bytes = v128.load(at);
    v128.store(out, bytes);
    const mask = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x5c)));
    const plain: usize = mask == 0 ? 16 : <usize>ctz(mask);
    if (at + plain >= end) {
      out += end - at;
      break;
    }
    at += plain;
    out += plain;
    if (mask == 0) continue;
    const letter = load<u8>(at, 1);
    if (letter != 0x75) {
      store<u8>(out++, plainEscape(letter));
      at += 2;
      continue;
    }
    let code = hexadecimal(at + 2);
    at += 6;
    if (code >= 0xd800 && code < 0xdc00 && at + 6 <= end && load<u16>(at) == 0x755c) {
      const low = hexadecimal(at + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
      }
    }
    out = writeUtf8(out, code);
  }
  return <i32>(out - TEXT);
}

function plainEscape(letter: u8): u8 {
  if (letter == 0x6e) return 0x0a;
  if (letter == 0x74) return 0x09;
  if (letter == 0x72) return 0x0d;
  if (letter == 0x62) return 0x08;
  return letter == 0x66 ? 0x0c : letter;
}

function hexadecimal(at: usize): u32 {
  let value: u32 = 0;
  for (let digit = at; digit < at + 4; digit++) {
    const byte = <u32>load<u8>(digit);
    value = value * 16 + (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57);
  }
  return value;
}

function writeUtf8(start: usize, codePoint: u32): usize {
  const code = codePoint >= 0xd800 && codePoint < 0xe000 ? 0xfffd : codePoint;
  let at = start;
  if (code < 0x80) store<u8>(at++, <u8>code);
  else {
    if (code < 0x800) store<u8>(at++, <u8>(0xc0 | (code >> 6)));
    else {
      if (code < 0x10000) store<u8>(at++, <u8>(0xe0 | (code >> 12)));
      else {
        store<u8>(at++, <u8>(0xf0 | (code >> 18)));
        store<u8>(at++, <u8>(0x80 | ((code >> 12) & 0x3f)));
      }
      store<u8>(at++, <u8>(0x80 | ((code >> 6) & 0x3f)));
    }
    store<u8>(at++, <u8>(0x80 | (code & 0x3f)));
  }
  return at;
}

function mix(value: u32): u32 {
  let hash = value;
  hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
  return hash ^ (hash >> 16);
}

export function hashText(length: i32): void {
  let first: u32 = 0x3c6ef372;
  let second: u32 = 0x1b873593;
  const end = TEXT + <usize>length;
  const words = TEXT + ((<usize>length) & ~3);
  for (let at = TEXT; at < words; at += 4) {
    const word = load<u32>(at);
    first = takeFirst(first, word);
    second = takeSecond(second, word);
  }
  // What is left of a word, whether anything is or not.
  const rest = end > words ? load<u32>(words) & ((1 << ((<u32>(end - words)) << 3)) - 1) : 0;
  first = takeFirst(first, rest) ^ (<u32>length);
  second = takeSecond(second, rest) ^ (<u32>length);
  first += second;
  second += first;
  first = mix(first);
  second = mix(second);
  first += second;
  store<u32>(HASH, first);
  store<u32>(HASH, second + first, 4);
}

function takeFirst(hash: u32, word: u32): u32 {
  return rotl<u32>(hash ^ (rotl<u32>(word * 0xcc9e2d51, 15) * 0x1b873593), 13) * 5 + 0xe6546b64;
}

function takeSecond(hash: u32, word: u32): u32 {
  return rotl<u32>(hash ^ (rotl<u32>(word * 0x239b961b, 16) * 0xab0e9789), 19) * 5 + 0x561ccd1b;
}

export function sign(length: i32, characters: i32, size: i32): i32 {
  for (let i: usize = 0; i < SIGNATURE_BYTES; i += 16) v128.store(SIGNATURE + i, i32x4.splat(-1));
  const ringEnd = RING + ((<usize>size) << 2);
  memory.fill(RING, 0, (<usize>size) << 2);
  let power: u32 = 1;
  for (let i = 1; i < size; i++) power *= BASE;
  let rolling: u32 = 0;
  let units: i32 = 0;
  let place = RING;
  let out = SHINGLES;
  let at = TEXT;
  const end = at + <usize>length;
  while (at < end) {
    let hash: u32 = 0x811c9dc5;
    if (characters) {
      const stop = at + utf8Length(load<u8>(at));
      for (; at < stop; at++) hash = (hash ^ (<u32>load<u8>(at))) * 0x01000193;
    } else {
      const start = at;
      for (let byte = load<u8>(at); at < end && isWordByte(byte); byte = load<u8>(at)) {
        hash = (hash ^ (<u32>byte)) * 0x01000193;
        at++;
      }
      if (at == start) {
        at++;
        continue;
      }
    }
    hash = mix(hash);
    rolling = (rolling - load<u32>(place) * power) * BASE + hash;
    store<u32>(place, hash);
    place += 4;
    if (place == ringEnd) place = RING;
    if (++units < size) continue;
    store<u32>(out, mix(rolling));
    out += 4;
    if (out == SHINGLES_END) {
      take(out);
      out = SHINGLES;
    }
  }
  store<u32>(STATE, units < size ? 1 : 0);
  if (units < size) {
    if (units == 0) return 0;
    store<u32>(out, mix(rolling + <u32>units));
    out += 4;
  }
  take(out);
  return units < size ? 1 : units - size + 1;
}

// Four vectors of minima stay in registers while all shingles pass by.
function take(end: usize): void {
  for (let i: usize = 0; i < SIGNATURE_BYTES; i += 64) {
    const a0 = v128.load(MULTIPLIERS + i);
    const a1 = v128.load(MULTIPLIERS + i, 16);
    const a2 = v128.load(MULTIPLIERS + i, 32);
    const a3 = v128.load(MULTIPLIERS + i, 48);
    const b0 = v128.load(ADDENDS + i);
    const b1 = v128.load(ADDENDS + i, 16);
    const b2 = v128.load(ADDENDS + i, 32);
    const b3 = v128.load(ADDENDS + i, 48);
    let m0 = v128.load(SIGNATURE + i);
    let m1 = v128.load(SIGNATURE + i, 16);
    let m2 = v128.load(SIGNATURE + i, 32);
    let m3 = v128.load(SIGNATURE + i, 48);
    for (let at = SHINGLES; at < end; at += 4) {
      const shingle = v128.load32_splat(at);
      m0 = i32x4.min_u(m0, i32x4.add(i32x4.mul(shingle, a0), b0));
      m1 = i32x4.min_u(m1, i32x4.add(i32x4.mul(shingle, a1), b1));
      m2 = i32x4.min_u(m2, i32x4.add(i32x4.mul(shingle, a2), b2));
      m3 = i32x4.min_u(m3, i32x4.add(i32x4.mul(shingle, a3), b3));
    }
    v128.store(SIGNATURE + i, m0);
    v128.store(SIGNATURE + i, m1, 16);
    v128.store(SIGNATURE + i, m2, 32);
    v128.store(SIGNATURE + i, m3, 48);
  }
}

function utf8Length(first: u8): usize {
  if (first < 0x80) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

function isWordByte(byte: u8): bool {
  const lower = byte | 0x20;
  return byte >= 0x80 || (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5f;
}
