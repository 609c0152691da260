import { createHash } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, type JsonValue } from '../../core/json/value.ts';
import { fromWriteError } from '../datasetError.ts';
import { linesOf } from '../llr/readScores.ts';

/** What an answer depends on. */
export type CacheKey = readonly (string | number | JsonValue)[];

/**
 * Answers of one model at one endpoint, in a file that lines are only ever added to: a run that ended early goes on where it was.
 * Requests stand in it as hashes; texts that the model wrote stand as they are. Deleting the file forgets them.
 */
export class AnswerCache {
  readonly path: string;
  readonly #known: Map<string, JsonValue>;
  readonly #file: FileHandle;
  #hits = 0;

  private constructor(path: string, known: Map<string, JsonValue>, file: FileHandle) {
    this.path = path;
    this.#known = known;
    this.#file = file;
  }

  /** Throws `DatasetError` where nothing can be written. A line that a crash cut off is passed over. */
  static async open(
    folder: string,
    endpoint: { readonly baseUrl: string; readonly model: string },
  ): Promise<AnswerCache> {
    const path = join(folder, `${hash([endpoint.baseUrl, endpoint.model]).slice(0, 32)}.jsonl`);
    try {
      await mkdir(folder, { recursive: true });
      const file = await open(path, 'a+', 0o600);
      const known = await read(path);
      if (await isCutOff(file)) await file.write('\n');
      return new AnswerCache(path, known, file);
    } catch (error) {
      throw fromWriteError(error, path);
    }
  }

  /** Answers that were there already. */
  get hits(): number {
    return this.#hits;
  }

  get(key: CacheKey): JsonValue | undefined {
    const value = this.#known.get(hash(key));
    if (value !== undefined) this.#hits++;
    return value;
  }

  async put(key: CacheKey, value: JsonValue): Promise<void> {
    const name = hash(key);
    this.#known.set(name, value);
    try {
      await this.#file.write(`${JSON.stringify({ key: name, value })}\n`);
    } catch (error) {
      throw fromWriteError(error, this.path);
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** Line by line: all of it may be longer than a text can be. */
async function read(path: string): Promise<Map<string, JsonValue>> {
  const known = new Map<string, JsonValue>();
  for await (const line of linesOf(path, undefined)) {
    try {
      const entry = JSON.parse(line) as JsonValue;
      if (!isObject(entry)) continue;
      const { key, value } = entry;
      if (typeof key === 'string' && value !== undefined) known.set(key, value);
    } catch {
      continue;
    }
  }
  return known;
}

async function isCutOff(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}

function hash(key: CacheKey): string {
  return createHash('sha256').update(JSON.stringify(key)).digest('hex');
}
