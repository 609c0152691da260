import type { DatasetName, Said } from './reader.ts';
import type { FieldPath } from '../../json/value.ts';
import { fileName } from '../../text/fileName.ts';

const packed = /\.(gz|zst|zstd|bz2|xz|zip)$/i;
const dataEnding =
  /\.(jsonl|ndjson|json|csv|tsv|parquet|arrow|feather|txt|avro|orc|h5|hdf5|npz|npy|pkl|db|sqlite|tar|tgz|xlsx?)$/i;

/** A file that a record is about, by name or address. */
export interface NamedFile {
  readonly name: string;
  readonly path: FieldPath;
}

/** Whether a name or address in a record means the dataset's file, packed or not: `data/train.jsonl`, `train.jsonl.gz`, `train`. */
export function means(written: string, dataset: DatasetName): boolean {
  if (dataset === undefined) return true;
  const name = plainName(written);
  const own = dataset.replace(packed, '');
  return name === own || (!dataEnding.test(name) && name === own.replace(dataEnding, ''));
}

/** Whether a name or address means the dataset's file as it stands, so that a hash beside it is that of the same bytes. */
export function meansExactly(written: string, dataset: DatasetName): boolean {
  return dataset === undefined || lastPart(written) === dataset;
}

/** Whether a name reads as that of one data file, not of a collection, a folder, a pattern or a repository. */
export function isFileName(written: string): boolean {
  return dataEnding.test(plainName(written)) && !/[*{]/.test(written);
}

/**
 * Says that a record is about other files, where all that it names read as files and none is the dataset's. Then nothing that it
 * says is taken over: a copy of a neighbour's record would otherwise give this dataset a teacher that it never had.
 */
export function aboutOthers(files: readonly NamedFile[], dataset: DatasetName): Said | undefined {
  const [first] = files;
  if (
    first === undefined ||
    dataset === undefined ||
    files.some(({ name }) => means(name, dataset) || !isFileName(name))
  )
    return undefined;
  const names = files.slice(0, 3).map(({ name }) => `\`${lastPart(name)}\``);
  const more = files.length > 3 ? ` and ${files.length - 3} more` : '';
  return {
    problem: `This describes ${names.join(', ')}${more}, not \`${dataset}\`: nothing of it is taken over. If the file was renamed, change its name here.`,
    path: first.path,
  };
}

function plainName(written: string): string {
  return lastPart(written).replace(packed, '');
}

function lastPart(written: string): string {
  const path = written.trim().replace(/[?#].*$/s, '');
  const last = fileName(path);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
