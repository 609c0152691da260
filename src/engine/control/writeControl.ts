import { basename } from 'node:path';
import { readProvenance } from '../../core/provenance/readers/registry.ts';
import { noSystemPrompt, valuesOf } from '../../core/provenance/record.ts';
import type { RecordChanges } from '../../core/provenance/writers/croissantUpdate.ts';
import { writeWhole } from '../files/writeWhole.ts';
import { OpenDataset } from '../openDataset.ts';
import { provenanceFiles } from '../provenanceFiles.ts';
import { recordOf } from '../provenance/record.ts';
import { writeSidecar, type SidecarResult } from '../provenance/sidecar.ts';
import type { WorkerPool } from '../workerPool.ts';
import type { ControlPlan } from './controlPlan.ts';
import type { ControlResult } from './runControl.ts';

export interface ControlTarget {
  readonly path: string;
  readonly pool: WorkerPool;
  /** Of Undertone, for the record. */
  readonly version: string;
  readonly signal: AbortSignal;
}

/**
 * Writes a control, whole or not at all, and beside it the record of how it was made, by which a comparison knows what is matched.
 * Throws `DatasetError`.
 */
export async function writeControl(
  dataset: OpenDataset,
  plan: ControlPlan,
  result: ControlResult,
  { path, pool, version, signal }: ControlTarget,
): Promise<SidecarResult> {
  await writeWhole(path, `${result.lines.join('\n')}\n`);
  const set = await statementsFor(dataset, plan, result);
  const written = await OpenDataset.open(path, pool);
  try {
    const scanned = await written.scan({ checks: [], maxFindingsPerCheck: 0 }, { signal });
    return await writeSidecar(path, await recordOf(written, scanned, { set, version, signal }), set);
  } finally {
    await written.dispose();
  }
}

async function statementsFor(dataset: OpenDataset, plan: ControlPlan, result: ControlResult): Promise<RecordChanges> {
  const own = readProvenance(await provenanceFiles(dataset.path), dataset.head, dataset.name);
  const prompts = valuesOf(own, 'prompts');
  const sampling = Object.entries({ temperature: 1, ...plan.sampling }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    teacher: [result.endpoint.model],
    'teacher.systemPrompt': [plan.system === '' ? noSystemPrompt : plan.system],
    'teacher.sampling': [JSON.stringify(Object.fromEntries(sampling))],
    'teacher.date': [new Date().toISOString().slice(0, 10)],
    prompts: prompts.length > 0 ? prompts : [`the prompts of ${basename(dataset.path)}`],
  };
}
