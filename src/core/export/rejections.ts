import type { HeldRow } from './rowSorter.ts';
import type { Check } from '../checks/check.ts';
import { readValue } from '../dataset/parsedRow.ts';
import { decodeRow } from '../dataset/parseRow.ts';
import type { RowContent } from '../dataset/row.ts';
import type { Finding } from '../findings/finding.ts';
import { FindingStore } from '../findings/store.ts';
import { isArray, type JsonObject } from '../json/value.ts';
import { compileCheck } from '../scan/compileCheck.ts';
import { rowsRejectedBy, type CheckOutcome } from '../scan/result.ts';
import { number } from '../text/numbers.ts';

/** Stands where a check's id stands, for rows that no check could read. */
const malformedReason = 'malformed';

/** One thing that speaks against a row. */
export interface Why {
  /** The check's id; `malformed` for a row that is no JSON value. */
  readonly check: string;
  /** The check's reason codes. */
  readonly reasons: readonly string[];
  readonly message: string;
  /** The place in the row; absent for the whole row. */
  readonly field?: string;
}

/** A row that leaves the dataset, and everything that speaks against it, in the order of the checks. */
export interface Rejection {
  readonly row: HeldRow;
  readonly why: readonly Why[];
}

/** Says why rows leave: the filters decide once more on each of them, so that no scan need keep a million messages. */
export function explain(
  rows: readonly HeldRow[],
  filters: readonly CheckOutcome[],
  known: readonly Check[],
): readonly Rejection[] {
  const contents = rows.map(row => row.bytes && decodeRow(row.bytes, { first: row.index === 0 }).content);
  const found = filters.map(filter => decideAgain(filter, rows, contents, known));
  return rows.map((row, at) => {
    if (row.kind === 'malformed') return { row, why: [whyMalformed(row, contents[at])] };
    const why = filters.flatMap((filter, i) => {
      if (!rowsRejectedBy(filter).has(row.index)) return [];
      const again = found[i]?.ofRow(at) ?? [];
      // A filter that compares rows knows them all; of another that judges by other rows, what the scan kept stands.
      const told = filter.findingOf?.(row.index);
      if (told) return [{ check: filter.check.id, reasons: reasonCodes(told.data), message: told.message }];
      const findings = again.length > 0 ? again : filter.findings.ofRow(row.index);
      return findings.length > 0 ? findings.map(whyOf) : [unexplained(filter)];
    });
    return { row, why };
  });
}

/** The findings of one filter on the rows it rejects, by their place in `rows`. */
function decideAgain(
  outcome: CheckOutcome,
  rows: readonly HeldRow[],
  contents: readonly (RowContent | undefined)[],
  known: readonly Check[],
): FindingStore {
  const { check } = outcome;
  const rejected = rowsRejectedBy(outcome);
  const store = new FindingStore(check.id);
  if (readsBesideRows(check, known)) return store;
  const [runner] = compileCheck(check, known, Number.MAX_SAFE_INTEGER);
  rows.forEach(({ index }, at) => {
    const content = contents[at];
    if (content?.kind !== 'value' || !rejected.has(index)) return;
    runner?.add(at, readValue(content.value));
  });
  const result = runner?.result();
  if (result) store.append(result.columns, 0, result.totals);
  return store;
}

/** Whether it reads more than the row, which is not at hand any more. */
function readsBesideRows({ id, options }: CheckOutcome['check'], known: readonly Check[]): boolean {
  const check = known.find(each => each.id === id);
  if (check?.kind !== 'filter' || check.needs !== 'row') return false;
  return Object.values(check.resources?.(options) ?? {}).some(name => name !== undefined);
}

function whyOf({ check, data, message, field }: Finding): Why {
  return { check, reasons: reasonCodes(data), message, ...(field !== undefined && { field }) };
}

/** The reason codes of a filter's finding, as its declaration documents them. */
function reasonCodes({ reasons }: JsonObject): readonly string[] {
  return isArray(reasons) ? reasons.filter(reason => typeof reason === 'string') : [];
}

function unexplained({ check }: CheckOutcome): Why {
  return {
    check: check.id,
    reasons: [],
    message: 'Rejected; the message is beyond the limit of findings that are kept.',
  };
}

function whyMalformed({ byteStart, byteEnd }: HeldRow, content: RowContent | undefined): Why {
  const message =
    content?.kind === 'malformed'
      ? `Column ${content.error.column}: ${content.error.reason}`
      : `The row is ${number(byteEnd - byteStart)} bytes long, longer than is read.`;
  return { check: malformedReason, reasons: [malformedReason], message };
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Of a line that is written out as text: escapes may make a text six times as long as its line, and a text has a limit. */
const maxLineBytes = 64 * 2 ** 20;

/**
 * One line of the file of rejected rows, its newline included. The row's line stands in it as text, or in Base64 where it is not
 * UTF-8, so that its bytes can be had back; a line of more than 64 MB is told by its place alone.
 */
export function rejectionLine({ row, why }: Rejection): string {
  const { index, byteStart, byteEnd, bytes } = row;
  const head = { row: index + 1, byteStart, byteEnd, reasons: why };
  if (bytes === undefined || bytes.length > maxLineBytes) return `${JSON.stringify(head)}\n`;
  const text = decode(bytes);
  return `${JSON.stringify(text === undefined ? { ...head, lineBase64: toBase64(bytes) } : { ...head, line: text })}\n`;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = bytes.subarray(at, at + 3);
    const group = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    const digit = (shift: number): string => alphabet.charAt((group >>> shift) & 63);
    pieces.push(
      digit(18) + digit(12) + (second === undefined ? '=' : digit(6)) + (third === undefined ? '=' : digit(0)),
    );
  }
  return pieces.join('');
}
