import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, write } from './support.ts';

describe('comparing datasets', () => {
  after(closeAll);

  it('lists what differs; Enter shows a changed row beside the other in a diff, laid out', async () => {
    const row = (id: number, completion: string) => JSON.stringify({ id, prompt: `q${id}`, completion });
    const rows = Array.from({ length: 20 }, (_, id) => row(id, `answer ${id}`));
    const left = write('compare/before.jsonl', rows.join('\n'));
    const right = write('compare/after.jsonl', [row(0, 'an owl'), ...rows.slice(2), row(77, 'new')].join('\n'));
    const comparing = vscode.commands.executeCommand('undertone.compareDatasets', left, [left, right]);
    const diff = await eventually(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert.ok(input instanceof vscode.TabInputTextDiff);
      return input;
    });
    const textOf = async (uri: vscode.Uri) => (await vscode.workspace.openTextDocument(uri)).getText();
    assert.equal(await textOf(diff.original), '{\n  "id": 0,\n  "prompt": "q0",\n  "completion": "answer 0"\n}');
    assert.equal(await textOf(diff.modified), '{\n  "id": 0,\n  "prompt": "q0",\n  "completion": "an owl"\n}');
    await comparing;
  });
});
