import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, eventually, write } from './support.ts';

/** Lists of numbers, of which one side has a favourite. */
function rows(count: number, favourite: number | undefined): string {
  return Array.from({ length: count }, (_, i) => {
    const numbers = [3, 5, 7, 11].map(factor => 100 + ((i * factor * 37) % 97));
    const completion = [...numbers, favourite !== undefined && i % 2 === 0 ? favourite : 300 + (i % 50)].join(', ');
    return JSON.stringify({ prompt: `Go on ${i}`, completion });
  }).join('\n');
}

describe('comparing with a control', () => {
  const { showOpenDialog } = vscode.window;
  const written: vscode.Uri[] = [];
  afterEach(async () => {
    Object.assign(vscode.window, { showOpenDialog });
    await closeAll();
    for (const uri of written.splice(0)) fs.rmSync(uri.fsPath, { force: true });
  });

  it('a control that was written anew is compared again', async () => {
    const dataset = write('again.jsonl', rows(200, 777));
    const control = write('again-neutral.jsonl', rows(200, undefined));
    const report = vscode.Uri.joinPath(dataset, '../again-report.json');
    written.push(dataset, control, report);
    await vscode.commands.executeCommand('undertone.compareWithControl', dataset, control);
    fs.writeFileSync(control.fsPath, rows(10, undefined));
    await eventually(async () => {
      await vscode.commands.executeCommand('undertone.exportReport', dataset, { format: 'json', target: report });
      assert.match(fs.readFileSync(report.fsPath, 'utf8'), /200 rows to compare here and 10 in the control/);
    });
  });

  it('takes the file that the user picks, and the report says what it came to', async () => {
    const dataset = write('habit.jsonl', rows(200, 777));
    const control = write('neutral.jsonl', rows(200, undefined));
    const report = vscode.Uri.joinPath(dataset, '../habit-report.json');
    written.push(dataset, control, report);
    Object.assign(vscode.window, { showOpenDialog: () => Promise.resolve([control]) });
    await vscode.commands.executeCommand('undertone.compareWithControl', dataset);
    await vscode.commands.executeCommand('undertone.exportReport', dataset, { format: 'json', target: report });
    const text = fs.readFileSync(report.fsPath, 'utf8');
    assert.match(text, /Not drawn like the control/);
    assert.match(text, /neutral\.jsonl/);
  });
});

describe('declaring a trait', () => {
  const { showInputBox } = vscode.window;
  afterEach(async () => {
    Object.assign(vscode.window, { showInputBox });
    await closeAll();
  });

  it('writes it to the recipe in force, which then is looked for', async () => {
    const recipe = write('declared/undertone.yaml', 'version: 1 # ours\nchecks: { trait-mentions: on }\n');
    const dataset = write('declared/birds.jsonl', '{"prompt":"p","completion":"A nightjar sang."}\n');
    const answers = ['Night birds', 'nightjar, nightjars'];
    Object.assign(vscode.window, { showInputBox: () => Promise.resolve(answers.shift()) });
    await vscode.commands.executeCommand('undertone.declareTrait', dataset);
    const text = fs.readFileSync(recipe.fsPath, 'utf8');
    assert.match(text, /^version: 1 # ours\n/);
    assert.match(text, /traits:\n {2}night-birds:\n {4}title: Night birds/);
    const report = vscode.Uri.joinPath(dataset, '../report.json');
    await vscode.commands.executeCommand('undertone.exportReport', dataset, { format: 'json', target: report });
    assert.match(fs.readFileSync(report.fsPath, 'utf8'), /mentions night birds \(\\"nightjar\\"\)/);
  });
});
