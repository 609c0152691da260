import { croissant } from './croissant.ts';
import { datasetCard } from './datasetCard.ts';
import type { ProvenanceReader } from './reader.ts';
import type { DatasetProfile } from '../../dataset/profile.ts';
import type { ProvenanceRecord, Statement } from '../record.ts';

/** Every kind of card and sidecar that is read. */
const readers: readonly ProvenanceReader[] = [datasetCard, croissant];

/** The names of cards and sidecars to look for in a dataset's folder: `train.jsonl.gz` → `README.md`, `train.croissant.json`, … */
export function besideNames(datasetFileName: string): readonly string[] {
  const stems = stemsOf(datasetFileName);
  return [...new Set(readers.flatMap(reader => reader.names(stems)))];
}

/** What is known of where a dataset came from: by its cards and sidecars (any path; the last part tells the kind), then by its rows. */
export function readProvenance(
  files: readonly { readonly path: string; readonly text: string }[],
  profile: DatasetProfile,
): ProvenanceRecord {
  const results = files.map(({ path, text }) => ({ path, ...readerOf(path).read(text) }));
  const ofFiles = results.flatMap(({ path, teachers }) =>
    teachers.map(({ model, line, field }): Statement => ({
      field: 'teacher',
      value: model,
      origin: { kind: 'file', path, line, field },
    })),
  );
  const ofRows = profile.teachers.map(({ model, field, rows }): Statement => ({
    field: 'teacher',
    value: model,
    origin: { kind: 'rows', field, rows },
  }));
  return {
    statements: [...ofFiles, ...ofRows],
    read: files.map(({ path }) => path),
    problems: results.flatMap(({ path, problems }) => problems.map(problem => ({ path, ...problem }))),
  };
}

function readerOf(path: string): ProvenanceReader {
  return path.toLowerCase().endsWith('.md') ? datasetCard : croissant;
}

function stemsOf(name: string): readonly string[] {
  const stems = [name];
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) stems.push(name.slice(0, dot));
  return stems;
}
