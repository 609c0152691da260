import type { PlannedCheck, ScanPlan } from './plan.ts';
import { RowFilterRunner } from './rowFilterRunner.ts';
import type { Check, Filter, Probe, Rejection } from '../checks/check.ts';
import type { Example } from '../dataset/example.ts';
import { RowSet } from '../findings/rowSet.ts';
import { FindingStore, type FindingColumns } from '../findings/store.ts';
import type { FieldPath, JsonObject, JsonValue } from '../json/value.ts';
import type { ShapedRow } from '../kernel/shapedRow.ts';
import type { Resources } from '../trainers/resources.ts';

/** What one check found in one slice; crosses threads. */
export interface SliceCheck {
  readonly examined: number;
  /** All findings, kept or not, by severity. */
  readonly totals: readonly number[];
  readonly columns: FindingColumns;
  readonly rows: Uint32Array;
  /** Of a filter, where those are not all its rows: the rows that it rejects. */
  readonly rejectedRows?: Uint32Array;
  /** A probe's state. */
  readonly state?: JsonValue;
}

/** A check at work on one slice. */
export interface CheckRunner {
  /** `example` is undefined for a row of no known format. */
  add(row: number, example: Example | undefined, value: JsonValue): void;
  /** The same for a row of a known shape. */
  addShaped(row: number, shaped: ShapedRow): void;
  result(): SliceCheck;
}

/** The runner of a planned check; none for a provenance rule, which judges when all rows are known. */
export function compileCheck(
  planned: PlannedCheck,
  checks: readonly Check[],
  limit: number,
  { hasWords = false, resources = {} }: { readonly hasWords?: boolean; readonly resources?: Resources } = {},
): CheckRunner[] {
  const check = checks.find(({ id }) => id === planned.id);
  if (check === undefined)
    throw new Error(`The plan names the check "${planned.id}", which this version does not have.`);
  if (check.kind === 'filter') {
    if (check.needs === 'row') return [new RowFilterRunner(check, planned, limit, resources)];
    return [new FilterRunner(check, planned, limit)];
  }
  if (check.kind === 'probe') return [new ProbeRunner(check, planned, limit, hasWords)];
  return [];
}

/** The words without which the plan's probes find nothing, of those that say. */
export function prefilterWords(plan: ScanPlan, checks: readonly Check[]): readonly string[] {
  return plan.checks.flatMap(({ id, options }) => {
    const check = checks.find(known => known.id === id);
    return (check?.kind === 'probe' && check.prefilter?.words(options)) || [];
  });
}

type TextFilter = Exclude<Filter, { readonly needs: 'row' }>;

class FilterRunner implements CheckRunner {
  readonly #filter: TextFilter;
  readonly #planned: PlannedCheck;
  readonly #found: FindingStore;
  readonly #rows = new RowSet();
  readonly #dataOf = new Map<string, JsonObject>();
  #examined = 0;

  constructor(filter: TextFilter, planned: PlannedCheck, limit: number) {
    this.#filter = filter;
    this.#planned = planned;
    this.#found = new FindingStore(planned.id, limit);
  }

  add(row: number, example: Example | undefined): void {
    if (example === undefined || example.completions.length === 0) return;
    this.#examined++;
    const { severity, options } = this.#planned;
    if (this.#filter.needs === 'example') {
      for (const finding of this.#filter.decide(example, options)) {
        this.#rows.add(row);
        this.#found.add(row, severity, finding);
      }
      return;
    }
    for (const { text, path } of example.completions) {
      const rejection = this.#filter.decide(text, options);
      if (rejection) this.#reject(row, rejection, path);
    }
  }

  /** Rejections for the same reasons share their data: it is written out once. */
  #data({ reasons, data }: Rejection): JsonObject {
    if (data !== undefined) return { reasons, ...data };
    const key = reasons.join('\n');
    const known = this.#dataOf.get(key) ?? { reasons };
    this.#dataOf.set(key, known);
    return known;
  }

  addShaped(row: number, shaped: ShapedRow): void {
    if (shaped.completions.length === 0) return;
    const filter = this.#filter;
    if (filter.needs === 'example') return this.add(row, shaped.example());
    this.#examined++;
    const { options } = this.#planned;
    for (const completion of shaped.completions) {
      const { bytes, start, end } = completion;
      const told = filter.decideBytes?.(bytes, start, end, options);
      if (told === 'keep') continue;
      if (told === 'reject' && this.#found.isFull) this.#reject(row, undefined, completion.path);
      else {
        const rejection = filter.decide(completion.text, options);
        if (rejection) this.#reject(row, rejection, completion.path);
      }
    }
  }

  /** A rejection without its reason is one that is not kept. */
  #reject(row: number, rejection: Rejection | undefined, path: FieldPath): void {
    const { severity } = this.#planned;
    this.#rows.add(row);
    if (rejection === undefined || this.#found.isFull) return this.#found.count(severity);
    const { message, start, end } = rejection;
    this.#found.add(row, severity, { field: path, start, end, message, data: this.#data(rejection) });
  }

  result(): SliceCheck {
    const { totals } = this.#found;
    return { examined: this.#examined, totals, columns: this.#found.toColumns(), rows: this.#rows.toWords() };
  }
}

class ProbeRunner implements CheckRunner {
  readonly #probe: Probe;
  /** Where its words are in the kernel's table. */
  readonly #prefilter: Probe['prefilter'];
  readonly #planned: PlannedCheck;
  readonly #state: JsonValue;
  readonly #found: FindingStore;
  readonly #rows = new RowSet();
  #examined = 0;

  constructor(probe: Probe, planned: PlannedCheck, limit: number, hasWords: boolean) {
    this.#probe = probe;
    const reads = probe.prefilter?.words(planned.options) === undefined;
    this.#prefilter = reads || !hasWords ? undefined : probe.prefilter;
    this.#planned = planned;
    this.#state = probe.initial(planned.options);
    this.#found = new FindingStore(planned.id, limit);
  }

  add(row: number, example: Example | undefined): void {
    if (example === undefined || example.completions.length === 0) return;
    this.#examined++;
    for (const finding of this.#probe.add(this.#state, example, this.#planned.options)) {
      this.#rows.add(row);
      this.#found.add(row, this.#planned.severity, finding);
    }
  }

  addShaped(row: number, shaped: ShapedRow): void {
    if (shaped.completions.length === 0) return;
    if (this.#prefilter === undefined || shaped.mayHaveWord()) return this.add(row, shaped.example());
    this.#examined++;
    this.#prefilter.addWithout(this.#state, this.#planned.options);
  }

  result(): SliceCheck {
    return {
      examined: this.#examined,
      totals: this.#found.totals,
      columns: this.#found.toColumns(),
      rows: this.#rows.toWords(),
      state: this.#state,
    };
  }
}
