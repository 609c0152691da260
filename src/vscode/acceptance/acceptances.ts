import {
  Diagnostic,
  DiagnosticSeverity,
  EventEmitter,
  languages,
  Range,
  Uri,
  workspace,
  type Disposable,
  type Event,
  type TextDocument,
} from 'vscode';
import { acceptanceFileName } from '../../core/acceptance/acceptance.ts';
import { partAccepted, type Accepted } from '../../core/acceptance/accepted.ts';
import { parseAcceptances, type AcceptanceProblem, type ParsedAcceptances } from '../../core/acceptance/read.ts';
import type { ScanResult } from '../../core/scan/result.ts';
import { messageOf } from '../../core/text/messageOf.ts';
import { acceptedFindings } from '../../engine/acceptance/acceptedFindings.ts';
import { findUpwards } from '../../engine/findRecipe.ts';
import type { OpenDataset } from '../../engine/openDataset.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import { readText, type Recipes } from '../recipe/recipes.ts';

/** Finds the file of acceptances that is in force for a dataset, marks its mistakes, and says when one changes. */
export class Acceptances implements Disposable {
  readonly #recipes: Recipes;
  readonly #log: Log;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new EventEmitter<Uri>());
  readonly #problems = this.#store.add(languages.createDiagnosticCollection('undertone accepted'));
  /** A file of acceptances was written, created or removed. */
  readonly onDidChange: Event<Uri> = this.#changed.event;

  constructor(recipes: Recipes, log: Log) {
    this.#recipes = recipes;
    this.#log = log;
    const watcher = this.#store.add(workspace.createFileSystemWatcher(`**/${acceptanceFileName}`));
    for (const event of [watcher.onDidChange, watcher.onDidCreate]) {
      this.#store.add(event(uri => this.#changed.fire(uri)));
    }
    this.#store.add(
      watcher.onDidDelete(uri => {
        this.#problems.delete(uri);
        this.#changed.fire(uri);
      }),
    );
    const check = (document: TextDocument): void => {
      if (isAcceptanceFile(document.uri)) this.#read(document.uri, document.getText());
    };
    this.#store.add(workspace.onDidOpenTextDocument(check));
    this.#store.add(workspace.onDidChangeTextDocument(({ document }) => check(document)));
    // The watcher may miss a file in a folder that is new.
    this.#store.add(workspace.onDidSaveTextDocument(({ uri }) => isAcceptanceFile(uri) && this.#changed.fire(uri)));
    for (const document of workspace.textDocuments) check(document);
  }

  /** The nearest file: in the dataset's folder, or above it up to its workspace folder; outside of one, its own folder's. */
  async find(dataset: Uri): Promise<Uri | undefined> {
    const path = await findUpwards(dataset.fsPath, acceptanceFileName, topOf(dataset).fsPath);
    return path === undefined ? undefined : Uri.file(path);
  }

  /** Where the next acceptance goes: the file in force, else beside the recipe, else the workspace folder or the dataset's own. */
  async placeFor(dataset: Uri): Promise<Uri> {
    const found = await this.find(dataset);
    if (found) return found;
    const recipe = await this.#recipes.find(dataset);
    return Uri.joinPath(recipe ? Uri.joinPath(recipe.uri, '..') : topOf(dataset), acceptanceFileName);
  }

  /** Tells somebody that a file was written, who would otherwise wait for the watcher. */
  written(uri: Uri): void {
    this.#changed.fire(uri);
  }

  /** Parts what a scan found. Never rejects: what cannot be read accepts nothing. */
  async part(engine: OpenDataset, uri: Uri, result: ScanResult): Promise<Accepted> {
    try {
      const found = await this.find(uri);
      const text = found && (await readText(found));
      if (found && text !== undefined) {
        const { acceptances } = this.#read(found, text);
        return await acceptedFindings(engine, result, { path: found.fsPath, acceptances });
      }
    } catch (error) {
      this.#log.warn(`Nothing counts as accepted in ${uri.fsPath}:`, messageOf(error));
    }
    return partAccepted(result, new Map());
  }

  dispose(): void {
    this.#store.dispose();
  }

  #read(uri: Uri, text: string): ParsedAcceptances {
    const parsed = parseAcceptances(text);
    this.#problems.set(uri, parsed.problems.map(diagnosticOf));
    return parsed;
  }
}

function topOf(dataset: Uri): Uri {
  return workspace.getWorkspaceFolder(dataset)?.uri ?? Uri.joinPath(dataset, '..');
}

function isAcceptanceFile({ path }: Uri): boolean {
  return path.endsWith(`/${acceptanceFileName}`);
}

function diagnosticOf({ line, column, endLine, endColumn, message }: AcceptanceProblem): Diagnostic {
  const range = new Range(line - 1, column - 1, endLine - 1, endColumn - 1);
  const told = `${message} While anything is wrong here, no finding is accepted.`;
  const diagnostic = new Diagnostic(range, told, DiagnosticSeverity.Error);
  diagnostic.source = 'undertone';
  return diagnostic;
}
