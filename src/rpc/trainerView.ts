import type { OptionValue } from '../core/checks/options.ts';
import type { Trainer, ViewWarning } from '../core/trainers/view.ts';

/** A row to be drawn as a trainer sees it. */
export interface RenderRowJob {
  /** The row as it stands. */
  readonly text: string;
  readonly trainer: Trainer;
  /** Those of the trainer's check. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** A name that is built in, or a path. */
  readonly template: string;
  /** The same; empty: tokens are not counted. */
  readonly tokenizer: string;
  /** From its folder paths are looked up. */
  readonly datasetPath: string;
}

/** What the inspector's page asks for. */
export interface TrainerViewRequest {
  readonly row: number;
  readonly trainer: Trainer;
  /** A name or a path; empty: the one that the trainer's check is set to, else ChatML. */
  readonly template: string;
}

/** The drawn row, the template it was drawn with as it is named, and those to choose from. */
export interface TrainerViewAnswer extends RenderedRow {
  readonly chosen: string;
  readonly templates: readonly string[];
}

/** What a trainer sees of a row. */
export interface RenderedRow {
  readonly template: string;
  readonly trainer: Trainer;
  readonly text: string;
  /** Half-open, in UTF-16 code units of `text`; sorted and disjoint. */
  readonly trained: readonly (readonly [start: number, end: number])[];
  /** How the mask was found, as a sentence. */
  readonly method: string;
  readonly warnings: readonly ViewWarning[];
  /** `how`: exact or estimated, and by what. */
  readonly tokens?: { readonly count: number; readonly how: string };
}
