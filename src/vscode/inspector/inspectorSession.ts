import type { Disposable } from 'vscode';
import type { ColumnRef } from '../../core/columns/column.ts';
import type { RowSet } from '../../core/findings/rowSet.ts';
import { riskOf } from '../../core/provenance/risk.ts';
import type { ScanPlan } from '../../core/scan/plan.ts';
import type {
  FindProgress,
  FindRequest,
  FindSummary,
  InspectorContract,
  InspectorState,
  RowFilter,
  TableColumn,
} from '../../rpc/inspector.ts';
import { serve, type Handlers, type Port, type Server } from '../../rpc/messenger.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { formatFact, teacherFact } from '../datasets/facts.ts';
import { scanStateOf } from '../datasets/scanState.ts';
import { contextFor } from '../provenance/judgement.ts';
import { showRowAsText } from '../rows/showRow.ts';
import { columnsFor } from './columns.ts';
import { rowDetail } from './rowDetail.ts';
import { columnHandlers } from './columnHandlers.ts';
import { RowLists } from './rowLists.ts';
import { tableRows } from './tableRows.ts';
import { pickTemplate, trainerView } from './trainerView.ts';

type Command = InspectorContract['events']['command'];

/** Finds whose rows stay listed; a page that asks for an older one sees nothing. */
const keptFinds = 8;

const sampledRows = 20;

/** Answers one inspector page about its dataset. */
export class InspectorSession implements Disposable {
  readonly #dataset: Dataset;
  readonly #showElsewhere: (what: 'results' | 'lineage') => void;
  readonly #server: Server<InspectorContract>;
  readonly #found = new Map<number, RowSet>();
  readonly #lists: RowLists;
  readonly #store = new DisposableStore();
  #revision = 0;
  #columns: readonly TableColumn[];
  #plan: ScanPlan | undefined;
  #plans = 0;
  #scored = 0;
  #pageReady = false;
  #waiting: (() => void) | undefined;

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
    this.#showElsewhere = show;
    this.#lists = new RowLists(dataset, this.#found);
    this.#server = serve<InspectorContract>(port, this.#handlers());
    this.#store.onDispose(() => this.#server.dispose());
    this.#store.add(
      dataset.scores.onDidChange(() => {
        this.#scored++;
        this.#outdate('results');
      }),
    );
    this.#store.add(
      dataset.onDidChange(change => {
        if (change === 'file') {
          this.#found.clear();
          this.#revision++;
          void this.#readColumns();
        }
        if (change === 'plan') this.#plans++;
        if (change === 'plan' || change === 'scan') void this.#readPlan();
        if (change === 'file' || change === 'scan') this.#outdate(change === 'scan' ? 'results' : 'file');
        else this.#tell();
      }),
    );
    void this.#readPlan();
  }

  /** Selects a row, at once or as soon as the page listens. */
  reveal(row: number, field?: string): void {
    this.#whenReady(() => this.#server.emit('reveal', { row, ...(field !== undefined && { field }) }));
  }

  /** Lists the rows of a filter, at once or as soon as the page listens. */
  show(filter: RowFilter): void {
    this.#whenReady(() => this.#server.emit('show', filter));
  }

  /** Shows what is known of a column, at once or as soon as the page listens. */
  showColumn(column: ColumnRef): void {
    this.#whenReady(() => this.#server.emit('showColumn', column));
  }

  command(command: Command): void {
    this.#server.emit('command', command);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #whenReady(tell: () => void): void {
    if (this.#pageReady) tell();
    else this.#waiting = tell;
  }

  #handlers(): Handlers<InspectorContract> {
    const dataset = this.#dataset;
    return {
      ready: () => {
        this.#pageReady = true;
        if (this.#waiting) setImmediate(this.#waiting);
        this.#waiting = undefined;
        return this.#state();
      },
      ...columnHandlers(dataset, this.#lists),
      rows: (request, { signal }) => tableRows(dataset, request, this.#tableColumns(), this.#lists, signal),
      rank: async ({ row, ...view }, { signal }) => (await this.#lists.of(view, { signal }))?.rank(row) ?? row,
      row: (request, { signal }) => rowDetail(dataset, request, signal),
      trainerView: (request, { signal }) => trainerView(dataset, request, signal),
      pickTemplate: () => pickTemplate(dataset),
      find: (request, { signal, progress }) => this.#find(request, signal, progress),
      openText: ({ row, field }) => showRowAsText(dataset, row, field),
      scan: async () => void (await dataset.scan()),
      cancelScan: () => dataset.cancelScan(),
      showResults: () => this.#showElsewhere('results'),
      showLineage: () => this.#showElsewhere('lineage'),
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
    const format = formatFact(dataset.latest?.result.profile ?? dataset.engine.head);
    const risk = riskOf(contextFor(dataset, this.#plan));
    const [student] = risk.students;
    return {
      name: dataset.name,
      revision: this.#revision,
      bytes: dataset.engine.bytes,
      index: dataset.index,
      ...(format && { format }),
      columns: this.#tableColumns(),
      teacher: teacherFact(dataset.provenance),
      ...(student !== undefined && { student }),
      risk: { level: risk.level, reasons: risk.reasons },
      scan: scanStateOf(dataset),
      plans: this.#plans,
      scored: this.#scored,
    };
  }

  /** Those of the rows, then the scores. */
  #tableColumns(): readonly TableColumn[] {
    const scores = this.#dataset.scores.all.map(({ id, title, unit, description }) => ({
      source: 'score' as const,
      id,
      title,
      description: unit === undefined ? description : `${description} In ${unit}.`,
    }));
    return [...this.#columns, ...scores];
  }

  #outdate(what: 'results' | 'file'): void {
    this.#lists.clear(what);
    this.#tell();
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
