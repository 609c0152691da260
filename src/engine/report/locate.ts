import { createHash } from 'node:crypto';
import {
  identityOf,
  identityOfMalformed,
  listed,
  placeOfError,
  placeOfFinding,
  type Located,
  type LocatedSubject,
  type ReportLine,
} from '../../core/report/located.ts';
import type { Finding } from '../../core/findings/finding.ts';
import type { ReportSubject } from '../../core/report/subject.ts';
import type { MalformedRow } from '../../core/scan/result.ts';
import type { Row } from '../../core/dataset/row.ts';
import type { OpenDataset } from '../openDataset.ts';

/** Rows read at once; those wanted among them are looked at. */
const pageRows = 64;

export interface LocateOptions {
  readonly maxFindings: number;
  readonly signal?: AbortSignal;
}

/** Reads the rows that a report lists, to say where in them the findings stand. Rejects with `DatasetError` where the file changed. */
export async function locate(
  dataset: OpenDataset,
  subject: ReportSubject,
  { maxFindings, signal }: LocateOptions,
): Promise<LocatedSubject> {
  const { findings, malformed, total } = listed(subject.result, maxFindings);
  const wanted = new Set([...findings, ...malformed].flatMap(({ row }) => row ?? []));
  const located: (Finding & Located)[] = findings.map(finding => ({
    ...finding,
    fingerprint: hash(identityOf(finding, undefined)),
  }));
  const locatedErrors: (MalformedRow & Located)[] = [];
  // A row's text is looked at and let go: a thousand long rows are not held at once.
  let at = located.findIndex(({ row }) => row !== undefined);
  let errorAt = 0;
  for await (const [row, line] of linesOf(
    dataset,
    [...wanted].sort((a, b) => a - b),
    signal,
  )) {
    for (let finding = findings[at]; finding?.row === row; finding = findings[++at]) {
      const fingerprint = hash(identityOf(finding, line.sha256));
      located[at] = { ...finding, fingerprint, inLine: placeOfFinding(finding, line) };
    }
    for (let error = malformed[errorAt]; error?.row === row; error = malformed[++errorAt]) {
      const fingerprint = hash(identityOfMalformed(error, line.sha256));
      locatedErrors.push({ ...error, fingerprint, inLine: placeOfError(error, line) });
    }
  }
  return { ...subject, findings: located, malformed: locatedErrors, total };
}

/** Rows by number, ascending, each with what identifies its text. */
export async function* linesOf(
  dataset: Pick<OpenDataset, 'rows'>,
  rows: readonly number[],
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly [number, ReportLine]> {
  let at = 0;
  while (at < rows.length) {
    const first = rows[at] ?? 0;
    const page = await dataset.rows(first, pageRows, signal ? { signal } : {});
    const last = first + page.length;
    for (let row = rows[at]; row !== undefined && row < last; row = rows[++at]) {
      const read = page[row - first];
      if (read) yield [row, lineOf(read)];
    }
    if (page.length === 0) return;
  }
}

function lineOf({ span, text, content }: Row): ReportLine {
  const exact = Buffer.byteLength(text) === span.byteEnd - span.byteStart && content !== undefined;
  return { text, byteStart: span.byteStart, exact, sha256: hash(text) };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
