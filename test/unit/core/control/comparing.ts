import type { Comparison, Probe } from '../../../../src/core/checks/check.ts';
import { resolveOptions } from '../../../../src/core/checks/resolveOptions.ts';
import type { Matching } from '../../../../src/core/control/matching.ts';
import type { Verdict } from '../../../../src/core/findings/verdict.ts';
import type { JsonObject, JsonValue } from '../../../../src/core/json/value.ts';
import { exampleOf, textsOf, type TestRow } from './rows.ts';

export function comparison(matching: Matching = { differs: [], unknown: [] }): Comparison {
  return { control: 'neutral.jsonl', matching, breathe: () => Promise.resolve() };
}

export function gather(probe: Probe, rows: readonly TestRow[], given: JsonObject = {}): JsonValue {
  const { values } = resolveOptions(probe.options, given);
  const state = probe.initial(values);
  for (const row of rows) {
    if (probe.needs === 'texts') probe.add(state, textsOf(row), values);
    else probe.add(state, exampleOf(row), values);
  }
  return state;
}

/** The verdict of a probe on rows against those of a control. */
export async function compared(
  probe: Probe,
  dataset: readonly TestRow[],
  control: readonly TestRow[],
  given: JsonObject = {},
  matching?: Matching,
): Promise<Verdict> {
  const { values } = resolveOptions(probe.options, given);
  const states = [gather(probe, dataset, given), gather(probe, control, given)] as const;
  if (!probe.compare) throw new Error(`${probe.id} does not compare.`);
  return probe.compare(...states, values, comparison(matching));
}
