import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { it } from 'mocha';
import * as vscode from 'vscode';

it('activates', async () => {
  const extension = vscode.extensions.getExtension('undertone.undertone');
  assert.ok(extension);
  await extension.activate();
  assert.ok(extension.isActive);
});

it('a command that finds nothing to act on says so', async () => {
  // Outside of the workspace, whose recipe holds for what is below it.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'undertone-nothing-'));
  const file = path.join(folder, 'train.jsonl');
  fs.writeFileSync(file, '{"prompt":"a","completion":"b"}\n');
  const { showInformationMessage } = vscode.window;
  const told: string[] = [];
  Object.assign(vscode.window, {
    showInformationMessage: (message: string) => Promise.resolve(void told.push(message)),
  });
  try {
    for (const command of ['cancel', 'openRecipe', 'openAccepted']) {
      await vscode.commands.executeCommand(`undertone.${command}`, vscode.Uri.file(file));
    }
    assert.equal(told.length, 3);
    assert.match(told.join('\n'), /^No checks are running.*\nNo recipe is in force.*\nNo finding has been accepted/);
  } finally {
    Object.assign(vscode.window, { showInformationMessage });
    await vscode.commands.executeCommand('undertone.clearResults');
    fs.rmSync(folder, { recursive: true });
  }
});
