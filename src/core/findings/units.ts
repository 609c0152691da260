import type { EstimateUnit } from './verdict.ts';

/** A value in its unit, for people. Differences of shares are in percentage points, and have a sign. */
export function inUnit(value: number, unit: Exclude<EstimateUnit, 'share'>): string {
  switch (unit) {
    case 'points':
      return `${signed(digits(value * 100))} points`;
    case 'bits':
      return `${digits(value).replace('-', '−')} bit`;
    case 'nats':
      return `${signed(digits(value))} nats`;
    case 'area':
      return value.toFixed(3);
    case 'number':
      return signed(digits(value));
  }
}

/** The bounds of an interval, the unit said once. */
export function boundsInUnit(low: number, high: number, unit: Exclude<EstimateUnit, 'share'>): string {
  return `${inUnit(low, unit).replace(/ (?:bit|nats|points)$/, '')} to ${inUnit(high, unit)}`;
}

/** Three digits that count, never in powers of ten; nothing below a millionth. */
function digits(value: number): string {
  if (Math.abs(value) < 1e-6) return '0';
  const places = Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return String(Number(value.toFixed(places)));
}

function signed(text: string): string {
  return text.startsWith('-') ? `−${text.slice(1)}` : text === '0' ? text : `+${text}`;
}
