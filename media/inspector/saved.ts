import { trainers, type Trainer } from '../../src/core/trainers/view.ts';

/** What the page keeps when it is hidden and built again. */
export interface SavedView {
  /** From 0. */
  readonly row: number | undefined;
  readonly filter: SavedFilter;
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

export type SavedFilter = { readonly kind: 'all' | 'malformed' } | { readonly kind: 'check'; readonly check: string };

export const freshView: SavedView = {
  row: undefined,
  filter: { kind: 'all' },
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
  if (typeof value !== 'object' || value === null || !('kind' in value)) return freshView.filter;
  if (value.kind === 'malformed') return { kind: 'malformed' };
  if (value.kind === 'check' && 'check' in value && typeof value.check === 'string')
    return { kind: 'check', check: value.check };
  return freshView.filter;
}

function readWidths(value: unknown): Readonly<Record<string, number>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= 40 && entry[1] <= 4000,
    ),
  );
}
