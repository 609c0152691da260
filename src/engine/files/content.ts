import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Compression } from '../../rpc/worker.ts';
import { fromWriteError } from '../datasetError.ts';

/** Where the rows of a dataset stand uncompressed: the file itself, or a private temporary copy. */
export interface Content {
  readonly path: string;
  readonly compression?: Compression;
  dispose(): void;
}

const extensions: readonly (readonly [extension: string, compression: Compression])[] = [
  ['.gz', 'gzip'],
  ['.zst', 'zstd'],
];

function compressionOf(path: string): Compression | undefined {
  return extensions.find(([extension]) => path.toLowerCase().endsWith(extension))?.[1];
}

/** What to do where there is no room to unpack. */
export const unpackingNeedsSpace = `Free space there or point ${process.platform === 'win32' ? 'TEMP' : 'TMPDIR'} at another disk.`;

/** Names the content of a dataset; a compressed one gets a place of its own that only this user may read, gone on `dispose` and at exit. Throws `DatasetError`. */
export function contentOf(path: string, temporaryFolder = tmpdir()): Content {
  const compression = compressionOf(path);
  if (compression === undefined) return { path, dispose: () => undefined };
  const folder = privateFolder(temporaryFolder);
  // On Windows a file keeps its folder until the thread that still unpacks into it has let go.
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  const removeAtExit = (): void => {
    try {
      remove();
    } catch {
      // The work is done, and its exit code stands.
    }
  };
  // One listener for each open packed file is no leak, which Node takes more than ten for.
  allowListeners(1);
  process.once('exit', removeAtExit);
  return {
    path: join(folder, randomUUID()),
    compression,
    dispose() {
      if (!process.listeners('exit').includes(removeAtExit)) return;
      process.off('exit', removeAtExit);
      allowListeners(-1);
      remove();
    },
  };
}

function allowListeners(more: number): void {
  const most = process.getMaxListeners();
  if (most > 0) process.setMaxListeners(most + more);
}

function privateFolder(parent: string): string {
  try {
    return mkdtempSync(join(parent, 'undertone-'));
  } catch (error) {
    throw fromWriteError(error, join(parent, 'undertone-*'), unpackingNeedsSpace);
  }
}
