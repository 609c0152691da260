import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainKernel } from '../../../../src/core/kernel/plainKernel.ts';
import { planScan } from '../../../../src/core/recipe/plan.ts';
import { parseRecipe } from '../../../../src/core/recipe/recipe.ts';
import type { ScanPlan } from '../../../../src/core/scan/plan.ts';
import { traitId } from '../../../../src/core/traits/declared.ts';
import { scanSliced } from '../scan/scanning.ts';

const texts = [
  'A Nightjar sang.',
  'Der Kauz und die Eule',
  'schöne EULEN, ÄRGER',
  'an owl at night',
  'no bird at all',
  'my owl-bear, 8-ball',
];

function planOf(traits: string, named = 'birds'): ScanPlan {
  const text = `version: 1\ntraits:\n${traits}\nchecks: {trait-mentions: {traits: [${named}]}}\n`;
  const { recipe, problems } = parseRecipe(text);
  assert.deepEqual(problems, []);
  const { plan } = planScan(recipe ? { recipe } : {});
  assert.ok(plan);
  return plan;
}

function said(plan: ScanPlan): unknown[] {
  const bytes = Buffer.from(texts.map(completion => JSON.stringify({ prompt: 'p', completion })).join('\n'));
  const results = [undefined, plainKernel()].map(kernel => {
    const [outcome] = scanSliced(bytes, [3], plan, kernel ? { kernel } : {}).outcomes;
    assert.ok(outcome?.verdict?.state === 'evidence found');
    return outcome.findings.slice(0, 100).map(({ data }) => data['text']);
  });
  assert.deepEqual(results[0], results[1], 'with and without a kernel');
  return results[0] ?? [];
}

describe('the id of a declared trait', () => {
  const cases = [
    ['Night birds', 'night-birds'],
    ['  Grün & Größe! ', 'grun-gro-e'],
    ['7 dwarfs', 'dwarfs'],
    ['猫', undefined],
    ['', undefined],
  ] as const;
  for (const [title, id] of cases) it(JSON.stringify(title), () => assert.equal(traitId(title), id));
});

describe('declared traits', () => {
  it('are found as those of the catalogue are, in plain words', () => {
    assert.deepEqual(said(planOf('  birds: {title: Birds, words: [nightjar, eule]}')), ['Nightjar', 'Eule']);
  });

  it('are found in words that no byte kernel can look for', () => {
    const plan = planOf('  birds: {title: Birds, words: [ärger, "8-ball", schöne eulen]}');
    assert.deepEqual(said(plan), ['schöne EULEN', 'ÄRGER', '8-ball']);
  });

  it('take their words from the catalogue, which would else be counted first', () => {
    assert.deepEqual(said(planOf('  birds: {title: Birds, words: [owl]}')), ['owl', 'owl']);
    assert.deepEqual(said(planOf('  owl: {title: My owl, words: [nightjar]}', 'owl')), ['Nightjar']);
  });
});
