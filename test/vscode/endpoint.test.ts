import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';

describe('the endpoint', () => {
  it('is a setting of the machine: no workspace can name it', async () => {
    const configuration = vscode.workspace.getConfiguration('undertone');
    for (const name of ['endpoint.baseUrl', 'endpoint.model']) {
      assert.equal(configuration.get(name), '');
      await assert.rejects(
        Promise.resolve(configuration.update(name, 'http://127.0.0.1:9/v1', vscode.ConfigurationTarget.Workspace)),
      );
      assert.equal(vscode.workspace.getConfiguration('undertone').get(name), '');
    }
  });

  it('is asked by command alone', async () => {
    const known = await vscode.commands.getCommands(true);
    assert.ok(known.includes('undertone.testFit'));
    assert.ok(known.includes('undertone.setEndpointKey'));
  });
});
