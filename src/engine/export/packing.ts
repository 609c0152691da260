import { PassThrough, Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { DatasetError } from '../datasetError.ts';

type NativeZstd = (options: { readonly params: Readonly<Record<number, number>> }) => Transform;

const gzipLevel = 6;

/** What packs the bytes of a file with this name: by its extension, or not at all. Throws `DatasetError` where this Node cannot. */
export function packerFor(path: string): Transform {
  const name = path.toLowerCase();
  if (name.endsWith('.gz')) return zlib.createGzip({ level: gzipLevel });
  if (!name.endsWith('.zst')) return new PassThrough();
  // From Node 22.15 on.
  const { createZstdCompress, constants } = zlib as { createZstdCompress?: NativeZstd; constants: object };
  const checksum = (constants as Readonly<Record<string, number>>)['ZSTD_c_checksumFlag'];
  if (createZstdCompress && checksum !== undefined) return createZstdCompress({ params: { [checksum]: 1 } });
  const next = 'Name a .gz or a plain file, or run with Node 22.15 or later.';
  throw new DatasetError('unwritable', `${path} could not be written: this Node has no Zstandard. ${next}`);
}

/** The byte of a gzip header that names the operating system: "unknown" everywhere, so that the same rows give the same header. */
export function withoutSystem(path: string): Transform {
  if (!path.toLowerCase().endsWith('.gz')) return new PassThrough();
  const systemAt = 9;
  let offset = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const at = systemAt - offset;
      if (at >= 0 && at < chunk.length) chunk[at] = 255;
      offset += chunk.length;
      done(undefined, chunk);
    },
  });
}
