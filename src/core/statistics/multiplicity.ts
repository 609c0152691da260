/** p-values corrected so that the chance of any false rejection stays at the level, in the order given. Source: Holm 1979, Scand. J. Stat. 6:65–70. */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = pValues.map(() => 0);
  let most = 0;
  ascending(pValues).forEach((at, rank) => {
    most = Math.max(most, Math.min(1, (pValues.length - rank) * (pValues[at] ?? 1)));
    adjusted[at] = most;
  });
  return adjusted;
}

/** p-values corrected so that the share of false rejections stays at the level, in the order given. Source: Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57:289–300. */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const adjusted = pValues.map(() => 0);
  let least = 1;
  const order = ascending(pValues);
  for (let rank = order.length; rank >= 1; rank--) {
    const at = order[rank - 1] ?? 0;
    least = Math.min(least, (pValues.length * (pValues[at] ?? 1)) / rank);
    adjusted[at] = least;
  }
  return adjusted;
}

function ascending(values: readonly number[]): number[] {
  return values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
}
