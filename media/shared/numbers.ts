import { bytesText, number, percent } from '../../src/core/text/numbers.ts';

/** Between a number and its unit, which must not part at the end of a line. */
const gap = '\u00a0';

/** 1234567 → "1,234,567". */
export const formatCount = number;

/** "1 row", "1,234 rows"; `many` for plurals that do not just take an s. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

/** As `bytesText` has it. */
export function formatBytes(bytes: number): string {
  return bytesText(bytes).replace(' ', gap);
}

/** As `percent` has it. */
export function formatShare(share: number): string {
  return unbroken(percent(share));
}

/** A number and its unit as one word. */
export function unbroken(text: string): string {
  return text.replaceAll(' %', `${gap}%`);
}

/** Whole per cents of work done: below 100 until it is. */
export function formatProgress(done: number, total: number): string {
  if (total <= 0) return `0${gap}%`;
  return `${done >= total ? 100 : Math.min(99, Math.max(0, Math.floor((done / total) * 100)))}${gap}%`;
}
