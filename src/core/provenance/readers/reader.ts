/** Reads one kind of card or sidecar. One file per standard, one line in `registry.ts`. */
export interface ProvenanceReader {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly title: string;
  /** The names to look for in the dataset's folder; `stems`: its file name, then without each of its endings. */
  names(stems: readonly string[]): readonly string[];
  /** Never throws, whatever the text holds. */
  read(text: string): ReadResult;
}

export interface ReadResult {
  readonly teachers: readonly NamedTeacher[];
  readonly problems: readonly ReadProblem[];
}

export interface NamedTeacher {
  readonly model: string;
  /** From 1. */
  readonly line: number;
  /** The field that names it, as `formatPath` writes it. */
  readonly field: string;
}

export interface ReadProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}
