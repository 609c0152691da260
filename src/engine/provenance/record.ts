import { randomUUID } from 'node:crypto';
import type { DatasetRecord } from '../../core/provenance/writers/datasetRecord.ts';
import type { RecordChanges } from '../../core/provenance/writers/croissantUpdate.ts';
import type { ProvenanceField, Statement } from '../../core/provenance/record.ts';
import type { ScanResult } from '../../core/scan/result.ts';
import type { OpenDataset } from '../openDataset.ts';

/** A record whose file's hash is known. */
export type MeasuredRecord = DatasetRecord & { readonly file: { readonly sha256: string } };

/** Measures a dataset's file and puts with it what is known of it; fields that are `set` replace what was read. */
export async function recordOf(
  dataset: OpenDataset,
  { provenance, profile }: Pick<ScanResult, 'provenance' | 'profile'>,
  { set, version, signal }: { readonly set: RecordChanges; readonly version: string; readonly signal: AbortSignal },
): Promise<MeasuredRecord> {
  const [sha256, tree] = await Promise.all([dataset.sha256({ signal }), dataset.merkleRoot({ signal })]);
  return {
    file: { name: dataset.name, bytes: dataset.bytes, sha256, rows: tree.rows, merkleRoot: tree.root },
    statements: withSet(provenance.statements, set),
    columns: profile.columns,
    written: new Date().toISOString().replace(/\.\d{3}Z$/, 'Z'),
    version,
    uuid: randomUUID(),
  };
}

function withSet(statements: readonly Statement[], set: RecordChanges): readonly Pick<Statement, 'field' | 'value'>[] {
  const kept = statements.filter(({ field }) => set[field] === undefined);
  const added = Object.entries(set).flatMap(([field, values]) =>
    (values ?? []).map(value => ({ field: field as ProvenanceField, value })),
  );
  return [...kept, ...added];
}
