/** One line of the table. */
export interface Line {
  readonly what: string;
  readonly value: number;
  readonly unit: '×' | 's' | 'ms' | 'MB';
  /** At most this is wanted. */
  readonly target?: number;
}

export function print(lines: readonly Line[]): void {
  const width = Math.max(...lines.map(({ what }) => what.length));
  for (const line of lines) {
    const { what, unit, target } = line;
    const wanted = target === undefined ? '' : `   ${verdict(line)} at most ${target} ${unit}`;
    console.log(`${what.padEnd(width)} ${shown(line).padStart(10)}${wanted}`);
  }
}

export function shown({ value, unit }: Line): string {
  return unit === 'MB' ? `${Math.round(value)} MB` : `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`;
}

export function verdict({ value, target }: Line): '' | 'pass' | 'MISS' {
  if (target === undefined) return '';
  return value <= target ? 'pass' : 'MISS';
}
