import type { Check } from '../../../../src/core/checks/check.ts';
import { checks } from '../../../../src/core/checks/registry.ts';
import type { JsonValue } from '../../../../src/core/json/value.ts';
import { readProvenance } from '../../../../src/core/provenance/readers/registry.ts';
import type { ScanPlan } from '../../../../src/core/scan/plan.ts';
import { planScan } from '../../../../src/core/recipe/plan.ts';
import type { ScanResult } from '../../../../src/core/scan/result.ts';
import { ScanMerge } from '../../../../src/core/scan/scanMerge.ts';
import { SliceScanner, type SliceOptions, type SliceResult } from '../../../../src/core/scan/sliceScanner.ts';

/** Every check there is, run whatever it thinks of the data. */
export function everyCheck(maxFindingsPerCheck = 1000): ScanPlan {
  return planOf(() => true, maxFindingsPerCheck);
}

/** Every check that needs only the rows, one by one: no options, no other rows, no file beside them. */
export function everyRowCheck(maxFindingsPerCheck = 1000): ScanPlan {
  const more = ['mixed-formats', 'duplicates', 'pattern', 'field-expectations', 'language'];
  return planOf(({ id }) => !more.includes(id), maxFindingsPerCheck);
}

function planOf(wanted: (check: Check) => boolean, maxFindingsPerCheck: number): ScanPlan {
  const { plan } = planScan({ only: checks.filter(wanted).map(({ id }) => id), maxFindingsPerCheck });
  if (!plan) throw new Error('The default plan has a problem.');
  return plan;
}

interface Scanning extends Pick<SliceOptions, 'kernel' | 'texts' | 'resources'> {
  readonly known?: readonly Check[];
  /** What probes gathered of a control, by check. */
  readonly control?: ReadonlyMap<string, JsonValue> | undefined;
}

/** Scans a file's bytes cut after the given rows; each slice crosses a thread's border as it would. */
export function scanSliced(
  bytes: Uint8Array,
  cuts: readonly number[],
  plan: ScanPlan,
  scanning: Scanning = {},
): ScanResult {
  const merge = mergeSliced(bytes, cuts, plan, scanning);
  const dataset = { name: 'data.jsonl', bytes: bytes.length };
  return merge.finish({ record: readProvenance([], merge.profile()), dataset }, []);
}

/** The same before anything is judged. */
export function mergeSliced(
  bytes: Uint8Array,
  cuts: readonly number[],
  plan: ScanPlan,
  { known = checks, control, ...options }: Scanning = {},
): ScanMerge {
  const merge = new ScanMerge(plan, known, control);
  for (const slice of slices(bytes, cuts)) {
    const fromStart = slice.byteOffset === bytes.byteOffset;
    const scanner = new SliceScanner(plan, known, { fromStart, initial: merge.initial(), ...options });
    scanner.addLines(slice);
    merge.add(structuredClone(scanner.result()) satisfies SliceResult);
  }
  return merge;
}

/** A scan result as plain data, so that two can be compared whole. */
export function plain(result: ScanResult) {
  return {
    ...result,
    malformedRows: [...result.malformedRows],
    outcomes: result.outcomes.map(outcome => ({
      ...outcome,
      findings: outcome.findings.slice(0, outcome.findings.size),
      totals: outcome.findings.totals,
      rows: [...outcome.rows],
    })),
  };
}

function slices(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const starts = [0];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  const borders = [0, ...cuts.map(row => starts[row % starts.length] ?? 0), bytes.length].sort((a, b) => a - b);
  return borders.slice(1).map((end, i) => bytes.subarray(borders[i], end));
}
