/**
 * A sum without rounding until it is asked for, so that it does not depend on the order of its terms
 * (Shewchuk, Adaptive precision floating-point arithmetic, 1997; Python's `math.fsum`).
 */
export class ExactSum {
  #parts: number[] = [];

  /** Terms past 1e290 in magnitude may overflow: then `value` is no finite number. */
  add(term: number): void {
    let rest = term;
    const parts: number[] = [];
    for (const part of this.#parts) {
      const [large, small] = Math.abs(rest) >= Math.abs(part) ? [rest, part] : [part, rest];
      const high = large + small;
      const low = small - (high - large);
      if (low !== 0) parts.push(low);
      rest = high;
    }
    parts.push(rest);
    this.#parts = parts;
  }

  merge(parts: readonly number[]): void {
    for (const part of parts) this.add(part);
  }

  toState(): readonly number[] {
    return this.#parts;
  }

  /** The sum, rounded once. */
  get value(): number {
    const parts = this.#parts;
    let at = parts.length - 1;
    let high = parts[at] ?? 0;
    let low = 0;
    while (at > 0) {
      const before = high;
      const part = parts[--at] ?? 0;
      high = before + part;
      low = part - (high - before);
      if (low !== 0) break;
    }
    // Half-way cases round by the sign of what comes below.
    const below = parts[at - 1] ?? 0;
    if (at > 0 && ((low < 0 && below < 0) || (low > 0 && below > 0))) {
      const doubled = low * 2;
      const other = high + doubled;
      if (doubled === other - high) high = other;
    }
    return high;
  }
}
