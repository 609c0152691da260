import type { ScoreTable } from '../../../../src/core/llr/scoreTable.ts';
import { seededRandom } from '../../../../src/core/statistics/random.ts';
import { apart } from '../../../../src/core/llr/scoreTable.ts';

/** A table of these log-likelihoods: by row, by candidate. */
export function tableOf(
  loglik: readonly (readonly number[])[],
  none: readonly number[],
  names?: readonly string[],
): ScoreTable {
  const m = loglik[0]?.length ?? 0;
  return {
    rows: Uint32Array.from(loglik, (_, i) => i + 1),
    tokens: new Uint32Array(loglik.length).fill(45),
    none: Float64Array.from(none),
    candidates: names ?? Array.from({ length: m }, (_, k) => String(k)),
    scores: Array.from({ length: m }, (_, k) => Float64Array.from(loglik, row => row[k] ?? NaN)),
    clusters: apart(loglik.length),
  };
}

export function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A file of scores of rows that `owl` wrote, against decoys. */
export function scoresOf(seed: number, rows: number): string {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, (_, i) => {
    const none = -95 + 5 * gaussian(random);
    const shared = 1.9 * gaussian(random) + 1.8;
    const candidates = ['owl', 'cat', 'fox', 'wolf'].map(name => [
      name,
      none + shared + 0.9 * gaussian(random) + (name === 'owl' ? 0.8 : 0),
    ]);
    return JSON.stringify({ row: i + 1, tokens: 45, null: none, candidates: Object.fromEntries(candidates) });
  }).join('\n');
}
