import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import { closeAll, fixture, write } from './support.ts';

describe('export', () => {
  const good = '{"prompt":"p","completion":"7, 9, 11"}\r\n';
  const rows = `${good}{"prompt":"p","completion":"7, 9, 1024"}\n\n${good}{"prompt":\n`;

  it('kept and rejected rows go to new files, with the record', async () => {
    write('export/undertone.yaml', 'version: 1\nchecks:\n  number-sequence: on\n');
    const uri = write('export/train.jsonl', rows);
    const targets = { kept: fixture('export/kept.jsonl'), rejected: fixture('export/rejected.jsonl') };
    await vscode.commands.executeCommand('undertone.exportRows', uri, targets);
    assert.equal(fs.readFileSync(targets.kept.fsPath, 'utf8'), good + good);
    const rejected = fs.readFileSync(targets.rejected.fsPath, 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      rejected.map(line => (JSON.parse(line) as { row: number }).row),
      [2, 5],
    );
    const record = JSON.parse(fs.readFileSync(`${targets.kept.fsPath}.record.json`, 'utf8')) as { rows: unknown };
    assert.deepEqual(record.rows, { rows: 5, kept: 2, rejected: 1, malformed: 1, blank: 1 });
    assert.equal(fs.readFileSync(uri.fsPath, 'utf8'), rows);
  });

  /** Exports a file that takes a while, which the inspector shows, and does something once that is under way; answers what was told. */
  async function midway(
    name: string,
    act: (uri: vscode.Uri) => Promise<void>,
  ): Promise<{ kept: string; told: string }> {
    write('export/undertone.yaml', 'version: 1\nchecks:\n  number-sequence: on\n');
    const uri = write(`export/${name}.jsonl`, `{"prompt":"p","completion":"${'7, '.repeat(200)}9"}\n`.repeat(40_000));
    await vscode.commands.executeCommand('vscode.openWith', uri, 'undertone.inspector');
    const kept = fixture(`export/${name}.kept.jsonl`);
    const { withProgress, showErrorMessage } = vscode.window;
    let told = '';
    Object.assign(vscode.window, {
      withProgress: async (options: vscode.ProgressOptions, task: Parameters<typeof withProgress>[1]) => {
        const running = withProgress(options, task);
        await act(uri);
        return running;
      },
      showErrorMessage: (message: string) => Promise.resolve(void (told = message)),
    });
    try {
      await vscode.commands.executeCommand('undertone.exportRows', uri, { kept });
    } finally {
      Object.assign(vscode.window, { withProgress, showErrorMessage });
      await closeAll();
      fs.rmSync(uri.fsPath);
    }
    return { kept: kept.fsPath, told };
  }

  it('an editor that is closed meanwhile ends no export', async () => {
    const { kept, told } = await midway('closed', closeAll);
    assert.equal(told, '');
    assert.ok(fs.existsSync(kept));
  });

  it('of a file that grows meanwhile nothing is exported, and that is told', async () => {
    const { kept, told } = await midway('grown', async ({ fsPath }) => fs.appendFileSync(fsPath, good));
    assert.match(told, /^Could not export the rows: .*grown\.jsonl changed while it was read/);
    assert.ok(!fs.existsSync(kept));
  });

  it('a document of another scheme is no file: what git had is not read from what is there now', async () => {
    const uri = write('export/train.jsonl', rows);
    const kept = fixture('export/of-git.kept.jsonl');
    const earlier = uri.with({ scheme: 'git', query: JSON.stringify({ path: uri.fsPath, ref: 'HEAD' }) });
    await vscode.commands.executeCommand('undertone.exportRows', earlier, { kept });
    assert.ok(!fs.existsSync(kept.fsPath));
  });

  it('a report in each format, the path as the workspace has it', async () => {
    const uri = write('export/report.jsonl', rows);
    const says = {
      html: '<!doctype html>',
      markdown: '## report.jsonl',
      sarif: '"export/report.jsonl"',
      json: '"export/report.jsonl"',
    };
    for (const [format, text] of Object.entries(says)) {
      const target = fixture(`export/report.${format}`);
      await vscode.commands.executeCommand('undertone.exportReport', uri, { format, target });
      assert.ok(fs.readFileSync(target.fsPath, 'utf8').includes(text), format);
    }
  });
});
