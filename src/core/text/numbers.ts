const grouping = new Intl.NumberFormat('en');

/** `1234567` → `1,234,567`. */
export function number(value: number): string {
  return grouping.format(value);
}

/** `1 row`, `2 rows`. */
export function counted(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** The form of a verb that goes with so many: `agreeing(1, 'is', 'are')`. */
export function agreeing(value: number, one: string, many: string): string {
  return value === 1 ? one : many;
}

/** Of a number with digits behind the point: a true minus, no minus before nothing; `?` for what is no number. */
export function decimal(value: number, places = 2): string {
  if (!Number.isFinite(value)) return '?';
  const digits = Math.abs(value).toFixed(places);
  return value < 0 && Number(digits) !== 0 ? `−${digits}` : digits;
}

/** A share of 1: `12.3 %`, two digits that count below 10 %. Only nothing reads as `0 %`, and only everything as `100 %`. */
export function percent(share: number): string {
  if (Number.isNaN(share)) return '? %';
  if (share <= 0) return '0 %';
  if (share >= 1) return '100 %';
  const value = share * 100;
  for (let places = value < 10 ? Math.max(1, 1 - Math.floor(Math.log10(value))) : 1; places < 6; places++) {
    const rounded = Number(value.toFixed(places));
    if (rounded > 0 && rounded < 100) return `${value.toFixed(places).replace(/\.?0+$/, '')} %`;
  }
  return value < 50 ? '< 0.00001 %' : '> 99.99999 %';
}

/** `p = .003`, `p < .001`: never 0, and never 1. */
export function pText(p: number): string {
  const shown = pValue(p);
  return shown.startsWith('.') ? `p = ${shown}` : `p ${shown}`;
}

/** The same under a head that says that it is a p value: `.003`, `< .001`. */
export function pValue(p: number): string {
  if (p < 0.001) return '< .001';
  return p > 0.999 ? '> .999' : levelText(decimal(p, 3));
}

/** A level that p values are held against, written as they are: `.05`. */
export function levelText(level: number | string): string {
  return String(level).replace(/^0/, '');
}

/** Bytes as people read them, decimal: `1.2 MB`, `11.9 kB`, `105 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  const units = ['kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes / 1000;
  let unit = 0;
  // 999.5 would print as "1000".
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(value >= 99.95 ? 0 : 1).replace(/\.0$/, '')} ${units[unit] ?? ''}`;
}
