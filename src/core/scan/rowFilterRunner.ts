import type { ShapeUse, CheckRunner, SliceCheck } from './checkRunner.ts';
import type { PlannedCheck } from './plan.ts';
import type { Filter } from '../checks/check.ts';
import type { ParsedRow } from '../dataset/parsedRow.ts';
import { RowSet } from '../findings/rowSet.ts';
import { FindingStore } from '../findings/store.ts';
import { isArray, isObject, type JsonValue } from '../json/value.ts';
import type { RowShape } from '../kernel/rowShape.ts';
import type { ShapedRow } from '../kernel/shapedRow.ts';
import type { Resources } from '../trainers/resources.ts';

export type RowFilter = Extract<Filter, { readonly needs: 'row' }>;

/** A filter of whole rows at work on one slice: it looks at every row that is a JSON value. */
export class RowFilterRunner implements CheckRunner {
  readonly needs = undefined;
  readonly #filter: RowFilter;
  readonly #planned: PlannedCheck;
  readonly #resources: Resources;
  readonly #found: FindingStore;
  readonly #rows = new RowSet();
  readonly #rejected = new RowSet();
  #examined = 0;

  constructor(filter: RowFilter, planned: PlannedCheck, limit: number, resources: Resources) {
    this.#filter = filter;
    this.#planned = planned;
    this.#resources = resources;
    this.#found = new FindingStore(planned.id, limit);
  }

  useOf({ value }: RowShape): ShapeUse {
    const { fields } = this.#filter;
    return fields === undefined || hasField(value, fields) ? 'each' : 'counted';
  }

  add(row: number, { value, example }: ParsedRow): void {
    this.#examined++;
    const { severity, options } = this.#planned;
    for (const finding of this.#filter.decide(value, options, { example, resources: this.#resources })) {
      this.#rows.add(row);
      if (!finding.stays) this.#rejected.add(row);
      this.#found.add(row, severity, finding);
    }
  }

  addShaped(row: number, shaped: ShapedRow): void {
    this.add(row, shaped.parsed());
  }

  addWithout(rows: number): void {
    this.#examined += rows;
  }

  result(): SliceCheck {
    return {
      examined: this.#examined,
      totals: this.#found.totals,
      columns: this.#found.toColumns(),
      rows: this.#rows.toWords(),
      ...(this.#rejected.size < this.#rows.size && { rejectedRows: this.#rejected.toWords() }),
    };
  }
}

/** Rows of a shape have the same fields. */
function hasField(value: JsonValue | undefined, names: readonly string[]): boolean {
  if (isArray(value)) return value.some(item => hasField(item, names));
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, item]) => names.includes(name) || hasField(item, names));
}
