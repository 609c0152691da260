import { createHash } from 'node:crypto';
import type { MarkedAnswers, ScoreColumn } from '../../core/columns/column.ts';
import type { ProbeRun } from '../../core/findings/probeRun.ts';
import { messageOf } from '../../core/text/messageOf.ts';
import type { FileState } from '../files/identity.ts';

/** A run of a probe as it is kept on disk, for when the dataset is opened again. */
export interface KeptCard {
  readonly run: ProbeRun;
  /** When it ended, in milliseconds. */
  readonly time: number;
  /** The file as it was asked about. */
  readonly file: FileState;
  /** The command that asks anew. */
  readonly command: string;
  /** The scores of its rows were too many to keep. */
  readonly withoutScores: boolean;
}

/** Of the shape of all that is written here, `ProbeRun` included: what another version wrote is not read. */
const version = 1;

/** Of one card. A row's score takes 16 bytes of it, so that a million rows with a score each are too many. */
const mostBytes = 16_000_000;

/** A card as the text of a file: a line with the version and a hash, then all the rest. Undefined: it is too long, even without scores. */
export function cardText(card: KeptCard): string | undefined {
  const { scores } = card.run;
  const scored = scores.reduce((sum, { values }) => sum + values.filter(value => !Number.isNaN(value)).length, 0);
  const whole = 16 * scored > mostBytes ? undefined : textOf(card);
  return whole ?? textOf({ ...card, run: { ...card.run, scores: [] }, withoutScores: true });
}

function textOf({ run, ...card }: KeptCard): string | undefined {
  const body = JSON.stringify({ ...card, run: { ...run, scores: run.scores.map(packed) } });
  if (Buffer.byteLength(body) > mostBytes) return undefined;
  return `${JSON.stringify({ version, sha256: sha256(body) })}\n${body}`;
}

/** The card that was written, to the bit: the hash tells damage. */
export function readCard(text: string): { readonly ok: KeptCard } | { readonly error: string } {
  const [head = '', body = ''] = text.split('\n', 2);
  try {
    const told = JSON.parse(head) as { readonly version?: unknown; readonly sha256?: unknown };
    if (told.version !== version) return { error: `it is of version ${String(told.version)}, not ${version}` };
    if (told.sha256 !== sha256(body)) return { error: 'it is damaged' };
    const { run, ...card } = JSON.parse(body) as Packed;
    return { ok: { ...card, run: { ...run, report: run.report, scores: run.scores.map(unpacked) } } };
  } catch (error) {
    return { error: `it is damaged (${messageOf(error)})` };
  }
}

interface Packed extends Omit<KeptCard, 'run'> {
  readonly run: Omit<ProbeRun, 'scores'> & { readonly scores: readonly PackedScores[] };
}

/** Of the rows that have a score alone: the few hundred that were asked about, often, of millions. */
interface PackedScores extends Omit<ScoreColumn, 'values' | 'marked'> {
  readonly length: number;
  /** Numbers of the rows, from 0, and their values, in base64. */
  readonly rows: string;
  readonly values: string;
  readonly marked?: { readonly title: string; readonly spans: readonly Marked[] };
}

type Marked = MarkedAnswers['spans'] extends ReadonlyMap<infer Row, infer Spans> ? readonly [Row, Spans] : never;

function packed({ values, marked, ...told }: ScoreColumn): PackedScores {
  const rows = Uint32Array.from(values.keys()).filter(row => !Number.isNaN(values[row]));
  const own = Float64Array.from(rows, row => values[row] ?? NaN);
  const spans = marked && { marked: { title: marked.title, spans: [...marked.spans] } };
  return { ...told, length: values.length, rows: base64(rows), values: base64(own), ...spans };
}

function unpacked({ length, rows, values: own, marked, ...told }: PackedScores): ScoreColumn {
  const values = new Float64Array(length).fill(NaN);
  const scores = new Float64Array(bytesOf(own));
  for (const [at, row] of new Uint32Array(bytesOf(rows)).entries()) values[row] = scores[at] ?? NaN;
  return { ...told, values, ...(marked && { marked: { title: marked.title, spans: new Map(marked.spans) } }) };
}

function base64({ buffer, byteOffset, byteLength }: Uint32Array | Float64Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/** In memory of their own: a number of eight bytes stands at a place that eight divides. */
function bytesOf(text: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(text, 'base64')).buffer;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
