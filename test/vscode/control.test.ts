import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, write } from './support.ts';

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
