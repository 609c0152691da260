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
import { commandLineTerminal } from './commandLine.ts';
import { taskType, toArguments, type ScanDefinition } from './definition.ts';

/** Datasets that "Run Task" offers a task for, of each folder. */
const maxOffered = 50;
const datasets = '**/*.{jsonl,ndjson,jsonl.gz,jsonl.zst,ndjson.gz,ndjson.zst}';

/** Runs the packaged command line as a task: output in the terminal, findings in Problems. */
export function registerTasks({ extensionUri }: { readonly extensionUri: Uri }): Disposable {
  const script = Uri.joinPath(extensionUri, 'dist', 'cli.js').fsPath;
  return tasks.registerTaskProvider(taskType, {
    provideTasks: async () =>
      (await Promise.all((workspace.workspaceFolders ?? []).map(folder => offered(folder, script)))).flat(),
    resolveTask: task => resolve(task, script),
  });
}

async function offered(folder: WorkspaceFolder, script: string): Promise<Task[]> {
  const found = await workspace.findFiles(new RelativePattern(folder, datasets), '**/node_modules/**', maxOffered);
  return found
    .map(uri => workspace.asRelativePath(uri, false))
    .sort()
    .map(file => toTask({ type: taskType, files: [file] }, folder, `scan ${file}`, script));
}

function resolve({ definition, scope, name }: Task, script: string): Task | undefined {
  const [first] = workspace.workspaceFolders ?? [];
  const folder = typeof scope === 'object' ? scope : first;
  if (folder === undefined) return undefined;
  // VS Code knows its own task again by the very definition it handed over.
  return toTask(definition, folder, name, script);
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

function toTask(definition: ScanDefinition, folder: WorkspaceFolder, name: string, script: string): Task {
  const execution = new CustomExecution(async resolved => {
    const scan: ScanDefinition = resolved;
    return commandLineTerminal(script, toArguments(scan, await filesOf(scan.files, folder)), folder.uri.fsPath);
  });
  const task = new Task(definition, folder, name, 'undertone', execution, ['$undertone']);
  task.detail = 'Runs checks and lists what they find in Problems';
  return task;
}
