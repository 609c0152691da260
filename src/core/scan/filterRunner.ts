import type { CheckRunner, ShapeUse, SliceCheck } from './checkRunner.ts';
import type { PlannedCheck } from './plan.ts';
import type { Filter, Rejection, RowForm } from '../checks/check.ts';
import type { Example } from '../dataset/example.ts';
import type { ParsedRow } from '../dataset/parsedRow.ts';
import { isTrainedOn } from '../dataset/trainedTexts.ts';
import type { RowFinding } from '../findings/finding.ts';
import { RowSet } from '../findings/rowSet.ts';
import { FindingStore } from '../findings/store.ts';
import { isObject, type FieldPath, type JsonObject } from '../json/value.ts';
import type { RowShape } from '../kernel/rowShape.ts';
import type { ShapedRow } from '../kernel/shapedRow.ts';

type ExampleFilter = Extract<Filter, { readonly needs: 'example' }>;

type TextFilter = Exclude<Filter, { readonly needs: 'row' }>;

/** A filter of completions, of examples or of kinds of rows at work on one slice. */
export class FilterRunner implements CheckRunner {
  readonly #filter: TextFilter;
  readonly #planned: PlannedCheck;
  readonly needs: number | undefined;
  readonly #found: FindingStore;
  readonly #rows = new RowSet();
  readonly #dataOf = new Map<string, JsonObject>();
  #examined = 0;

  constructor(filter: TextFilter, planned: PlannedCheck, limit: number, needs: number | undefined) {
    this.#filter = filter;
    this.#planned = planned;
    this.needs = needs;
    this.#found = new FindingStore(planned.id, limit);
  }

  useOf(shape: RowShape): ShapeUse {
    const filter = this.#filter;
    if (filter.needs === 'form')
      return filter.decide(formOf(shape), this.#planned.options).length > 0 ? 'each' : 'counted';
    // The kernel counts rows with completions alone.
    if (shape.completions.length === 0) return this.#takes(shape.example) ? 'each' : 'nothing';
    return this.needs === undefined ? 'each' : 'needed';
  }

  add(row: number, { value, format, example }: ParsedRow): void {
    const filter = this.#filter;
    const { options } = this.#planned;
    if (filter.needs === 'form')
      return this.#addFindings(row, filter.decide({ format: format?.id, isObject: isObject(value) }, options));
    if (!this.#takes(example)) return;
    if (filter.needs === 'example') return this.#addFindings(row, filter.decide(example, options));
    this.#examined++;
    for (const { text, path } of example.completions) {
      const rejection = filter.decide(text, options);
      if (rejection) this.#reject(row, rejection, path);
    }
  }

  /** Whether the row has anything for the filter: it is not among those examined where it has not. */
  #takes(example: Example | undefined): example is Example {
    if (example === undefined) return false;
    return this.#filter.needs === 'example' ? isTrainedOn(example) : example.completions.length > 0;
  }

  #addFindings(row: number, findings: readonly RowFinding[]): void {
    this.#examined++;
    for (const finding of findings) {
      this.#rows.add(row);
      this.#found.add(row, this.#planned.severity, finding);
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
    const filter = this.#filter;
    const { options } = this.#planned;
    if (filter.needs === 'form') return this.#addFindings(row, filter.decide(formOf(shaped.shape), options));
    if (filter.needs === 'example') return this.#addExample(row, shaped, filter);
    this.#examined++;
    for (const completion of shaped.completions) {
      const told = filter.decideBytes?.(completion, options);
      if (told === 'keep') continue;
      if (told === 'reject' && this.#found.isFull) this.#reject(row, undefined, completion.path);
      else {
        const explained = told === 'reject' ? filter.explainBytes?.(completion, options) : undefined;
        const rejection = explained ?? filter.decide(completion.text, options);
        if (rejection) this.#reject(row, rejection, completion.path);
      }
    }
  }

  #addExample(row: number, shaped: ShapedRow, { mayReject, decide }: ExampleFilter): void {
    const { options } = this.#planned;
    const { trained } = shaped;
    if (mayReject === undefined || this.needs === undefined || trained === undefined)
      return this.add(row, shaped.parsed());
    const may = shaped.texts.some(text => mayReject(text, options));
    this.#addFindings(row, may ? decide(trained, options) : []);
  }

  addWithout(rows: number): void {
    this.#examined += rows;
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

function formOf({ format }: RowShape): RowForm {
  return { format: format?.id, isObject: true };
}
