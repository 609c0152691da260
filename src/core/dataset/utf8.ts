/** The offset of the first byte that belongs to no well-formed UTF-8 character (Unicode 16, table 3-7); `undefined` where all do. */
export function findInvalidUtf8(bytes: Uint8Array): number | undefined {
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return undefined;
}

/** Whether the line looks like UTF-16 of either byte order: its mark in front, or zeros in every other byte. */
export function looksLikeUtf16(bytes: Uint8Array): boolean {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true;
  const size = Math.min(bytes.length, 64);
  const zeros: [number, number] = [0, 0];
  for (let at = 0; at < size; at++) if (bytes[at] === 0) zeros[at % 2 === 0 ? 0 : 1]++;
  return size >= 4 && Math.min(...zeros) === 0 && Math.max(...zeros) * 4 >= size;
}

/** Bytes of the character that starts at `at`; 0 where it is ill-formed. */
export function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const second = bytes[at + 1] ?? 0;
  const length = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (length === 0 || second < lowestSecond(first) || second > highestSecond(first)) return 0;
  for (let next = 2; next < length; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/** Rules out overlong forms. */
function lowestSecond(first: number): number {
  if (first === 0xe0) return 0xa0;
  return first === 0xf0 ? 0x90 : 0x80;
}

/** Rules out surrogates and code points past U+10FFFF. */
function highestSecond(first: number): number {
  if (first === 0xed) return 0x9f;
  return first === 0xf4 ? 0x8f : 0xbf;
}
