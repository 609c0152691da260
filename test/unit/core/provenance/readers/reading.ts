import type { DatasetProfile } from '../../../../../src/core/dataset/profile.ts';
import { readProvenance } from '../../../../../src/core/provenance/readers/registry.ts';
import type { ProvenanceRecord } from '../../../../../src/core/provenance/record.ts';

/** The profile of a dataset without rows. */
export const noRows: DatasetProfile = {
  rows: 0,
  blank: 0,
  malformed: 0,
  formats: {},
  columns: [],
  columnsCut: false,
  origins: [],
  originsCut: false,
  rowsWithoutTeacher: 0,
  rowsWithCompletion: 0,
  rowsOfNumbers: 0,
};

export function recordOf(path: string, text: string, dataset?: string): ProvenanceRecord {
  return readProvenance([{ path, text }], noRows, dataset);
}

/** What a file says, one line each: `teacher = gpt-4.1 (line 2, generated_by)`; problems as `! line 3: message`. Sorted. */
export function said(path: string, text: string, dataset?: string): readonly string[] {
  const { statements, problems } = recordOf(path, text, dataset);
  return [
    ...statements.map(({ field, value, origin }) =>
      origin.kind === 'file' ? `${field} = ${value} (line ${origin.line}, ${origin.field})` : '',
    ),
    ...problems.map(({ line, message }) => `! line ${line}: ${message}`),
  ].sort();
}

/** The same without places, for documents whose lines are no matter. */
export function saidOf(path: string, value: unknown, dataset?: string): readonly string[] {
  return said(path, JSON.stringify(value, undefined, 2), dataset).map(line => line.replace(/ \(line \d+, .*\)$/, ''));
}
