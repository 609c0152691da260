import { checkById } from '../../core/checks/registry.ts';
import type { OptionValues, OptionDeclarations } from '../../core/checks/options.ts';
import { resolveOptions } from '../../core/checks/resolveOptions.ts';
import { countRows } from '../../core/columns/rowBits.ts';
import type { FilterPreview, PreviewRequest } from '../../rpc/results.ts';
import type { Dataset } from '../datasets/dataset.ts';

/** What a filter rejects of the first rows with these options and with those before; undefined where it cannot be told. */
export async function previewFilter(
  dataset: Dataset | undefined,
  { check: id, options, before }: PreviewRequest,
  signal: AbortSignal,
): Promise<FilterPreview | undefined> {
  const check = checkById(id);
  if (check?.kind !== 'filter' || !dataset) return undefined;
  const { severity } = check;
  const wanted = [options, before].map(given => resolveOptions(check.options, given));
  if (wanted.some(({ problems }) => problems.length > 0)) return undefined;
  const reject = async (values: OptionValues<OptionDeclarations>) => {
    const planned = { id, kind: check.kind, severity, options: values, explicit: true };
    return dataset.engine.scanHead({ checks: [planned], maxFindingsPerCheck: 1 }, { signal });
  };
  const [now, then] = await Promise.all(wanted.map(({ values }) => reject(values)));
  if (!now || !then) return undefined;
  const rejected = (scanned: typeof now): number => {
    const { rejectedRows, rows = new Uint32Array(0) } = scanned.checks[0] ?? {};
    return countRows(rejectedRows ?? rows);
  };
  return {
    rows: now.rows,
    all: dataset.index.state === 'complete' && dataset.index.rows === now.rows,
    rejected: rejected(now),
    before: rejected(then),
  };
}
