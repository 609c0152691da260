import type { Disposable } from 'vscode';
import type { RowSet } from '../../core/findings/rowSet.ts';
import { riskOf } from '../../core/provenance/risk.ts';
import type { ScanPlan } from '../../core/scan/plan.ts';
import type {
  FindProgress,
  FindRequest,
  FindSummary,
  InspectorContract,
  InspectorState,
  TableColumn,
} from '../../rpc/inspector.ts';
import { serve, type Handlers, type Port, type Server } from '../../rpc/messenger.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { mainFormat, teacherFact } from '../datasets/facts.ts';
import { scanStateOf } from '../datasets/scanState.ts';
import { contextFor } from '../provenance/judgement.ts';
import { showRowAsText } from '../rows/showRow.ts';
import { columnsFor } from './columns.ts';
import { rowDetail } from './rowDetail.ts';
import { rankOf, tableRows } from './tableRows.ts';
import { pickTemplate, trainerView } from './trainerView.ts';

type Command = InspectorContract['events']['command'];

/** Finds whose rows stay listed; a page that asks for an older one sees nothing. */
const keptFinds = 8;

const sampledRows = 20;

/** Answers one inspector page about its dataset. */
export class InspectorSession implements Disposable {
  readonly #dataset: Dataset;
  readonly #show: (what: 'results' | 'lineage') => void;
  readonly #server: Server<InspectorContract>;
  readonly #found = new Map<number, RowSet>();
  readonly #subscription: Disposable;
  #columns: readonly TableColumn[];
  #plan: ScanPlan | undefined;
  #plans = 0;
  #pageReady = false;
  #waiting: { readonly row: number; readonly field?: string } | undefined;

  static async start(
    dataset: Dataset,
    port: Port,
    show: (what: 'results' | 'lineage') => void,
  ): Promise<InspectorSession> {
    return new InspectorSession(dataset, await readColumns(dataset), port, show);
  }

  private constructor(
    dataset: Dataset,
    columns: readonly TableColumn[],
    port: Port,
    show: (what: 'results' | 'lineage') => void,
  ) {
    this.#dataset = dataset;
    this.#columns = columns;
    this.#show = show;
    this.#server = serve<InspectorContract>(port, this.#handlers());
    this.#subscription = dataset.onDidChange(change => {
      if (change === 'file') {
        this.#found.clear();
        void this.#readColumns();
      }
      if (change === 'plan') this.#plans++;
      if (change === 'plan' || change === 'scan') void this.#readPlan();
      this.#tell();
    });
    void this.#readPlan();
  }

  /** Selects a row, at once or as soon as the page listens. */
  reveal(row: number, field?: string): void {
    const target = { row, ...(field !== undefined && { field }) };
    if (this.#pageReady) this.#server.emit('reveal', target);
    else this.#waiting = target;
  }

  command(command: Command): void {
    this.#server.emit('command', command);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#server.dispose();
  }

  #handlers(): Handlers<InspectorContract> {
    const dataset = this.#dataset;
    return {
      ready: () => {
        this.#pageReady = true;
        if (this.#waiting) setImmediate(waiting => this.#server.emit('reveal', waiting), this.#waiting);
        this.#waiting = undefined;
        return this.#state();
      },
      rows: (request, { signal }) => tableRows(dataset, request, this.#columns, this.#found, signal),
      rank: request => rankOf(dataset, request, this.#found),
      row: (request, { signal }) => rowDetail(dataset, request, signal),
      trainerView: (request, { signal }) => trainerView(dataset, request, signal),
      pickTemplate: () => pickTemplate(dataset),
      find: (request, { signal, progress }) => this.#find(request, signal, progress),
      openText: ({ row, field }) => showRowAsText(dataset, row, field),
      scan: async () => void (await dataset.scan()),
      cancelScan: () => dataset.cancelScan(),
      showResults: () => this.#show('results'),
      showLineage: () => this.#show('lineage'),
    };
  }

  async #find(
    { findId, text, caseSensitive }: FindRequest,
    signal: AbortSignal,
    tell: (progress: FindProgress) => void,
  ): Promise<FindSummary> {
    const keep = (found: RowSet): void => {
      this.#found.set(findId, found);
      const [oldest] = this.#found.keys();
      if (this.#found.size > keptFinds && oldest !== undefined) this.#found.delete(oldest);
    };
    // What is found so far can be looked through while the search goes on.
    const onProgress = (progress: FindProgress, found: RowSet): void => {
      keep(found);
      tell(progress);
    };
    const found = await this.#dataset.engine.find({ text, caseSensitive }, { signal, onProgress });
    keep(found);
    const [first] = found.slice(0, 1);
    const { rows } = this.#dataset.index;
    return { rowsSearched: rows, matches: found.size, ...(first !== undefined && { first }), complete: true };
  }

  #state(): InspectorState {
    const dataset = this.#dataset;
    const format = mainFormat(dataset.latest?.result.profile ?? dataset.engine.head);
    const risk = riskOf(contextFor(dataset, this.#plan));
    const [student] = risk.students;
    return {
      name: dataset.name,
      bytes: dataset.engine.bytes,
      index: dataset.index,
      ...(format && { format }),
      columns: this.#columns,
      teacher: teacherFact(dataset.provenance),
      ...(student !== undefined && { student }),
      risk: { level: risk.level, reasons: risk.reasons },
      scan: scanStateOf(dataset),
      plans: this.#plans,
    };
  }

  async #readColumns(): Promise<void> {
    const { index } = this.#dataset;
    // What is left of a file that has gone is read as before.
    if (index.state !== 'failed') this.#columns = await readColumns(this.#dataset);
    this.#tell();
  }

  async #readPlan(): Promise<void> {
    const { plan } = await this.#dataset.plan();
    if (JSON.stringify(plan) === JSON.stringify(this.#plan)) return;
    this.#plan = plan;
    this.#tell();
  }

  #tell(): void {
    if (this.#pageReady) this.#server.emit('state', this.#state());
  }
}

/** None where the file has just gone: its state says so. */
async function readColumns({ engine }: Dataset): Promise<readonly TableColumn[]> {
  return columnsFor(engine.head, await engine.rows(0, sampledRows).catch(() => []));
}
