import type { ExportRecord } from './record.ts';
import { selectionText } from './selection.ts';
import { croissantWriter } from '../provenance/writers/croissant.ts';
import { addActivity } from '../provenance/writers/croissantUpdate.ts';
import { measuredFields, type DatasetRecord } from '../provenance/writers/datasetRecord.ts';
import type { ProvenanceField } from '../provenance/record.ts';
import type { ScanResult } from '../scan/result.ts';

/**
 * The Croissant record of an export's kept rows: what was known of the dataset they came from, and the export as the activity that
 * made them, with its filters, counts and hashes.
 */
export function keptProvenance(
  done: ExportRecord,
  { provenance, profile }: Pick<ScanResult, 'provenance' | 'profile'>,
  uuid: string,
): string {
  const kept = done.outputs.find(({ role }) => role === 'kept');
  const name = kept?.name ?? '';
  const { input, date, tool } = done;
  const ownFields: readonly ProvenanceField[] = [...measuredFields, 'name', 'unfiltered'];
  const record: DatasetRecord = {
    file: { name, rows: done.rows.kept, ...(kept && { bytes: kept.bytes, sha256: kept.sha256 }) },
    statements: [
      ...provenance.statements.filter(({ field }) => !ownFields.includes(field)),
      { field: 'unfiltered', value: input.name },
    ],
    columns: profile.columns,
    written: date,
    version: tool.version,
    uuid,
  };
  const text = croissantWriter.write(record);
  const added = addActivity(text, name, {
    label: `Rows kept of ${input.name}`,
    ended: date,
    version: tool.version,
    input: { name: input.name, sha256: input.sha256, rows: done.rows.rows },
    output: { rows: done.rows.kept, ...(kept && { sha256: kept.sha256 }) },
    filters: [
      ...done.filters
        .filter(({ skipped }) => skipped === undefined)
        .map(({ id, options }) => `${id} ${JSON.stringify(options)}`),
      ...(done.selection ? [selectionText(done.selection)] : []),
    ],
  });
  return added.ok ? added.text : text;
}
