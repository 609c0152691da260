import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import { fixture, write } from './support.ts';

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
