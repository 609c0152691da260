import { mix } from '../kernel/hashBytes.ts';
/** 64 bits of a text's UTF-16 code units, in two halves: well mixed, not cryptographic (two lanes of multiplication and MurmurHash3's finaliser). */
export function textHash(text: string): readonly [high: number, low: number] {
  let high = 0x9e3779b1;
  let low = 0x85ebca6b;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 0x27d4eb2f);
    low = Math.imul(low ^ code, 0x165667b1);
  }
  high ^= text.length;
  const first = mix(high ^ Math.imul(low, 0x2545f491)) >>> 0;
  return [first, mix(low ^ first) >>> 0];
}
