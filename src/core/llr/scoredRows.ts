import { apart, type ScoreTable } from './scoreTable.ts';

/** Log-likelihoods of one row. */
export interface ScoredRow {
  /** From 1. */
  readonly row: number;
  readonly tokens: number;
  readonly none: number;
  /** In the order of the candidates. */
  readonly values: readonly number[];
}

/** Rows, in ascending order of their numbers, as columns. */
export function tableFrom(scored: readonly ScoredRow[], candidates: readonly string[]): ScoreTable {
  const rows = scored.toSorted((a, b) => a.row - b.row);
  return {
    rows: Uint32Array.from(rows, ({ row }) => row),
    tokens: Uint32Array.from(rows, ({ tokens }) => tokens),
    none: Float64Array.from(rows, ({ none }) => none),
    candidates,
    scores: candidates.map((_, k) => Float64Array.from(rows, ({ values }) => values[k] ?? NaN)),
    clusters: apart(rows.length),
  };
}

/** A table as the lines that `--scores` reads. */
export function scoreLines({ rows, tokens, none, candidates, scores }: ScoreTable): string {
  const lines: string[] = [];
  rows.forEach((row, i) => {
    const values = candidates.map((name, k) => [name, scores[k]?.[i] ?? null]);
    lines.push(
      `${JSON.stringify({ row, tokens: tokens[i], null: none[i], candidates: Object.fromEntries(values) })}\n`,
    );
  });
  return lines.join('');
}
