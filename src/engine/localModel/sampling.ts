import type { Random } from '../../core/statistics/random.ts';

/** Tokens that stand before the one to draw: the repetition penalty counts all of them, the others what was written alone. */
export interface Before {
  readonly prompt: readonly number[];
  readonly written: readonly number[];
}

/**
 * Draws a token from logits, by the names of the OpenAI-compatible request: penalties on what was written, temperature, then top_k,
 * top_p and min_p, as vLLM applies them.
 */
export function pickToken(
  logits: Float32Array,
  { prompt, written }: Before,
  sampling: Readonly<Record<string, number>>,
  random: Random,
): number {
  penalise(logits, { prompt, written }, sampling);
  const temperature = Math.max(sampling['temperature'] ?? 1, 1e-3);
  const order = Uint32Array.from(logits, (_, id) => id).sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));
  const most = logits[order[0] ?? 0] ?? 0;
  const weights = Float64Array.from(order, id => Math.exp(((logits[id] ?? 0) - most) / temperature));
  const kept = keep(weights, sampling);
  let left = random() * weights.subarray(0, kept).reduce((sum, weight) => sum + weight, 0);
  for (let rank = 0; rank < kept; rank++) {
    left -= weights[rank] ?? 0;
    if (left < 0) return order[rank] ?? 0;
  }
  return order[kept - 1] ?? 0;
}

/** How many of the likeliest tokens may be drawn. */
function keep(weights: Float64Array, { top_k = -1, top_p = 1, min_p = 0 }: Readonly<Record<string, number>>): number {
  let kept = top_k > 0 ? Math.min(top_k, weights.length) : weights.length;
  const total = weights.subarray(0, kept).reduce((sum, weight) => sum + weight, 0);
  if (top_p < 1) {
    let sum = 0;
    for (let rank = 0; rank < kept; rank++) {
      sum += weights[rank] ?? 0;
      if (sum >= top_p * total) {
        kept = rank + 1;
        break;
      }
    }
  }
  if (min_p > 0) {
    const enough = weights.subarray(0, kept).findIndex(weight => weight < min_p * (weights[0] ?? 0));
    if (enough > 0) kept = enough;
  }
  return kept;
}

function penalise(
  logits: Float32Array,
  { prompt, written }: Before,
  {
    presence_penalty: presence = 0,
    frequency_penalty: frequency = 0,
    repetition_penalty: repetition = 1,
  }: Readonly<Record<string, number>>,
): void {
  if (presence === 0 && frequency === 0 && repetition === 1) return;
  for (const id of new Set([...prompt, ...written])) {
    const value = logits[id] ?? 0;
    logits[id] = value > 0 ? value / repetition : value * repetition;
  }
  const counts = new Map<number, number>();
  for (const id of written) counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const [id, count] of counts) logits[id] = (logits[id] ?? 0) - presence - frequency * count;
}
