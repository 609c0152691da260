import type { SliceCheck } from './checkRunner.ts';
import { compileCheck, planNeeds } from './compileCheck.ts';
import type { ScanPlan } from './plan.ts';
import type { MalformedRow } from './result.ts';
import { Runners } from './runners.ts';
import type { Check } from '../checks/check.ts';
import { withTraits } from '../checks/withTraits.ts';
import { RowTexts } from '../rowSample/rowTexts.ts';
import { readValue } from '../dataset/parsedRow.ts';
import { decodeRow, type DecodedRow } from '../dataset/parseRow.ts';
import { ProfileBuilder, type ProfileState } from '../dataset/profileBuilder.ts';
import type { TextKernel } from '../duplicates/textKernel.ts';
import { RowSet } from '../findings/rowSet.ts';
import type { JsonValue } from '../json/value.ts';
import { facts } from '../kernel/facts.ts';
import type { RowKernel } from '../kernel/rowKernel.ts';
import { ShapeReader } from '../kernel/shapeReader.ts';
import type { ShapedRow } from '../kernel/shapedRow.ts';
import type { Resources } from '../trainers/resources.ts';

/** Malformed rows whose reason is kept; all are counted and in the row set. */
const maxMalformed = 1000;

/** What one slice of rows came to; rows are numbered from the slice's first. Crosses threads. */
export interface SliceResult {
  readonly rows: number;
  readonly profile: ProfileState;
  readonly malformed: readonly MalformedRow[];
  readonly malformedRows: Uint32Array;
  readonly checks: readonly SliceCheck[];
}

export interface SliceOptions {
  /** The slice begins at the file's first byte, where a byte order mark is allowed. */
  readonly fromStart: boolean;
  /** By check: findings that the slice may keep, fewer than the plan allows where earlier slices have kept some. */
  readonly room?: Readonly<Record<string, number>>;
  /** Reads rows of known shapes as bytes; without it every row is parsed, to the same result. It serves one scanner at a time. */
  readonly kernel?: RowKernel;
  /** Hashes texts for probes that sample rows by them; without it that goes slower, to the same result. */
  readonly texts?: TextKernel;
  /** By check: what its probe begins with, where earlier slices spare it rows. */
  readonly initial?: Readonly<Record<string, JsonValue>>;
  /** By check: what its filter reads beside the rows. */
  readonly resources?: Readonly<Record<string, Resources>>;
}

/** Runs a plan over consecutive rows: each is decoded and parsed at most once, whatever the number of checks. */
export class SliceScanner {
  readonly #runners: Runners;
  readonly #profile = new ProfileBuilder();
  readonly #malformed: MalformedRow[] = [];
  readonly #malformedRows = new RowSet();
  readonly #fromStart: boolean;
  readonly #shapes: ShapeReader | undefined;
  #rows = 0;

  constructor(plan: ScanPlan, known: readonly Check[], options: SliceOptions) {
    const { fromStart, room, kernel, resources = {}, initial = {} } = options;
    const texts = new RowTexts(options.texts);
    const checks = withTraits(known, plan.traits);
    const needs = planNeeds(plan, checks);
    this.#runners = new Runners(
      plan.checks.flatMap((planned, i) => {
        const limit = room?.[planned.id] ?? plan.maxFindingsPerCheck;
        const { id } = planned;
        const reading = { needs: needs.of[i], resources: resources[id], initial: initial[id], texts };
        return compileCheck(planned, checks, limit, reading);
      }),
    );
    const runners = this.#runners;
    this.#shapes =
      kernel &&
      new ShapeReader(kernel, {
        ...needs,
        asked: runners.needs | facts.numberList | facts.maybeNumberList,
        needs: runners.needs,
        everyRowOf: shape => runners.readEvery(shape),
        bound: () => runners.bound,
        groups: runners.groups,
      });
    this.#fromStart = fromStart;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Adds whole lines; only the last line of the file may lack its newline. */
  addLines(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.length;) {
      const end = this.#shapes?.load(bytes, start) ?? bytes.length;
      this.#addBlock(bytes.subarray(start, end));
      start = end;
    }
  }

  #addBlock(bytes: Uint8Array): void {
    // Line by line: decoded as a whole, one emoji would make two bytes of every character of the block, which parse at half the speed.
    for (let start = 0; start < bytes.length;) {
      start = this.#shapes?.read(start, this.#addShaped, this.#countShaped) ?? start;
      if (start === bytes.length) return;
      const newline = bytes.indexOf(10, start);
      const end = newline < 0 ? bytes.length : newline;
      const first = this.#fromStart && this.#rows === 0;
      this.#add(decodeRow(bytes.subarray(start, end), { first }));
      start = end + 1;
    }
  }

  /** Adds a row too long to be held as one string. */
  addOversized(byteLength: number, limit: number): void {
    const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
    const reason = `The row is ${megabytes(byteLength)} MB long; rows of up to ${megabytes(limit)} MB are read.`;
    this.#add({ text: '', content: { kind: 'malformed', error: { column: 1, reason } } });
  }

  /** Call once, after the last row. */
  result(): SliceResult {
    const shapes = this.#shapes?.counts() ?? [];
    for (const { shape, rows, rowsOfNumbers } of shapes) {
      if (rows > 0) this.#profile.addRowsLike(shape.value, shape.format?.id, shape.example, { rows, rowsOfNumbers });
    }
    return {
      rows: this.#rows,
      profile: this.#profile.toState(),
      malformed: this.#malformed,
      malformedRows: this.#malformedRows.toWords(),
      checks: this.#runners.results(shapes),
    };
  }

  readonly #addShaped = (shaped: ShapedRow): void => {
    this.#runners.addShaped(this.#rows + shaped.rowsBefore, shaped);
  };

  readonly #countShaped = (rows: number, answered: number): void => {
    this.#rows += rows;
    this.#profile.countRows(rows);
    this.#runners.countAnswered(answered);
  };

  #add({ text, content }: DecodedRow): void {
    const row = this.#rows++;
    if (content.kind === 'blank') this.#profile.addBlank();
    else if (content.kind === 'malformed') {
      this.#profile.addMalformed();
      this.#malformedRows.add(row);
      if (this.#malformed.length < maxMalformed) this.#malformed.push({ row, error: content.error });
    } else {
      const parsed = readValue(content.value);
      this.#profile.addValue(content.value, parsed.format?.id, parsed.example);
      this.#runners.add(row, parsed);
      this.#shapes?.learn(text, content.value);
    }
  }
}
