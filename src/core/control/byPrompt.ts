/** A row of a sample: `group` stands for its prompt, `id` for the whole row. */
export interface Grouped {
  readonly group: number;
  readonly id: number;
}

/** The rows of a sample, and what it lets one pass over. */
export interface Chosen<Row> {
  readonly rows: readonly Row[];
  /** No row of a prompt with a greater hash is wanted any more; null: not known yet. */
  readonly bound: number | null;
}

/** By prompt, then by row: what `firstByPrompt` takes. */
export function byPrompt(a: Grouped, b: Grouped): number {
  return a.group - b.group || a.id - b.id;
}

/**
 * So many rows of those given by prompt: first one of each prompt, prompts by their hash, then a second of each, and so on. A row's
 * rank in its prompt can but rise when others are added, and rows that go before it are kept whenever it is: so what a part of the
 * file drops would not be in the sample of the whole.
 */
export function firstByPrompt<Row extends Grouped>(sorted: readonly Row[], size: number): Chosen<Row> {
  let rank = 0;
  const ranked = sorted.map((row, i) => {
    rank = i > 0 && sorted[i - 1]?.group === row.group ? rank + 1 : 0;
    return { rank, row };
  });
  const chosen = ranked.sort((a, b) => a.rank - b.rank || a.row.group - b.row.group).slice(0, size);
  const last = chosen.at(-1);
  const isFull = chosen.length === size && last?.rank === 0;
  return { rows: chosen.map(({ row }) => row), bound: isFull ? last.row.group : null };
}
