import type { CheckRunner } from './checkRunner.ts';
import { FilterRunner } from './filterRunner.ts';
import { ProbeRunner, SampleRunner } from './probeRunners.ts';
import { RowFilterRunner } from './rowFilterRunner.ts';
import type { PlannedCheck, ScanPlan } from './plan.ts';
import type { Check, Filter, Probe, TextNeeds } from '../checks/check.ts';
import { RowTexts } from '../rowSample/rowTexts.ts';
import type { Limits } from '../dataset/plainList.ts';
import type { JsonValue } from '../json/value.ts';
import { facts, markBits, wordBit } from '../kernel/facts.ts';
import type { WantedWord } from '../kernel/memory.ts';
import { haveRoom, isByteWord } from '../kernel/wordTable.ts';
import type { Resources } from '../trainers/resources.ts';

/** Whether a check looks at rows one by one; the others judge when all rows are known. */
export function runsInSlices(check: Check): check is Filter | Probe {
  return check.kind === 'probe' || (check.kind === 'filter' && check.needs !== 'duplicates');
}

interface RunnerOptions {
  /** As in `CheckRunner`. */
  readonly needs?: number | undefined;
  readonly resources?: Resources | undefined;
  /** What a probe begins with, where that is not its initial state. */
  readonly initial?: JsonValue | undefined;
  /** Reads the texts of rows for all probes of the slice that sample them. */
  readonly texts?: RowTexts;
}

/** The runner of a planned check; none for one that judges when all rows are known. */
export function compileCheck(
  planned: PlannedCheck,
  checks: readonly Check[],
  limit: number,
  { needs, resources = {}, initial, texts = new RowTexts() }: RunnerOptions = {},
): CheckRunner[] {
  const check = checkOf(planned, checks);
  if (!runsInSlices(check)) return [];
  if (check.kind === 'filter') {
    if (check.needs === 'row') return [new RowFilterRunner(check, planned, limit, resources)];
    return [new FilterRunner(check, planned, limit, needs)];
  }
  const state = initial ?? check.initial(planned.options);
  if (check.needs === 'texts') return [new SampleRunner(check, planned, state, texts)];
  return [new ProbeRunner(check, planned, limit, { needs, state })];
}

/** What the checks of a plan need of a row. */
export interface PlanNeeds {
  /** By planned check, as in `CheckRunner`. */
  readonly of: readonly (number | undefined)[];
  readonly words: readonly WantedWord[];
  /** Of the lists of numbers that one of them keeps. */
  readonly limits: Limits | undefined;
}

/** What the checks of a plan need, each with a bit of its own for its words, so that a frequent word of one is none of another. */
export function planNeeds(plan: ScanPlan, checks: readonly Check[]): PlanNeeds {
  const words: WantedWord[] = [];
  let users = 0;
  let limits: Limits | undefined;
  const of = plan.checks.map(planned => {
    const needs = needsOf(checkOf(planned, checks), planned);
    if (needs === undefined) return undefined;
    const bit = needs.words?.length ? wordBit(users) : 0;
    const its = (needs.words ?? []).map(word => ({ word, who: bit }));
    if (!its.every(({ word }) => isByteWord(word)) || !haveRoom([...words, ...its])) return undefined;
    if (needs.unlisted && limits) return undefined;
    limits ??= needs.unlisted;
    if (bit !== 0) users++;
    words.push(...its);
    const lists = needs.lists === true ? facts.numberList | facts.maybeNumberList : 0;
    const unlisted = needs.unlisted ? facts.unlisted : 0;
    return bit | markBits(needs.marks ?? []) | lists | unlisted;
  });
  return { of, words, limits };
}

function checkOf({ id }: PlannedCheck, checks: readonly Check[]): Check {
  const check = checks.find(each => each.id === id);
  if (check === undefined) throw new Error(`The plan names the check "${id}", which this version does not have.`);
  return check;
}

function needsOf(check: Check, { options }: PlannedCheck): TextNeeds | undefined {
  if (check.kind === 'filter') return check.needs === 'duplicates' ? undefined : check.prefilter?.needs(options);
  return check.kind === 'probe' && check.needs === 'example' ? check.prefilter?.needs(options) : undefined;
}
