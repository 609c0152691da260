import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { rowsBy } from '../unit/engine/endpoints/worlds.ts';
import { closeAll, write } from './support.ts';

describe('a model of this machine', () => {
  const undo: (() => unknown)[] = [];
  const rows = rowsBy(90, { system: '' });
  const extension = vscode.extensions.getExtension('undertone.undertone')?.extensionPath;
  const byteModelFolder = `${extension}/test/fixtures/models/bytes`;
  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
    await closeAll();
  });

  /** Names the folder as the endpoint, and answers what is asked: so many rows, what is typed. Nothing has to be agreed to. */
  async function named(folder: string, wanted: string, ...typed: string[]): Promise<string[]> {
    const settings = vscode.workspace.getConfiguration('undertone.endpoint');
    await settings.update('baseUrl', folder, vscode.ConfigurationTarget.Global);
    undo.push(() => settings.update('baseUrl', undefined, vscode.ConfigurationTarget.Global));
    const { showInputBox, showQuickPick, showWarningMessage, showInformationMessage } = vscode.window;
    undo.push(() =>
      Object.assign(vscode.window, { showInputBox, showQuickPick, showWarningMessage, showInformationMessage }),
    );
    const told: string[] = [];
    const tell = (message: string): Promise<undefined> => {
      told.push(message);
      return Promise.resolve(undefined);
    };
    Object.assign(vscode.window, {
      showInputBox: ({ value }: vscode.InputBoxOptions) =>
        Promise.resolve(value !== undefined && /^\d+$/.test(value) ? wanted : (typed.shift() ?? value)),
      showQuickPick: () => assert.fail('nothing is sent, so that nothing is left out'),
      showWarningMessage: tell,
      showInformationMessage: tell,
    });
    return told;
  }

  const dataset = (name: string, count: number): vscode.Uri => {
    const uri = write(name, rows.slice(0, count).join('\n'));
    undo.push(() => fs.rmSync(uri.fsPath));
    return uri;
  };
  const reportOf = async ({ path }: vscode.Uri, kind: string): Promise<string> => {
    const uri = vscode.Uri.from({ scheme: 'undertone-report', path: `${path}.${kind}.md` });
    return (await vscode.workspace.openTextDocument(uri)).getText();
  };

  it('tests the fit of rows, and nothing is sent', async () => {
    const told = await named(byteModelFolder, '60');
    const uri = dataset('local-fit.jsonl', 60);
    await vscode.commands.executeCommand('undertone.testFit', uri);
    const text = await reportOf(uri, 'fit');
    for (const part of [
      'rows: 60 scored of 60 drawn from 60',
      '60 distinct prompts',
      'sent: nothing leaves the machine',
    ]) {
      assert.ok(text.includes(part), part);
    }
    assert.doesNotMatch(text, /\*\*not tested\*\*/);
    assert.deepEqual(told, []);
  });

  it('scores rows under candidates and decoys for the log-likelihood ratio', async () => {
    const told = await named(byteModelFolder, '50');
    const uri = dataset('local-llr.jsonl', 50);
    await vscode.commands.executeCommand('undertone.probeLlr', uri);
    const text = await reportOf(uri, 'llr');
    for (const part of [
      '| G1 some such prompt | p',
      'nothing leaves the machine',
      'rows: 50 scored of 50 drawn from 50',
      '| cat |',
    ]) {
      assert.ok(text.includes(part), part);
    }
    assert.deepEqual(told, []);
  });

  it('projects rows along a trait’s direction; a server is refused, and why is said', async () => {
    const uri = dataset('local-direction.jsonl', 90);
    const refused = await named('http://127.0.0.1:9', '50');
    await vscode.commands.executeCommand('undertone.probeProjection', uri);
    assert.match(refused[0] ?? '', /hidden states of a model, which servers do not give/);
    for (const step of undo.splice(1).toReversed()) await step();
    const told = await named(byteModelFolder, '30', 'tawny owl', 'bird', 'wren, heron');
    await vscode.commands.executeCommand('undertone.probeProjection', uri);
    const text = await reportOf(uri, 'projection');
    assert.match(text, /tawny owl: not tested\*\* · .*30 rows were computed and at least 50 are needed/);
    assert.match(
      text,
      /rows: 30 scored[\s\S]*nothing leaves the machine|nothing leaves the machine[\s\S]*rows: 30 scored/,
    );
    assert.deepEqual(told, []);
  });
});
