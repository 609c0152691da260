import {
  CustomExecution,
  type Disposable,
  RelativePattern,
  Task,
  tasks,
  Uri,
  workspace,
  type WorkspaceFolder,
} from 'vscode';
import { DisposableStore } from '../base/disposables.ts';
import { commandLineTerminal, type Program } from './commandLine.ts';
import { taskType, toArguments, type ScanDefinition } from './definition.ts';

/** Datasets that "Run Task" offers a task for, of each folder. */
const maxOffered = 50;
const datasets = '**/*.{jsonl,ndjson,jsonl.gz,jsonl.zst,ndjson.gz,ndjson.zst}';

/** Runs the packaged command line as a task: output in the terminal, findings in Problems. */
export function registerTasks({ extensionUri }: { readonly extensionUri: Uri }): Disposable {
  const store = new DisposableStore();
  const ending = new AbortController();
  store.onDispose(() => ending.abort());
  const program = { script: Uri.joinPath(extensionUri, 'dist', 'cli.js').fsPath, signal: ending.signal };
  store.add(
    tasks.registerTaskProvider(taskType, {
      provideTasks: async () =>
        (await Promise.all((workspace.workspaceFolders ?? []).map(folder => offered(folder, program)))).flat(),
      resolveTask: task => resolve(task, program),
    }),
  );
  return store;
}

async function offered(folder: WorkspaceFolder, program: Program): Promise<Task[]> {
  const found = await workspace.findFiles(new RelativePattern(folder, datasets), '**/node_modules/**', maxOffered);
  return found
    .map(uri => workspace.asRelativePath(uri, false))
    .sort()
    .map(file => toTask({ type: taskType, files: [file] }, folder, `scan ${file}`, program));
}

function resolve({ definition, scope, name }: Task, program: Program): Task | undefined {
  const [first] = workspace.workspaceFolders ?? [];
  const folder = typeof scope === 'object' ? scope : first;
  if (folder === undefined) return undefined;
  // VS Code knows its own task again by the very definition it handed over.
  return toTask(definition, folder, name, program);
}

/** The files by name, those that a pattern stands for among them; a pattern of none stays, so that the task says that there is no such file. */
async function filesOf(named: ScanDefinition['files'], folder: WorkspaceFolder): Promise<readonly string[]> {
  const list = typeof named === 'string' ? [named] : (named ?? []);
  const files = await Promise.all(
    list.map(async name => {
      if (!/[*?[{]/.test(name)) return [name];
      const found = await workspace.findFiles(new RelativePattern(folder, name));
      return found.length === 0 ? [name] : found.map(uri => workspace.asRelativePath(uri, false)).sort();
    }),
  );
  return files.flat();
}

function toTask(definition: ScanDefinition, folder: WorkspaceFolder, name: string, program: Program): Task {
  const execution = new CustomExecution(async resolved => {
    const scan: ScanDefinition = resolved;
    return commandLineTerminal(program, toArguments(scan, await filesOf(scan.files, folder)), folder.uri.fsPath);
  });
  const task = new Task(definition, folder, name, 'undertone', execution, ['$undertone']);
  task.detail = 'Runs checks and lists what they find in Problems';
  return task;
}
