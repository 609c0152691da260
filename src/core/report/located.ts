import type { MalformedRow, ScanResult } from '../scan/result.ts';
import { findingsInOrder, totalFindings } from '../scan/result.ts';
import { errorSpan, findingSpan } from '../findings/spans.ts';
import type { Finding } from '../findings/finding.ts';
import type { JsonObject } from '../json/value.ts';
import type { ReportSubject } from './subject.ts';

/** A part of a line, for readers of the file. */
export interface LinePlace {
  /** From 1, in UTF-16 code units, a byte order mark not counted; the end is exclusive. */
  readonly startColumn: number;
  readonly endColumn: number;
  /** In the file, uncompressed. Absent where the line is not UTF-8. */
  readonly bytes?: { readonly start: number; readonly length: number };
}

/** What is known of one finding beside what the scan says: where it stands and how it is told from others, run after run. */
export interface Located {
  /** The same for the same finding of a row with the same text, wherever in the file it stands; hexadecimal. */
  readonly fingerprint: string;
  /** Of a finding of a row that could be read. */
  readonly inLine?: LinePlace;
}

/** A dataset's report with places: one `Located` for each listed finding and each listed malformed row, in their order. */
export interface LocatedSubject extends ReportSubject {
  readonly findings: readonly (Finding & Located)[];
  readonly malformed: readonly (MalformedRow & Located)[];
  /** Findings there are, listed or not. */
  readonly total: number;
  /** Fingerprints of an earlier report, where this one is compared with it. */
  readonly baseline?: ReadonlySet<string>;
}

/** Whether the baseline does not know it. */
export function isNew({ fingerprint }: Located, { baseline }: LocatedSubject): boolean {
  return baseline !== undefined && !baseline.has(fingerprint);
}

/** A line and where it stands; `text` is its beginning where it is longer than was read. */
export interface ReportLine {
  readonly text: string;
  readonly byteStart: number;
  /** Whether `text` holds every byte of the line, as UTF-8. */
  readonly exact: boolean;
  readonly sha256: string;
}

/** What a report lists of a scan. */
export function listed(result: ScanResult, maxFindings: number) {
  return {
    findings: findingsInOrder(result, maxFindings),
    malformed: result.malformed.slice(0, maxFindings),
    total: totalFindings(result),
  };
}

export function placeOfFinding(finding: Finding, line: ReportLine): LinePlace {
  return placeOf(findingSpan(line.text, finding), line);
}

export function placeOfError({ error }: MalformedRow, line: ReportLine): LinePlace {
  return placeOf(errorSpan(line.text, error, false), line);
}

/**
 * What tells a finding from others, before it is hashed: not its row's number, which changes with every row before it, and of one
 * about the whole dataset no counts, which change with every row.
 */
export function identityOf({ check, field, data, place, row }: Finding, rowSha256: string | undefined): string {
  const said = row === undefined ? withoutNumbers(data) : data;
  return JSON.stringify([check, field ?? null, said, place?.field ?? null, rowSha256 ?? null]);
}

function withoutNumbers(data: JsonObject): unknown {
  return JSON.parse(JSON.stringify(data, (_key, value: unknown) => (typeof value === 'number' ? null : value)));
}

/** The same of a malformed row. */
export function identityOfMalformed({ error }: MalformedRow, rowSha256: string | undefined): string {
  return JSON.stringify(['malformed', error.reason, rowSha256 ?? null]);
}

function placeOf(span: { readonly start: number; readonly end: number }, line: ReportLine): LinePlace {
  const { text, byteStart, exact } = line;
  const mark = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const column = (offset: number): number => Math.max(offset - mark, 0) + 1;
  const columns = { startColumn: column(span.start), endColumn: column(span.end) };
  if (!exact) return columns;
  const utf8 = new TextEncoder();
  const start = byteStart + utf8.encode(text.slice(0, span.start)).length;
  return { ...columns, bytes: { start, length: utf8.encode(text.slice(span.start, span.end)).length } };
}
