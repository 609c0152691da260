import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checks } from '../../../../src/core/checks/registry.ts';
import { planScan } from '../../../../src/core/recipe/plan.ts';
import type { PlanRequest } from '../../../../src/core/recipe/plan.ts';
import { parseRecipe } from '../../../../src/core/recipe/recipe.ts';

/** Those that nobody need name. */
const all = checks.filter(({ optIn }) => optIn !== true).map(({ id }) => id);

describe('planning a scan', () => {
  it('runs every check by default that is not opt-in, none of them explicitly', () => {
    const { plan, problems } = planScan({});
    assert.deepEqual(problems, []);
    assert.deepEqual(
      plan?.checks.map(({ id, explicit }) => [id, explicit]),
      all.map(id => [id, false]),
    );
    assert.equal(plan?.maxFindingsPerCheck, 100_000);
    assert.deepEqual(plan?.checks.find(({ id }) => id === 'number-sequence')?.options, {
      minValue: 0,
      maxValue: 999,
      maxCount: 10,
      bannedNumbers: [],
      leniency: 'reference',
    });
  });

  it('takes an override before the recipe, the recipe before the settings, the settings before the default', () => {
    const settings = { 'number-sequence': { severity: 'info', maxCount: 1, minValue: 1, maxValue: 1 } };
    const recipe = recipeOf('version: 1\nchecks:\n  number-sequence: {severity: error, maxCount: 2, minValue: 2}\n');
    const overrides = [{ check: 'number-sequence', option: 'maxCount', value: 3 }];
    const [check] = checksOf({ settings, recipe, overrides });
    assert.equal(check?.severity, 'error');
    assert.deepEqual(check?.options, {
      minValue: 2,
      maxValue: 1,
      maxCount: 3,
      bannedNumbers: [],
      leniency: 'reference',
    });
  });

  it('runs only the checks that a recipe lists and has on, explicitly', () => {
    const recipe = recipeOf('version: 1\nstudent: s\nchecks:\n  trait-mentions:\n  number-sequence: off\n');
    assert.deepEqual(
      checksOf({ recipe }).map(({ id, explicit }) => [id, explicit]),
      [['trait-mentions', true]],
    );
    assert.equal(planScan({ recipe }).plan?.student, 's');
    assert.equal(planScan({ recipe, student: 't' }).plan?.student, 't');
    assert.deepEqual(ids({ recipe: recipeOf('version: 1\n') }), all);
  });

  it('leaves out what the settings turn off, unless a recipe, an override or `only` names it', () => {
    const settings = { 'number-sequence': { enabled: false } };
    assert.deepEqual(
      ids({ settings }),
      all.filter(id => id !== 'number-sequence'),
    );
    assert.deepEqual(ids({ settings, recipe: recipeOf('version: 1\nchecks: {number-sequence: on}') }), [
      'number-sequence',
    ]);
    assert.deepEqual(ids({ settings, only: ['number-sequence'] }), ['number-sequence']);
    assert.deepEqual(ids({ settings, overrides: [{ check: 'number-sequence', option: 'maxCount', value: 3 }] }), all);
  });

  it('reads text as a command line gives it', () => {
    const overrides = [
      { check: 'trait-mentions', option: 'traits', value: 'owl,wolf' },
      { check: 'trait-mentions', option: 'severity', value: 'error' },
    ];
    const [check] = checksOf({ overrides, only: ['trait-mentions'] });
    assert.deepEqual([check?.options['traits'], check?.severity, check?.explicit], [['owl', 'wolf'], 'error', true]);
  });

  const wrong: readonly (readonly [request: PlanRequest, message: string])[] = [
    [{ only: ['trait-mention'] }, 'There is no check `trait-mention` to run; did you mean `trait-mentions`?'],
    [
      { overrides: [{ check: 'x', option: 'y', value: 1 }] },
      `There is no check \`x\` to set; checks: ${checks.map(({ id }) => `\`${id}\``).join(', ')}.`,
    ],
    [
      { overrides: [{ check: 'number-sequence', option: 'maxCount', value: 'ten' }] },
      'number-sequence.maxCount: `maxCount` is "ten"; expected a whole number of at least 1.',
    ],
    [
      { settings: { 'number-sequence': { maxCount: 0 } } },
      'setting undertone.checks.number-sequence.maxCount: `maxCount` is 0; expected a whole number of at least 1.',
    ],
    [
      { overrides: [{ check: 'number-sequence', option: 'maxcount', value: '1' }] },
      'number-sequence.maxcount: `number-sequence` has no option `maxcount`; did you mean `maxCount`?',
    ],
  ];
  for (const [request, message] of wrong) {
    it(`of ${JSON.stringify(request)} says what is wrong and plans nothing`, () => {
      assert.deepEqual(planScan(request), { problems: [message] });
    });
  }
});

function recipeOf(text: string) {
  const { recipe } = parseRecipe(text);
  assert.ok(recipe);
  return recipe;
}

function checksOf(request: PlanRequest) {
  const { plan, problems } = planScan(request);
  assert.deepEqual(problems, []);
  return plan?.checks ?? [];
}

function ids(request: PlanRequest): readonly string[] {
  return checksOf(request).map(({ id }) => id);
}
