import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import { messageOf } from '../../core/text/messageOf.ts';

type Bytes = AsyncIterable<Uint8Array>;

/** Unpacks Zstandard of any number of frames. Rejects with a `code` that starts with `ZSTD` or `Z_` where it is damaged or cut off. */
export function unpackZstd(packed: Bytes): AsyncGenerator<Uint8Array> {
  // node:zlib has Zstandard from Node 22.15 on. It is four times faster than fzstd, and checks checksums.
  const native = (zlib as { createZstdDecompress?: Native }).createZstdDecompress;
  return native ? unpackFrames(packed, native) : unpackZstdPortably(packed);
}

type Native = (options: { readonly chunkSize: number }) => NodeJS.ReadWriteStream & Bytes;

/** Frame by frame, each by itself: node:zlib (as of Node 24) ends after the first, without an error, and the other rows would be missing. */
async function* unpackFrames(packed: Bytes, native: Native): AsyncGenerator<Uint8Array> {
  const pieces = framePieces(packed);
  for (let first = await pieces.next(); !first.done; first = await pieces.next()) {
    const unpacker = native({ chunkSize: 1 << 20 });
    const fed = pipeline(restOfFrame(first.value, pieces), unpacker);
    // What goes wrong comes out of the unpacker too.
    fed.catch(() => undefined);
    yield* unpacker;
    await fed;
  }
}

interface FramePiece {
  readonly bytes: Uint8Array;
  /** Whether the frame ends with it. */
  readonly ends: boolean;
}

async function* restOfFrame(first: FramePiece, pieces: AsyncGenerator<FramePiece>): AsyncGenerator<Uint8Array> {
  yield first.bytes;
  let { ends } = first;
  while (!ends) {
    const next = await pieces.next();
    if (next.done) return;
    ends = next.value.ends;
    yield next.value.bytes;
  }
}

/** Cuts the bytes where frames end. */
async function* framePieces(packed: Bytes): AsyncGenerator<FramePiece> {
  let walk = new FrameWalk();
  for await (const chunk of packed) {
    let start = 0;
    for (let at = 0; at < chunk.length;) {
      at = walk.on(chunk, at);
      if (!walk.ended) continue;
      yield { bytes: chunk.subarray(start, at), ends: true };
      start = at;
      walk = new FrameWalk();
    }
    if (start < chunk.length) yield { bytes: chunk.subarray(start), ends: false };
  }
}

/** What a frame's layout wants next: bytes to look at, or bytes to pass over. */
type Step = { readonly take: number } | { readonly skip: number };

/** Walks over one frame, whatever the chunks it comes in. */
class FrameWalk {
  readonly #layout = frameLayout();
  #step = this.#layout.next();
  #taken: number[] = [];
  #skipped = 0;

  get ended(): boolean {
    return this.#step.done ?? false;
  }

  /** Goes on from `at`; answers where it stopped: at the end of the frame or of the chunk. */
  on(chunk: Uint8Array, at: number): number {
    while (!this.#step.done) {
      const step = this.#step.value;
      if ('skip' in step) {
        const some = Math.min(step.skip - this.#skipped, chunk.length - at);
        at += some;
        this.#skipped += some;
        if (this.#skipped < step.skip) return at;
      } else {
        while (this.#taken.length < step.take && at < chunk.length) this.#taken.push(chunk[at++] ?? 0);
        if (this.#taken.length < step.take) return at;
      }
      this.#step = this.#layout.next(this.#taken);
      this.#taken = [];
      this.#skipped = 0;
    }
    return at;
  }
}

/** The layout of a frame, RFC 8878, section 3.1; every yield of `take` is answered with those bytes. */
function* frameLayout(): Generator<Step, void, readonly number[]> {
  const magic = littleEndian(yield { take: 4 });
  if (magic >>> 4 === 0x184d2a5) {
    yield { skip: littleEndian(yield { take: 4 }) };
    return;
  }
  if (magic !== 0xfd2fb528) throw Object.assign(new Error('no frame starts here'), { code: 'ZSTD_error' });
  const descriptor = littleEndian(yield { take: 1 });
  const isSingleSegment = (descriptor & 32) !== 0;
  const window = isSingleSegment ? 0 : 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeFlag = descriptor >>> 6;
  const contentSize = sizeFlag === 0 ? 1 - window : 1 << sizeFlag;
  yield { skip: window + dictionary + contentSize };
  for (let isLast = false; !isLast;) {
    const block = littleEndian(yield { take: 3 });
    isLast = (block & 1) === 1;
    const isOneByteRepeated = ((block >>> 1) & 3) === 1;
    yield { skip: isOneByteRepeated ? 1 : block >>> 3 };
  }
  if ((descriptor & 4) !== 0) yield { skip: 4 };
}

function littleEndian(bytes: readonly number[]): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}

const portablePieceBytes = 4096;

/** For Node without Zstandard: finds what is cut off and most of what is damaged. */
export async function* unpackZstdPortably(packed: Bytes): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const unpacker = new Decompress(chunk => ready.push(chunk));
  const unpack = (piece: Uint8Array, isLast: boolean): Uint8Array[] => {
    try {
      unpacker.push(piece, isLast);
    } catch (error) {
      throw Object.assign(new Error(messageOf(error)), { code: 'ZSTD_error' });
    }
    // The last block of a frame may be empty.
    return ready.splice(0).filter(({ length }) => length > 0);
  };
  // A small piece at a time: it may come to thousands of times its size.
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.length; at += portablePieceBytes) {
      yield* unpack(chunk.subarray(at, at + portablePieceBytes), false);
    }
  }
  yield* unpack(new Uint8Array(0), true);
}
