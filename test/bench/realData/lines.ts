/** What other code measured on the same files before the probes were written, as a number or from one to another. */
export type Expected = readonly [from: number, to: number] | number;

export interface Measured {
  readonly what: string;
  /** One or several measurements of the same. */
  readonly ours: readonly number[];
  readonly expected: Expected;
  /** How far the mean of ours may lie off; absent: told, not judged. */
  readonly within?: number;
  readonly digits?: number;
}

export function printLine(line: Measured): void {
  const { what, ours, digits = 3 } = line;
  const mean = meanOf(ours);
  const each = ours.length > 1 ? ` (${ours.map(value => value.toFixed(digits)).join(' ')})` : '';
  console.log(`| ${what} | ${expectedText(line)} | ${mean.toFixed(digits)}${each} | ${judgement(line)} |`);
}

/** Whether the mean is as expected, or how far off it is and to which side. */
function judgement({ ours, expected, within }: Measured): string {
  const [from, to] = typeof expected === 'number' ? [expected, expected] : expected;
  const mean = meanOf(ours);
  const off = mean > to ? mean - to : mean < from ? mean - from : 0;
  if (within === undefined) return '';
  if (Math.abs(off) <= within) return 'pass';
  return `${off > 0 ? '+' : '−'}${Math.abs(off).toFixed(3)}`;
}

function expectedText({ expected, digits = 3 }: Measured): string {
  return typeof expected === 'number'
    ? expected.toFixed(digits)
    : `${expected[0].toFixed(digits)} to ${expected[1].toFixed(digits)}`;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}
