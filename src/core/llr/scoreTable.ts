import { number } from '../text/numbers.ts';

/** Log-likelihoods of rows, in columns, since there may be a million rows: nats, summed over the tokens of each completion. */
export interface ScoreTable {
  /** Numbers of the dataset's rows, from 1, ascending. */
  readonly rows: Uint32Array;
  readonly tokens: Uint32Array;
  /** Under the prompt that carries no trait. */
  readonly none: Float64Array;
  readonly candidates: readonly string[];
  /** By candidate. */
  readonly scores: readonly Float64Array[];
  readonly clusters: Clusters;
}

/** Which rows depend on each other: those of one prompt, of one batch. */
export interface Clusters {
  /** By position in the table: a number below `count`. */
  readonly of: Uint32Array;
  readonly count: number;
}

/** Every row on its own. */
export function apart(rows: number): Clusters {
  return { of: Uint32Array.from({ length: rows }, (_, i) => i), count: rows };
}

/** Rows with the same key belong together; keys are told apart exactly. */
export function clustersBy<Key>(rows: number, keyOf: (position: number) => Key): Clusters {
  const known = new Map<Key, number>();
  const of = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) {
    const key = keyOf(i);
    const cluster = known.get(key) ?? known.size;
    known.set(key, cluster);
    of[i] = cluster;
  }
  return { of, count: known.size };
}

/** Whether every row of the shorter table has the scores of a row of the longer, value for value: one was taken for the other. */
export function areSameScores(one: ScoreTable, other: ScoreTable): boolean {
  const [few, many] = one.rows.length <= other.rows.length ? [one, other] : [other, one];
  const known = new Set(mixed(many));
  return mixed(few).every(value => known.has(value));
}

/** A number for each row that is the same where all its scores are. */
function mixed({ none, scores }: ScoreTable): Float64Array {
  const sums = Float64Array.from(none);
  scores.forEach((column, k) => {
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? NaN) + (column[i] ?? NaN) * Math.sqrt(k + 2);
  });
  return sums;
}

/** Shares of the rows that a filter kept, by candidate and under no prompt. */
export interface PassRates {
  readonly none: number;
  readonly candidates: Readonly<Record<string, number>>;
}

/**
 * What a filter kept has the density p·1[kept]/Z, so that −log Z joins each log-likelihood. Every candidate needs its rate.
 */
export function correctForFilter(table: ScoreTable, { none, candidates }: PassRates): ScoreTable {
  const raised = (values: Float64Array, rate: number): Float64Array => values.map(value => value - Math.log(rate));
  return {
    ...table,
    none: raised(table.none, none),
    scores: table.scores.map((values, k) => raised(values, candidates[table.candidates[k] ?? ''] ?? NaN)),
  };
}

/** Clusters below which rows cannot be counted by them. */
const fewestClusters = 20;

/**
 * Puts rows of one prompt together. `prompts` numbers them by row of the dataset, from 0. Where they are too few to count by, rows
 * stay apart: what follows holds for these prompts.
 */
export function clusterByPrompt(
  table: ScoreTable,
  prompts: Uint32Array,
): { readonly table: ScoreTable; readonly remark?: string } {
  const clusters = clustersBy(table.rows.length, i => {
    const row = table.rows[i] ?? 0;
    // A row that the dataset does not have is one of its own.
    return prompts[row - 1] ?? -row;
  });
  if (clusters.count === table.rows.length) return { table };
  if (clusters.count >= fewestClusters) return { table: { ...table, clusters } };
  const remark = `The rows have ${number(clusters.count)} distinct prompt${clusters.count === 1 ? '' : 's'}: they count one by one, and what is said holds for rows of ${clusters.count === 1 ? 'that prompt' : 'these prompts'}.`;
  return { table, remark };
}
