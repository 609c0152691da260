import type { FieldPath, JsonObject, JsonValue } from '../../json/value.ts';
import type { ProvenanceField } from '../record.ts';

/** Reads one standard for cards and sidecars. One file per standard, one line in `registry.ts`. */
export interface ProvenanceReader {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly title: string;
  /** Where the standard is written down. */
  readonly documentation: string;
  /**
   * Names, looked for in the dataset's folder, of files that can only be of this standard: one that holds something else is
   * told as a problem. `stems`: the dataset's file name, then without each of its endings.
   */
  ownNames(stems: readonly string[]): readonly string[];
  /** Names that files of other kinds have too: these are read where `claims` says so, and passed over in silence where not. */
  readonly sharedNames: readonly string[];
  /** Whether a document is of this standard. */
  claims(root: JsonValue): boolean;
  /** What a document that it claims says of the dataset. Never throws, whatever the document holds. */
  read(root: JsonValue, dataset: DatasetName): readonly Said[];
}

/** The dataset's file name, without its folder; absent: not known, so everything is taken to be about it. */
export type DatasetName = string | undefined;

/** One thing that a document says, or what is wrong with it, with the place in the document. */
export type Said =
  | { readonly field: ProvenanceField; readonly value: string; readonly path: FieldPath }
  | { readonly problem: string; readonly path: FieldPath };

/** A value in a document and its place. */
export interface Place {
  readonly value: JsonValue;
  readonly path: FieldPath;
}

/** A mapping in a document and its place. */
export interface ObjectPlace {
  readonly value: JsonObject;
  readonly path: FieldPath;
}
