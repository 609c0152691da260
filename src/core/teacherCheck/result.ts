import type { PromptMatch } from './leaks.ts';
import type { Match } from './match.ts';
import type { Sample, SampleFacts } from './samples.ts';
import type { Separation } from './separation.ts';
import type { Verdict } from '../findings/verdict.ts';
import type { ModelRelation } from '../provenance/lineage/relate.ts';
import type { Interval } from '../statistics/interval.ts';

/** Samples are by label: the name of the model that wrote them. */
export interface TeacherCheckInput {
  readonly dataset: Sample;
  readonly samples: Readonly<Record<string, Sample>>;
  /** The label of the teacher that the dataset is said to have. */
  readonly declared?: string;
}

/** Another teacher that the declared one is compared with. */
export interface Rival {
  readonly label: string;
  /** To the declared teacher, by name. */
  readonly relation: ModelRelation['relation'];
  readonly prompts: PromptMatch;
  /** Of held-out rows of the declared teacher from its own. */
  readonly separation?: Separation;
  readonly match?: Match;
  /** The p-value of the match, corrected for the number of teachers compared; at most 1. */
  readonly p?: number;
  /** Why this teacher says nothing of the dataset. */
  readonly unusable?: string;
}

/** What the check saw, and what may be said of it. */
export interface TeacherCheck {
  readonly verdict: Verdict;
  readonly declared?: string;
  /** Of the dataset, then of each sample. */
  readonly facts: readonly SampleFacts[];
  /** What to know before reading the verdict: files that were cut, few rows, lengths that differ. One sentence each. */
  readonly notes: readonly string[];
  readonly rivals: readonly Rival[];
  /** Rows of the dataset that were compared: those whose prompt no model was taught. */
  readonly compared?: number;
  /** The expected calibration error of held-out rows. */
  readonly calibration?: number;
  /** How well the dataset's rows are told from the declared teacher's sample by a model taught on both. */
  readonly fromDeclared?: Interval;
  /** The nearest other teacher's match where length, layout and separators are left out; where evidence was to be confirmed. */
  readonly contentOnly?: { readonly label: string; readonly match: Match; readonly p: number };
}

/** A test at this level, corrected for the number of other teachers. */
export const alpha = 0.01;
export const fewestRows = 50;
export const lowPowerRows = 200;
export const fewestPrompts = 40;
/** A larger share of copied rows leaves nothing to compare. */
export const mostCopied = 0.1;

/** Sentences that stand wherever a family is named. */
export const familyLimit =
  'models of one family are hardly told apart from text: published AUC of single rows 0.50 to 0.53 within a base, 0.90 between bases';
