import { problemWith } from './recipe.ts';
import type { Recipe } from './recipe.ts';
import { defaultMaxFindings } from './settings.ts';
import type { Check } from '../checks/check.ts';
import { checks as everyCheck } from '../checks/registry.ts';
import { withTraits } from '../checks/withTraits.ts';
import { parseOptionText, resolveOptions } from '../checks/resolveOptions.ts';
import { severities } from '../findings/finding.ts';
import type { JsonObject, JsonValue } from '../json/value.ts';
import type { PlannedCheck, ScanPlan } from '../scan/plan.ts';
import { didYouMean } from '../text/nearest.ts';
import { asTraits } from '../traits/declared.ts';

export interface PlanRequest {
  readonly recipe?: Recipe;
  /** By check id: `enabled`, `severity` and options, as the user's settings give them. */
  readonly settings?: Readonly<Record<string, JsonObject>>;
  /** Single options, from a command line or a panel; text is read as a command line gives it. `severity` counts as an option. */
  readonly overrides?: readonly Override[];
  /** Run these checks and no others, whatever recipe and settings say; overrides of other checks have no effect. */
  readonly only?: readonly string[];
  /** Goes before the recipe's. */
  readonly student?: string;
  /** The control's file; goes before the recipe's. */
  readonly control?: string;
  readonly maxFindingsPerCheck?: number;
}

export interface Override {
  readonly check: string;
  readonly option: string;
  readonly value: JsonValue;
}

/** Decides what a scan runs: override before recipe before settings before default. There is a plan only where nothing is wrong. */
export function planScan(request: PlanRequest): { readonly plan?: ScanPlan; readonly problems: readonly string[] } {
  const traits = asTraits(request.recipe?.traits ?? []);
  const checks = withTraits(everyCheck, traits);
  const problems = [
    ...unknownChecks(request.only ?? [], 'to run'),
    ...unknownChecks(
      (request.overrides ?? []).map(({ check }) => check),
      'to set',
    ),
  ];
  const planned = checks.flatMap(check => {
    const runs = howItRuns(check, request);
    if (runs === 'not') return [];
    const given = layers(check, request);
    for (const { name, value, from } of given) {
      const message = problemWith(check, name, value);
      if (message !== undefined) problems.push(`${from}: ${message}${message.endsWith('?') ? '' : '.'}`);
    }
    return [
      plannedCheck(check, Object.fromEntries(given.map(({ name, value }) => [name, value])), runs === 'explicitly'),
    ];
  });
  if (problems.length > 0) return { problems };
  const student = request.student ?? request.recipe?.student;
  const maxFindingsPerCheck = request.maxFindingsPerCheck ?? defaultMaxFindings;
  const models = request.recipe?.models;
  const control = request.control ?? request.recipe?.control;
  const plan = {
    checks: planned,
    ...(student !== undefined && { student }),
    ...(models !== undefined && { models }),
    ...(control !== undefined && { control }),
    ...(traits.length > 0 && { traits }),
    maxFindingsPerCheck,
  };
  return { plan, problems };
}

function unknownChecks(ids: readonly string[], purpose: string): readonly string[] {
  const known = everyCheck.map(({ id }) => id);
  return [...new Set(ids)]
    .filter(id => !known.includes(id))
    .map(
      id =>
        `There is no check \`${id}\` ${purpose}${didYouMean(id, known) || `; checks: ${known.map(each => `\`${each}\``).join(', ')}.`}`,
    );
}

function howItRuns(
  { id, optIn }: Check,
  { recipe, settings, overrides, only }: PlanRequest,
): 'not' | 'by default' | 'explicitly' {
  if (only !== undefined) return only.includes(id) ? 'explicitly' : 'not';
  if (overrides?.some(({ check }) => check === id)) return 'explicitly';
  if (recipe?.checks !== undefined) {
    return recipe.checks.some(check => check.id === id && check.enabled) ? 'explicitly' : 'not';
  }
  const enabled = settings?.[id]?.['enabled'];
  if (optIn === true) return enabled === true ? 'explicitly' : 'not';
  return enabled === false ? 'not' : 'by default';
}

interface Given {
  readonly name: string;
  readonly value: JsonValue;
  /** Where it was given, for people. */
  readonly from: string;
}

/** Everything given for a check, the last of a name counting. */
function layers(check: Check, { recipe, settings, overrides }: PlanRequest): readonly Given[] {
  const { id } = check;
  const ofRecipe = recipe?.checks?.find(each => each.id === id)?.given ?? {};
  const fromSettings = entries(settings?.[id] ?? {})
    .filter(([name]) => name !== 'enabled')
    .map(([name, value]) => ({ name, value, from: `setting undertone.checks.${id}.${name}` }));
  const fromRecipe = entries(ofRecipe).map(([name, value]) => ({ name, value, from: `recipe, check ${id}` }));
  const fromOverrides = (overrides ?? [])
    .filter(override => override.check === id)
    .map(({ option, value }) => ({ name: option, value: typed(check, option, value), from: `${id}.${option}` }));
  return [...fromSettings, ...fromRecipe, ...fromOverrides];
}

function typed(check: Check, name: string, value: JsonValue): JsonValue {
  const option = Object.hasOwn(check.options, name) ? check.options[name] : undefined;
  return typeof value === 'string' && option !== undefined ? parseOptionText(option, value) : value;
}

function entries(given: JsonObject): readonly (readonly [string, JsonValue])[] {
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

function plannedCheck(check: Check, given: JsonObject, explicit: boolean): PlannedCheck {
  const { severity, ...options } = given;
  return {
    id: check.id,
    kind: check.kind,
    severity: severities.find(each => each === severity) ?? check.severity,
    options: resolveOptions(check.options, options).values,
    explicit,
  };
}
