/** The physical lines of a file, by the plainest rule: a newline ends a line, a last line without one counts. */
export function physicalLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let line: number[] = [];
  for (const byte of bytes) {
    if (byte === 10) {
      lines.push(Uint8Array.from(line));
      line = [];
    } else line.push(byte);
  }
  if (line.length > 0) lines.push(Uint8Array.from(line));
  return lines;
}
