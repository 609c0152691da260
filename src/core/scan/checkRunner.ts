import { ProbeRunner, SampleRunner } from './probeRunners.ts';
import { RowFilterRunner } from './rowFilterRunner.ts';
import type { PlannedCheck, ScanPlan } from './plan.ts';
import type { ShapeUse } from './runners.ts';
import type { Check, Filter, Probe, Rejection, RowForm, TextNeeds } from '../checks/check.ts';
import { RowTexts } from '../sampling/rowTexts.ts';
import type { ParsedRow } from '../dataset/parsedRow.ts';
import type { Limits } from '../dataset/plainList.ts';
import type { RowFinding } from '../findings/finding.ts';
import { RowSet } from '../findings/rowSet.ts';
import { FindingStore, type FindingColumns } from '../findings/store.ts';
import { isObject, type FieldPath, type JsonObject, type JsonValue } from '../json/value.ts';
import { facts, markBits, wordBit } from '../kernel/facts.ts';
import type { WantedWord } from '../kernel/memory.ts';
import type { RowShape } from '../kernel/rowShape.ts';
import type { ShapedRow } from '../kernel/shapedRow.ts';
import { haveRoom, isByteWord } from '../kernel/wordTable.ts';
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
  /** Bits of what the kernel tells of a row, of which one must be there for the check to find anything; undefined: it reads every row. */
  readonly needs: number | undefined;
  useOf(shape: RowShape): ShapeUse;
  /** Of one that samples rows: the greatest hash of what a row answers for which it needs the row. */
  readonly bound?: number;
  /** Hashes of what a row answers for which it needs the row besides. */
  readonly groups?: readonly number[];
  add(row: number, parsed: ParsedRow): void;
  /** The same for a row of a known shape, of which it takes each or this one. */
  addShaped(row: number, shaped: ShapedRow): void;
  /** The same for rows that it is only told of. */
  addWithout(rows: number): void;
  result(): SliceCheck;
}

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
  if (check.kind === 'probe') {
    const state = initial ?? check.initial(planned.options);
    if (check.needs === 'texts') return [new SampleRunner(check, planned, state, texts)];
    return [new ProbeRunner(check, planned, limit, { needs, state })];
  }
  return [];
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

type ExampleFilter = Extract<Filter, { readonly needs: 'example' }>;
type TextFilter = Exclude<Filter, { readonly needs: 'row' }>;

class FilterRunner implements CheckRunner {
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
    if (shape.completions.length === 0) return 'nothing';
    return this.needs === undefined ? 'each' : 'needed';
  }

  add(row: number, { value, format, example }: ParsedRow): void {
    const filter = this.#filter;
    const { options } = this.#planned;
    if (filter.needs === 'form')
      return this.#addFindings(row, filter.decide({ format: format?.id, isObject: isObject(value) }, options));
    if (example === undefined || example.completions.length === 0) return;
    if (filter.needs === 'example') return this.#addFindings(row, filter.decide(example, options));
    this.#examined++;
    for (const { text, path } of example.completions) {
      const rejection = filter.decide(text, options);
      if (rejection) this.#reject(row, rejection, path);
    }
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
