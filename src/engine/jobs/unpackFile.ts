import { createReadStream, createWriteStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { LineIndex } from '../../core/dataset/lineIndex.ts';
import type { Compression, IndexProgress, UnpackJob } from '../../rpc/worker.ts';
import { DatasetError, fromFileError, fromWriteError } from '../datasetError.ts';
import { unpackingNeedsSpace } from '../files/content.ts';
import { IndexReporter } from './indexFile.ts';
import type { JobContext } from './jobContext.ts';

const bytesBetweenReports = 8 << 20;
const zstdPieceBytes = 4096;

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
    throw isWriteError(error, target) ? fromWriteError(error, target, unpackingNeedsSpace) : fromFileError(error, path);
  }
  index.finish(last);
  reporter.tell(index);
  return { rows: index.rowCount, bytes: index.byteCount };
}

type Unpacker = NodeJS.ReadWriteStream | ((packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>);

function decompressor(compression: Compression): Unpacker {
  return compression === 'gzip' ? createGunzip({ chunkSize: 1 << 20 }) : unpackZstd;
}

/**
 * Unpacks Zstandard, a small piece at a time: it may come to thousands of times its size. Not by node:zlib, which has it from
 * Node 22.15 on alone and (as of 24) ends without an error after the first of several frames: rows would be missing.
 */
export async function* unpackZstd(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const unpacker = new Decompress(chunk => ready.push(chunk));
  const unpack = (piece: Uint8Array, isLast: boolean): Uint8Array[] => {
    try {
      unpacker.push(piece, isLast);
    } catch (error) {
      throw Object.assign(new Error(error instanceof Error ? error.message : String(error)), { code: 'ZSTD_error' });
    }
    // The last block of a frame may be empty.
    return ready.splice(0).filter(({ length }) => length > 0);
  };
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.length; at += zstdPieceBytes) {
      yield* unpack(chunk.subarray(at, at + zstdPieceBytes), false);
    }
  }
  yield* unpack(new Uint8Array(0), true);
}

function isWriteError(error: unknown, target: string): boolean {
  const { syscall, path } = error as { syscall?: string; path?: string };
  return syscall === 'write' || path === target;
}
