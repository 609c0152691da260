import type { ColumnRef, Measure } from '../../src/core/columns/column.ts';
import type { ColumnTest } from '../../src/core/columns/columnTest.ts';
import type { ColumnStatistics, TableStatistics } from '../../src/core/columns/tableStatistics.ts';
import type { RowOrder } from '../../src/rpc/inspector.ts';
import { formatCount, formatShare, plural } from '../shared/numbers.ts';

export type SortKey = RowOrder['measure'];

/** Texts up to this length (at the 95th percentile) are sorted by alphabet unless told otherwise. */
const shortText = 60;

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  boolean: 'yes/no',
  null: 'null',
  array: 'list',
  object: 'object',
};

/** "text", "number", "mixed": the type of most values, where there is one. */
export function typeText({ types, present }: ColumnStatistics): string {
  const ranked = Object.entries(types)
    .filter(([type]) => type !== 'null')
    .toSorted(([, a], [, b]) => b - a);
  const [type, count] = ranked[0] ?? ['null', present];
  return ranked.length > 1 && count < 0.95 * present ? 'mixed' : (typeNames[type] ?? type);
}

/** "text 98 %, null 2 %". */
export function typeShares({ types, present }: ColumnStatistics): string {
  return Object.entries(types)
    .toSorted(([, a], [, b]) => b - a)
    .map(([type, count]) => `${typeNames[type] ?? type} ${formatShare(count / present)}`)
    .join(', ');
}

/** By what a column can be sorted, the likely one first. */
export function sortKeys(column: ColumnStatistics): readonly SortKey[] {
  const { types, measures, source } = column;
  const keys: SortKey[] = [];
  if (source === 'score' || (types.number ?? 0) + (types.boolean ?? 0) > 0) keys.push('value');
  if ((types.string ?? 0) > 0) {
    const characters = measures.find(({ measure }) => measure === 'characters');
    const isShort = (characters?.quantiles.p95 ?? 0) <= shortText;
    keys.push(...(isShort ? (['text', 'characters', 'words'] as const) : (['characters', 'words', 'text'] as const)));
  }
  if ((types.array ?? 0) + (types.object ?? 0) > 0) keys.push('items');
  const main = typeText(column);
  return main === 'text' ? keys.toSorted((a, b) => Number(a === 'value') - Number(b === 'value')) : keys;
}

export const measureNames: Readonly<Record<SortKey, string>> = {
  value: 'value',
  text: 'alphabet',
  characters: 'characters',
  words: 'words',
  items: 'items',
};

const directionNames: Readonly<Record<SortKey, readonly [ascending: string, descending: string]>> = {
  value: ['lowest first', 'highest first'],
  text: ['A to Z', 'Z to A'],
  characters: ['shortest first', 'longest first'],
  words: ['fewest words first', 'most words first'],
  items: ['fewest items first', 'most items first'],
};

export function directionText(measure: SortKey, direction: RowOrder['direction']): string {
  return directionNames[measure][direction === 'ascending' ? 0 : 1];
}

/** "Completion, longest first". */
export function orderText({ column, measure, direction }: RowOrder, titleOf: (column: ColumnRef) => string): string {
  return `${titleOf(column)}, ${directionText(measure, direction)}`;
}

/** "score from 0.5 to 1", "name contains “owl”". */
export function testText(test: ColumnTest, titleOf: (column: ColumnRef) => string): string {
  const title = titleOf(test.column);
  switch (test.test) {
    case 'missing':
      return `${title} is missing`;
    case 'present':
      return `${title} is there`;
    case 'type':
      return `${title} is ${typeNames[test.type] ?? test.type}`;
    case 'equals':
      return `${title} is “${cut(test.text)}”`;
    case 'contains':
      return `${title} contains “${cut(test.text)}”`;
    case 'range': {
      const { measure, min, max } = test;
      const what = measure === 'value' ? title : `${measure} of ${title}`;
      if (max === undefined) return `${what} at least ${formatNumber(min ?? -Infinity)}`;
      return min === undefined
        ? `${what} at most ${formatNumber(max)}`
        : `${what} from ${formatNumber(min)} to ${formatNumber(max)}`;
    }
  }
}

/** Which rows the statistics are of, in full. */
export function scopeText({ scope, rows, blank, malformed }: TableStatistics): string {
  const left = [
    ...(blank > 0 ? [`${formatCount(blank)} blank`] : []),
    ...(malformed > 0 ? [`${formatCount(malformed)} malformed`] : []),
  ];
  const without = left.length > 0 ? `; ${left.join(' and ')} are in no column` : '';
  const which = { all: 'All', first: 'First', kept: 'Kept', rejected: 'Rejected' }[scope];
  return `${which} ${plural(rows, 'row')}${without}`;
}

/** Four significant digits; whole numbers in full. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return formatCount(value);
  return String(Number(value.toPrecision(4)));
}

/** The measure that the small picture of a column shows. */
export function mainMeasure({ measures }: ColumnStatistics): Measure | undefined {
  return measures.toSorted((a, b) => b.count - a.count)[0]?.measure;
}

function cut(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}
