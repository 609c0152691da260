import { languages, Range, Uri, workspace, type Diagnostic, type Disposable } from 'vscode';
import { readText } from '../recipe/recipes.ts';

/** Problems on cards and sidecars. One card may speak for many datasets: it shows what holds for any of them, each once. */
export class CardProblems implements Disposable {
  readonly #collection = languages.createDiagnosticCollection('undertone cards');
  readonly #byOwner = new Map<string, ReadonlyMap<string, readonly Diagnostic[]>>();

  /** Replaces what one dataset had to say. */
  set(owner: string, problems: ReadonlyMap<string, readonly Diagnostic[]>): void {
    const before = this.#byOwner.get(owner);
    if (problems.size === 0) this.#byOwner.delete(owner);
    else this.#byOwner.set(owner, problems);
    for (const path of new Set([...(before?.keys() ?? []), ...problems.keys()])) this.#show(path);
  }

  dispose(): void {
    this.#collection.dispose();
  }

  #show(path: string): void {
    const all = [...this.#byOwner.values()].flatMap(problems => problems.get(path) ?? []);
    const once = new Map(all.map(one => [`${one.range.start.line} ${one.severity} ${one.message}`, one]));
    this.#collection.set(Uri.file(path), [...once.values()]);
  }
}

/** The lines of cards as they stand in the editor, else on disk; each file is read once. */
export class CardLines {
  readonly #texts = new Map<string, Promise<readonly string[]>>();

  /** The value as it stands in a line (from 1), else what is written in the line. */
  async rangeOf(path: string, line: number, value: string | undefined): Promise<Range> {
    const known = this.#texts.get(path) ?? linesOf(path);
    this.#texts.set(path, known);
    const text = (await known)[line - 1] ?? '';
    const at = value === undefined || value === '' ? -1 : text.indexOf(value);
    const start = at >= 0 ? at : text.length - text.trimStart().length;
    const end = at >= 0 ? at + (value ?? '').length : text.trimEnd().length;
    return new Range(line - 1, start, line - 1, Math.max(end, start + 1));
  }
}

async function linesOf(path: string): Promise<readonly string[]> {
  const uri = Uri.file(path);
  const open = workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  const text = open?.getText() ?? (await readText(uri).catch(() => undefined)) ?? '';
  return text.split(/\r\n|\r|\n/);
}
