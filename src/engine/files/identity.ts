import { stat } from 'node:fs/promises';
import { directoryError, fromFileError, pipeError } from '../datasetError.ts';

/** Tells one state of a file from another: who it is, how long it is, when it was last written. */
export interface FileIdentity {
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly inode: number;
  readonly device: number;
}

/** Throws `DatasetError` for what is no readable file. */
export async function identify(path: string): Promise<FileIdentity> {
  const found = await stat(path).catch((error: unknown) => {
    throw fromFileError(error, path);
  });
  if (found.isDirectory()) throw directoryError(path);
  if (!found.isFile()) throw pipeError(path);
  return { bytes: found.size, modifiedMs: found.mtimeMs, inode: found.ino, device: found.dev };
}

export function sameIdentity(a: FileIdentity, b: FileIdentity): boolean {
  return a.bytes === b.bytes && a.modifiedMs === b.modifiedMs && a.inode === b.inode && a.device === b.device;
}
