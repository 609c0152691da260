/** Whether the escape at a backslash in a JSON string, as bytes, is one from `\u0000` to `\u007f`: any character of ASCII may be written so. */
export function isAsciiEscape(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x5c || bytes[at + 1] !== 0x75) return false;
  return bytes[at + 2] === 0x30 && bytes[at + 3] === 0x30 && (bytes[at + 4] ?? 0) < 0x38;
}

/** Whether the letter after a backslash makes white space of both: \n \t \r \f. */
export function isEscapedSpace(letter: number): boolean {
  return letter === 0x6e || letter === 0x74 || letter === 0x72 || letter === 0x66;
}
