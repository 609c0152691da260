import { basename } from 'node:path';
import { Uri, type Disposable } from 'vscode';
import type { ProvenanceRecord } from '../../core/provenance/record.ts';
import { besideNames, readProvenance } from '../../core/provenance/readers/registry.ts';
import { DatasetError } from '../../engine/datasetError.ts';
import { identify } from '../../engine/files/identity.ts';
import { FileWatch } from '../../engine/files/watch.ts';
import { OpenDataset } from '../../engine/openDataset.ts';
import { provenanceFiles } from '../../engine/provenanceFiles.ts';
import type { WorkerPool } from '../../engine/workerPool.ts';
import { debounce, throttle } from '../base/delay.ts';
import { DisposableStore } from '../base/disposables.ts';
import { nameOf } from '../base/uris.ts';
import { watchFolder } from '../recipe/recipes.ts';

/** Rejects with `DatasetError` for what is no readable dataset. */
export async function openEngine(uri: Uri, workers: WorkerPool): Promise<OpenDataset> {
  // Another scheme's path may name another file: that of an earlier version in git is the path of the version there is now.
  if (uri.scheme !== 'file') {
    const next = 'Datasets are read from disk: save it there and open that.';
    throw new DatasetError(
      'unreadable',
      `${uri.path} is no file on this machine but a document of "${uri.scheme}". ${next}`,
    );
  }
  return OpenDataset.open(uri.fsPath, workers);
}

/** What the cards beside a dataset and its first rows say. */
export async function provenanceOf(engine: OpenDataset): Promise<ProvenanceRecord> {
  return readProvenance(await provenanceFiles(engine.path), engine.head, basename(engine.path));
}

/** Tells, not too often, that the index grew and that the file changed. Returns what ends it. */
export function listenTo(engine: OpenDataset, changed: { index(): void; file(): void }): () => void {
  const index = throttle(100, changed.index);
  const file = debounce(300, changed.file);
  const stop = [engine.onDidChangeIndex(index), engine.onDidChangeFile(file)];
  return () => {
    for (const end of stop) end();
    index.dispose();
    file.dispose();
  };
}

/** Watches the file that a dataset was compared with: what was said of it does not hold for another. */
export class ControlWatch implements Disposable {
  readonly #changed: () => void;
  #watch: FileWatch | undefined;
  #disposed = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Undefined: it was compared with none. */
  async follow(path: string | undefined): Promise<void> {
    this.#watch?.dispose();
    const identity = path === undefined ? undefined : await identify(path).catch(() => undefined);
    if (path === undefined || identity === undefined || this.#disposed) return;
    this.#watch = new FileWatch(path, identity);
    this.#watch.onDidChange(this.#changed);
  }

  dispose(): void {
    this.#disposed = true;
    this.#watch?.dispose();
  }
}

interface Beside {
  card(): void;
  isGone(): boolean;
  returned(): void;
}

/** Tells that a card or sidecar beside a dataset was written, and that a file that had gone is back. */
export function watchBeside(uri: Uri, name: string, changed: Beside): Disposable {
  const store = new DisposableStore();
  // The file system may make no difference of case; to read once too often does no harm.
  const cards = new Set(besideNames(name).map(each => each.toLowerCase()));
  const card = store.add(debounce(200, changed.card));
  const returned = store.add(debounce(300, changed.returned));
  store.add(
    watchFolder(Uri.joinPath(uri, '..'), file => {
      const written = nameOf(file);
      if (cards.has(written.toLowerCase())) card();
      else if (written === name && changed.isGone()) returned();
    }),
  );
  return store;
}
