import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { languageModel } from '../unit/engine/endpoints/languageModel.ts';
import { modelName, serve } from '../unit/engine/endpoints/server.ts';
import { rowsBy } from '../unit/engine/endpoints/worlds.ts';
import { closeAll, write } from './support.ts';

describe('a control that a model writes', () => {
  const undo: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
    await closeAll();
  });

  /** Answers in place of a person, who alone can press the buttons of a dialogue. */
  function person(target: vscode.Uri, consent: 'Send' | undefined): string[] {
    const { showInputBox, showQuickPick, showWarningMessage, showSaveDialog, showInformationMessage } = vscode.window;
    const sheets: string[] = [];
    Object.assign(vscode.window, {
      showInputBox: () => Promise.resolve('20'),
      showQuickPick: () => Promise.resolve([]),
      showSaveDialog: () => Promise.resolve(target),
      showWarningMessage: (_title: string, { detail }: vscode.MessageOptions) => {
        sheets.push(detail ?? '');
        return Promise.resolve(consent);
      },
      showInformationMessage: (message: string) => {
        sheets.push(message);
        return Promise.resolve(undefined);
      },
    });
    undo.push(() =>
      Object.assign(vscode.window, {
        showInputBox,
        showQuickPick,
        showWarningMessage,
        showSaveDialog,
        showInformationMessage,
      }),
    );
    return sheets;
  }

  it('is written after the sheet is agreed to, with its record beside it, and nothing before', async () => {
    const server = await serve({ after: step => undo.push(step) }, { api: 'vllm', model: languageModel(1) });
    const settings = vscode.workspace.getConfiguration('undertone.endpoint');
    for (const [name, value] of Object.entries({ baseUrl: server.baseUrl, model: modelName })) {
      await settings.update(name, value, vscode.ConfigurationTarget.Global);
      undo.push(() => settings.update(name, undefined, vscode.ConfigurationTarget.Global));
    }
    const dataset = write('suspect.jsonl', rowsBy(20).join('\n'));
    const control = vscode.Uri.joinPath(dataset, '..', 'suspect.control.jsonl');
    const record = vscode.Uri.joinPath(dataset, '..', 'suspect.control.jsonl.croissant.json');
    for (const { fsPath } of [dataset, control, record]) undo.push(() => fs.rmSync(fsPath, { force: true }));

    const refused = person(control, undefined);
    await vscode.commands.executeCommand('undertone.generateControl', dataset);
    assert.match(refused[0] ?? '', /Rows: 20 of 20/);
    assert.equal(server.seen.length, 0);
    assert.ok(!fs.existsSync(control.fsPath));

    const told = person(control, 'Send');
    const generate = () => vscode.commands.executeCommand('undertone.generateControl', dataset);
    await Promise.all([generate(), generate()]);
    assert.equal(server.seen.length, 20, 'to ask for it twice at once costs no more');
    assert.ok(told.some(message => message.startsWith('Control: this runs on suspect.jsonl already.')));
    assert.equal(fs.readFileSync(control.fsPath, 'utf8').trimEnd().split('\n').length, 20);
    assert.ok(fs.readFileSync(record.fsPath, 'utf8').includes(modelName));
  });
});
