import {
  Diagnostic,
  DiagnosticSeverity,
  languages,
  Range,
  workspace,
  type Uri,
  type DiagnosticCollection,
  type Disposable,
} from 'vscode';
import type { Severity } from '../../core/findings/finding.ts';
import type { ProvenanceRecord } from '../../core/provenance/record.ts';
import type { ScanResult } from '../../core/scan/result.ts';
import { messageOf } from '../../core/text/messageOf.ts';
import { debounce } from '../base/delay.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import { readSettings } from '../base/settings.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import type { Documentation } from './documentation.ts';
import { inPages, placeOf } from '../rows/rowDocuments.ts';
import { runsOf } from '../rows/runs.ts';
import { CardLines, CardProblems } from './cardProblems.ts';
import {
  placedFindings,
  problemMessage,
  problemsOf,
  problemSpan,
  type PlacedFinding,
  type Problem,
  type ProblemList,
} from './problems.ts';

export const diagnosticSource = 'undertone';
export const malformedCode = 'malformed-row';

const diagnosticSeverity: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

interface DiagnosticsServices {
  readonly datasets: Datasets;
  readonly documentation: Documentation;
  readonly log: Log;
}

/** Shows the worst findings of every open dataset as problems, on the text of the file or on its pages. */
export function registerDiagnostics({ datasets, documentation, log }: DiagnosticsServices): Disposable {
  const store = new DisposableStore();
  const collection = store.add(languages.createDiagnosticCollection('undertone'));
  const cards = store.add(new CardProblems());
  const published = new Map<string, Publication>();
  const publish = (dataset: Dataset): void => {
    const key = dataset.uri.toString();
    const publication = published.get(key) ?? new Publication(dataset, { collection, cards, documentation, log });
    published.set(key, publication);
    publication.update();
  };
  const clear = (uri: Uri): void => {
    published.get(uri.toString())?.dispose();
    published.delete(uri.toString());
  };
  store.add(datasets.onDidClose(clear));
  store.add(
    datasets.onDidChange(({ dataset, change }) => {
      if (change !== 'progress') publish(dataset);
    }),
  );
  store.add(
    workspace.onDidOpenTextDocument(({ uri }) => {
      const dataset = datasets.get(uri);
      if (dataset) publish(dataset);
    }),
  );
  store.onDispose(() => {
    for (const publication of published.values()) publication.dispose();
  });
  return store;
}

interface PublicationServices {
  readonly collection: DiagnosticCollection;
  readonly cards: CardProblems;
  readonly documentation: Documentation;
  readonly log: Log;
}

/** What stands in the collections for one dataset. */
class Publication implements Disposable {
  readonly #dataset: Dataset;
  readonly #collection: DiagnosticCollection;
  readonly #cards: CardProblems;
  readonly #documentation: Documentation;
  readonly #log: Log;
  readonly #soon = debounce(50, () => void this.#publish());
  /** What was published last: the same again is not worth the work. */
  #shown: Shown | undefined;
  #uris: readonly Uri[] = [];
  #turn = 0;

  constructor(dataset: Dataset, { collection, cards, documentation, log }: PublicationServices) {
    this.#dataset = dataset;
    this.#collection = collection;
    this.#cards = cards;
    this.#documentation = documentation;
    this.#log = log;
  }

  update(): void {
    this.#soon();
  }

  dispose(): void {
    this.#turn++;
    this.#soon.dispose();
    this.#clear();
  }

  async #publish(): Promise<void> {
    const { latest, provenance } = this.#dataset;
    const shown = { result: latest?.result, pages: inPages(this.#dataset), problems: provenance.problems };
    if (isSame(this.#shown, shown)) return;
    this.#shown = shown;
    const turn = ++this.#turn;
    try {
      const { result } = shown;
      const documents = result ? await this.#diagnostics(problemsOf(result, this.#limit())) : [];
      const ofCards = await this.#cardDiagnostics(shown.problems, result ? placedFindings(result) : []);
      if (turn !== this.#turn) return;
      this.#clear();
      this.#uris = documents.map(({ uri }) => uri);
      // One URI a call: VS Code drops what a batched call holds past 1,100 items.
      for (const { uri, diagnostics } of documents) this.#collection.set(uri, diagnostics);
      this.#cards.set(this.#dataset.uri.toString(), ofCards);
    } catch (error) {
      this.#log.warn(`No problems shown for ${this.#dataset.name}:`, messageOf(error));
    }
  }

  #limit(): number {
    return readSettings(this.#dataset.uri).maxProblems;
  }

  #clear(): void {
    for (const uri of this.#uris) this.#collection.delete(uri);
    this.#uris = [];
    this.#cards.set(this.#dataset.uri.toString(), new Map());
  }

  /** Findings on the line of a card that they rest on, and files that cannot be read as what they claim to be. */
  async #cardDiagnostics(
    problems: ProvenanceRecord['problems'],
    findings: readonly PlacedFinding[],
  ): Promise<ReadonlyMap<string, readonly Diagnostic[]>> {
    const lines = new CardLines();
    const files = new Map<string, Diagnostic[]>();
    const add = (path: string, diagnostic: Diagnostic): void => {
      files.set(path, [...(files.get(path) ?? []), diagnostic]);
    };
    for (const { path, line, message } of problems) {
      const diagnostic = new Diagnostic(
        await lines.rangeOf(path, line, undefined),
        message,
        DiagnosticSeverity.Warning,
      );
      diagnostic.source = diagnosticSource;
      add(path, diagnostic);
    }
    for (const finding of findings) {
      const { path, line } = finding.place;
      const range = await lines.rangeOf(path, line, this.#valueAt(path, line));
      add(path, this.#diagnostic({ kind: 'finding', row: undefined, severity: finding.severity, finding }, range));
    }
    return files;
  }

  /** What was read in a line of a card. */
  #valueAt(path: string, line: number): string | undefined {
    return this.#dataset.provenance.statements.find(
      ({ origin }) => origin.kind === 'file' && origin.path === path && origin.line === line,
    )?.value;
  }

  async #diagnostics({ problems, more }: ProblemList): Promise<DocumentDiagnostics[]> {
    const documents = new Map<string, DocumentDiagnostics>();
    const add = (row: number, toDiagnostic: (line: number) => Diagnostic): void => {
      const { uri, line } = placeOf(this.#dataset, row);
      const document = documents.get(uri.toString()) ?? { uri, diagnostics: [] };
      document.diagnostics.push(toDiagnostic(line));
      documents.set(uri.toString(), document);
    };
    const byRow = groupByRow(problems);
    for (const run of runsOf([...byRow.keys()].toSorted((a, b) => a - b))) {
      for (const row of await this.#dataset.engine.rows(run.start, run.count)) {
        for (const problem of byRow.get(row.span.index) ?? []) {
          const { start, end } = problemSpan(problem, row);
          add(row.span.index, line => this.#diagnostic(problem, new Range(line, start, line, end)));
        }
      }
    }
    if (more !== undefined) add(0, line => information(more, new Range(line, 0, line, 1)));
    return [...documents.values()];
  }

  #diagnostic(problem: Problem, range: Range): Diagnostic {
    const diagnostic = new Diagnostic(range, problemMessage(problem), diagnosticSeverity[problem.severity]);
    diagnostic.source = diagnosticSource;
    diagnostic.code =
      problem.kind === 'malformed'
        ? malformedCode
        : { value: problem.finding.check, target: this.#documentation.uriOf(problem.finding.check) };
    return diagnostic;
  }
}

function information(message: string, range: Range): Diagnostic {
  const diagnostic = new Diagnostic(range, message, DiagnosticSeverity.Information);
  diagnostic.source = diagnosticSource;
  return diagnostic;
}

interface Shown {
  readonly result: ScanResult | undefined;
  readonly pages: boolean;
  readonly problems: ProvenanceRecord['problems'];
}

function isSame(a: Shown | undefined, b: Shown): boolean {
  return a?.result === b.result && a?.pages === b.pages && JSON.stringify(a?.problems) === JSON.stringify(b.problems);
}

interface DocumentDiagnostics {
  readonly uri: Uri;
  readonly diagnostics: Diagnostic[];
}

/** Problems of the whole dataset stand in its first row. */
function groupByRow(problems: readonly Problem[]): Map<number, Problem[]> {
  const byRow = new Map<number, Problem[]>();
  for (const problem of problems) {
    const row = problem.row ?? 0;
    const known = byRow.get(row);
    if (known) known.push(problem);
    else byRow.set(row, [problem]);
  }
  return byRow;
}
