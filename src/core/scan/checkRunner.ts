import type { PlannedCheck } from './plan.ts';
import type { Check, Filter, Probe, Rejection } from '../checks/check.ts';
import type { Example } from '../dataset/example.ts';
import { RowSet } from '../findings/rowSet.ts';
import { FindingStore, type FindingColumns } from '../findings/store.ts';
import type { JsonObject, JsonValue } from '../json/value.ts';

/** What one check found in one slice; crosses threads. */
export interface SliceCheck {
  readonly examined: number;
  /** All findings, kept or not, by severity. */
  readonly totals: readonly number[];
  readonly columns: FindingColumns;
  readonly rows: Uint32Array;
  /** A probe's state. */
  readonly state?: JsonValue;
}

/** A check at work on one slice. */
export interface CheckRunner {
  add(row: number, example: Example): void;
  result(): SliceCheck;
}

/** The runner of a planned check; none for a provenance rule, which judges when all rows are known. */
export function compileCheck(planned: PlannedCheck, checks: readonly Check[], limit: number): CheckRunner[] {
  const check = checks.find(({ id }) => id === planned.id);
  if (check === undefined)
    throw new Error(`The plan names the check "${planned.id}", which this version does not have.`);
  if (check.kind === 'filter') return [new FilterRunner(check, planned, limit)];
  if (check.kind === 'probe') return [new ProbeRunner(check, planned, limit)];
  return [];
}

class FilterRunner implements CheckRunner {
  readonly #filter: Filter;
  readonly #planned: PlannedCheck;
  readonly #found: FindingStore;
  readonly #rows = new RowSet();
  readonly #dataOf = new Map<string, JsonObject>();
  #examined = 0;

  constructor(filter: Filter, planned: PlannedCheck, limit: number) {
    this.#filter = filter;
    this.#planned = planned;
    this.#found = new FindingStore(planned.id, limit);
  }

  add(row: number, example: Example): void {
    if (example.completions.length === 0) return;
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
      if (!rejection) continue;
      this.#rows.add(row);
      if (this.#found.isFull) this.#found.count(severity);
      else {
        const { message, start, end } = rejection;
        this.#found.add(row, severity, { field: path, start, end, message, data: this.#data(rejection) });
      }
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

  result(): SliceCheck {
    const { totals } = this.#found;
    return { examined: this.#examined, totals, columns: this.#found.toColumns(), rows: this.#rows.toWords() };
  }
}

class ProbeRunner implements CheckRunner {
  readonly #probe: Probe;
  readonly #planned: PlannedCheck;
  readonly #state: JsonValue;
  readonly #found: FindingStore;
  readonly #rows = new RowSet();
  #examined = 0;

  constructor(probe: Probe, planned: PlannedCheck, limit: number) {
    this.#probe = probe;
    this.#planned = planned;
    this.#state = probe.initial(planned.options);
    this.#found = new FindingStore(planned.id, limit);
  }

  add(row: number, example: Example): void {
    if (example.completions.length === 0) return;
    this.#examined++;
    for (const finding of this.#probe.add(this.#state, example, this.#planned.options)) {
      this.#rows.add(row);
      this.#found.add(row, this.#planned.severity, finding);
    }
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
