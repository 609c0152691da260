import { open, type FileHandle } from 'node:fs/promises';
import type { ByteSource } from '../../core/dataset/byteSource.ts';
import { fromFileError } from '../datasetError.ts';

/** The bytes of a file on disk. */
export class FileSource implements ByteSource {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly byteLength: number;
  #closedFor: Error | undefined;

  private constructor(path: string, file: FileHandle, byteLength: number) {
    this.#path = path;
    this.#file = file;
    this.byteLength = byteLength;
  }

  /** Reads up to `byteLength`: what is appended later belongs to another state of the file. Throws `DatasetError`. */
  static async open(path: string, byteLength = Infinity): Promise<FileSource> {
    try {
      return new FileSource(path, await open(path, 'r'), byteLength);
    } catch (error) {
      throw fromFileError(error, path);
    }
  }

  async read(byteStart: number, byteEnd: number, signal?: AbortSignal): Promise<Uint8Array> {
    signal?.throwIfAborted();
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(byteEnd, this.byteLength) - byteStart));
    try {
      const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, byteStart);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      throw this.#closedFor ?? fromFileError(error, this.#path);
    }
  }

  /** What is read afterwards rejects with `why`, where there is one. */
  async close(why?: Error): Promise<void> {
    this.#closedFor = why;
    await this.#file.close();
  }
}
