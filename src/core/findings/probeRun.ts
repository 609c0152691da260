import { softened, type Estimate, type EstimateUnit, type Verdict } from './verdict.ts';
import type { ScoreColumn } from '../columns/column.ts';
import { counted, number } from '../text/numbers.ts';

/** What asks a model about a dataset's rows, or reads the scores that one gave. */
export type ProbeKind = 'llr' | 'divergence' | 'projection' | 'fit' | 'judged' | 'scores';

export const probeTitles: Readonly<Record<ProbeKind, string>> = {
  llr: 'Log-likelihood ratio',
  divergence: 'Divergent tokens',
  projection: 'Projection along a trait’s direction',
  fit: 'Fit of the teacher',
  judged: 'Judged rows',
  scores: 'Scores from a file',
};

/**
 * One run of a probe that asked a model, as it ended: the same for every probe, with the numbers and words of its report. Kept on disk:
 * another shape is another version (`engine/cards/cardText.ts`).
 */
export interface ProbeRun {
  readonly kind: ProbeKind;
  /** Who was asked, and about how many rows. */
  readonly asked: string;
  /** One for each question that it answers: a trait, a judge under a rubric. */
  readonly parts: readonly ProbePart[];
  /** How it was asked, as the report lists it. */
  readonly facts: readonly Fact[];
  /** What its words mean, for who has not read the papers. */
  readonly terms: readonly Fact[];
  /** What the result does not say: one sentence each. */
  readonly limits: readonly string[];
  /** Not every row that was to be asked about was. */
  readonly partial?: PartialRun;
  /** Scores of the rows, for the table. */
  readonly scores: readonly ScoreColumn[];
  /** In Markdown; undefined: there is no more to tell than stands here. */
  readonly report: string | undefined;
}

export interface ProbePart {
  /** Absent where the run answers one question. */
  readonly title?: string;
  readonly verdict: Verdict;
  /** The limits that decide the verdict, each with what was measured. */
  readonly gates?: readonly Gate[];
  /** Rivals of what was found, each with its interval. */
  readonly rivals?: { readonly title: string; readonly estimates: readonly Estimate[] };
  /** What could have been seen, as a sentence. */
  readonly power?: string;
  readonly details?: readonly Fact[];
}

export interface Gate {
  readonly name: string;
  readonly measured: string;
  readonly limit: string;
  readonly outcome: 'met' | 'not met' | 'undecided' | 'not tested';
}

export interface Fact {
  readonly term: string;
  readonly text: string;
}

export interface PartialRun {
  /** Rows that have a score. */
  readonly rows: number;
  /** Rows that were to have one. */
  readonly of: number;
  /** What is counted; rows otherwise. */
  readonly each?: 'row' | 'pair';
  readonly why: string;
}

/** Undefined where every row was reached. */
export function partialOf(
  scored: number,
  {
    failed,
    notReached,
    stopped,
  }: { readonly failed: number; readonly notReached: number; readonly stopped: string | undefined },
): PartialRun | undefined {
  if (notReached === 0 && stopped === undefined) return undefined;
  return { rows: scored, of: scored + failed + notReached, why: stopped ?? 'cancelled' };
}

/** The verdict of a run that did not reach every row: never stronger than inconclusive, whatever the rows until then say. */
export function whilePartial(verdict: Verdict, partial: PartialRun | undefined): Verdict {
  if (!partial) return verdict;
  return softened(verdict, {
    why: `the run is partial, ${partialText(partial)}; of these ${partial.each ?? 'row'}s alone it`,
    before: `Partial, ${partialText(partial)}.`,
    wouldChange: `The ${partial.each ?? 'row'}s that were not reached.`,
  });
}

/** What else would change a verdict, said with it: phrases become sentences. */
export function changedBy(verdict: Verdict, changes: readonly string[]): Verdict {
  if (verdict.state === 'not tested') return verdict;
  return { ...verdict, wouldChange: [...(verdict.wouldChange ?? []), ...changes.map(sentence)] };
}

export function sentence(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;
}

export function partialText({ rows, of, each = 'row', why }: PartialRun): string {
  return `${number(rows)} of ${counted(of, each)} (${why})`;
}

/** `model: x` → model, x. Lines of a report that name what they say. */
export function factsOf(lines: readonly string[]): readonly Fact[] {
  return lines.map(line => {
    const at = line.indexOf(': ');
    return at < 0 ? { term: 'note', text: line } : { term: line.slice(0, at).trim(), text: line.slice(at + 2) };
  });
}

/** All that is counted under some reason. */
export function countOf(reasons: Readonly<Record<string, number>>): number {
  return Object.values(reasons).reduce((sum, count) => sum + count, 0);
}

/** Who was asked about how many rows, in one line. */
export function askedText(
  { model, baseUrl }: { readonly model: string; readonly baseUrl: string },
  scored: number,
  rows: number,
): string {
  return `${model} at ${baseUrl}; ${number(scored)} of ${counted(rows, 'row')}`;
}

/** Estimates that can be drawn: an interval without bounds is told in words alone. */
export function drawable(verdict: Verdict): Verdict {
  if (!('estimates' in verdict)) return verdict;
  return { ...verdict, estimates: verdict.estimates.filter(isDrawable) };
}

/** A lead over a rival, with its 95 % interval over rows. */
export function leadEstimate(
  label: string,
  { value, low, high }: Pick<Estimate, 'value' | 'low' | 'high'>,
  { n, unit }: { readonly n: number; readonly unit: EstimateUnit },
): Estimate {
  return { label, value, low, high, confidence: 0.95, count: n, n, unit };
}

export function isDrawable({ value, low, high }: Estimate): boolean {
  return [value, low, high].every(Number.isFinite);
}
