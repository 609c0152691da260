import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../core/text/messageOf.ts';
import { writeWhole } from '../files/writeWhole.ts';
import { cardText, readCard, type KeptCard } from './cardText.ts';

interface Log {
  warn(message: string): void;
}

/**
 * Cards of datasets on disk, one file for each dataset and probe, so that they are there when a window is opened anew. They hold what
 * card and report say, and scores by the number of a row. Nothing here rejects: a card that cannot be kept, or read, is a line in the log.
 */
export class CardStore {
  readonly #folder: string;
  readonly #log: Log;
  readonly #most: { readonly cards: number; readonly bytes: number };

  /** `most`: what all cards together may take; the oldest go first. */
  constructor(folder: string, log: Log, most = { cards: 200, bytes: 128_000_000 }) {
    this.#folder = folder;
    this.#log = log;
    this.#most = most;
  }

  /** Keeps the latest card of a probe of the dataset at this path. */
  async keep(path: string, card: KeptCard): Promise<void> {
    const text = cardText(card);
    if (text === undefined) {
      this.#log.warn(`A card of ${path} is too long to be kept.`);
      return;
    }
    const folder = this.#folderOf(path);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(join(folder, `${card.run.kind}.json`), text, 0o600);
      await this.#forgetOldest();
    } catch (error) {
      this.#log.warn(`A card of ${path} was not kept: ${messageOf(error)}`);
    }
  }

  /** The cards of the dataset at this path, the oldest first. */
  async of(path: string): Promise<readonly KeptCard[]> {
    const folder = this.#folderOf(path);
    const cards: KeptCard[] = [];
    for (const name of await namesIn(folder)) {
      const file = join(folder, name);
      const read = await readFile(file, 'utf8').then(readCard, (error: unknown) => ({ error: messageOf(error) }));
      if ('ok' in read) cards.push(read.ok);
      else this.#log.warn(`The card in ${file} is not shown: ${read.error}.`);
    }
    return cards.toSorted((a, b) => a.time - b.time);
  }

  /** Forgets every card but those of the datasets at these paths. */
  async forgetAllBut(paths: readonly string[]): Promise<void> {
    const kept = new Set(paths.map(nameOf));
    for (const name of await listed(this.#folder)) if (!kept.has(name)) await this.#remove(join(this.#folder, name));
  }

  async #forgetOldest(): Promise<void> {
    const files: { readonly path: string; readonly bytes: number; readonly written: number }[] = [];
    for (const folder of await listed(this.#folder)) {
      for (const name of await namesIn(join(this.#folder, folder))) {
        const path = join(this.#folder, folder, name);
        const found = await stat(path).catch(() => undefined);
        if (found) files.push({ path, bytes: found.size, written: found.mtimeMs });
      }
    }
    let bytes = 0;
    for (const [at, file] of files.toSorted((a, b) => b.written - a.written).entries()) {
      bytes += file.bytes;
      if (at >= this.#most.cards || bytes > this.#most.bytes) await this.#remove(file.path);
    }
  }

  async #remove(path: string): Promise<void> {
    try {
      await rm(path, { recursive: true, force: true });
    } catch (error) {
      this.#log.warn(`${path} was not deleted: ${messageOf(error)}`);
    }
  }

  #folderOf(path: string): string {
    return join(this.#folder, nameOf(path));
  }
}

function nameOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 32);
}

/** Without what a crash left of one that was being written. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return (await listed(folder)).filter(name => name.endsWith('.json'));
}

function listed(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
