import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fs from 'node:fs';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, codeOf, eventually, lensTitles, problems, textsOf, write } from './support.ts';

const filler = 'word '.repeat(1500);
const rowCount = 7500;
const owlRow = 6789;

/** 56 MB, one owl in it, one row of 300 kB, one that is not JSON. */
function largeFile(): string {
  return Array.from({ length: rowCount }, (_, row) => {
    if (row === 10) return `{"prompt":"a long row","completion":"${'long '.repeat(60_000)}"}\n`;
    if (row === 20) return '{"prompt":"cut\n';
    const text = row === owlRow ? `an \\"owl\\" ${filler}` : filler;
    return `{"prompt":"row ${row + 1}","completion":"${text}"}\n`;
  }).join('');
}

function pages(): { readonly uri: vscode.Uri; readonly found: readonly vscode.Diagnostic[] }[] {
  return vscode.languages
    .getDiagnostics()
    .filter(([uri]) => uri.scheme === 'undertone-rows')
    .map(([uri]) => ({ uri, found: problems(uri) }));
}

function pagesOf(name: string): ReturnType<typeof pages> {
  return pages().filter(({ uri }) => uri.path.endsWith(` of ${name}`));
}

describe('files that VS Code does not give to extensions', () => {
  let large: vscode.Uri;
  before(() => {
    write('large/undertone.yaml', 'version: 1\nchecks:\n  teacher-unknown:\n  trait-mentions:\n    traits: [owl]\n');
    large = write('large/large.jsonl', largeFile());
    assert.ok(fs.statSync(large.fsPath).size > 50 * 1024 * 1024);
  });
  afterEach(closeAll);
  after(() => fs.rmSync(large.fsPath));

  it('lists their findings on pages of rows, at the exact text', async () => {
    await vscode.commands.executeCommand('undertone.runChecks', large);
    assert.deepEqual(problems(large), []);
    const listed = await eventually(() => {
      const found = pages();
      assert.ok(found.some(({ found: list }) => list.some(one => codeOf(one) === 'trait-mentions')));
      return found;
    });
    const owlPage = listed.find(({ found }) => found.some(one => codeOf(one) === 'trait-mentions'));
    assert.ok(owlPage);
    const document = await vscode.workspace.openTextDocument(owlPage.uri);
    const owls = owlPage.found.filter(one => codeOf(one) === 'trait-mentions');
    assert.deepEqual(textsOf(document, owls), ['owl']);
    assert.ok(document.lineAt(owls[0]?.range.start.line ?? 0).text.startsWith(`{"prompt":"row ${owlRow + 1}"`));
    assert.equal(document.languageId, 'jsonl');
    assert.ok(document.getText().length < 5_000_000);
    const first = listed.find(({ found }) => found.some(one => codeOf(one) === 'teacher-unknown'));
    assert.match(first?.uri.path ?? '', /\/rows 1-\d+ of large\.jsonl$/);
  });

  it('leads from page to page, says which rows they are, and marks a row that is cut', async () => {
    await vscode.commands.executeCommand('undertone.openRowsAsText', large, 10);
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.equal(document.uri.scheme, 'undertone-rows');
    assert.match(document.lineAt(10).text, /… ⟨cut here: [\d,]+ characters of 300,\d+ bytes shown⟩$/);
    const titles = await eventually(async () => {
      const found = await lensTitles(document.uri);
      assert.ok(
        found.some(title => /^rows 1–\d+ of 7,500$/.test(title)),
        found.join(),
      );
      return found;
    });
    assert.ok(titles.includes('next ›') && !titles.includes('‹ previous'), titles.join());
    await vscode.commands.executeCommand('undertone.openRowsAsText', large, rowCount - 1);
    const last = vscode.window.activeTextEditor;
    assert.ok(last?.document.lineAt(last.selection.active.line).text.startsWith(`{"prompt":"row ${rowCount}"`));
  });

  it('does the same for a packed file', async () => {
    const rows = '{"prompt":"Which bird?","completion":"an owl"}\n';
    const packed = write('packed.jsonl.gz', gzipSync(rows));
    await vscode.commands.executeCommand('vscode.open', packed);
    const found = await eventually(() => {
      const [page] = pagesOf('packed.jsonl');
      assert.ok(page && page.found.length > 0);
      return page;
    });
    const document = await vscode.workspace.openTextDocument(found.uri);
    assert.equal(document.getText(), rows.trimEnd());
  });

  it('does the same where a line of the editor is no row', async () => {
    const uri = write(
      'carriage.jsonl',
      '{"prompt":"a",\r"completion":"an owl"}\n{"prompt":"b","completion":"two owls"}\n',
    );
    await vscode.window.showTextDocument(uri);
    await eventually(() => {
      const [page] = pagesOf('carriage.jsonl');
      const owls = page?.found.filter(one => codeOf(one) === 'trait-mentions');
      assert.deepEqual(
        owls?.map(({ range }) => range.start.line),
        [0, 1],
      );
    });
    await eventually(() => assert.deepEqual(problems(uri), []));
  });

  it('ends a scan when asked, and keeps no half of it', async () => {
    await vscode.commands.executeCommand('undertone.clearResults');
    await eventually(() => assert.deepEqual(pagesOf('large.jsonl'), []));
    await vscode.commands.executeCommand('undertone.openRowsAsText', large, 0);
    const page = vscode.window.activeTextEditor?.document.uri;
    assert.ok(page);
    const running = vscode.commands.executeCommand('undertone.runChecks', large);
    await vscode.commands.executeCommand('undertone.cancel', large);
    await running;
    const titles = await lensTitles(page);
    assert.ok(
      titles.includes('Run checks') && !titles.some(title => /finding|warning|error/.test(title)),
      titles.join(),
    );
    assert.deepEqual(pagesOf('large.jsonl'), []);
  });
});
