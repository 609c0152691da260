import type { ModelFact } from './lineage/model.ts';
import type { ProvenanceRecord } from './record.ts';
import type { DatasetProfile } from '../dataset/profile.ts';

/** All that a judgement of where a dataset came from may rest on. */
export interface ProvenanceContext {
  readonly record: ProvenanceRecord;
  readonly profile: DatasetProfile;
  readonly dataset: DatasetFile;
  /** What the user knows of models; goes before the bundled table. */
  readonly models: readonly ModelFact[];
  /** The model that will be trained on the data, where the user said. */
  readonly student?: string;
}

/** The dataset's file as it stands on disk. */
export interface DatasetFile {
  readonly name: string;
  readonly bytes: number;
  /** In lower-case hexadecimal; absent where no record states one to compare with. */
  readonly sha256?: string;
  /** ISO 8601. */
  readonly modified?: string;
}
