import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { alreadyThere } from './draft.ts';
import { DatasetError, fromWriteError } from '../datasetError.ts';
import { identityOnDisk } from '../files/identity.ts';

/** A file that is to be written, and what it is for, as people call it. */
export interface Target {
  readonly path: string;
  readonly role: string;
}

export interface TargetRules {
  /** Files that are read and may not be written to. */
  readonly inputs: readonly Target[];
  /** Whether files that are there already may be replaced. */
  readonly existing: 'refused' | 'replaced';
}

/** Refuses targets that are an input, each other, no file, or there already. Throws `DatasetError`. */
export async function mustBeFree(targets: readonly Target[], { inputs, existing }: TargetRules): Promise<void> {
  const taken = new Map<string, string>();
  for (const { path, role } of inputs) for (const name of await namesOf(path)) taken.set(name, role);
  for (const { path, role } of targets) {
    const names = await namesOf(path);
    const other = names.map(name => taken.get(name)).find(found => found !== undefined);
    if (other !== undefined) {
      const why = `${path} cannot be the file of ${role}: it is ${other}.`;
      throw new DatasetError('unwritable', `${why} Name another file.`);
    }
    for (const name of names) taken.set(name, `the file of ${role}`);
    await mustBeAFile(path);
    if (existing === 'refused' && (await isThere(path))) throw alreadyThere(path);
  }
}

/** What a path is known by: its place with links followed and, where something is there, its identity on the disk: hard links count. */
async function namesOf(path: string): Promise<readonly string[]> {
  const place = await realpath(path).catch(async () => {
    const folder = await realpath(dirname(path)).catch(() => resolve(dirname(path)));
    return join(folder, basename(path));
  });
  const identity = await identityOnDisk(path);
  return identity === undefined ? [place] : [place, identity];
}

async function mustBeAFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isFile()) return;
  if (found.isDirectory()) throw fromWriteError({ code: 'EISDIR', message: '' }, path);
  throw new DatasetError('unwritable', `${path} is no file: an export is written whole or not at all. Name a file.`);
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
