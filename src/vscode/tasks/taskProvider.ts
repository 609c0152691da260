import {
  type Disposable,
  ProcessExecution,
  RelativePattern,
  Task,
  tasks,
  Uri,
  workspace,
  type WorkspaceFolder,
} from 'vscode';
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
    .map(file => toTask({ type: taskType, files: [file] }, folder, `scan ${file}`, [file], script));
}

async function resolve({ definition, scope, name }: Task, script: string): Promise<Task | undefined> {
  const [first] = workspace.workspaceFolders ?? [];
  const folder = typeof scope === 'object' ? scope : first;
  if (folder === undefined) return undefined;
  // VS Code knows its own task again by the very definition it handed over.
  const scan = definition as ScanDefinition;
  return toTask(scan, folder, name, await filesOf(scan.files, folder), script);
}

/** The files by name, those that a pattern stands for among them; a pattern of none stays, so that the task says that there is no such file. */
async function filesOf(named: ScanDefinition['files'], folder: WorkspaceFolder): Promise<readonly string[]> {
  const list = typeof named === 'string' ? [named] : (named ?? []);
  const files = await Promise.all(
    list.map(async name => {
      if (!/[*?[{]/.test(name) || name.includes('${')) return [name];
      const found = await workspace.findFiles(new RelativePattern(folder, name));
      return found.length === 0 ? [name] : found.map(uri => workspace.asRelativePath(uri, false)).sort();
    }),
  );
  return files.flat();
}

function toTask(
  definition: ScanDefinition,
  folder: WorkspaceFolder,
  name: string,
  files: readonly string[],
  script: string,
): Task {
  // The editor's own runtime: a machine need have no Node.
  const execution = new ProcessExecution(process.execPath, [script, ...toArguments(definition, files)], {
    cwd: folder.uri.fsPath,
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const task = new Task(definition, folder, name, 'undertone', execution, ['$undertone']);
  task.detail = 'Runs checks and lists what they find in Problems';
  return task;
}
