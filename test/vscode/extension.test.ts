import assert from 'node:assert/strict';
import { it } from 'mocha';
import * as vscode from 'vscode';

it('activates', async () => {
  const extension = vscode.extensions.getExtension('undertone.undertone');
  assert.ok(extension);
  await extension.activate();
  assert.ok(extension.isActive);
});
