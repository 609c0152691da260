import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Telling } from '../../../../src/core/control/classifier.ts';
import { classifierVerdict } from '../../../../src/core/control/classifierVerdict.ts';
import { rowsOfSample } from '../../../../src/core/rowSample/rowSample.ts';
import { comparison } from './comparing.ts';
import { numberRows, sampleOf, seededRandom } from './rows.ts';

test('prompts that are told apart as those of two generators are leave the difference inconclusive, as two filters do not', () => {
  assert.equal(stateWith(telling(0.537, 0.525, 0.549)), 'evidence found');
  assert.equal(stateWith(telling(0.61, 0.59, 0.63)), 'inconclusive');
});

function stateWith(prompts: Telling): string {
  const [dataset, control] = [1, 2].map(seed => sampleOf(numberRows(60, seededRandom(seed))));
  assert.ok(dataset && control);
  const told = telling(0.9, 0.88, 0.92);
  const cut = { dataset: rowsOfSample(dataset), control: rowsOfSample(control) };
  const facts = { dataset, control, cut, permutations: 99, all: told, content: told, prompts, shared: 0 };
  return classifierVerdict(facts, comparison()).state;
}

function telling(value: number, low: number, high: number): Telling {
  return {
    area: { value, low, high },
    permuted: { observed: value, null: new Float64Array(99).fill(0.5) },
    bags: [],
    heldOut: { dataset: 1000, control: 1000 },
  };
}
