import { stat } from 'node:fs/promises';
import { directoryError, fromFileError, pipeError } from '../datasetError.ts';

/** Tells one state of a file from another: who it is, how long it is, when it was last written. */
export interface FileIdentity {
  readonly bytes: number;
  readonly modifiedNs: bigint;
  readonly inode: bigint;
  readonly device: bigint;
}

/** Throws `DatasetError` for what is no readable file. */
export async function identify(path: string): Promise<FileIdentity> {
  const found = await stat(path, { bigint: true }).catch((error: unknown) => {
    throw fromFileError(error, path);
  });
  if (found.isDirectory()) throw directoryError(path);
  if (!found.isFile()) throw pipeError(path);
  return { bytes: Number(found.size), modifiedNs: found.mtimeNs, inode: found.ino, device: found.dev };
}

/** What a file is known by on the disk, whatever its names; undefined where there is none, or the file system does not tell files apart. */
export async function identityOnDisk(path: string): Promise<string | undefined> {
  // As a number the end of a Windows file's 64 bits would be lost, and files that were made one after another be the same.
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found === undefined || found.ino === 0n ? undefined : `${found.dev} ${found.ino}`;
}

/** What of it can be kept for another day: the number of a device is another one after a restart, on some systems. */
export interface FileState {
  readonly bytes: number;
  readonly modifiedNs: string;
  readonly inode: string;
}

export function stateOf({ bytes, modifiedNs, inode }: FileIdentity): FileState {
  return { bytes, modifiedNs: String(modifiedNs), inode: String(inode) };
}

export function sameState(a: FileState, b: FileState): boolean {
  return a.bytes === b.bytes && a.modifiedNs === b.modifiedNs && a.inode === b.inode;
}

export function sameIdentity(a: FileIdentity, b: FileIdentity): boolean {
  return a.bytes === b.bytes && a.modifiedNs === b.modifiedNs && a.inode === b.inode && a.device === b.device;
}
