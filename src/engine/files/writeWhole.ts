import { randomUUID } from 'node:crypto';
import { access, constants, open, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fromWriteError } from '../datasetError.ts';
import { renameOver } from './renameOver.ts';

/**
 * Writes a file whole or not at all: beside its place first, then renamed into it. What a link points to is written, not the link;
 * a device or a pipe is written to as it is. `mode` is that of a new file. Throws `DatasetError`.
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode = 0o666): Promise<void> {
  try {
    const place = await placeOf(path);
    await ((await isStream(place)) ? writeFile(place, content) : replace(place, content, mode));
  } catch (error) {
    throw fromWriteError(error, path);
  }
}

/** Rejects as `writeWhole` would for want of a folder, before the work whose result is to be written. */
export async function mustHaveFolder(path: string): Promise<void> {
  try {
    const place = await placeOf(path);
    // The dot tells a file in the folder's place from the folder.
    if (!(await isStream(place))) await access(`${dirname(place)}/.`, constants.W_OK);
  } catch (error) {
    throw fromWriteError(error, path);
  }
}

function placeOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

function isStream(place: string): Promise<boolean> {
  return stat(place).then(
    found => !found.isFile() && !found.isDirectory(),
    () => false,
  );
}

async function replace(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  const file = await open(draft, 'wx', mode);
  try {
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
