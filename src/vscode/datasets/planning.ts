import { planScan } from '../../core/recipe/plan.ts';
import type { OptionValue } from '../../core/checks/options.ts';
import type { ScanPlan } from '../../core/scan/plan.ts';
import { controlBeside } from '../../engine/findRecipe.ts';
import type { Settings } from '../base/settings.ts';
import type { RecipeFile } from '../recipe/recipes.ts';

/** What was set in the results panel for one check and stands in no recipe yet. */
export interface PanelOverride {
  readonly enabled: boolean;
  readonly options: Readonly<Record<string, OptionValue>>;
}

export type PanelOverrides = ReadonlyMap<string, PanelOverride>;

/** What a scan of a dataset would run, or why it cannot. */
export interface Planned {
  readonly plan?: ScanPlan;
  /** One sentence each. */
  readonly problems: readonly string[];
  readonly recipe?: RecipeFile;
}

/** Panel over recipe over settings over defaults; `control`: the file that the user chose to compare with. */
export function planDataset(
  recipe: RecipeFile | undefined,
  settings: Settings,
  panel: PanelOverrides,
  control?: string,
): Planned {
  const source = recipe && { recipe };
  const broken = recipe?.problems.find(problem => problem.severity === 'error');
  if (recipe && broken) {
    return { problems: [`The recipe has a mistake in line ${broken.line}: ${broken.message}`], recipe };
  }
  const overrides = [...panel].flatMap(([check, { options }]) =>
    Object.entries(options).map(([option, value]) => ({ check, option, value })),
  );
  const common = {
    settings: settings.checks,
    maxFindingsPerCheck: settings.maxFindings,
    ...(recipe?.recipe && {
      recipe: { ...recipe.recipe, ...controlBeside(recipe.recipe, recipe.uri.fsPath) },
    }),
    ...(control !== undefined && { control }),
  };
  const base = planScan({ ...common, overrides });
  if (!base.plan) return { problems: base.problems, ...source };
  const wanted = base.plan.checks.filter(({ id }) => panel.get(id)?.enabled !== false);
  const missing = [...panel].filter(([id, { enabled }]) => enabled && !wanted.some(check => check.id === id));
  const added = missing.length === 0 ? undefined : planScan({ ...common, overrides, only: missing.map(([id]) => id) });
  if (added && !added.plan) return { problems: added.problems, ...source };
  const student = base.plan.student ?? (settings.student || undefined);
  return {
    plan: { ...base.plan, ...(student && { student }), checks: [...wanted, ...(added?.plan?.checks ?? [])] },
    problems: [...base.problems, ...(added?.problems ?? [])],
    ...source,
  };
}
