import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { languageModel } from '../unit/engine/endpoints/languageModel.ts';
import { modelName, serve } from '../unit/engine/endpoints/server.ts';
import { rowsBy } from '../unit/engine/endpoints/worlds.ts';
import { closeAll, write } from './support.ts';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('undertone.endpoint');

describe('the endpoint', () => {
  const undo: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
    await closeAll();
  });

  /** Answers in place of a person, who alone can press the buttons of a dialogue. */
  function person(answers: { readonly rows: string; readonly consent: 'Send' | undefined }): string[] {
    const { showInputBox, showWarningMessage, showQuickPick } = vscode.window;
    const asked: string[] = [];
    const warned = (_title: string, { detail }: vscode.MessageOptions): Promise<string | undefined> => {
      asked.push(detail ?? '');
      return Promise.resolve(answers.consent);
    };
    Object.assign(vscode.window, {
      showInputBox: () => Promise.resolve(answers.rows),
      showQuickPick: () => Promise.resolve([]),
      showWarningMessage: warned,
    });
    undo.push(() => Object.assign(vscode.window, { showInputBox, showWarningMessage, showQuickPick }));
    return asked;
  }

  it('is a setting of the machine: no workspace can name it', async () => {
    for (const name of ['baseUrl', 'model']) {
      assert.equal(settings().get(name), '');
      await assert.rejects(Promise.resolve(settings().update(name, 'x', vscode.ConfigurationTarget.Workspace)));
      assert.equal(settings().get(name), '');
    }
  });

  it('gets nothing before the sheet is agreed to, then what the sheet says; the verdict opens', async () => {
    const server = await serve({ after: step => undo.push(step) }, { api: 'vllm', model: languageModel(1) });
    for (const [name, value] of Object.entries({ baseUrl: server.baseUrl, model: modelName })) {
      await settings().update(name, value, vscode.ConfigurationTarget.Global);
      undo.push(() => settings().update(name, undefined, vscode.ConfigurationTarget.Global));
    }
    const dataset = write('fit.jsonl', rowsBy(60, { teacher: languageModel(2), system: '' }).join('\n'));
    undo.push(() => fs.rmSync(dataset.fsPath));

    const refused = person({ rows: '60', consent: undefined });
    await vscode.commands.executeCommand('undertone.testFit', dataset);
    assert.match(refused[0] ?? '', /Rows: 60 of 60/);
    assert.equal(server.seen.length, 0);

    const agreed = person({ rows: '60', consent: 'Send' });
    await vscode.commands.executeCommand('undertone.testFit', dataset);
    assert.ok(agreed[0]?.includes(server.baseUrl) && agreed[0].includes(modelName));
    assert.ok(server.seen.length >= 180);
    const report = vscode.Uri.from({ scheme: 'undertone-report', path: `${dataset.path}.fit.md` });
    const { getText } = await vscode.workspace.openTextDocument(report);
    assert.match(getText(), /evidence found.*Not typical of this model/);
  });
});
