/** Bytes of the character that a byte of valid UTF-8 begins. */
export function utf8Length(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** Writes one code point, U+FFFD for half of a pair; where it ends. */
export function writeUtf8(bytes: Uint8Array, start: number, codePoint: number): number {
  const code = codePoint >= 0xd800 && codePoint < 0xe000 ? 0xfffd : codePoint;
  let at = start;
  if (code < 0x80) bytes[at++] = code;
  else {
    if (code < 0x800) bytes[at++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12);
      else {
        bytes[at++] = 0xf0 | (code >> 18);
        bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
      }
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
    }
    bytes[at++] = 0x80 | (code & 0x3f);
  }
  return at;
}
