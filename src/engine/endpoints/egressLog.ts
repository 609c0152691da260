import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { fromWriteError } from '../datasetError.ts';

/** One attempt at a request: what left the machine, and never its contents. */
export interface EgressEntry {
  /** ISO 8601. */
  readonly time: string;
  /** The address asked. */
  readonly endpoint: string;
  readonly model: string;
  /** Numbers of the rows that it was about, from 1; none for a request that tries out the endpoint. */
  readonly rows: readonly number[];
  /** Of the request's body. */
  readonly bytes: number;
  /** Prompt tokens, as the server told; null where it did not. */
  readonly tokens: number | null;
  /** Of HTTP; `failed`: no whole answer came; `cancelled`: given up, by the user or for lack of time. */
  readonly status: number | 'failed' | 'cancelled';
}

const egressFile = 'egress.jsonl';

/** The record of everything that left the machine: a file that lines are only ever added to. */
export class EgressLog {
  readonly path: string;
  readonly #file: FileHandle;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  /** Makes the folder where there is none. Throws `DatasetError` where nothing can be written: then nothing may be sent. */
  static async open(folder: string): Promise<EgressLog> {
    const path = join(folder, egressFile);
    try {
      await mkdir(folder, { recursive: true });
      return new EgressLog(path, await open(path, 'a', 0o600));
    } catch (error) {
      throw fromWriteError(error, path);
    }
  }

  async append(entry: EgressEntry): Promise<void> {
    try {
      await this.#file.write(`${JSON.stringify(entry)}\n`);
    } catch (error) {
      throw fromWriteError(error, this.path);
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
