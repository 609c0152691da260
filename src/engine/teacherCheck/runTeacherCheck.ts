import { readSample } from './readSample.ts';
import { OpenDataset } from '../openDataset.ts';
import { provenanceFiles } from '../provenanceFiles.ts';
import type { WorkerPool } from '../workerPool.ts';
import { declaredLabel } from '../../core/teacherCheck/declared.ts';
import type { Sample } from '../../core/teacherCheck/samples.ts';
import type { TeacherCheck } from '../../core/teacherCheck/result.ts';
import { readProvenance } from '../../core/provenance/readers/registry.ts';
import { statementsOf } from '../../core/provenance/record.ts';

export interface TeacherCheckPaths {
  readonly dataset: string;
  /** By label: the name of the model that wrote the rows of the file. */
  readonly samples: Readonly<Record<string, string>>;
}

export interface TeacherCheckOptions {
  /** A label. Otherwise the one that names the teacher of the dataset's cards or first rows, if any does. */
  readonly declared?: string;
  /** Of all that is drawn at random; 1 otherwise. */
  readonly seed?: number;
  /** Rows of each file that are read; 5,000 otherwise. */
  readonly maxRows?: number;
}

/** Rows read of all files, then steps of the comparison, of which the number depends on the rows. */
export type TeacherCheckProgress =
  { readonly step: 'reading'; readonly rows: number } | { readonly step: 'comparing'; readonly steps: number };

export interface TeacherCheckRun {
  readonly pool: WorkerPool;
  readonly signal?: AbortSignal;
  onProgress?(progress: TeacherCheckProgress): void;
}

const defaultMaxRows = 5000;

/**
 * Reads a dataset and samples of teachers, and checks whether the declared teacher wrote the dataset. Rejects with `DatasetError`
 * where a file cannot be read, with the signal's reason where it was aborted.
 */
export async function runTeacherCheck(
  paths: TeacherCheckPaths,
  { declared, seed = 1, maxRows = defaultMaxRows }: TeacherCheckOptions,
  run: TeacherCheckRun,
): Promise<TeacherCheck> {
  const { pool, signal, onProgress } = run;
  const labels = Object.keys(paths.samples);
  let rows = 0;
  const options = {
    maxRows,
    ...(signal && { signal }),
    onProgress: (progress: { readonly rows: number }) =>
      onProgress?.({ step: 'reading', rows: (rows += progress.rows) }),
  };
  const read = <Result>(path: string, use: (dataset: OpenDataset) => Promise<Result>): Promise<Result> =>
    withOpen(path, pool, use);
  const of = await read(paths.dataset, async dataset => ({
    sample: await readSample(dataset, options),
    declared: declared ?? declaredLabel(await teachersOf(dataset), labels),
  }));
  const samples: [string, Sample][] = [];
  for (const [label, path] of Object.entries(paths.samples)) {
    samples.push([label, await read(path, dataset => readSample(dataset, options))]);
  }
  const input = {
    dataset: of.sample,
    samples: Object.fromEntries(samples),
    ...(of.declared !== undefined && { declared: of.declared }),
  };
  return pool.run(
    'checkTeacher',
    { input, seed },
    {
      ...(signal && { signal }),
      onProgress: ({ steps }) => onProgress?.({ step: 'comparing', steps }),
    },
  );
}

/** The teachers that the dataset's cards and first rows name. */
async function teachersOf(dataset: OpenDataset): Promise<readonly string[]> {
  const record = readProvenance(await provenanceFiles(dataset.path), dataset.head, dataset.name);
  return statementsOf(record, 'teacher').map(({ value }) => value);
}

async function withOpen<Result>(
  path: string,
  pool: WorkerPool,
  use: (dataset: OpenDataset) => Promise<Result>,
): Promise<Result> {
  const dataset = await OpenDataset.open(path, pool);
  try {
    return await use(dataset);
  } finally {
    await dataset.dispose();
  }
}
