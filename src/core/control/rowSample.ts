import { byPrompt, firstByPrompt, lesser, spare, type Chosen } from './byPrompt.ts';
import type { RowTexts } from './rowTexts.ts';

/** Characters of a completion that a sample keeps. */
export const longestCompletion = 1000;
/** Characters of a prompt that a sample keeps. */
export const longestPrompt = 300;

/** One row of a sample. Plain JSON. */
export type SampledRow = {
  /** Stands for the prompt; for the completion where there is no prompt. Rows with the same are not independent. */
  readonly group: number;
  /** Stands for the whole row. */
  readonly id: number;
  /** Their beginnings. */
  readonly completion: string;
  readonly prompt: string;
  /** Characters of the whole completion. */
  readonly length: number;
};

/**
 * A sample of rows that depends on their texts alone: slices may be read in any order, and equal prompts of two files are sampled
 * together. First one row of each prompt, prompts by their hash; then a second row of each, and so on. Plain JSON.
 */
export type RowSample = {
  readonly size: number;
  /** Rows with a completion that were read. */
  rows: number;
  kept: SampledRow[];
  /** Of a prompt with a greater hash no first row is wanted any more; null: not known yet. */
  bound: number | null;
};

export function emptySample(size: number): RowSample {
  return { size, rows: 0, kept: [], bound: null };
}

/** An empty sample for rows that are merged with those gathered: it passes over what they leave no room for. */
export function sampleBeside({ size, bound }: RowSample): RowSample {
  return { ...emptySample(size), bound };
}

/** Takes notice of a row; nothing happens where it has no completion. */
export function addToSample(sample: RowSample, row: RowTexts): void {
  if (row.isBlank) return;
  sample.rows++;
  if (sample.bound !== null && row.group > sample.bound) return;
  sample.kept.push(row.sampled);
  if (sample.kept.length >= spare * sample.size) shrink(sample);
}

/** Takes notice of rows beyond the bound. */
export function countBeyond(sample: RowSample, rows: number): void {
  sample.rows += rows;
}

/** The sample of both slices' rows together, of the same size; associative, whatever the order. */
export function mergeSamples(left: RowSample, right: RowSample): RowSample {
  const merged = {
    size: left.size,
    rows: left.rows + right.rows,
    kept: [...left.kept, ...right.kept],
    bound: lesser(left.bound, right.bound),
  };
  if (merged.kept.length >= spare * merged.size) shrink(merged);
  return merged;
}

/** The rows of a sample, always in the same order. */
export function rowsOfSample(sample: RowSample): readonly SampledRow[] {
  return chosen(sample).rows;
}

function shrink(sample: RowSample): void {
  const { rows, bound } = chosen(sample);
  sample.kept = [...rows];
  if (bound !== null) sample.bound = bound;
}

function chosen({ kept, size }: RowSample): Chosen<SampledRow> {
  return firstByPrompt(kept.toSorted(byPrompt), size);
}
