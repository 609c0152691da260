import { UsageError } from './commandLine.ts';
import { provenanceFields, type ProvenanceField } from '../../core/provenance/record.ts';
import type { RecordChanges } from '../../core/provenance/writers/croissantUpdate.ts';
import { isProvenanceField, measuredFields } from '../../core/provenance/writers/datasetRecord.ts';
import { didYouMean } from '../../core/text/nearest.ts';

/** Reads `--set field=value`, several of one field being a list; throws `UsageError`. */
export function parseSets(texts: readonly string[]): RecordChanges {
  const set: Partial<Record<ProvenanceField, readonly string[]>> = {};
  for (const text of texts) {
    const [, name = '', written = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    const value = written.trim();
    if (name === '' || value === '') throw new UsageError(`--set wants field=value; got "${text}".`);
    if (!isProvenanceField(name)) throw new UsageError(`--set: there is no field "${name}"${hint(name)}`);
    if (measuredFields.some(field => field === name)) {
      throw new UsageError(`--set: ${name} is measured when a record is written; it cannot be set.`);
    }
    set[name] = [...(set[name] ?? []), value];
  }
  return set;
}

function hint(name: string): string {
  const fields = Object.keys(provenanceFields).filter(field => !measuredFields.some(measured => measured === field));
  return didYouMean(name, fields) || `; fields: ${fields.join(', ')}.`;
}
