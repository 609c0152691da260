import type { EstimateUnit } from './verdict.ts';
import { decimal, percent } from '../text/numbers.ts';

/** A value in its unit, for people. Differences of shares (in percentage points) and of log-likelihoods have a sign. */
export function inUnit(value: number, unit: EstimateUnit = 'share'): string {
  const name = nameOf(unit);
  return name === '' ? bare(value, unit) : `${bare(value, unit)} ${name}`;
}

/** The bounds of an interval; the unit is said with the value: `[+1.10, +7.30]`. */
export function boundsText({ low, high }: Bounds, unit: EstimateUnit = 'share'): string {
  return `[${bare(low, unit)}, ${bare(high, unit)}]`.replaceAll(' %', '');
}

/** A value with its interval: `0.12 [−0.08, 0.31]`, `3 % [1, 8.5]`, `+4.20 points [+1.10, +7.30]`. */
export function intervalText({ value, low, high }: Bounds & { readonly value: number }, unit?: EstimateUnit): string {
  return `${inUnit(value, unit)} ${boundsText({ low, high }, unit)}`;
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

function bare(value: number, unit: EstimateUnit): string {
  switch (unit) {
    case 'share':
      return percent(value);
    case 'points':
      return signed(significant(value * 100));
    case 'bits':
      return significant(value);
    case 'nats':
      return signed(significant(value));
    // Near a half every digit tells.
    case 'area':
      return decimal(value, 3);
    case 'number':
      return decimal(value);
  }
}

function nameOf(unit: EstimateUnit): string {
  if (unit === 'bits') return 'bit';
  return unit === 'points' || unit === 'nats' ? unit : '';
}

/** Three digits that count, never in powers of ten; nothing below a millionth. */
function significant(value: number): string {
  if (Math.abs(value) < 1e-6) return '0';
  const places = Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return decimal(value, places);
}

function signed(text: string): string {
  return /^[1-9]|^0\./.test(text) ? `+${text}` : text;
}
