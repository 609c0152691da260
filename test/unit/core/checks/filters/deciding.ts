import assert from 'node:assert/strict';
import type { Check } from '../../../../../src/core/checks/check.ts';
import { resolveOptions } from '../../../../../src/core/checks/resolveOptions.ts';
import type { Example } from '../../../../../src/core/dataset/example.ts';
import type { RowFinding } from '../../../../../src/core/findings/finding.ts';
import type { JsonObject } from '../../../../../src/core/json/value.ts';

export interface Decision {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly data: JsonObject;
}

/** What a filter has to say about one completion. */
export function decideText(check: Check, completion: string, given: JsonObject = {}): readonly Decision[] {
  assert.ok(check.kind === 'filter');
  const { values, problems } = resolveOptions(check.options, given);
  assert.deepEqual(problems, []);
  if (check.needs === 'completion') {
    const rejection = check.decide(completion, values);
    if (rejection === undefined) return [];
    const { start, end, message, reasons, data } = rejection;
    return [{ start, end, message, data: { reasons, ...data } }];
  }
  const part = { text: completion, path: ['completion'] };
  const example: Example = {
    messages: [{ role: 'assistant', parts: [{ kind: 'text', ...part }], trained: true }],
    completions: [part],
    reasoning: [],
    rejected: [],
  };
  const findings = (): readonly RowFinding[] => {
    if (check.needs === 'row') return check.decide({ prompt: '', completion }, values, { example, resources: {} });
    assert.ok(check.needs === 'example');
    return check.decide(example, values);
  };
  return findings().map(({ start = -1, end = -1, message, data }) => ({ start, end, message, data }));
}

/** The reason codes of every finding in a completion. */
export function reasonsFor(check: Check, completion: string, given: JsonObject = {}): readonly string[] {
  return decideText(check, completion, given).flatMap(({ data }) => data['reasons'] as string[]);
}
