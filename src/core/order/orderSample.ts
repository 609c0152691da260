import { byPrompt, firstByPrompt, lesser, spare, type Chosen } from '../rowSample/byPrompt.ts';
import type { RowTexts, SampledRow } from '../rowSample/rowTexts.ts';

/** A content, where it stands first, and how often. Plain JSON. */
export type OrderedRow = {
  /** Stands for prompt and completion. */
  readonly id: number;
  readonly group: number;
  /** Among the rows with something that the student is trained to write, from 0. */
  readonly position: number;
  readonly copies: number;
  readonly row: SampledRow;
};

/** A prompt, and how many of its rows have its least answer by hash. */
export type PromptRows = {
  readonly group: number;
  /** With an answer that is long enough to tell. */
  readonly rows: number;
  readonly least: number;
  readonly same: number;
};

/** Contents, first one of each prompt, and prompts, both by their hash, all their rows counted: the same whatever the slices. */
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
  const { group } = row;
  if (state.keptBound === null || group <= state.keptBound) {
    state.kept.push({ id: row.id, group, position, copies: 1, row: row.sampled });
    if (state.kept.length >= spare * state.size) shrinkRows(state);
  }
  if (!row.hasPrompt || (state.promptBound !== null && group > state.promptBound)) return;
  state.prompts.push(
    row.isShorterThan(tellingLength) ? untelling(group) : { group, rows: 1, least: row.answer, same: 1 },
  );
  if (state.prompts.length >= spare * state.size) shrinkPrompts(state);
}

/** Takes notice of rows beyond the bound: their places in the file are taken. */
export function passOver(state: OrderSample, rows: number): void {
  state.rows += rows;
}

/** Of a prompt with a greater hash neither a row nor a count is wanted any more; null: not known yet. */
export function boundOfOrder({ keptBound, promptBound }: OrderSample): number | null {
  return keptBound === null || promptBound === null ? null : Math.max(keptBound, promptBound);
}

/** Drops what no other slice can make wanted, before the sample crosses threads. */
export function trimOrder(state: OrderSample): void {
  shrinkRows(state);
  shrinkPrompts(state);
}

/** `right` follows `left` in the file and is of the same size. */
export function mergeOrders(left: OrderSample, right: OrderSample): OrderSample {
  const later = right.kept.map(row => ({ ...row, position: row.position + left.rows }));
  const merged: OrderSample = {
    size: left.size,
    rows: left.rows + right.rows,
    kept: [...left.kept, ...later],
    keptBound: lesser(left.keptBound, right.keptBound),
    prompts: [...left.prompts, ...right.prompts],
    promptBound: lesser(left.promptBound, right.promptBound),
  };
  if (merged.kept.length >= spare * merged.size) shrinkRows(merged);
  if (merged.prompts.length >= spare * merged.size) shrinkPrompts(merged);
  return merged;
}

/** The contents of the sample, by their first place in the file. */
export function contentsOf(state: OrderSample): readonly OrderedRow[] {
  return chosenRows(state).rows.toSorted((a, b) => a.position - b.position);
}

export function promptsOf(state: OrderSample): readonly PromptRows[] {
  return leastPrompts(state).filter(({ rows }) => rows > 0);
}

/** A prompt of a row that is no sign of copies: it takes its place among the prompts, or a file of such rows would never have enough of them. */
function untelling(group: number): PromptRows {
  return { group, rows: 0, least: Number.MAX_VALUE, same: 0 };
}

function shrinkRows(state: OrderSample): void {
  const { rows, bound } = chosenRows(state);
  state.kept = [...rows];
  if (bound !== null) state.keptBound = bound;
}

function shrinkPrompts(state: OrderSample): void {
  state.prompts = [...leastPrompts(state)];
  if (state.prompts.length === state.size) state.promptBound = state.prompts.at(-1)?.group ?? null;
}

function chosenRows({ kept, size, keptBound }: OrderSample): Chosen<OrderedRow> {
  const contents = folded(kept.toSorted(byPrompt), (a, b) => {
    if (a.id !== b.id) return undefined;
    const first = a.position <= b.position ? a : b;
    return { ...first, copies: a.copies + b.copies };
  });
  return firstByPrompt(contents, size, keptBound);
}

function leastPrompts({ prompts, size }: OrderSample): readonly PromptRows[] {
  const sorted = prompts.toSorted((a, b) => a.group - b.group);
  return folded(sorted, (a, b) => {
    if (a.group !== b.group) return undefined;
    const least = Math.min(a.least, b.least);
    const same = (a.least === least ? a.same : 0) + (b.least === least ? b.same : 0);
    return { group: a.group, rows: a.rows + b.rows, least, same };
  }).slice(0, size);
}

/** Neighbours put together where they can be. */
function folded<Item>(sorted: readonly Item[], fold: (a: Item, b: Item) => Item | undefined): Item[] {
  const result: Item[] = [];
  for (const item of sorted) {
    const last = result.at(-1);
    const both = last === undefined ? undefined : fold(last, item);
    if (both === undefined) result.push(item);
    else result[result.length - 1] = both;
  }
  return result;
}
