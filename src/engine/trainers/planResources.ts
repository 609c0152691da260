import type { ResourceLoader } from './resourceLoader.ts';
import { checkById } from '../../core/checks/registry.ts';
import type { ScanPlan } from '../../core/scan/plan.ts';
import type { Resources } from '../../core/trainers/resources.ts';

/** By check: what the filters of a plan read beside the rows. Rejects with `DatasetError` where something cannot be had. */
export async function planResources(
  plan: ScanPlan,
  datasetPath: string,
  loader: ResourceLoader,
): Promise<Readonly<Record<string, Resources>>> {
  const loaded: Record<string, Resources> = {};
  for (const { id, options } of plan.checks) {
    const check = checkById(id);
    if (check?.kind !== 'filter' || check.needs !== 'row' || check.resources === undefined) continue;
    loaded[id] = await loader.load(check.resources(options), datasetPath);
  }
  return loaded;
}
