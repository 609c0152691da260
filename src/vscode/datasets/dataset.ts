import { EventEmitter, type Disposable, type Event, type Uri } from 'vscode';
import type { ProvenanceRecord } from '../../core/provenance/record.ts';
import { messageOf } from '../../core/text/messageOf.ts';
import { changedWhileRead, DatasetError } from '../../engine/datasetError.ts';
import type { OpenDataset } from '../../engine/openDataset.ts';
import type { WorkerPool } from '../../engine/workerPool.ts';
import type { IndexState } from '../../rpc/inspector.ts';
import type { Acceptances } from '../acceptance/acceptances.ts';
import { debounce } from '../base/delay.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import { readSettings } from '../base/settings.ts';
import { nameOf } from '../base/uris.ts';
import type { Recipes } from '../recipe/recipes.ts';
import { partedScan, toldProgress, type LatestScan, type RunningScan, type ScanUnderWay } from './latestScan.ts';
import { ControlWatch, listenTo, openEngine, provenanceOf, watchBeside } from './onDisk.ts';
import { ProbeRuns } from './probeRuns.ts';
import { Scores } from './scores.ts';
import { optionsOf, planDataset, type PanelOverride, type Planned } from './planning.ts';

export interface DatasetServices {
  readonly workers: WorkerPool;
  readonly recipes: Recipes;
  readonly acceptances: Acceptances;
  readonly log: Log;
}

/** `progress` is frequent and changes no result; `probe`: what models said of the rows; `file`: other rows may stand there now. */
export type DatasetChange = 'index' | 'progress' | 'scan' | 'plan' | 'file' | 'probe';

/** A dataset that is open in the editor: the engine's view of the file as it is now, and its latest scan. */
export class Dataset implements Disposable {
  readonly uri: Uri;
  readonly #services: DatasetServices;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new EventEmitter<DatasetChange>());
  readonly onDidChange: Event<DatasetChange> = this.#changed.event;
  readonly scores = this.#store.add(new Scores());
  readonly runs = this.#store.add(new ProbeRuns());
  readonly #controlWatch = this.#store.add(new ControlWatch(() => void this.#rescan()));
  readonly #panel = new Map<string, PanelOverride>();
  #control: string | undefined;
  #engine: OpenDataset;
  #provenance: ProvenanceRecord;
  #gone: string | undefined;
  #latest: LatestScan | undefined;
  #running: RunningScan | undefined;
  #scan: ScanUnderWay | undefined;
  #failure: string | undefined;
  #stopListening: (() => void) | undefined;
  #disposed = false;

  /** Rejects with `DatasetError` for what is no readable dataset. */
  static async open(uri: Uri, services: DatasetServices): Promise<Dataset> {
    const engine = await openEngine(uri, services.workers);
    return new Dataset(uri, services, engine, await provenanceOf(engine));
  }

  private constructor(uri: Uri, services: DatasetServices, engine: OpenDataset, provenance: ProvenanceRecord) {
    this.uri = uri;
    this.#services = services;
    this.#engine = engine;
    this.#provenance = provenance;
    this.#listen();
    this.#store.add(
      watchBeside(uri, this.name, {
        card: () => void this.provenanceChanged(),
        isGone: () => this.#gone !== undefined,
        returned: () => void this.#reload(),
      }),
    );
    for (const part of [this.scores, this.runs]) this.#store.add(part.onDidChange(() => this.#changed.fire('probe')));
    const recipeChanged = this.#store.add(debounce(100, () => void this.planChanged()));
    this.#store.add(services.recipes.onDidChange(recipeChanged));
    const acceptancesChanged = this.#store.add(debounce(100, () => void this.#partAgain()));
    this.#store.add(services.acceptances.onDidChange(acceptancesChanged));
  }

  get engine(): OpenDataset {
    return this.#engine;
  }

  get name(): string {
    return nameOf(this.uri);
  }

  get index(): IndexState {
    return this.#gone === undefined
      ? this.#engine.index
      : { state: 'failed', rows: this.#engine.index.rows, message: this.#gone };
  }

  /** Of the last scan, else what the cards and the first rows say. */
  get provenance(): ProvenanceRecord {
    return this.#latest && !this.#latest.stale ? this.#latest.result.provenance : this.#provenance;
  }

  get latest(): LatestScan | undefined {
    return this.#latest;
  }

  get running(): RunningScan | undefined {
    return this.#running;
  }

  /** Why the last scan did not finish: one sentence with the next step. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Options set in the panel that no recipe holds yet. */
  get panel(): ReadonlyMap<string, PanelOverride> {
    return this.#panel;
  }

  /** Whether the file is small enough to be checked without being asked. */
  get scansOnOpen(): boolean {
    return this.#engine.bytes <= readSettings(this.uri).scanOnOpenMegabytes * 1e6;
  }

  /** Never rejects: what stands in the way is a problem of the plan. */
  async plan(): Promise<Planned> {
    try {
      return planDataset(
        await this.#services.recipes.find(this.uri),
        readSettings(this.uri),
        this.#panel,
        this.#control,
      );
    } catch (error) {
      return { problems: [`The recipe could not be read: ${messageOf(error)}`] };
    }
  }

  /** The file that the user chose to compare this one with; it goes before the recipe's. */
  get control(): string | undefined {
    return this.#control;
  }

  setControl(path: string): void {
    this.#control = path;
    this.#outdate();
    this.#changed.fire('plan');
  }

  /** The options of one check, whether it runs or not. */
  async optionsOf(check: string): Promise<ReturnType<typeof optionsOf>> {
    return optionsOf(check, await this.#services.recipes.find(this.uri), readSettings(this.uri), this.#panel);
  }

  setOverride(check: string, override: PanelOverride): void {
    this.#panel.set(check, override);
    this.#outdate();
    this.#changed.fire('plan');
  }

  /** After they were written to a recipe. */
  clearOverrides(): void {
    this.#panel.clear();
    this.#changed.fire('plan');
  }

  /** What the plan is made of changed: settings, the recipe. Runs again where the plan is another and that is cheap. */
  async planChanged(): Promise<void> {
    const scan = this.#scan;
    const before = (scan ?? this.#latest)?.plan;
    this.#changed.fire('plan');
    if (!scan && !before && this.#failure === undefined) return;
    const { plan } = await this.plan();
    if (before && plan && JSON.stringify(plan) === JSON.stringify(before)) return;
    await this.#rescan();
  }

  /** A card or sidecar beside the dataset was written. */
  async provenanceChanged(): Promise<void> {
    const provenance = await provenanceOf(this.#engine);
    if (JSON.stringify(provenance) === JSON.stringify(this.#provenance)) return;
    this.#provenance = provenance;
    if (this.#latest || this.#scan) await this.#rescan();
    else this.#changed.fire('plan');
  }

  /** Runs the plan over the file; a scan that is under way is dropped. Never rejects: `failure` says what went wrong. */
  async scan(): Promise<'done' | 'cancelled' | 'failed'> {
    this.#scan?.abort.abort();
    const abort = new AbortController();
    const scan: ScanUnderWay = { abort, plan: undefined, outdated: false };
    this.#scan = scan;
    this.#failure = undefined;
    this.#running = { bytesDone: 0, rowsPerSecond: 0 };
    this.#changed.fire('scan');
    try {
      const { plan, problems } = await this.plan();
      if (!plan) throw new Error(problems.join(' '));
      // What changed until now is in the plan.
      Object.assign(scan, { plan, outdated: false });
      const whole = await this.#engine.scan(plan, { signal: abort.signal, ...this.#progress(scan) });
      const parted = await partedScan(this, this.#services.acceptances, whole);
      if (this.#scan !== scan) return 'cancelled';
      this.#latest = { ...parted, plan, stale: scan.outdated };
      await this.#controlWatch.follow(plan.control);
      return 'done';
    } catch (error) {
      if (abort.signal.aborted || (await this.#isCheckedAgain(error))) return 'cancelled';
      this.#failure = messageOf(error);
      this.#services.log.error(`Could not check ${this.name}:`, messageOf(error));
      return 'failed';
    } finally {
      if (this.#scan === scan) this.#endScan();
    }
  }

  cancelScan(): void {
    this.#scan?.abort.abort();
    this.#endScan();
  }

  dispose(): void {
    this.#disposed = true;
    this.#scan?.abort.abort();
    this.#stopListening?.();
    this.#store.dispose();
    this.#close(this.#engine);
  }

  /** Whether a small file changed meanwhile, which is checked again as soon as that is noticed: its control alone may have changed. */
  async #isCheckedAgain(error: unknown): Promise<boolean> {
    const isChanged = error instanceof DatasetError && error.code === 'changed';
    return isChanged && this.scansOnOpen && !(await this.#engine.isUnchanged());
  }

  #endScan(): void {
    this.#scan = undefined;
    this.#running = undefined;
    if (!this.#disposed) this.#changed.fire('scan');
  }

  #progress(scan: ScanUnderWay): ReturnType<typeof toldProgress> {
    return toldProgress({
      isRunning: () => this.#scan === scan,
      set: running => (this.#running = running),
      tell: () => this.#changed.fire('progress'),
    });
  }

  /** Somebody accepted a finding, or no longer does. */
  async #partAgain(): Promise<void> {
    const before = this.#latest;
    if (!before) return;
    const parted = await partedScan(this, this.#services.acceptances, before.whole);
    if (this.#disposed || this.#latest?.whole !== before.whole) return;
    this.#latest = { ...this.#latest, ...parted };
    this.#changed.fire('scan');
  }

  /** What a scan is made of changed: neither the last one nor the one that is under way holds. */
  #outdate(): void {
    if (this.#scan) this.#scan.outdated = true;
    if (this.#latest) this.#latest = { ...this.#latest, stale: true };
  }

  /** The result no longer holds: runs again where that is cheap, else says that it is stale. */
  async #rescan(): Promise<void> {
    if (this.#disposed) return;
    this.#outdate();
    if (this.scansOnOpen) await this.scan();
    else this.#changed.fire('scan');
  }

  #listen(): void {
    this.#stopListening = listenTo(this.#engine, {
      index: () => this.#changed.fire('index'),
      file: () => void this.#reload(),
    });
  }

  /** The file grew, was replaced, vanished or came back: opens it anew. */
  async #reload(): Promise<void> {
    if (this.#disposed) return;
    const wasScanned = this.#latest !== undefined || this.#scan !== undefined;
    this.#scan?.abort.abort();
    try {
      const engine = await openEngine(this.uri, this.#services.workers);
      this.#provenance = await provenanceOf(engine);
      this.#replaceEngine(engine);
    } catch (error) {
      this.#gone = messageOf(error);
      this.#latest = undefined;
      this.scores.clear();
      this.runs.outdate();
      this.#changed.fire('file');
      return;
    }
    this.#changed.fire('file');
    if (wasScanned || this.scansOnOpen) await this.#rescan();
  }

  #replaceEngine(engine: OpenDataset): void {
    this.#stopListening?.();
    // Who reads it is told: to end it in silence would look as if nothing had been asked.
    this.#close(this.#engine, changedWhileRead(engine.path));
    this.scores.clear();
    this.runs.outdate();
    this.#engine = engine;
    this.#gone = undefined;
    if (this.#disposed) this.#close(engine);
    else this.#listen();
  }

  #close(engine: OpenDataset, why?: DatasetError): void {
    engine.dispose(why).catch((error: unknown) => this.#services.log.warn(`Closing ${this.name}:`, messageOf(error)));
  }
}
