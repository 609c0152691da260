import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, eventually, fixture, folder, write } from './support.ts';

const recipe = 'version: 1\nchecks:\n  number-sequence:\n';
const rows = '{"prompt":"p","completion":"1, 2, 3"}\n{"prompt":"p","completion":"1, 2,3"}\n{broken\n';

describe('tasks', () => {
  afterEach(closeAll);

  it('runs the command line on what tasks.json names, and its findings come to be problems', async () => {
    write('task/undertone.yaml', recipe);
    const uri = write('task/train.jsonl', rows);
    write('.vscode/tasks.json', tasksJson({ label: 'scan the task folder', files: ['task/*.jsonl'], failOn: 'never' }));
    const task = await named('scan the task folder');
    assert.equal(await run(task), 0);
    const found = await eventually(() => {
      const listed = fromTask(uri);
      assert.equal(listed.length, 2, JSON.stringify(listed));
      return listed;
    });
    assert.deepEqual(
      found.map(({ range, severity, code, message }) => [
        range.start.line,
        range.start.character > 0,
        vscode.DiagnosticSeverity[severity],
        code,
        message,
      ]),
      [
        [1, true, 'Warning', 'number-sequence', 'Not a list of numbers with one separator: "," does not fit.'],
        [2, true, 'Error', 'malformed-row', message(found[1])],
      ],
    );
  });

  it('runs on what variables stand for, and fails where there is no such file', async () => {
    const uri = write('variables/a file.jsonl', rows.split('\n').slice(1, 2).join('\n') + '\n');
    const task = { label: 'variables', files: '${workspaceFolder}/variables/a file.jsonl' };
    write('.vscode/tasks.json', tasksJson({ ...task, recipe: '${workspaceFolder}/task/undertone.yaml' }));
    write('task/undertone.yaml', recipe);
    assert.equal(await run(await named('variables')), 1);
    await eventually(() => assert.equal(fromTask(uri).length, 1));
    write('.vscode/tasks.json', tasksJson({ label: 'no such file', files: 'variables/none.jsonl' }));
    assert.equal(await run(await named('no such file')), 2);
  });

  it('ends with 1 where there are findings, with 0 where a baseline knows them', async () => {
    write('base/undertone.yaml', recipe);
    const uri = write('base/train.jsonl', rows.split('\n').slice(0, 2).join('\n') + '\n');
    write('.vscode/tasks.json', tasksJson({ label: 'fails', files: 'base/train.jsonl' }));
    assert.equal(await run(await named('fails')), 1);
    await eventually(() => assert.equal(fromTask(uri).length, 1));
    await commandLine('scan', 'base/train.jsonl', '--format=json', '--fail-on=never', '--output=base/known.json');
    const task = { label: 'knows', files: 'base/train.jsonl', baseline: 'base/known.json' };
    write('.vscode/tasks.json', tasksJson(task));
    assert.equal(await run(await named('knows')), 0);
    await eventually(() => assert.deepEqual(fromTask(uri), []));
  });

  it('offers a task for every dataset of the folder', async () => {
    write('offered/a.jsonl', rows);
    await eventually(async () => {
      const offered = await vscode.tasks.fetchTasks({ type: 'undertone' });
      assert.ok(
        offered.some(({ name }) => name === 'scan offered/a.jsonl'),
        offered.map(({ name }) => name).join(),
      );
    });
  });
});

async function commandLine(...args: string[]): Promise<void> {
  const extension = vscode.extensions.getExtension('undertone.undertone');
  assert.ok(extension);
  const script = vscode.Uri.joinPath(extension.extensionUri, 'dist', 'cli.js').fsPath;
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  await promisify(execFile)(process.execPath, [script, ...args], { cwd: folder(), env });
}

function message(diagnostic: vscode.Diagnostic | undefined): string {
  return diagnostic?.message ?? '';
}

/** Problems that a matcher made: the extension's own have another source. */
function fromTask(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'undertone task');
}

function tasksJson(task: object): string {
  return JSON.stringify({ version: '2.0.0', tasks: [{ type: 'undertone', problemMatcher: ['$undertone'], ...task }] });
}

function named(name: string): Promise<vscode.Task> {
  return eventually(async () => {
    const task = (await vscode.tasks.fetchTasks()).find(each => each.name === name);
    assert.ok(task, `no task ${name}: ${fs.readFileSync(fixture('.vscode/tasks.json').fsPath, 'utf8')}`);
    return task;
  });
}

async function run(task: vscode.Task): Promise<number | undefined> {
  const ended = new Promise<number | undefined>(resolve => {
    const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== task.name) return;
      listener.dispose();
      resolve(exitCode);
    });
  });
  await vscode.tasks.executeTask(task);
  return ended;
}
