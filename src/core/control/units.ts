import { rowsAnswering, rowsOfSample, type RowSample } from '../rowSample/rowSample.ts';
import type { SampledRow } from '../rowSample/rowTexts.ts';

/** Rows that are dealt to the sides together, and the stratum within which they may change. */
export interface Unit {
  readonly rows: readonly SampledRow[];
  readonly isFirst: boolean;
  readonly stratum?: string;
}

/** Whether two samples answer the same prompts, and the units that a permutation may deal out. */
export interface Sides {
  readonly units: readonly Unit[];
  /** Share of rows, of both sides together, whose prompt stands on the other side too. */
  readonly shared: number;
  /** Rows change sides with rows of the same prompt alone. */
  readonly byPrompt: boolean;
}

/** From this share on, prompts count as the same. */
export const mostlyShared = 0.95;
/** Rows on a side below which nothing is said. */
export const fewestRows = 50;

/**
 * Rows with the same prompt are not independent. Where both sides answer the same prompts, a row may change places with rows of its
 * prompt; elsewhere all rows of a prompt change sides together.
 */
export function sidesOf(dataset: readonly SampledRow[], control: readonly SampledRow[]): Sides {
  const ofDataset = new Set(dataset.map(({ group }) => group));
  const ofControl = new Set(control.map(({ group }) => group));
  const sharing =
    dataset.filter(({ group }) => ofControl.has(group)).length +
    control.filter(({ group }) => ofDataset.has(group)).length;
  const shared = sharing / Math.max(1, dataset.length + control.length);
  if (shared >= mostlyShared && hasPrompts(dataset)) {
    const asUnit = (isFirst: boolean) => (row: SampledRow) => ({ rows: [row], isFirst, stratum: String(row.group) });
    return { units: [...dataset.map(asUnit(true)), ...control.map(asUnit(false))], shared, byPrompt: true };
  }
  return { units: [...clusters(dataset, true), ...clusters(control, false)], shared, byPrompt: false };
}

export interface Comparable {
  readonly dataset: readonly SampledRow[];
  readonly control: readonly SampledRow[];
  /** Rows of a prompt that are kept, where that is less than there are. */
  readonly perPrompt?: number;
  /** Where only prompts are compared that both files answer: the share of the smaller file's sampled rows that answer one. */
  readonly onShared?: { readonly of: 'dataset' | 'control'; readonly share: number };
}

/**
 * What of two samples is compared: all, where they answer the same prompts; else what answers the prompts that both files do, where
 * these are most of the smaller file's. The sample of a file that is much larger has few of them.
 */
export function comparedRows(dataset: RowSample, control: RowSample): Comparable {
  const [own, other] = [rowsOfSample(dataset), rowsOfSample(control)];
  if (sidesOf(own, other).byPrompt) return { dataset: own, control: other };
  const ofControl = mostAnswered(other, rowsAnswering(dataset));
  if (ofControl) {
    const { rows, answering, share } = ofControl;
    return { dataset: answering, control: rows, onShared: { of: 'control', share } };
  }
  const ofDataset = mostAnswered(own, rowsAnswering(control));
  if (ofDataset) {
    const { rows, answering, share } = ofDataset;
    return { dataset: rows, control: answering, onShared: { of: 'dataset', share } };
  }
  return comparable(own, other);
}

/** Of a smaller file's rows those whose prompts the larger answers too, where these are most. */
function mostAnswered(sampled: readonly SampledRow[], answering: readonly SampledRow[]) {
  const groups = new Set(answering.map(({ group }) => group));
  const rows = sampled.filter(({ group }) => groups.has(group));
  if (!hasPrompts(answering) || rows.length < Math.max(fewestRows, sampled.length / 2)) return undefined;
  return { rows, answering, share: rows.length / sampled.length };
}

/**
 * Two samples whose prompts have about as many rows. Where prompts are not shared, one side with a row for each and the other with
 * five are not exchangeable: the second varies more, and a permutation would take that for a difference.
 */
export function comparable(dataset: readonly SampledRow[], control: readonly SampledRow[]): Comparable {
  if (sidesOf(dataset, control).byPrompt) return { dataset, control };
  const perPrompt = Math.min(...[dataset, control].map(rows => medianSize(clusters(rows, true))));
  const cut = (rows: readonly SampledRow[]): readonly SampledRow[] =>
    clusters(rows, true).flatMap(unit => unit.rows.slice(0, perPrompt));
  const [own, other] = [cut(dataset), cut(control)];
  const isWhole = own.length === dataset.length && other.length === control.length;
  return { dataset: own, control: other, ...(!isWhole && { perPrompt }) };
}

function medianSize(units: readonly Unit[]): number {
  const sizes = units.map(({ rows }) => rows.length).sort((a, b) => a - b);
  return sizes[sizes.length >> 1] ?? 1;
}

/** The same units, which may change sides with units of the same form alone. */
export function withinForm(units: readonly Unit[], formOf: (row: SampledRow) => string): readonly Unit[] {
  return units.map(unit => ({ ...unit, stratum: unit.rows[0] ? formOf(unit.rows[0]) : '' }));
}

export function hasPrompts(rows: readonly SampledRow[]): boolean {
  return rows.filter(({ prompt }) => prompt !== '').length * 2 > rows.length;
}

function clusters(rows: readonly SampledRow[], isFirst: boolean): readonly Unit[] {
  const groups = new Map<number, SampledRow[]>();
  for (const row of rows) {
    const group = groups.get(row.group);
    if (group) group.push(row);
    else groups.set(row.group, [row]);
  }
  return [...groups.values()].map(group => ({ rows: group, isFirst }));
}
