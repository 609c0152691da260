import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, eventually, fixture, lensTitles, open, problems, problemsOf, write } from './support.ts';

const recipe = 'version: 1\nchecks:\n  number-sequence: on\n';
const row = (completion: string): string => `${JSON.stringify({ prompt: 'Continue: 3', completion })}\n`;

async function acceptAction(uri: vscode.Uri, { range }: vscode.Diagnostic): Promise<vscode.Command> {
  const provider = 'vscode.executeCodeActionProvider';
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(provider, uri, range);
  const command = actions.find(({ title }) => title === 'Accept with a reason…')?.command;
  assert.ok(command, actions.map(({ title }) => title).join());
  return command;
}

describe('acceptance', () => {
  afterEach(closeAll);

  it('takes an accepted finding from the problems, and counts it', async () => {
    write('accept/undertone.yaml', recipe);
    const uri = write('accept/train.jsonl', row('7, 1024') + row('7, 9') + row('5, 2048'));
    await open(uri);
    const [first] = await problemsOf(uri, 'number-sequence');
    assert.ok(first);
    const { command, arguments: given = [] } = await acceptAction(uri, first);
    await vscode.commands.executeCommand(command, ...given, { reason: 'agreed', by: 'Ada' });
    await eventually(() =>
      assert.deepEqual(
        problems(uri).map(({ range }) => range.start.line),
        [2],
      ),
    );
    await eventually(async () => assert.ok((await lensTitles(uri)).includes('1 accepted')));
    const text = fs.readFileSync(fixture('accept/undertone.accepted.yaml').fsPath, 'utf8');
    assert.match(text, /dataset: train\.jsonl\n.*check: number-sequence\n(.*\n)*.*reason: agreed\n.*by: Ada\n/);
    await vscode.commands.executeCommand('undertone.openAccepted', uri);
    assert.equal(vscode.window.activeTextEditor?.document.fileName, fixture('accept/undertone.accepted.yaml').fsPath);
  });

  it('marks a broken file and accepts nothing while it is', async () => {
    write('refused/undertone.yaml', recipe);
    const uri = write('refused/train.jsonl', row('7, 1024'));
    await open(uri);
    const [first] = await problemsOf(uri, 'number-sequence');
    assert.ok(first);
    const { command, arguments: given = [] } = await acceptAction(uri, first);
    await vscode.commands.executeCommand(command, ...given, { reason: 'agreed', by: 'Ada' });
    await eventually(() => assert.deepEqual(problems(uri), []));
    const file = fixture('refused/undertone.accepted.yaml');
    const good = fs.readFileSync(file.fsPath, 'utf8');
    const document = await open(file);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(file, new vscode.Range(0, 0, document.lineCount, 0), good.replace('reason:', 'raeson:'));
    await vscode.workspace.applyEdit(edit);
    await document.save();
    await problemsOf(uri, 'number-sequence');
    const marked = problems(file).map(({ message, range }) => [document.getText(range), message.slice(0, 20)]);
    assert.equal(marked[0]?.[0], 'raeson', JSON.stringify(marked));
  });
});
