/** Of a longer text, this much of either end is read, and its length. */
const end = 1000;

/**
 * A number of 53 bits that stands for a text; the same on every machine. Source: bryc, cyrb53 (public domain).
 * It orders rows at random for a sample, and is no protection against somebody who chooses texts.
 */
export function textHash(text: string): number {
  const { length } = text;
  let high = 0xdeadbeef ^ length;
  let low = 0x41c6ce57 ^ length;
  for (let i = 0; i < length; i++) {
    if (i === end && length > 2 * end) i = length - end;
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
