// AssemblyScript: the kernel of src/core/duplicates/plainTextKernel.ts, sixteen bytes or four numbers at a time. What it answers is
// written there; where things stand in memory, in textKernel.ts beside it.

import { hash, mix, TEXT } from './hash';

export { unescape } from './hash';

// Behind the memory of the other kernel, whose texts it reads where they stand.
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

export function hashText(length: i32): void {
  store<u64>(HASH, hash(TEXT, length));
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
