import { createReadStream, createWriteStream } from 'node:fs';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import { LineIndex } from '../../core/dataset/lineIndex.ts';
import type { Compression, IndexProgress, UnpackJob } from '../../rpc/worker.ts';
import { DatasetError, fromFileError } from '../datasetError.ts';
import { IndexReporter } from './indexFile.ts';
import type { JobContext } from './jobContext.ts';

const bytesBetweenReports = 8 << 20;

/** Unpacks a file beside the index of what it unpacks. The target may be read up to the bytes last told. */
export async function unpackFile(
  { path, compression, target }: UnpackJob,
  { signal, progress }: JobContext<IndexProgress>,
): Promise<{ rows: number; bytes: number }> {
  const index = new LineIndex();
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
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), decompressor(compression), indexing, { signal });
  } catch (error) {
    output.destroy();
    if (signal.aborted || error instanceof DatasetError) throw error;
    throw fromFileError(error, isWriteError(error) ? target : path);
  }
  index.finish(last);
  reporter.tell(index);
  return { rows: index.rowCount, bytes: index.byteCount };
}

function decompressor(compression: Compression): Transform {
  if (compression === 'gzip') return zlib.createGunzip({ chunkSize: 1 << 20 });
  // node:zlib has Zstandard from Node 22.15 on; fzstd serves the others, some three times slower.
  const native = (zlib as { createZstdDecompress?: (options: zlib.ZlibOptions) => Transform }).createZstdDecompress;
  return native ? native({ chunkSize: 1 << 20 }) : portableZstd();
}

function portableZstd(): Transform {
  let finished = false;
  const unpack = new Decompress((chunk, isLast) => {
    if (chunk.length > 0) stream.push(chunk);
    finished = isLast ?? false;
  });
  const stream = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      attempt(() => unpack.push(chunk), done);
    },
    flush(done) {
      attempt(() => {
        if (!finished) unpack.push(new Uint8Array(0), true);
      }, done);
    },
  });
  return stream;
}

function attempt(work: () => void, done: (error?: Error) => void): void {
  try {
    work();
    done();
  } catch (error) {
    done(Object.assign(new Error(String(error)), { code: 'ZSTD_error' }));
  }
}

function isWriteError(error: unknown): boolean {
  return (error as { syscall?: string }).syscall === 'write';
}
