import type { ByteSource } from '../../../src/core/dataset/byteSource.ts';

/** Bytes in memory, counting what is read of them. */
export class MemorySource implements ByteSource {
  readonly #bytes: Uint8Array;
  bytesRead = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get byteLength(): number {
    return this.#bytes.length;
  }

  read(byteStart: number, byteEnd: number): Promise<Uint8Array> {
    const part = this.#bytes.subarray(byteStart, byteEnd);
    this.bytesRead += part.length;
    return Promise.resolve(part);
  }
}
