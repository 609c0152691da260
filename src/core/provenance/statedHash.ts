/** A SHA-256 as records write it (`sha256:…`, capitals, spaces), in lower-case hexadecimal; nothing where it is none. */
export function statedHash(written: string): string | undefined {
  const hash = written
    .trim()
    .toLowerCase()
    .replace(/^sha-?256[:=\s]\s*/, '');
  return /^[0-9a-f]{64}$/.test(hash) ? hash : undefined;
}
