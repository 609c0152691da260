import { byPrompt, firstByPrompt, lesser, spare, type Chosen } from './byPrompt.ts';
import type { RowTexts, SampledRow } from './rowTexts.ts';

/**
 * A sample of rows that depends on their texts alone: slices may be read in any order, and equal prompts of two files are sampled
 * together. First one row of each prompt, prompts by their hash; then a second row of each, and so on. Plain JSON.
 */
export type RowSample = {
  readonly size: number;
  /** Rows that were read with something that the student is trained to write. */
  rows: number;
  kept: SampledRow[];
  /** Of a prompt with a greater hash no first row is wanted any more; null: not known yet. */
  bound: number | null;
  /** Rows that answer what a file read before does, sampled besides; null where there is none. */
  answering: Answering | null;
};

/** Prompts by their hashes, and the rows that answer them. */
export type Answering = { readonly groups: number[]; kept: SampledRow[] };

export function emptySample(size: number): RowSample {
  return { size, rows: 0, kept: [], bound: null, answering: null };
}

/** An empty sample that takes rows that answer what those of a smaller file do, be they ever so few among the larger's. */
function sampleAgainst(smaller: RowSample): RowSample {
  const groups = [...new Set(rowsOfSample(smaller).map(({ group }) => group))].sort((a, b) => a - b);
  return { ...emptySample(smaller.size), answering: { groups, kept: [] } };
}

/** An empty sample for rows that are merged with those gathered: it passes over what they leave no room for. */
export function sampleBeside({ size, bound, answering }: RowSample): RowSample {
  return { ...emptySample(size), bound, answering: answering && { ...answering, kept: [] } };
}

/** Takes notice of a row; nothing happens where the student is trained to write nothing of it. */
export function addToSample(sample: RowSample, row: RowTexts): void {
  if (row.isBlank) return;
  sample.rows++;
  const { bound, answering } = sample;
  if (answering && isAmong(answering.groups, row.group)) {
    answering.kept.push(row.sampled);
    if (isOverfull(answering, sample)) answering.kept = ofAnswering(answering, sample);
  }
  if (bound !== null && row.group > bound) return;
  sample.kept.push(row.sampled);
  if (isOverfull(sample, sample)) shrink(sample);
}

/** Takes notice of rows beyond the bound. */
function countBeyond(sample: RowSample, rows: number): void {
  sample.rows += rows;
}

/** Drops what no other slice can make wanted, before the sample crosses threads. */
function trimSample(sample: RowSample): void {
  shrink(sample);
  if (sample.answering) sample.answering.kept = ofAnswering(sample.answering, sample);
}

/** The sample of both slices' rows together, of the same size; associative, whatever the order. */
export function mergeSamples(left: RowSample, right: RowSample): RowSample {
  const merged = {
    size: left.size,
    rows: left.rows + right.rows,
    kept: [...left.kept, ...right.kept],
    bound: lesser(left.bound, right.bound),
    answering: mergeAnswering(left, right),
  };
  if (isOverfull(merged, merged)) shrink(merged);
  return merged;
}

/** The rows of a sample, always in the same order. */
export function rowsOfSample(sample: RowSample): readonly SampledRow[] {
  return chosen(sample).rows;
}

/** Of the rows that answer what the smaller file does, as many as a sample has; one for each of its prompts before a second. */
export function rowsAnswering(sample: RowSample): readonly SampledRow[] {
  return sample.answering ? ofAnswering(sample.answering, sample) : [];
}

/** What a probe declares that samples the rows of a dataset and of its control, to compare them. */
export const rowSampling = {
  initial: ({ rows }: { readonly rows: number }) => emptySample(rows),
  beside: sampleBeside,
  against: sampleAgainst,
  add: addToSample,
  bound: ({ bound }: RowSample) => bound,
  groups: ({ answering }: RowSample) => answering?.groups ?? [],
  trim: trimSample,
  addBeyond: countBeyond,
  merge: mergeSamples,
};

function mergeAnswering(left: RowSample, right: RowSample): Answering | null {
  const groups = left.answering?.groups ?? right.answering?.groups;
  if (groups === undefined) return null;
  const kept = [...(left.answering?.kept ?? []), ...(right.answering?.kept ?? [])];
  return { groups, kept: isOverfull({ kept }, left) ? ofAnswering({ kept }, left) : kept };
}

function shrink(sample: RowSample): void {
  const { rows, bound } = chosen(sample);
  sample.kept = [...rows];
  if (bound !== null) sample.bound = bound;
}

function isOverfull({ kept }: Kept, { size }: RowSample): boolean {
  return kept.length >= spare * size;
}

function chosen({ kept, size, bound }: RowSample): Chosen<SampledRow> {
  return firstByPrompt(kept.toSorted(byPrompt), size, bound);
}

function ofAnswering({ kept }: Kept, { size }: RowSample): SampledRow[] {
  return [...firstByPrompt(kept.toSorted(byPrompt), size).rows];
}

type Kept = Pick<RowSample, 'kept'>;

/** By halves: the numbers ascend. */
function isAmong(ascending: readonly number[], wanted: number): boolean {
  let [from, to] = [0, ascending.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ascending[middle] ?? 0) < wanted) from = middle + 1;
    else to = middle;
  }
  return ascending[from] === wanted;
}
