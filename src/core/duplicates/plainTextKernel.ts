import { permutations } from './bands.ts';
import { largestShingle } from './query.ts';
import { permutationConstants, textLayout, type TextKernel } from './textKernel.ts';
import { hashInto, mix, unescapeInto } from '../kernel/hashBytes.ts';
import { utf8Length } from '../kernel/utf8Text.ts';

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
