import { parseRow } from './parseRow.ts';

/** What a file's first bytes show it to be instead of rows of JSON. */
export interface NotRows {
  readonly code: 'binary' | 'encoding';
  /** One sentence after the file's name: what it is, and the next step. */
  readonly message: string;
}

const signatures: readonly (readonly [signature: string, name: string, next: string])[] = [
  ['PAR1', 'a Parquet file', 'Convert it to JSONL first.'],
  ['ARROW1', 'an Arrow file', 'Convert it to JSONL first.'],
  ['Obj\x01', 'an Avro file', 'Convert it to JSONL first.'],
  ['SQLite format 3', 'an SQLite database', 'Export the table as JSONL first.'],
  ['PK\x03\x04', 'a ZIP archive', 'Unpack it first.'],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive', 'Unpack it first.'],
  ['BZh', 'a bzip2 file', 'Unpack it first, or repack it as .gz or .zst.'],
  ['\xfd7zXZ', 'an xz file', 'Unpack it first, or repack it as .gz or .zst.'],
  ['\x89PNG', 'a PNG image', 'Choose a .jsonl or .ndjson file.'],
  ['\xff\xd8\xff', 'a JPEG image', 'Choose a .jsonl or .ndjson file.'],
  ['%PDF-', 'a PDF document', 'Choose a .jsonl or .ndjson file.'],
  ['\x7fELF', 'a program', 'Choose a .jsonl or .ndjson file.'],
  ['\x1f\x8b', 'a gzip file by its content', 'Give it the extension .gz.'],
  ['\x28\xb5\x2f\xfd', 'a Zstandard file by its content', 'Give it the extension .zst.'],
];

/** Tells a file that holds no rows of text from its first bytes; undefined where it may hold some. */
export function sniff(head: Uint8Array): NotRows | undefined {
  const text = latin1(head.subarray(0, 32));
  if (text.startsWith('\xff\xfe') || text.startsWith('\xfe\xff')) {
    return { code: 'encoding', message: 'is UTF-16 text; rows are UTF-8. Convert it: iconv -f UTF-16 -t UTF-8.' };
  }
  const known = signatures.find(([signature]) => text.startsWith(signature));
  if (known) return { code: 'binary', message: `is ${known[1]}, not rows of JSON. ${known[2]}` };
  if (!looksBinary(head) || holdsARow(head)) return undefined;
  return { code: 'binary', message: 'holds binary data, not rows of JSON. Choose a .jsonl or .ndjson file.' };
}

/** At least one byte in twenty is a control character that no text has; of random bytes, two in twenty are. */
function looksBinary(head: Uint8Array): boolean {
  let controls = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls++;
  return controls * 20 > head.length;
}

function holdsARow(head: Uint8Array): boolean {
  const lines = new TextDecoder().decode(head).split('\n').slice(0, 1000);
  return lines.some(line => parseRow(line, { first: false }).kind === 'value');
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
