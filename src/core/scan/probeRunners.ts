import type { ShapeUse, CheckRunner, SliceCheck } from './checkRunner.ts';
import type { PlannedCheck } from './plan.ts';
import type { Probe } from '../checks/check.ts';
import type { RowParts, RowTexts } from '../rowSample/rowTexts.ts';
import type { Example } from '../dataset/example.ts';
import type { ParsedRow } from '../dataset/parsedRow.ts';
import { isTrainedOn } from '../dataset/trainedTexts.ts';
import { RowSet } from '../findings/rowSet.ts';
import { FindingStore } from '../findings/store.ts';
import type { JsonValue } from '../json/value.ts';
import { facts } from '../kernel/facts.ts';
import type { RowShape } from '../kernel/rowShape.ts';
import type { ShapedRow } from '../kernel/shapedRow.ts';

type ExampleProbe = Extract<Probe, { readonly needs: 'example' }>;
type SamplingProbe = Extract<Probe, { readonly needs: 'texts' }>;

/** A probe of examples at work on one slice. */
export class ProbeRunner implements CheckRunner {
  readonly #probe: ExampleProbe;
  readonly #planned: PlannedCheck;
  readonly needs: number | undefined;
  readonly #state: JsonValue;
  readonly #found: FindingStore;
  readonly #rows = new RowSet();
  #examined = 0;

  constructor(
    probe: ExampleProbe,
    planned: PlannedCheck,
    limit: number,
    { needs, state }: { readonly needs: number | undefined; readonly state: JsonValue },
  ) {
    this.#probe = probe;
    this.#planned = planned;
    this.needs = needs;
    this.#state = state;
    this.#found = new FindingStore(planned.id, limit);
  }

  useOf(shape: RowShape): ShapeUse {
    if (shape.completions.length === 0) return useOfUncounted(shape);
    return this.needs === undefined ? 'each' : 'needed';
  }

  add(row: number, { example }: ParsedRow): void {
    if (example !== undefined && isTrainedOn(example)) this.#add(row, example);
  }

  addShaped(row: number, shaped: ShapedRow): void {
    if (this.needs !== undefined && shaped.trained !== undefined) this.#add(row, shaped.trained);
    else this.add(row, shaped.parsed());
  }

  addWithout(rows: number): void {
    this.#examined += rows;
    this.#probe.prefilter?.addWithout(this.#state, rows);
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

  #add(row: number, example: Example): void {
    this.#examined++;
    for (const finding of this.#probe.add(this.#state, example, this.#planned.options)) {
      this.#rows.add(row);
      this.#found.add(row, this.#planned.severity, finding);
    }
  }
}

/** A probe that samples rows at work on one slice: it looks at those that it may take, and finds nothing in any. */
export class SampleRunner implements CheckRunner {
  readonly needs = facts.sampled;
  readonly #probe: SamplingProbe;
  readonly #planned: PlannedCheck;
  readonly #state: JsonValue;
  readonly #texts: RowTexts;
  #examined = 0;

  constructor(probe: SamplingProbe, planned: PlannedCheck, state: JsonValue, texts: RowTexts) {
    this.#probe = probe;
    this.#planned = planned;
    this.#state = state;
    this.#texts = texts;
  }

  useOf(shape: RowShape): ShapeUse {
    return shape.completions.length > 0 ? 'needed' : useOfUncounted(shape);
  }

  get bound(): number {
    return this.#probe.bound(this.#state) ?? Infinity;
  }

  get groups(): readonly number[] {
    return this.#probe.groups?.(this.#state) ?? [];
  }

  add(row: number, { example }: ParsedRow): void {
    if (example !== undefined && isTrainedOn(example)) this.#add(row, example);
  }

  addShaped(row: number, shaped: ShapedRow): void {
    if (shaped.answered !== undefined) this.#add(row, shaped.answered);
    else this.add(row, shaped.parsed());
  }

  addWithout(rows: number): void {
    this.#examined += rows;
    this.#probe.addBeyond(this.#state, rows);
  }

  result(): SliceCheck {
    const none = new FindingStore(this.#planned.id, 0);
    const rows = new RowSet().toWords();
    this.#probe.trim(this.#state);
    return { examined: this.#examined, totals: none.totals, columns: none.toColumns(), rows, state: this.#state };
  }

  #add(row: number, answered: RowParts): void {
    this.#examined++;
    this.#probe.add(this.#state, this.#texts.enter(row, answered), this.#planned.options);
  }
}

/** Of a shape without a completion, whose rows the kernel does not count: they may reason or call. */
function useOfUncounted({ example }: RowShape): ShapeUse {
  return example && isTrainedOn(example) ? 'each' : 'nothing';
}
