import type { Finding } from '../findings/finding.ts';
import { fileName } from '../provenance/words.ts';
import { boundsInUnit, inUnit } from '../findings/units.ts';
import { withoutState, type Estimate } from '../findings/verdict.ts';
import type { CheckOutcome } from '../scan/result.ts';

const grouping = new Intl.NumberFormat('en');

/** `1234567` → `1,234,567`. */
export function number(value: number): string {
  return grouping.format(value);
}

/** `1 row`, `2 rows`. */
export function counted(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `12.3 %`, with the digits that a small share needs. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value === 0 || value >= 10 ? value.toFixed(1) : value.toPrecision(2)} %`;
}

/** Bytes as people read them, decimal. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return power === 0 ? counted(bytes, 'byte') : `${(bytes / 1000 ** power).toFixed(1)} ${units[power]}`;
}

/** `3 of 100 (3.0 %; 95 % interval 1.0 % to 8.5 %)` */
export function estimateText({ count, n, value, low, high, confidence, unit = 'share' }: Estimate): string {
  if (unit !== 'share') {
    return `${inUnit(value, unit)} (${Math.round(confidence * 100)} % interval ${boundsInUnit(low, high, unit)})`;
  }
  return `${number(count)} of ${number(n)} (${percent(value)}; ${Math.round(confidence * 100)} % interval ${percent(low)} to ${percent(high)})`;
}

/** What a check came to, in a few words: always N of M. */
export function outcomeText({ check, examined, findings, rejected, verdict, skipped, rows }: CheckOutcome): string {
  if (skipped !== undefined) return `not tested: ${skipped}`;
  if (verdict) return `${verdict.state}: ${withoutState(verdict)}`;
  if (rejected !== undefined) {
    const all = rejected === examined && examined > 0 ? ': every row, is it the right filter for this data?' : '';
    return `rejects ${number(rejected)} of ${counted(examined, 'row')} examined${keptText(rows.size - rejected)}${all}`;
  }
  if (findings.total === 0) return 'nothing to report';
  return check.kind === 'provenance'
    ? counted(findings.total, 'finding')
    : `${counted(findings.total, 'finding')} in ${number(rows.size)} of ${counted(examined, 'row')} examined`;
}

/** Of a filter that lets rows pass of which it speaks; nothing where it rejects each row that it flags. */
export function keptText(flagged: number): string {
  return flagged > 0 ? `, flags ${number(flagged)} that it keeps` : '';
}

/** `row 3 messages[1].content`, `README.md:12`, `dataset`. */
export function whereText({ row, field, place }: Finding): string {
  if (place) return `${fileName(place.path)}:${place.line}`;
  if (row === undefined) return 'dataset';
  return `row ${number(row + 1)}${field === undefined ? '' : ` ${field}`}`;
}

/** `; failed: 3 no answer in time, 1 refused`; nothing where nothing is counted. */
export function reasonsText(counts: Readonly<Record<string, number>>, word: string): string {
  const parts = Object.entries(counts).map(([why, count]) => `${count} ${why}`);
  return parts.length === 0 ? '' : `; ${word}: ${parts.join(', ')}`;
}

/** Text of a server or a file, so that Markdown shows it and does nothing else with it. */
export function inert(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&').replaceAll(/\s+/g, ' ');
}
