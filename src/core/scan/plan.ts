import type { CheckKind } from '../checks/check.ts';
import type { OptionValue } from '../checks/options.ts';
import type { Severity } from '../findings/finding.ts';
import type { ModelFact } from '../provenance/lineage/model.ts';
import type { Trait } from '../traits/trait.ts';

/** One check to run, with every option resolved. Plain JSON: it crosses to workers. */
export interface PlannedCheck {
  readonly id: string;
  readonly kind: CheckKind;
  readonly severity: Severity;
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Named by a recipe, a flag or the user: runs even where the check would say that it does not apply. */
  readonly explicit: boolean;
}

/** What a scan runs. */
export interface ScanPlan {
  readonly checks: readonly PlannedCheck[];
  readonly student?: string;
  /** What the user knows of models. */
  readonly models?: readonly ModelFact[];
  /** The control's file: the same kind of data without the trait. */
  readonly control?: string;
  /** Traits that the user declared. */
  readonly traits?: readonly Trait[];
  /** Findings kept per check, in row order; all are counted. */
  readonly maxFindingsPerCheck: number;
}
