import { randomUUID } from 'node:crypto';
import { open, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fromWriteError } from '../datasetError.ts';
import { renameOver } from './renameOver.ts';

/**
 * Writes a file whole or not at all: beside its place first, then renamed into it. What a link points to is written, not the link;
 * a device or a pipe is written to as it is. Throws `DatasetError`.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  try {
    const place = await realpath(path).catch(() => path);
    const isStream = await stat(place).then(
      found => !found.isFile() && !found.isDirectory(),
      () => false,
    );
    await (isStream ? writeFile(place, content) : replace(place, content));
  } catch (error) {
    throw fromWriteError(error, path);
  }
}

async function replace(path: string, content: string | Uint8Array): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  const file = await open(draft, 'wx');
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
