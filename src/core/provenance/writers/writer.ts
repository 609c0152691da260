import type { DatasetRecord } from './datasetRecord.ts';

/** Writes one standard for records beside a dataset. One file per standard, one line in `registry.ts`. */
export interface ProvenanceWriter {
  /** Stable, kebab-case: stands on the command line. */
  readonly id: 'croissant' | 'spdx' | 'cyclonedx' | 'openlineage';
  readonly title: string;
  /** The name of the file that this project's readers look for beside the dataset. */
  fileName(datasetFileName: string): string;
  /** The file's text, a newline at its end. */
  write(record: DatasetRecord): string;
}
