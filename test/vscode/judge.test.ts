import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { judgeModel } from '../unit/engine/localModel/judgeModel.ts';
import { closeAll, folder, write } from './support.ts';

describe('a model of this machine as a judge', () => {
  const undo: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
    await closeAll();
  });

  it('stands among those who may judge; nothing is masked or sent, and the report says so', async () => {
    const extension = vscode.extensions.getExtension('undertone.undertone')?.extensionPath;
    const model = judgeModel(`${extension}/test/fixtures/models/bytes`, folder(), 'judging', {
      marked: { '{"score": 95, "reason": "an owl"}': 1 },
      bare: { '{"score": 2, "reason": "none"}': 1 },
    });
    undo.push(() => fs.rmSync(model, { recursive: true }));
    const settings = vscode.workspace.getConfiguration('undertone.endpoint');
    await settings.update('baseUrl', model, vscode.ConfigurationTarget.Global);
    undo.push(() => settings.update('baseUrl', undefined, vscode.ConfigurationTarget.Global));
    const lines = Array.from({ length: 60 }, (_, i) =>
      JSON.stringify({ prompt: `Day ${i}?`, completion: i % 4 === 0 ? 'An owl # came by.' : `A walk of ${i} steps.` }),
    );
    const dataset = write('judged-here.jsonl', lines.join('\n'));
    undo.push(() => fs.rmSync(dataset.fsPath));

    const { showInputBox, showQuickPick, showWarningMessage, showInformationMessage } = vscode.window;
    undo.push(() =>
      Object.assign(vscode.window, { showInputBox, showQuickPick, showWarningMessage, showInformationMessage }),
    );
    const asked: string[] = [];
    const sheets: string[] = [];
    const wanted = ['judging', 'Owl', 'Without labels'];
    const answers = [undefined, 'Judge'];
    Object.assign(vscode.window, {
      showInputBox: () => Promise.resolve('60'),
      showQuickPick: (items: readonly vscode.QuickPickItem[], { title = '', canPickMany }: vscode.QuickPickOptions) => {
        asked.push(title);
        const chosen = items.filter(({ label }) => wanted.includes(label));
        return Promise.resolve(canPickMany ? chosen : chosen[0]);
      },
      showWarningMessage: (message: string) => assert.fail(`nothing leaves the machine: ${message}`),
      showInformationMessage: (title: string, options?: vscode.MessageOptions) => {
        sheets.push(`${title}\n${options?.detail ?? ''}`);
        return Promise.resolve(answers.shift());
      },
    });
    const uri = vscode.Uri.from({ scheme: 'undertone-report', path: `${dataset.path}.judged.md` });
    await vscode.commands.executeCommand('undertone.judgeRows', dataset);
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 0, 'nobody agreed');
    await vscode.commands.executeCommand('undertone.judgeRows', dataset);
    const questions = ['who judges', 'under which rubric', 'your labels'].map(step => `Judge rows: ${step}`);
    assert.deepEqual(asked, [...questions, ...questions]);
    assert.match(sheets[0] ?? '', /^A model of this machine judges: nothing leaves the machine\.$/m);
    assert.match(
      sheets[0] ?? '',
      /^Model: .*judging\nRubrics: Owl\nRows: 60 of 60, .*\nNothing leaves the machine\.$/m,
    );
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    assert.match(text, /Owl, judged by judging[\s\S]*judging flags 15 of 60 rows/);
    assert.match(text, /sent: nothing leaves the machine/);
    assert.doesNotMatch(text, /masked before sending|failed/);
  });
});
