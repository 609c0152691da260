// The hash of a text as UTF-8: what it answers is written in src/core/kernel/hashBytes.ts.

// Room for a text without its escapes; in textKernel.ts.
export const TEXT: usize = 1344 * 1024;

// Puts the inside of a JSON string into the room; its bytes there.
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

export function mix(value: u32): u32 {
  let hash = value;
  hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
  return hash ^ (hash >> 16);
}

// Two times 32 bits, the first of them below.
export function hash(from: usize, length: i32): u64 {
  let first: u32 = 0x3c6ef372;
  let second: u32 = 0x1b873593;
  const end = from + <usize>length;
  const words = from + ((<usize>length) & ~3);
  for (let at = from; at < words; at += 4) {
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
  return ((<u64>(second + first)) << 32) | (<u64>first);
}

function takeFirst(hash: u32, word: u32): u32 {
  return rotl<u32>(hash ^ (rotl<u32>(word * 0xcc9e2d51, 15) * 0x1b873593), 13) * 5 + 0xe6546b64;
}

function takeSecond(hash: u32, word: u32): u32 {
  return rotl<u32>(hash ^ (rotl<u32>(word * 0x239b961b, 16) * 0xab0e9789), 19) * 5 + 0x561ccd1b;
}
