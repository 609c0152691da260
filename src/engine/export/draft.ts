import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { link, open, realpath, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DatasetError, fromWriteError } from '../datasetError.ts';
import { identityOnDisk } from '../files/identity.ts';
import { renameOver } from '../files/renameOver.ts';
import { packerFor, withoutSystem } from './packing.ts';

/** What was written: `contentSha256` of the bytes before they were packed. */
export interface WrittenFile {
  readonly bytes: number;
  readonly sha256: string;
  readonly contentSha256: string;
}

/**
 * A file on its way: written beside its place, packed by its extension, and put there by `commit` together with others.
 * Every method rejects with `DatasetError` where the disk refuses.
 */
export class Draft {
  readonly target: string;
  readonly #place: string;
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #entry: Transform;
  readonly #done: Promise<void>;
  readonly #content = createHash('sha256');
  readonly #packed = createHash('sha256');
  #bytes = 0;
  #failure: Error | undefined;

  /** Begins a file; what a link at `target` points to is what will be replaced. */
  static async begin(target: string): Promise<Draft> {
    const entry = packerFor(target);
    const place = await realpath(target).catch(() => target);
    const path = join(dirname(place), `.undertone-${randomUUID()}.part`);
    try {
      return new Draft(target, place, path, await open(path, 'wx'), entry);
    } catch (error) {
      throw fromWriteError(error, target);
    }
  }

  private constructor(target: string, place: string, path: string, file: FileHandle, entry: Transform) {
    this.target = target;
    this.#place = place;
    this.#path = path;
    this.#file = file;
    this.#entry = entry;
    this.#done = pipeline(entry, withoutSystem(target), (packed: AsyncIterable<Buffer>) => this.#save(packed));
    this.#done.catch((error: Error) => (this.#failure = error));
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    this.#content.update(bytes);
    try {
      this.#mustWork();
      if (!this.#entry.write(bytes)) await Promise.race([once(this.#entry, 'drain'), this.#done]);
      this.#mustWork();
    } catch (error) {
      throw fromWriteError(this.#failure ?? error, this.target);
    }
  }

  /** Ends the file; it is on the disk, not yet in its place. */
  async finish(): Promise<WrittenFile> {
    try {
      this.#entry.end();
      await this.#done;
      await this.#file.sync();
      await this.#file.close();
    } catch (error) {
      throw fromWriteError(this.#failure ?? error, this.target);
    }
    return { bytes: this.#bytes, sha256: this.#packed.digest('hex'), contentSha256: this.#content.digest('hex') };
  }

  /** Removes what was written; nothing to do after a commit. */
  async discard(): Promise<void> {
    this.#entry.destroy();
    await this.#done.catch(() => undefined);
    await this.#file.close().catch(() => undefined);
    await rm(this.#path, { force: true });
  }

  /** Puts the finished file in its place; answers how to take it back, and how to forget what stood there before. */
  async place(): Promise<Placed> {
    const backup = `${this.#path}.before`;
    const before = await setAside(this.#place, backup).catch((error: unknown) => {
      throw fromWriteError(error, this.target);
    });
    try {
      await renameOver(this.#path, this.#place);
    } catch (error) {
      if (before === 'moved') await renameOver(backup, this.#place);
      // Two names of one file: renaming one to the other would leave both.
      if (before === 'linked') await rm(backup, { force: true });
      throw fromWriteError(error, this.target);
    }
    return {
      takeBack: () => (before === 'none' ? rm(this.#place, { force: true }) : renameOver(backup, this.#place)),
      forget: () => rm(backup, { force: true }),
    };
  }

  /** What stands in the file's place now; undefined: nothing. */
  identity(): Promise<string | undefined> {
    return identityOnDisk(this.#place);
  }

  async #save(packed: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of packed) {
      this.#packed.update(chunk);
      this.#bytes += chunk.length;
      // Writes on until all of the chunk is on the disk.
      await this.#file.writeFile(chunk);
    }
  }

  #mustWork(): void {
    if (this.#failure) throw this.#failure;
  }
}

/** Keeps what stands at `place` under another name, there too where the file system has hard links. */
async function setAside(place: string, backup: string): Promise<'linked' | 'moved' | 'none'> {
  try {
    const isLinked = await link(place, backup).then(
      () => true,
      (error: unknown) => (isMissing(error) ? Promise.reject(error) : false),
    );
    if (isLinked) return 'linked';
    await renameOver(place, backup);
    return 'moved';
  } catch (error) {
    if (isMissing(error)) return 'none';
    throw error;
  }
}

interface Placed {
  takeBack(): Promise<void>;
  forget(): Promise<void>;
}

/** Puts all files in their places, or none: where one cannot be placed, those before it are taken back. */
export async function commit(drafts: readonly Draft[]): Promise<void> {
  const placed: Placed[] = [];
  const ours = new Set<string | undefined>();
  try {
    for (const draft of drafts) {
      const there = await draft.identity();
      if (there !== undefined && ours.has(there)) throw oneOfOurs(draft.target);
      placed.push(await draft.place());
      ours.add(await draft.identity());
    }
  } catch (error) {
    await Promise.allSettled(placed.map(one => one.takeBack()));
    throw error;
  }
  // All stand in their places: a leftover beside them does no harm.
  await Promise.allSettled(placed.map(one => one.forget()));
}

/** Of names that are new nobody can tell before they are written whether the file system takes them for one. */
function oneOfOurs(path: string): DatasetError {
  const why = 'to this file system its name is that of another file of this export';
  return new DatasetError('unwritable', `${path} could not be written: ${why}. Name another.`);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** A file that may not be written over. */
export function alreadyThere(path: string): DatasetError {
  return new DatasetError('unwritable', `${path} is there already. Name another file, or say --force to replace it.`);
}
