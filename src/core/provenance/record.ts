/** A statement about the dataset and where it was read. Statements that contradict each other all stand. */
export interface Statement {
  readonly value: string;
  readonly origin: Origin;
}

export type Origin =
  | {
      /** A card or sidecar beside the dataset. */
      readonly kind: 'file';
      readonly path: string;
      /** From 1. */
      readonly line: number;
      readonly field: string;
    }
  | {
      /** A column of the rows. */
      readonly kind: 'rows';
      readonly field: string;
      readonly rows: number;
    };

/** What is known of where a dataset came from. */
export interface ProvenanceRecord {
  /** Models named as the author of the completions. */
  readonly teachers: readonly Statement[];
  /** The files that were read, whether or not they said anything. */
  readonly read: readonly string[];
  /** Files that could not be read as what they claim to be. */
  readonly problems: readonly ProvenanceProblem[];
}

export interface ProvenanceProblem {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}
