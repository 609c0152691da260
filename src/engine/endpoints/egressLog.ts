import { writeSync } from 'node:fs';
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

/** What is known of an attempt before it is sent. */
export type Leaving = Omit<EgressEntry, 'tokens' | 'status'>;

/** Where attempts are noted: each is told before it is sent, and what it returns is told how it ended. */
export interface Egress {
  /** What it returns rejects with `DatasetError` where nothing can be written. */
  leaving(attempt: Leaving): (ended: Pick<EgressEntry, 'tokens' | 'status'>) => Promise<void>;
}

/** The record of everything that left the machine: a file that lines are only ever added to. */
export class EgressLog implements Egress {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #underWay = new Set<Leaving>();
  /** An editor's window that is closed or loaded anew ends the process, and with it what is under way. */
  readonly #atExit = (): void => {
    for (const attempt of this.#underWay) {
      writeSync(this.#file.fd, lineOf({ ...attempt, tokens: null, status: 'cancelled' }));
    }
  };

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
    process.once('exit', this.#atExit);
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

  leaving(attempt: Leaving): ReturnType<Egress['leaving']> {
    this.#underWay.add(attempt);
    return async ended => {
      this.#underWay.delete(attempt);
      try {
        await this.#file.write(lineOf({ ...attempt, ...ended }));
      } catch (error) {
        throw fromWriteError(error, this.path);
      }
    };
  }

  close(): Promise<void> {
    process.off('exit', this.#atExit);
    return this.#file.close();
  }
}

function lineOf(entry: EgressEntry): string {
  return `${JSON.stringify(entry)}\n`;
}
