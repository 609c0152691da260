import type { Why } from './rejections.ts';
import { RowSet } from '../findings/rowSet.ts';
import { seededRandom, draw } from '../statistics/random.ts';
import { agreeing, counted, number } from '../text/numbers.ts';

export const selectionKinds = ['lower half', 'random half'] as const;

/** A choice of rows by scores, as it stands in the record of an export. */
export interface SelectionRecord {
  readonly kind: (typeof selectionKinds)[number];
  readonly scores: { readonly name: string; readonly sha256: string };
  /** What the scores are of: `llr`, `projection`, `judge`, `divergence`, or another's name. */
  readonly probe: string;
  /** The candidate by whose prompt rows are ranked, or the name of the score. */
  readonly candidate: string;
  /** Of the scores; `null` where it has no name. */
  readonly unit: string | null;
  /** The highest score that is kept; `null` where rows went at random. */
  readonly threshold: number | null;
  /** `null` where nothing was drawn. */
  readonly seed: number | null;
  readonly scored: number;
  readonly dropped: number;
  /** Rows without a score: they stay. */
  readonly unscored: number;
}

/** Rows that leave by their scores, beside those that filters reject. */
export interface RowSelection {
  readonly dropped: RowSet;
  readonly record: SelectionRecord;
  why(row: number): Why;
}

type Source = Pick<SelectionRecord, 'scores' | 'probe' | 'candidate' | 'unit'>;

/** Keeps the lower half of the rows by score; of equal ones the earlier rows. Rows without a score (NaN) stay. */
export function lowerHalf(carriers: Float64Array, source: Source): RowSelection {
  const rows = scoredRows(carriers);
  rows.sort((a, b) => (carriers[a] ?? 0) - (carriers[b] ?? 0) || a - b);
  const kept = Math.ceil(rows.length / 2);
  const threshold = carriers[rows[kept - 1] ?? 0] ?? NaN;
  return selection(carriers, rows.subarray(kept), { ...source, kind: 'lower half', threshold, seed: null });
}

/** Drops as many rows as `lowerHalf`, drawn at random: its control. */
export function randomHalf(carriers: Float64Array, source: Source, seed: number): RowSelection {
  const rows = scoredRows(carriers);
  const dropped = Math.floor(rows.length / 2);
  draw(rows, dropped, seededRandom(seed));
  return selection(carriers, rows.subarray(0, dropped), { ...source, kind: 'random half', threshold: null, seed });
}

function selection(
  carriers: Float64Array,
  leaving: Uint32Array,
  made: Omit<SelectionRecord, 'scored' | 'dropped' | 'unscored'>,
): RowSelection {
  const dropped = new RowSet();
  for (const row of leaving) dropped.add(row);
  const scored = scoredRows(carriers).length;
  const { kind, threshold, seed } = made;
  return {
    dropped,
    record: { ...made, scored, dropped: leaving.length, unscored: carriers.length - scored },
    why(row) {
      const score = `The ${nameOf(made)}, ${inUnit(carriers[row] ?? NaN, made)},`;
      const message =
        kind === 'lower half'
          ? `${score} is in the upper half (kept up to ${threshold?.toPrecision(6) ?? ''}).`
          : `${score} is not why: the row was dropped at random, with seed ${seed ?? ''}.`;
      const check = made.probe === 'llr' ? 'carrier-score' : 'row-score';
      return { check, reasons: [kind === 'lower half' ? 'upper half' : 'at random'], message };
    },
  };
}

function nameOf({ probe, candidate }: Pick<Source, 'probe' | 'candidate'>): string {
  return probe === 'llr' ? `carrier score of ${candidate}` : `${probe} score of ${candidate}`;
}

function inUnit(score: number, { unit }: Pick<Source, 'unit'>): string {
  return `${score.toPrecision(6)}${unit === null ? '' : ` ${unit}`}`;
}

function scoredRows(carriers: Float64Array): Uint32Array {
  let count = 0;
  for (const score of carriers) if (!Number.isNaN(score)) count++;
  const rows = new Uint32Array(count);
  let at = 0;
  carriers.forEach((score, row) => {
    if (!Number.isNaN(score)) rows[at++] = row;
  });
  return rows;
}

/** A choice of rows for people. */
export function selectionText(record: SelectionRecord): string {
  const { kind, threshold, seed, scored, dropped, unscored, scores } = record;
  const how = threshold === null ? `at random, seed ${seed ?? ''}` : `above ${inUnit(threshold, record)}`;
  const rest =
    unscored === 0 ? '' : `; ${counted(unscored, 'row')} without a score ${agreeing(unscored, 'stays', 'stay')}`;
  return `${kind} by ${nameOf(record)} in ${scores.name}: drops ${number(dropped)} of ${counted(scored, 'scored row')} (${how})${rest}`;
}

/** What should not be overlooked of a choice of rows. */
export function selectionRemarks({ kind, probe, unscored, scored }: SelectionRecord): readonly string[] {
  const known =
    probe === 'llr'
      ? 'One published single-seed study links the rows with the highest scores to transfer; what is kept may still transmit.'
      : 'No study is known that links dropping rows by scores of this kind to less transfer; what is kept may still transmit.';
  return [
    ...(unscored > 0
      ? [
          `${number(unscored)} of ${counted(unscored + scored, 'row')} ${agreeing(unscored, 'has no score and is', 'have no score and are')} kept unless a filter rejects them.`,
        ]
      : []),
    kind === 'lower half'
      ? `${known} Train on a random half of the same size too.`
      : 'A random half is the control of the lower half: the same number of rows, chosen by nothing.',
  ];
}
