import { formatPath, type FieldPath, type JsonObject } from '../json/value.ts';
import { severities, type FilePlace, type Finding, type RowFinding, type Severity } from './finding.ts';

/** The findings of one check in columns, ready to cross a thread. `row` is relative to the slice; -1: the whole dataset. */
export interface FindingColumns {
  readonly row: Float64Array;
  readonly severity: Uint8Array;
  readonly field: Uint32Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly message: Uint32Array;
  readonly data: Uint32Array;
  /** Interned fields, messages and data (as JSON); index 0 is "no field". */
  readonly strings: readonly string[];
  /** The few findings that stand in a file beside the dataset: position and place. */
  readonly places: readonly (readonly [position: number, place: FilePlace])[];
}

/**
 * The findings of one check in row order, in columns: a million of them are some 40 MB of numbers, not a million objects.
 * Keeps the first `limit`; counts all.
 */
export class FindingStore {
  readonly check: string;
  readonly #limit: number;
  #size = 0;
  readonly #totals = severities.map(() => 0);
  #row = new Float64Array(16);
  #severity = new Uint8Array(16);
  #field = new Uint32Array(16);
  #start = new Uint32Array(16);
  #end = new Uint32Array(16);
  #message = new Uint32Array(16);
  #data = new Uint32Array(16);
  readonly #strings: string[] = [''];
  readonly #ids = new Map<string, number>([['', 0]]);
  readonly #places = new Map<number, FilePlace>();
  // Findings of one check are much alike: what the last one had is not written out again.
  #lastField: FieldPath = [];
  #lastFieldId = 0;
  #lastData: JsonObject | undefined;
  #lastDataId = 0;

  constructor(check: string, limit = Number.MAX_SAFE_INTEGER) {
    this.check = check;
    this.#limit = limit;
  }

  /** Findings that are kept and can be listed. */
  get size(): number {
    return this.#size;
  }

  /** All findings, kept or not. */
  get total(): number {
    return this.#totals.reduce((sum, count) => sum + count, 0);
  }

  /** All findings, kept or not, by severity, in the order of `severities`. */
  get totals(): readonly number[] {
    return this.#totals;
  }

  /** Whether further findings are counted only. */
  get isFull(): boolean {
    return this.#size >= this.#limit;
  }

  /** Counts a finding that is not kept. */
  count(severity: Severity): void {
    const rank = severities.indexOf(severity);
    this.#totals[rank] = (this.#totals[rank] ?? 0) + 1;
  }

  /** Adds a finding of `row` (undefined: of the whole dataset). Rows come in ascending order. */
  add(row: number | undefined, severity: Severity, finding: RowFinding): void {
    const its = finding.severity ?? severity;
    this.count(its);
    if (this.isFull) return;
    if (finding.place !== undefined) this.#places.set(this.#size, finding.place);
    this.#push(
      row ?? -1,
      severities.indexOf(its),
      finding.field ? this.#fieldId(finding.field) : 0,
      finding.start ?? 0,
      finding.end ?? 0,
      this.#intern(finding.message),
      this.#dataId(finding.data),
    );
  }

  /** Adds what a slice found, `rowOffset` rows into the dataset; `totals` as the slice's store counts them. */
  append(columns: FindingColumns, rowOffset: number, totals: readonly number[]): void {
    totals.forEach((count, rank) => (this.#totals[rank] = (this.#totals[rank] ?? 0) + count));
    const ids = columns.strings.map(text => this.#intern(text));
    const count = Math.min(columns.row.length, this.#limit - this.#size);
    for (const [position, place] of columns.places) {
      if (position < count) this.#places.set(this.#size + position, place);
    }
    for (let i = 0; i < count; i++) {
      const row = columns.row[i] ?? -1;
      this.#push(
        row < 0 ? row : row + rowOffset,
        columns.severity[i] ?? 0,
        ids[columns.field[i] ?? 0] ?? 0,
        columns.start[i] ?? 0,
        columns.end[i] ?? 0,
        ids[columns.message[i] ?? 0] ?? 0,
        ids[columns.data[i] ?? 0] ?? 0,
      );
    }
  }

  at(position: number): Finding | undefined {
    if (position < 0 || position >= this.#size) return undefined;
    const row = this.#row[position] ?? -1;
    const field = this.#strings[this.#field[position] ?? 0] ?? '';
    const place = this.#places.get(position);
    return {
      check: this.check,
      severity: severities[this.#severity[position] ?? 0] ?? 'error',
      ...(row >= 0 && { row }),
      ...(field !== '' && { field, start: this.#start[position] ?? 0, end: this.#end[position] ?? 0 }),
      ...(place !== undefined && { place }),
      message: this.#strings[this.#message[position] ?? 0] ?? '',
      data: JSON.parse(this.#strings[this.#data[position] ?? 0] || '{}') as JsonObject,
    };
  }

  slice(start: number, count: number): Finding[] {
    const found: Finding[] = [];
    for (let i = Math.max(0, start); i < Math.min(this.#size, start + count); i++) {
      const finding = this.at(i);
      if (finding) found.push(finding);
    }
    return found;
  }

  /** The kept findings of one row. */
  ofRow(row: number): Finding[] {
    let position = this.positionOf(row);
    const found: Finding[] = [];
    for (; position < this.#size && this.#row[position] === row; position++) {
      const finding = this.at(position);
      if (finding) found.push(finding);
    }
    return found;
  }

  /** Position of the first kept finding at `row` or after it. */
  positionOf(row: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#row[middle] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  severityAt(position: number): Severity {
    return severities[this.#severity[position] ?? 0] ?? 'error';
  }

  rowAt(position: number): number | undefined {
    const row = this.#row[position] ?? -1;
    return row < 0 ? undefined : row;
  }

  toColumns(): FindingColumns {
    return {
      row: this.#row.slice(0, this.#size),
      severity: this.#severity.slice(0, this.#size),
      field: this.#field.slice(0, this.#size),
      start: this.#start.slice(0, this.#size),
      end: this.#end.slice(0, this.#size),
      message: this.#message.slice(0, this.#size),
      data: this.#data.slice(0, this.#size),
      strings: this.#strings,
      places: [...this.#places],
    };
  }

  #push(row: number, severity: number, field: number, start: number, end: number, message: number, data: number): void {
    const i = this.#size++;
    if (i >= this.#row.length) this.#grow();
    this.#row[i] = row;
    this.#severity[i] = severity;
    this.#field[i] = field;
    this.#start[i] = start;
    this.#end[i] = end;
    this.#message[i] = message;
    this.#data[i] = data;
  }

  #grow(): void {
    const length = this.#row.length * 2;
    const row = new Float64Array(length);
    row.set(this.#row);
    this.#row = row;
    const severity = new Uint8Array(length);
    severity.set(this.#severity);
    this.#severity = severity;
    const grown = (column: Uint32Array): Uint32Array<ArrayBuffer> => {
      const longer = new Uint32Array(length);
      longer.set(column);
      return longer;
    };
    this.#field = grown(this.#field);
    this.#start = grown(this.#start);
    this.#end = grown(this.#end);
    this.#message = grown(this.#message);
    this.#data = grown(this.#data);
  }

  #fieldId(field: FieldPath): number {
    if (!isSamePath(field, this.#lastField)) {
      this.#lastField = field;
      this.#lastFieldId = this.#intern(formatPath(field));
    }
    return this.#lastFieldId;
  }

  #dataId(data: JsonObject): number {
    if (data !== this.#lastData) {
      this.#lastData = data;
      this.#lastDataId = this.#intern(JSON.stringify(data));
    }
    return this.#lastDataId;
  }

  #intern(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.#strings.push(text) - 1;
    this.#ids.set(text, id);
    return id;
  }
}

function isSamePath(left: FieldPath, right: FieldPath): boolean {
  return left.length === right.length && left.every((step, level) => step === right[level]);
}
