import type { ScoreTable } from '../../../../src/core/llr/scoreTable.ts';
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
