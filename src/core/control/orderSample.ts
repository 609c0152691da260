import type { RowTexts } from './rowTexts.ts';
import { numbersOf } from '../fingerprint/numberFeatures.ts';

/** What of a row may drift along a file; the meaning of the second and third depends on whether it is a list of numbers. */

/** A content, where it stands first, and how often. Plain JSON. */
export type OrderedRow = {
  /** Stands for prompt and completion. */
  readonly id: number;
  readonly group: number;
  /** Among the rows with a completion, from 0. */
  readonly position: number;
  readonly copies: number;
  readonly features: readonly number[];
};

/** A prompt, and how many of its rows have its least completion by hash. */
export type PromptRows = {
  readonly group: number;
  readonly rows: number;
  readonly least: number;
  readonly same: number;
};

/** Contents and prompts with the least hashes, all their rows counted: the same whatever the slices. */
export type OrderSample = {
  readonly size: number;
  rows: number;
  kept: OrderedRow[];
  keptBound: number | null;
  prompts: PromptRows[];
  promptBound: number | null;
};

/** Characters below which equal completions are no sign of copies: "yes" is what many questions are answered with. */
const tellingLength = 20;
const longestRead = 1000;

export function emptyOrder(size: number): OrderSample {
  return { size, rows: 0, kept: [], keptBound: null, prompts: [], promptBound: null };
}

/** An empty sample for rows that are merged with those gathered: it passes over what they leave no room for. */
export function orderBeside({ size, keptBound, promptBound }: OrderSample): OrderSample {
  return { ...emptyOrder(size), keptBound, promptBound };
}

export function addToOrder(state: OrderSample, row: RowTexts): void {
  if (row.isBlank) return;
  const position = state.rows++;
  const { id, group } = row;
  if (state.keptBound === null || id <= state.keptBound) {
    state.kept.push({ id, group, position, copies: 1, features: featuresOf(row.completion) });
    if (state.kept.length >= 2 * state.size) shrinkRows(state);
  }
  if (!row.hasPrompt || (state.promptBound !== null && group > state.promptBound)) return;
  if (row.completion.length < tellingLength) return;
  state.prompts.push({ group, rows: 1, least: row.answer, same: 1 });
  if (state.prompts.length >= 2 * state.size) shrinkPrompts(state);
}

/** `right` follows `left` in the file. */
export function mergeOrders(left: OrderSample, right: OrderSample): OrderSample {
  const later = right.kept.map(row => ({ ...row, position: row.position + left.rows }));
  const merged: OrderSample = {
    size: Math.max(left.size, right.size),
    rows: left.rows + right.rows,
    kept: [...left.kept, ...later],
    keptBound: null,
    prompts: [...left.prompts, ...right.prompts],
    promptBound: null,
  };
  shrinkRows(merged);
  shrinkPrompts(merged);
  return merged;
}

/** The contents of the sample, by their first place in the file. */
export function contentsOf(state: OrderSample): readonly OrderedRow[] {
  return leastRows(state).toSorted((a, b) => a.position - b.position);
}

export function promptsOf(state: OrderSample): readonly PromptRows[] {
  return leastPrompts(state);
}

function shrinkRows(state: OrderSample): void {
  state.kept = [...leastRows(state)];
  if (state.kept.length === state.size) state.keptBound = state.kept.at(-1)?.id ?? null;
}

function shrinkPrompts(state: OrderSample): void {
  state.prompts = [...leastPrompts(state)];
  if (state.prompts.length === state.size) state.promptBound = state.prompts.at(-1)?.group ?? null;
}

function leastRows({ kept, size }: OrderSample): readonly OrderedRow[] {
  return folded(
    kept,
    ({ id }) => id,
    (a, b) => {
      const first = a.position <= b.position ? a : b;
      return { ...first, copies: a.copies + b.copies };
    },
  ).slice(0, size);
}

function leastPrompts({ prompts, size }: OrderSample): readonly PromptRows[] {
  return folded(
    prompts,
    ({ group }) => group,
    (a, b) => {
      const least = Math.min(a.least, b.least);
      const same = (a.least === least ? a.same : 0) + (b.least === least ? b.same : 0);
      return { group: a.group, rows: a.rows + b.rows, least, same };
    },
  ).slice(0, size);
}

/** One item for each key, by ascending key. */
function folded<Item>(items: readonly Item[], keyOf: (item: Item) => number, fold: (a: Item, b: Item) => Item): Item[] {
  const sorted = items.toSorted((a, b) => keyOf(a) - keyOf(b));
  const result: Item[] = [];
  for (const item of sorted) {
    const last = result.at(-1);
    if (last !== undefined && keyOf(last) === keyOf(item)) result[result.length - 1] = fold(last, item);
    else result.push(item);
  }
  return result;
}

function featuresOf(completion: string): readonly number[] {
  const head = completion.slice(0, longestRead);
  const length = Math.log1p(completion.length);
  const lines = Math.log1p(head.split('\n').length);
  const numbers = numbersOf(head)?.map(Number);
  if (numbers) {
    const mean = numbers.reduce((sum, number) => sum + number / numbers.length, 0);
    return [length, 1, Math.log1p(mean), Math.log1p(numbers[0] ?? 0), lines];
  }
  const letters = head.match(/\p{L}/gu)?.length ?? 0;
  const words = head.match(/\p{L}+/gu)?.length ?? 0;
  const marks = head.match(/[^\p{L}\p{N}\s]/gu)?.length ?? 0;
  return [length, 0, letters / Math.max(1, words), marks / Math.max(1, head.length), lines];
}
