import type { PlannedCheck, ScanPlan } from './plan.ts';
import type { CheckOutcome, ControlFacts, MalformedRow, ScanResult } from './result.ts';
import type { SliceResult } from './sliceScanner.ts';
import { runsInSlices } from './compileCheck.ts';
import type { Check, Filter, RowComparison, Probe, ProvenanceRule } from '../checks/check.ts';
import { withTraits } from '../checks/withTraits.ts';
import { noControlNamed } from '../control/noControl.ts';
import type { DatasetProfile } from '../dataset/profile.ts';
import { ProfileBuilder } from '../dataset/profileBuilder.ts';
import type { Repeats } from '../duplicates/repeats.ts';
import { RowSet } from '../findings/rowSet.ts';
import { severities, type RowFinding, type Severity } from '../findings/finding.ts';
import { FindingStore } from '../findings/store.ts';
import type { Verdict } from '../findings/verdict.ts';
import type { JsonValue } from '../json/value.ts';
import type { ProvenanceContext } from '../provenance/context.ts';

const maxMalformed = 1000;

/** A planned check that has nothing to say about this dataset, and why. */
export interface SkippedCheck {
  readonly check: PlannedCheck;
  readonly why: string;
}

/**
 * Splits a plan by what the checks say of the dataset's head, and by whether there is a control; checks named explicitly run unless
 * something must be set for them.
 */
export function applicable(
  plan: ScanPlan,
  checks: readonly Check[],
  head: DatasetProfile,
  { hasControl = false }: { readonly hasControl?: boolean } = {},
): { readonly plan: ScanPlan; readonly skipped: readonly SkippedCheck[] } {
  const skipped: SkippedCheck[] = [];
  const running = plan.checks.filter(planned => {
    const check = checks.find(({ id }) => id === planned.id);
    const lacking = check?.lacks?.(planned.options);
    if (lacking !== undefined) {
      skipped.push({ check: planned, why: lacking });
      return false;
    }
    if (planned.explicit) return true;
    const why = whyNot(check, head, hasControl);
    if (why !== undefined) skipped.push({ check: planned, why });
    return why === undefined;
  });
  return { plan: { ...plan, checks: running.map(planned => settled(planned, checks, head)) }, skipped };
}

function settled(planned: PlannedCheck, checks: readonly Check[], head: DatasetProfile): PlannedCheck {
  const check = checks.find(({ id }) => id === planned.id);
  return check?.settle ? { ...planned, options: check.settle(planned.options, head) } : planned;
}

function whyNot(check: Check | undefined, head: DatasetProfile, hasControl: boolean): string | undefined {
  const answer = check?.applies?.(head);
  if (answer?.applies === false) return answer.why;
  return check?.kind === 'probe' && check.needsControl === true && !hasControl ? noControlNamed : undefined;
}

/** A probe and what it gathered. */
export interface GatheredProbe {
  readonly planned: PlannedCheck;
  readonly probe: Probe;
  readonly state: JsonValue;
}

/** What was worked out beside the merge. */
export interface ScanExtras {
  /** By check: the verdicts of probes; one that is missing is worked out in `finish`, without a control. */
  readonly verdicts?: Readonly<Record<string, Verdict>>;
  readonly control?: ControlFacts;
}

/** What is known of where a dataset comes from, besides its rows. */
export type ScanSource = Pick<ProvenanceContext, 'record' | 'dataset'>;

interface Gathered {
  readonly planned: PlannedCheck;
  readonly check: Check;
  readonly store: FindingStore;
  readonly rows: RowSet;
  readonly rejected: RowSet;
  examined: number;
  state: JsonValue | undefined;
  repeats?: Repeats;
}

/** Puts slices together, in row order, into the result of the whole scan. */
export class ScanMerge {
  readonly #plan: ScanPlan;
  readonly #checks: readonly Check[];
  readonly #profile = new ProfileBuilder();
  readonly #malformed: MalformedRow[] = [];
  readonly #malformedRows = new RowSet();
  readonly #gathered: readonly Gathered[];
  #rows = 0;

  /** `smaller` has, by check, what its probe gathered of the smaller of dataset and control, which was read before. */
  constructor(plan: ScanPlan, known: readonly Check[], smaller?: ReadonlyMap<string, JsonValue>) {
    const checks = withTraits(known, plan.traits);
    this.#plan = plan;
    this.#checks = checks;
    this.#gathered = plan.checks.flatMap(planned => {
      const check = checks.find(({ id }) => id === planned.id);
      const store = new FindingStore(planned.id, plan.maxFindingsPerCheck);
      return check
        ? [
            {
              planned,
              check,
              store,
              rows: new RowSet(),
              rejected: new RowSet(),
              examined: 0,
              state: against(check, smaller),
            },
          ]
        : [];
    });
  }

  /** Adds the next slice. */
  add(slice: SliceResult): void {
    this.#profile.merge(slice.profile);
    for (const { row, error } of slice.malformed) {
      if (this.#malformed.length < maxMalformed) this.#malformed.push({ row: row + this.#rows, error });
    }
    this.#malformedRows.addAll(new RowSet(slice.malformedRows), this.#rows);
    this.#gathered
      .filter(({ check }) => runsInSlices(check))
      .forEach((gathered, i) => {
        const found = slice.checks[i];
        if (!found) return;
        gathered.examined += found.examined;
        gathered.store.append(found.columns, this.#rows, found.totals);
        gathered.rows.addAll(new RowSet(found.rows), this.#rows);
        gathered.rejected.addAll(new RowSet(found.rejectedRows ?? found.rows), this.#rows);
        if (found.state !== undefined) gathered.state = mergeStates(gathered, found.state);
      });
    this.#rows += slice.rows;
  }

  /** Gives a filter that compares rows those that repeat another. */
  addRepeats(id: string, repeats: Repeats): void {
    for (const gathered of this.#gathered) if (gathered.planned.id === id) gathered.repeats = repeats;
  }

  /** By check: findings of later slices that can still be kept. */
  room(): Readonly<Record<string, number>> {
    const limit = this.#plan.maxFindingsPerCheck;
    return Object.fromEntries(this.#gathered.map(({ planned, store }) => [planned.id, limit - store.size]));
  }

  /** By check: what the probes of later slices begin with, where the rows so far spare them some. */
  initial(): Readonly<Record<string, JsonValue>> {
    const states = this.probes().flatMap(({ planned: { id }, probe, state }) =>
      probe.beside ? [[id, probe.beside(state)] as const] : [],
    );
    return Object.fromEntries(states);
  }

  profile(): DatasetProfile {
    return this.#profile.toProfile();
  }

  /** What the probes gathered so far. */
  probes(): readonly GatheredProbe[] {
    return this.#gathered.flatMap(({ planned, check, state }) =>
      check.kind === 'probe' ? [{ planned, probe: check, state: state ?? check.initial(planned.options) }] : [],
    );
  }

  finish(
    source: ScanSource,
    skipped: readonly SkippedCheck[],
    { verdicts = {}, control }: ScanExtras = {},
  ): ScanResult {
    const profile = this.profile();
    const { student, models = [] } = this.#plan;
    const context = { ...source, profile, models, ...(student !== undefined && { student }) };
    const provenance = source.record;
    const outcomes = [
      ...this.#gathered.map(gathered => this.#finishCheck(gathered, context, verdicts)),
      ...skipped.map(({ check, why }) => skippedOutcome(check, why)),
    ];
    const place = ({ check }: CheckOutcome): number => this.#checks.findIndex(({ id }) => id === check.id);
    outcomes.sort((a, b) => place(a) - place(b));
    const malformed = { malformed: this.#malformed, malformedRows: this.#malformedRows };
    return { profile, provenance, outcomes, ...malformed, ...(control && { control }) };
  }

  #finishCheck(
    gathered: Gathered,
    context: ProvenanceContext,
    verdicts: Readonly<Record<string, Verdict>>,
  ): CheckOutcome {
    const { planned, check, store, rows, rejected, examined } = gathered;
    const outcome = { check: planned, examined, findings: store, rows };
    if (check.kind === 'provenance') return judge(gathered, check, context);
    if (check.kind === 'filter' && check.needs === 'duplicates') return compare(gathered, check);
    if (examined === 0 && check.kind === 'filter') {
      const readsAny = check.needs === 'row' || check.needs === 'form';
      const skipped = readsAny
        ? 'The dataset has no row that could be read.'
        : 'No row has a completion that this check could read.';
      return { ...outcome, skipped, rejected: 0 };
    }
    if (check.kind === 'filter') {
      const findings = withDatasetFindings(gathered, check, context.profile);
      const some = rejected.size < rows.size && { rejectedRows: rejected };
      return { ...outcome, findings, rejected: rejected.size, ...some };
    }
    const state = gathered.state ?? check.initial(planned.options);
    const verdict = verdicts[planned.id] ?? check.finish(state, planned.options);
    // Evidence that no row shows, or only as something lesser, is one of the dataset: nothing that counts findings may pass over it.
    if (verdict.state !== 'evidence found' || shows(store, planned.severity)) return { ...outcome, verdict };
    const finding = { message: verdict.summary, data: { verdict: verdict.state } };
    return { ...outcome, findings: withFirst(gathered, [finding]), verdict };
  }
}

/** The findings of a filter, what it says of the dataset as a whole before those of rows. */
function withDatasetFindings(gathered: Gathered, filter: Filter, profile: DatasetProfile): FindingStore {
  const ofDataset = filter.needs === 'row' ? (filter.judgeDataset?.(profile, gathered.planned.options) ?? []) : [];
  return ofDataset.length === 0 ? gathered.store : withFirst(gathered, ofDataset);
}

/** Whether a check's findings count for as much as its evidence does. */
function shows({ totals }: FindingStore, severity: Severity): boolean {
  return totals.slice(0, severities.indexOf(severity) + 1).some(count => count > 0);
}

function withFirst({ planned, store }: Gathered, ofDataset: readonly RowFinding[]): FindingStore {
  const all = new FindingStore(planned.id);
  for (const finding of ofDataset) all.add(undefined, planned.severity, finding);
  all.append(store.toColumns(), 0, store.totals);
  return all;
}

function judge({ planned, store, rows }: Gathered, rule: ProvenanceRule, context: ProvenanceContext): CheckOutcome {
  const { rows: all, blank, malformed } = context.profile;
  const examined = all - blank - malformed;
  // A severity that the user chose holds for all that the rule finds.
  const chosen = planned.severity === rule.severity ? undefined : { severity: planned.severity };
  for (const finding of rule.judge(context, planned.options)) {
    store.add(undefined, planned.severity, { ...finding, ...chosen });
  }
  if (examined === 0 && store.total === 0) return skippedOutcome(planned, 'The dataset has no row that could be read.');
  return { check: planned, examined, findings: store, rows };
}

/** What a filter says of the rows that repeat another. */
function compare({ planned, store, rows, repeats }: Gathered, filter: RowComparison): CheckOutcome {
  if (repeats === undefined) return skippedOutcome(planned, 'The rows were not compared with each other.');
  const { examined } = repeats;
  if (examined === 0) return { ...skippedOutcome(planned, 'No row has the text that is compared.'), rejected: 0 };
  const findingOf = (row: number): RowFinding | undefined => {
    const repeat = repeats.of(row);
    return repeat && filter.decide(repeat, planned.options);
  };
  for (const row of repeats.rows()) {
    rows.add(row);
    const finding = store.isFull ? undefined : findingOf(row);
    if (finding) store.add(row, planned.severity, finding);
    else store.count(planned.severity);
  }
  return { check: planned, examined, findings: store, rows, rejected: rows.size, findingOf };
}

function against(check: Check, smaller: ReadonlyMap<string, JsonValue> | undefined): JsonValue | undefined {
  const state = smaller?.get(check.id);
  return check.kind === 'probe' && state !== undefined ? check.against?.(state) : undefined;
}

function mergeStates({ check, planned, state }: Gathered, next: JsonValue): JsonValue {
  const probe = check as Probe;
  return probe.merge(state ?? probe.initial(planned.options), next);
}

function skippedOutcome(check: PlannedCheck, why: string): CheckOutcome {
  return { check, examined: 0, findings: new FindingStore(check.id), rows: new RowSet(), skipped: why };
}
