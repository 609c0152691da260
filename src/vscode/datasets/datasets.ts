import { EventEmitter, type Disposable, type Event, type Uri } from 'vscode';
import { DisposableStore } from '../base/disposables.ts';
import { onDidChangeSettings } from '../base/settings.ts';
import type { CardStore } from '../../engine/cards/cardStore.ts';
import type { KeptChoices } from './choices.ts';
import { Dataset, type DatasetChange, type DatasetServices as ForEach } from './dataset.ts';
import { showKept } from './keptCards.ts';

export interface DatasetServices extends ForEach {
  readonly cards: CardStore;
  readonly choices: KeptChoices;
}

export interface DatasetReference extends Disposable {
  readonly dataset: Dataset;
}

export interface DatasetEvent {
  readonly dataset: Dataset;
  readonly change: DatasetChange | 'opened';
}

interface Entry {
  readonly opening: Promise<Dataset>;
  dataset: Dataset | undefined;
  references: number;
}

/** The one owner of open datasets: opens each file once, however many editors show it, and closes it after the last. */
export class Datasets implements Disposable {
  readonly #services: DatasetServices;
  readonly #store = new DisposableStore();
  readonly #entries = new Map<string, Entry>();
  readonly #kept = new Map<string, DatasetReference>();
  readonly #changed = this.#store.add(new EventEmitter<DatasetEvent>());
  readonly #closed = this.#store.add(new EventEmitter<Uri>());
  readonly #activated = this.#store.add(new EventEmitter<void>());
  #active: string | undefined;

  readonly onDidChange: Event<DatasetEvent> = this.#changed.event;
  readonly onDidClose: Event<Uri> = this.#closed.event;
  readonly onDidChangeActive: Event<void> = this.#activated.event;

  constructor(services: DatasetServices) {
    this.#services = services;
    this.#store.add(
      onDidChangeSettings(affects => {
        for (const dataset of this.all()) if (affects(dataset.uri)) void dataset.planChanged();
      }),
    );
  }

  all(): Dataset[] {
    return [...this.#entries.values()].flatMap(({ dataset }) => dataset ?? []);
  }

  /** The dataset where it is open already. */
  get(uri: Uri): Dataset | undefined {
    return this.#entries.get(uri.toString())?.dataset;
  }

  /** What the results panel and the status bar speak of: the dataset the user looked at last. */
  get active(): Dataset | undefined {
    return this.#active === undefined ? undefined : this.#entries.get(this.#active)?.dataset;
  }

  /** Opens a dataset, or shares the one that is open; it stays open until every reference is disposed. */
  async acquire(uri: Uri): Promise<DatasetReference> {
    const key = uri.toString();
    const entry = this.#entries.get(key) ?? this.#open(uri);
    entry.references++;
    try {
      const dataset = await entry.opening;
      let held = true;
      return {
        dataset,
        dispose: () => {
          if (held) this.#release(key, entry);
          held = false;
        },
      };
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }

  /** Keeps a dataset open without an editor, for results that the user asked for. */
  async keep(uri: Uri): Promise<Dataset> {
    const reference = await this.acquire(uri);
    const key = uri.toString();
    this.#kept.get(key)?.dispose();
    this.#kept.set(key, reference);
    return reference.dataset;
  }

  /**
   * Lets go of the datasets that no editor shows, but for those it returns: a model is being asked about them. Forgets cards of and
   * choices for all that are not open then.
   */
  async clearClosed(): Promise<readonly Dataset[]> {
    const held: Dataset[] = [];
    for (const [key, reference] of this.#kept) {
      if (reference.dataset.runs.isUnderWay) {
        held.push(reference.dataset);
        continue;
      }
      this.#kept.delete(key);
      reference.dispose();
    }
    const open = this.all().map(({ uri }) => uri.fsPath);
    await this.#services.cards.forgetAllBut(open);
    await this.#services.choices.forgetAllBut(open);
    return held;
  }

  /** Makes an open dataset the one that panel and status bar speak of. */
  activate(uri: Uri): void {
    const key = uri.toString();
    if (this.#active === key || !this.#entries.has(key)) return;
    this.#active = key;
    this.#activated.fire();
  }

  dispose(): void {
    this.#kept.clear();
    for (const { opening } of this.#entries.values()) {
      void opening.then(
        dataset => dataset.dispose(),
        () => undefined, // Whoever opened it was told.
      );
    }
    this.#entries.clear();
    this.#store.dispose();
  }

  #open(uri: Uri): Entry {
    const entry: Entry = { opening: this.#start(uri), dataset: undefined, references: 0 };
    this.#entries.set(uri.toString(), entry);
    return entry;
  }

  async #start(uri: Uri): Promise<Dataset> {
    const dataset = await Dataset.open(uri, this.#services);
    showKept(await this.#services.cards.of(uri.fsPath), dataset);
    await this.#services.choices.follow(dataset);
    const entry = this.#entries.get(uri.toString());
    if (!entry) {
      dataset.dispose();
      return dataset;
    }
    entry.dataset = dataset;
    dataset.onDidChange(change => this.#changed.fire({ dataset, change }));
    this.#changed.fire({ dataset, change: 'opened' });
    return dataset;
  }

  #release(key: string, entry: Entry): void {
    entry.references--;
    if (entry.references > 0 || this.#entries.get(key) !== entry) return;
    this.#entries.delete(key);
    entry.dataset?.dispose();
    if (this.#active === key) {
      this.#active = undefined;
      this.#activated.fire();
    }
    if (entry.dataset) this.#closed.fire(entry.dataset.uri);
  }
}
