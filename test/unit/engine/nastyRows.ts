/** Lines that real files hold: name → bytes of one line, its newline excluded. */
export const nastyLines: readonly (readonly [name: string, line: Uint8Array])[] = [
  ['a row', bytes('{"prompt":"a","completion":"b"}')],
  ['a row ended by CRLF', bytes('{"a":1}\r')],
  ['a blank line', bytes('')],
  ['a line of white space', bytes(' \t \r')],
  ['invalid UTF-8', Buffer.concat([bytes('{"a":"'), Buffer.from([0xc3, 0x28, 0xff]), bytes('"}')])],
  ['NUL in a string', bytes('{"a":"\0"}')],
  ['NUL alone', bytes('\0\0')],
  ['line and paragraph separators', bytes('{"a":"one\u2028two\u2029three\u0085four"}')],
  ['other white space around', bytes('\u00a0{"a":1}')],
  ['a byte order mark past the start', bytes('\ufeff{"a":1}')],
  ['deep nesting', bytes('['.repeat(100_000) + ']'.repeat(100_000))],
  ['deep nesting, not closed', bytes('{"a":'.repeat(100_000))],
  ['lone surrogates', bytes('{"a":"\\ud800 \\udc00"}')],
  ['an integer past 2^53', bytes('{"id":12345678901234567890}')],
  ['duplicate keys', bytes('{"a":1,"a":2}')],
  ['__proto__', bytes('{"__proto__":{"completion":"x"}}')],
  ['NaN', bytes('{"a":NaN}')],
  ['two values', bytes('{"a":1} {"b":2}')],
  ['a number', bytes('12')],
  ['a longer row than a chunk', bytes(`{"text":"${'é'.repeat(200_000)}"}`)],
  ['a truncated last line', bytes('{"a":"tru')],
];

/** All of them as a file: a byte order mark in front, no newline at the end. */
export function nastyFile(): Buffer {
  const lines = nastyLines.map(([, line]) => line);
  return Buffer.concat([bytes('\ufeff'), ...lines.flatMap((line, i) => (i === 0 ? [line] : [bytes('\n'), line]))]);
}

export type OracleKind = 'blank' | 'malformed' | 'value';

/** What one line holds, by the words of RFC 8259 alone. */
export function kindOf(line: Uint8Array, { first }: { readonly first: boolean }): OracleKind {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    return 'malformed';
  }
  if (first && text.startsWith('\ufeff')) text = text.slice(1);
  if (/^[ \t\r\n]*$/.test(text)) return 'blank';
  try {
    JSON.parse(text);
    return 'value';
  } catch {
    return 'malformed';
  }
}

function bytes(text: string): Buffer {
  return Buffer.from(text);
}
