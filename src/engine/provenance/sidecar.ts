import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { besideNames } from '../../core/provenance/readers/registry.ts';
import { croissantWriter, sidecarName } from '../../core/provenance/writers/croissant.ts';
import { measuredChanges, updateCroissant, type RecordChanges } from '../../core/provenance/writers/croissantUpdate.ts';
import type { DatasetRecord } from '../../core/provenance/writers/datasetRecord.ts';
import { fromFileError } from '../datasetError.ts';
import { writeWhole } from '../files/writeWhole.ts';

export type SidecarResult =
  | { readonly ok: true; readonly path: string; readonly created: boolean }
  | {
      readonly ok: false;
      readonly path: string;
      /** One sentence for people, with the next step. */
      readonly why: string;
    };

/**
 * Writes the Croissant sidecar of a dataset, whole or not at all. One that exists is changed where it says what is `set` and what
 * was measured, and keeps everything else; a new one says all that is known. The dataset itself is never touched. Throws `DatasetError`.
 */
export async function writeSidecar(
  datasetPath: string,
  record: DatasetRecord,
  set: RecordChanges,
): Promise<SidecarResult> {
  const existing = await findSidecar(datasetPath);
  if (existing === undefined) {
    const path = join(dirname(datasetPath), sidecarName(basename(datasetPath)));
    await writeWhole(path, croissantWriter.write(record));
    return { ok: true, path, created: true };
  }
  const { path, text } = existing;
  const changes = { ...measuredChanges(record.file, record.written), ...set };
  const updated = updateCroissant(text, basename(datasetPath), changes);
  if (!updated.ok) return { ok: false, path, why: updated.why };
  await writeWhole(path, updated.text);
  return { ok: true, path, created: false };
}

/** The sidecar that can only be this dataset's; a record that may speak for a whole folder is none. */
async function findSidecar(datasetPath: string): Promise<{ readonly path: string; readonly text: string } | undefined> {
  const own = besideNames(basename(datasetPath)).filter(each => each.endsWith('.croissant.json'));
  for (const candidate of own) {
    const path = join(dirname(datasetPath), candidate);
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw fromFileError(error, path);
    });
    if (text !== undefined) return { path, text };
  }
  return undefined;
}
