import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, write } from './support.ts';

/** Rows of a writer with habits of its own. */
function rows(count: number, answer: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) =>
    JSON.stringify({ prompt: `Question ${i}`, completion: answer(i) }),
  ).join('\n');
}

const terse = (i: number): string => `it is ${(i * 37) % 101}, i think; no more than ${(i * 13) % 89}`;
const florid = (i: number): string =>
  `**Certainly!** Whereas one might suppose ${(i * 31) % 97}, the answer — upon reflection — shall be ${(i * 17) % 83}.`;

describe('the teacher check', () => {
  const { showOpenDialog, showInputBox } = vscode.window;
  const written: vscode.Uri[] = [];
  afterEach(async () => {
    Object.assign(vscode.window, { showOpenDialog, showInputBox });
    await closeAll();
    for (const uri of written.splice(0)) fs.rmSync(uri.fsPath, { force: true });
  });

  it('compares a dataset with the samples that the user names, and shows what it came to', async () => {
    const dataset = write(
      'checked.jsonl',
      rows(120, i => florid(i + 1000)),
    );
    const samples = [write('terse.jsonl', rows(120, terse)), write('florid.jsonl', rows(120, florid))];
    written.push(dataset, ...samples);
    const labels = ['acme/terse', 'acme/florid'];
    Object.assign(vscode.window, {
      showOpenDialog: () => Promise.resolve(samples),
      showInputBox: () => Promise.resolve(labels.shift()),
    });
    await vscode.commands.executeCommand('undertone.checkTeacher', dataset);
    const report = vscode.Uri.from({ scheme: 'undertone-report', path: `${dataset.path}.teacher-check.md` });
    const { getText } = await vscode.workspace.openTextDocument(report);
    assert.match(getText(), /declared as written by none of the samples/);
    assert.match(getText(), /\| acme\/florid \| 120 \| 120 \|/);
  });

  it('does nothing when no sample is chosen', async () => {
    const dataset = write('unchecked.jsonl', rows(60, terse));
    written.push(dataset);
    Object.assign(vscode.window, { showOpenDialog: () => Promise.resolve(undefined) });
    await vscode.commands.executeCommand('undertone.checkTeacher', dataset);
    const reports = vscode.workspace.textDocuments.filter(({ uri }) => uri.path.startsWith(`${dataset.path}.`));
    assert.deepEqual(reports, []);
  });
});
