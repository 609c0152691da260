import type { ColumnRef } from '../../src/core/columns/column.ts';
import type { ColumnTest } from '../../src/core/columns/columnTest.ts';
import type { RowFilter, RowOrder } from '../../src/rpc/inspector.ts';
import { trainers, type Trainer } from '../../src/core/trainers/view.ts';

/** What the page keeps when it is hidden and built again. */
export interface SavedView {
  /** From 0. */
  readonly row: number | undefined;
  readonly filter: SavedFilter;
  readonly where: ColumnTest | undefined;
  readonly order: RowOrder | undefined;
  /** Whether the columns stand beside the rows. */
  readonly columnsShown: boolean;
  readonly findText: string;
  readonly caseSensitive: boolean;
  readonly onlyMatches: boolean;
  /** Shares of the space, from 0 to 1. */
  readonly tableShare: number;
  readonly exampleShare: number;
  readonly textMode: 'markdown' | 'plain';
  readonly rawMode: 'pretty' | 'stored';
  readonly tab: 'example' | 'raw' | 'trainer';
  readonly trainer: Trainer;
  /** Empty: the one that the trainer's check is set to. */
  readonly template: string;
  /** Column id → px. */
  readonly widths: Readonly<Record<string, number>>;
}

export type SavedFilter = Exclude<RowFilter, { readonly kind: 'found' }>;

export const freshView: SavedView = {
  row: undefined,
  filter: { kind: 'all' },
  where: undefined,
  order: undefined,
  columnsShown: false,
  findText: '',
  caseSensitive: false,
  onlyMatches: false,
  tableShare: 0.45,
  exampleShare: 0.55,
  textMode: 'markdown',
  rawMode: 'pretty',
  tab: 'example',
  trainer: 'trl',
  template: '',
  widths: {},
};

/** Reads what an older version of the page may have saved: what does not fit is as in a fresh view. */
export function readSaved(saved: unknown): SavedView {
  if (typeof saved !== 'object' || saved === null) return freshView;
  const given: Readonly<Record<string, unknown>> = { ...saved };
  return {
    row: isCount(given['row']) ? given['row'] : undefined,
    filter: readFilter(given['filter']),
    where: readTest(given['where']),
    order: readOrder(given['order']),
    columnsShown: given['columnsShown'] === true,
    findText: typeof given['findText'] === 'string' ? given['findText'] : '',
    caseSensitive: given['caseSensitive'] === true,
    onlyMatches: given['onlyMatches'] === true,
    tableShare: readShare(given['tableShare'], freshView.tableShare),
    exampleShare: readShare(given['exampleShare'], freshView.exampleShare),
    textMode: given['textMode'] === 'plain' ? 'plain' : 'markdown',
    rawMode: given['rawMode'] === 'stored' ? 'stored' : 'pretty',
    tab: given['tab'] === 'raw' || given['tab'] === 'trainer' ? given['tab'] : 'example',
    trainer: trainers.find(trainer => trainer === given['trainer']) ?? freshView.trainer,
    template: typeof given['template'] === 'string' ? given['template'] : '',
    widths: readWidths(given['widths']),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function readShare(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value > 0 && value < 1 ? value : otherwise;
}

function readFilter(value: unknown): SavedFilter {
  if (!isRecord(value)) return freshView.filter;
  const { kind, check } = value;
  if (kind === 'malformed' || kind === 'kept' || kind === 'rejected') return { kind };
  if ((kind === 'check' || kind === 'only') && typeof check === 'string') return { kind, check };
  return freshView.filter;
}

const measures = ['value', 'characters', 'words', 'items'] as const;
const sources = ['example', 'field', 'row', 'score'] as const;
const types = ['string', 'number', 'boolean', 'null', 'array', 'object'] as const;

function readOrder(value: unknown): RowOrder | undefined {
  if (!isRecord(value)) return undefined;
  const column = readColumn(value['column']);
  const measure = oneOf([...measures, 'text'] as const, value['measure']);
  const direction = oneOf(['ascending', 'descending'] as const, value['direction']);
  return column && measure && direction && { column, measure, direction };
}

function readTest(value: unknown): ColumnTest | undefined {
  if (!isRecord(value)) return undefined;
  const column = readColumn(value['column']);
  if (!column) return undefined;
  const { test, text, type, measure, min, max } = value;
  if (test === 'missing' || test === 'present') return { column, test };
  if ((test === 'equals' || test === 'contains') && typeof text === 'string') return { column, test, text };
  const [ofType, ofMeasure] = [oneOf(types, type), oneOf(measures, measure)];
  if (test === 'type' && ofType) return { column, test, type: ofType };
  if (test !== 'range' || !ofMeasure) return undefined;
  const bounds = { ...(typeof min === 'number' && { min }), ...(typeof max === 'number' && { max }) };
  return { column, test, measure: ofMeasure, ...bounds };
}

function readColumn(value: unknown): ColumnRef | undefined {
  if (!isRecord(value)) return undefined;
  const source = oneOf(sources, value['source']);
  return source && typeof value['id'] === 'string' ? { source, id: value['id'] } : undefined;
}

function oneOf<Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined {
  return choices.find(choice => choice === value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function readWidths(value: unknown): Readonly<Record<string, number>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= 40 && entry[1] <= 4000,
    ),
  );
}
