/** A row of a sample: `group` stands for its prompt, `id` for the whole row. */
export interface RowOfPrompt {
  readonly group: number;
  readonly id: number;
}

/** The rows of a sample, and what it lets one pass over. */
export interface Chosen<Row> {
  readonly rows: readonly Row[];
  /** No row of a prompt with a greater hash is wanted any more; null: not known yet. */
  readonly bound: number | null;
}

/** So many times its size a sample grows before it is cut: it soon knows what to pass over, and is not sorted for every row. */
export const spare = 1.25;

/** Of two bounds of parts the one that holds for the whole. */
export function lesser(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return Math.min(left, right);
}

/** By prompt, then by row: what `firstByPrompt` takes. */
export function byPrompt(a: RowOfPrompt, b: RowOfPrompt): number {
  return a.group - b.group || a.id - b.id;
}

/**
 * So many rows of those given by prompt: first one of each prompt, prompts by their hash, then a second of each, and so on. A row's
 * rank in its prompt can but rise when others are added, and rows that go before it are kept whenever it is: so what a part of the
 * file drops would not be in the sample of the whole. Where there is a bound, there are enough prompts for one row of each.
 */
export function firstByPrompt<Row extends RowOfPrompt>(
  sorted: readonly Row[],
  size: number,
  bound: number | null = null,
): Chosen<Row> {
  const firsts = sorted.filter((row, i) => i === 0 || sorted[i - 1]?.group !== row.group);
  if (firsts.length >= size) {
    firsts.length = size;
    return { rows: firsts, bound: firsts.at(-1)?.group ?? null };
  }
  if (bound !== null) return { rows: firsts, bound };
  let rank = 0;
  const ranked = sorted.map((row, i) => {
    rank = i > 0 && sorted[i - 1]?.group === row.group ? rank + 1 : 0;
    return { rank, row };
  });
  const chosen = ranked.sort((a, b) => a.rank - b.rank || a.row.group - b.row.group).slice(0, size);
  return { rows: chosen.map(({ row }) => row), bound: null };
}
