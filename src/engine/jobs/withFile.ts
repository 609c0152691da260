import { closeSync, openSync } from 'node:fs';
import { fromFileError } from '../datasetError.ts';

/** Opens a file for reading, closes it whatever happens; file system refusals become `DatasetError`. */
export async function withFile<Result>(path: string, use: (file: number) => Promise<Result>): Promise<Result> {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return await use(file);
  } catch (error) {
    throw isFileError(error) ? fromFileError(error, path) : error;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
