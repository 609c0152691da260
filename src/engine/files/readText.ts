import { readFile } from 'node:fs/promises';
import { fromFileError } from '../datasetError.ts';

/** A file in UTF-8. Throws `DatasetError` where it cannot be read. */
export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw fromFileError(error, path);
  });
}
