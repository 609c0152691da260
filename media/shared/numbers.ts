/** Between a number and its unit, which must not part at the end of a line. */
const gap = '\u00a0';

const count = new Intl.NumberFormat('en-US');

/** 1234567 → "1,234,567". */
export function formatCount(value: number): string {
  return count.format(value);
}

/** "1 row", "1,234 rows"; `many` for plurals that do not just take an s. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Decimal units, as file managers and disks count: 104857600 → "105 MB". */
export function formatBytes(bytes: number): string {
  if (bytes === 1) return `1${gap}byte`;
  let value = bytes;
  let unit = 0;
  // 999.5 would print as "1000".
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits).replace(/\.0$/, '')}${gap}${units[unit] ?? ''}`;
}

/** A share of 1 in per cent, rounded so that only nothing reads as "0 %" and only everything as "100 %". */
export function formatShare(share: number): string {
  if (share <= 0) return `0${gap}%`;
  if (share >= 1) return `100${gap}%`;
  const percent = share * 100;
  for (let digits = percent < 10 || percent > 99.5 ? 1 : 0; digits < 6; digits++) {
    const rounded = percent.toFixed(digits);
    if (Number(rounded) > 0 && Number(rounded) < 100) return `${rounded.replace(/\.0+$/, '')}${gap}%`;
  }
  return percent < 50 ? `< 0.00001${gap}%` : `> 99.99999${gap}%`;
}

/** Whole per cents of work done: below 100 until it is. */
export function formatProgress(done: number, total: number): string {
  if (total <= 0) return `0${gap}%`;
  return `${done >= total ? 100 : Math.min(99, Math.max(0, Math.floor((done / total) * 100)))}${gap}%`;
}

/** The bounds of an interval of shares: "1.9–2.4 %". */
export function formatShares(low: number, high: number): string {
  return `${formatShare(low).replace(`${gap}%`, '')}–${formatShare(high)}`;
}
