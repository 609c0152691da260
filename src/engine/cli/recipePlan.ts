import { UsageError } from './commandLine.ts';
import { checks } from '../../core/checks/registry.ts';
import { planScan } from '../../core/recipe/plan.ts';
import { parseRecipe } from '../../core/recipe/recipe.ts';
import type { ScanPlan } from '../../core/scan/plan.ts';
import { controlBeside } from '../findRecipe.ts';
import { readText } from '../files/readText.ts';

export type PlanRequest = Omit<Parameters<typeof planScan>[0], 'recipe'>;

/** The plan of a command line and the recipe in force; throws `UsageError` where one of them is wrong. */
export async function planFor(recipePath: string | undefined, request: PlanRequest): Promise<ScanPlan> {
  const recipe = recipePath === undefined ? undefined : await readRecipe(recipePath);
  const { plan, problems } = planScan({ ...request, ...(recipe && { recipe }) });
  if (plan === undefined || problems.length > 0) throw new UsageError(problems.join('\n'));
  return plan;
}

/** Throws `UsageError` with every error and its place. */
async function readRecipe(path: string): Promise<NonNullable<ReturnType<typeof parseRecipe>['recipe']>> {
  const text = await readText(path);
  const { recipe, problems } = parseRecipe(text);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (recipe !== undefined && errors.length === 0) return { ...recipe, ...controlBeside(recipe, path) };
  throw new UsageError(errors.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`).join('\n'));
}

/** Every provenance rule that the recipe does not turn off, with the recipe's options. */
export async function provenancePlan(recipePath: string | undefined, request: PlanRequest): Promise<ScanPlan> {
  const recipe = recipePath === undefined ? undefined : await readRecipe(recipePath);
  const off = (recipe?.checks ?? []).filter(({ enabled }) => !enabled).map(({ id }) => id);
  const rules = checks.filter(({ id, kind }) => kind === 'provenance' && !off.includes(id)).map(({ id }) => id);
  return planFor(recipePath, { ...request, only: rules });
}
