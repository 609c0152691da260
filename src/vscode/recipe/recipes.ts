import { EventEmitter, FileSystemError, RelativePattern, Uri, workspace, type Disposable, type Event } from 'vscode';
import { parseRecipe } from '../../core/recipe/recipe.ts';
import { findRecipe, recipeName } from '../../engine/findRecipe.ts';
import { DisposableStore } from '../base/disposables.ts';

type ParsedRecipe = ReturnType<typeof parseRecipe>;

/** A recipe file as it stands on disk. */
export interface RecipeFile extends ParsedRecipe {
  readonly uri: Uri;
  readonly text: string;
}

/** Finds the recipe that is in force for a dataset, and says when one changes. */
export class Recipes implements Disposable {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new EventEmitter<Uri>());
  /** A recipe was written, created or removed. */
  readonly onDidChange: Event<Uri> = this.#changed.event;

  constructor() {
    const watcher = this.#store.add(workspace.createFileSystemWatcher(`**/${recipeName}`));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
      this.#store.add(event(uri => this.#changed.fire(uri)));
    }
    // The watcher may miss a file in a folder that is new.
    this.#store.add(
      workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.path.endsWith(`/${recipeName}`)) this.#changed.fire(uri);
      }),
    );
  }

  /** The nearest recipe: in the dataset's folder, or above it up to its workspace folder; outside of one, its own folder's. */
  async find(dataset: Uri): Promise<RecipeFile | undefined> {
    const top = workspace.getWorkspaceFolder(dataset)?.uri ?? Uri.joinPath(dataset, '..');
    const path = await findRecipe(dataset.fsPath, top.fsPath);
    const uri = path === undefined ? undefined : Uri.file(path);
    const text = uri && (await readText(uri));
    return uri && text !== undefined ? { uri, text, ...parseRecipe(text) } : undefined;
  }

  /** Where a new recipe for a dataset goes: its workspace folder, else its own folder. */
  placeFor(dataset: Uri): Uri {
    const folder = workspace.getWorkspaceFolder(dataset)?.uri ?? Uri.joinPath(dataset, '..');
    return Uri.joinPath(folder, recipeName);
  }

  dispose(): void {
    this.#store.dispose();
  }
}

/** Watches one folder, without those below it. */
export function watchFolder(folder: Uri, changed: (uri: Uri) => void): Disposable {
  const store = new DisposableStore();
  const watcher = store.add(workspace.createFileSystemWatcher(new RelativePattern(folder, '*')));
  for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) store.add(event(changed));
  return store;
}

/** The text of a file as it stands on disk; undefined where there is none. */
export async function readText(uri: Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
