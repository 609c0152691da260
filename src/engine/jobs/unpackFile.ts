import { createReadStream, createWriteStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { LineIndex } from '../../core/dataset/lineIndex.ts';
import type { RowKernel } from '../../core/kernel/rowKernel.ts';
import type { IndexProgress, UnpackJob } from '../../rpc/worker.ts';
import { DatasetError, fromFileError, fromWriteError } from '../datasetError.ts';
import { unpackingNeedsSpace } from '../files/content.ts';
import { unpackZstd } from '../files/zstd.ts';
import { IndexReporter } from './indexFile.ts';
import type { JobContext } from './jobContext.ts';

const bytesBetweenReports = 8 << 20;

/** Unpacks a file beside the index of what it unpacks. The target may be read up to the bytes last told. */
export async function unpackFile(
  { path, compression, target }: UnpackJob,
  { signal, progress }: JobContext<IndexProgress>,
  kernel: RowKernel,
): Promise<{ rows: number; bytes: number }> {
  const index = new LineIndex(kernel);
  const reporter = new IndexReporter({ row: 0, byteStart: 0 }, progress);
  let last: number | undefined;
  let told = 0;
  const output = createWriteStream(target, { flags: 'wx', mode: 0o600 });
  const indexing = new Writable({
    write(chunk: Buffer, _encoding, done) {
      output.write(chunk, error => {
        if (error) return done(error);
        index.add(chunk);
        last = chunk[chunk.length - 1];
        if (told === 0 || index.byteCount - told >= bytesBetweenReports) {
          told = index.byteCount;
          reporter.tell(index);
        }
        done();
      });
    },
    final: done => output.end(done),
  });
  output.on('error', error => indexing.destroy(error));
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: 1 << 20 }),
      compression === 'gzip' ? createGunzip({ chunkSize: 1 << 20 }) : unpackZstd,
      indexing,
      { signal },
    );
  } catch (error) {
    output.destroy();
    if (signal.aborted || error instanceof DatasetError) throw error;
    throw isWriteError(error, target) ? fromWriteError(error, target, unpackingNeedsSpace) : fromFileError(error, path);
  }
  index.finish(last);
  reporter.tell(index);
  return { rows: index.rowCount, bytes: index.byteCount };
}

function isWriteError(error: unknown, target: string): boolean {
  const { syscall, path } = error as { syscall?: string; path?: string };
  return syscall === 'write' || path === target;
}
