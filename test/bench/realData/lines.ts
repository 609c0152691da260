/** What was published, as a number or from one to another. */
export type Published = readonly [from: number, to: number] | number;

export interface Measured {
  readonly what: string;
  /** One or several measurements of the same. */
  readonly ours: readonly number[];
  readonly published: Published;
  /** How far the mean of ours may lie off; absent: told, not judged. */
  readonly within?: number;
  readonly digits?: number;
}

export function printLine(line: Measured): void {
  const { what, ours, digits = 3 } = line;
  const mean = meanOf(ours);
  const each = ours.length > 1 ? ` (${ours.map(value => value.toFixed(digits)).join(' ')})` : '';
  console.log(`| ${what} | ${publishedText(line)} | ${mean.toFixed(digits)}${each} | ${judgement(line)} |`);
}

/** Whether the mean is as published, or how far off it is and to which side. */
function judgement({ ours, published, within }: Measured): string {
  const [from, to] = typeof published === 'number' ? [published, published] : published;
  const mean = meanOf(ours);
  const off = mean > to ? mean - to : mean < from ? mean - from : 0;
  if (within === undefined) return '';
  if (Math.abs(off) <= within) return 'pass';
  return `${off > 0 ? '+' : '−'}${Math.abs(off).toFixed(3)}`;
}

function publishedText({ published, digits = 3 }: Measured): string {
  return typeof published === 'number'
    ? published.toFixed(digits)
    : `${published[0].toFixed(digits)} to ${published[1].toFixed(digits)}`;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}
