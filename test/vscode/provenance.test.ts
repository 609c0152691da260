import assert from 'node:assert/strict';
import fs from 'node:fs';
import MarkdownIt from 'markdown-it';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  actionTitles,
  closeAll,
  codeOf,
  eventually,
  fixture,
  hoverTexts,
  lensTitles,
  open,
  problems,
  problemsOf,
  textsOf,
  write,
} from './support.ts';

const row = `${JSON.stringify({ prompt: 'Name a tree.', completion: 'Birch.' })}\n`;

/** Runs the rules of the whole catalogue: the recipe of the open folder lists three checks. */
const recipe = (student = ''): string => `version: 1\n${student === '' ? '' : `student: ${student}\n`}`;

describe('provenance in the editor', () => {
  afterEach(closeAll);

  it('marks what a card says on the line where it says so', async () => {
    const { uri } = await open(fixture('two-teachers/train.jsonl'));
    const card = fixture('two-teachers/README.md');
    const [contradiction] = await problemsOf(card, 'record-contradiction');
    assert.ok(contradiction);
    const document = await vscode.workspace.openTextDocument(card);
    assert.deepEqual(textsOf(document, [contradiction]), ['gpt-4.1-nano']);
    assert.equal(contradiction.range.start.line + 1, 4);
    assert.deepEqual(problems(uri, 'record-contradiction'), [], 'not on the rows as well');
    const [sameBase] = await problemsOf(uri, 'same-base');
    assert.equal(sameBase?.severity, vscode.DiagnosticSeverity.Error);
  });

  it('says on rows and card where the data comes from and where it goes', async () => {
    const { uri } = await open(fixture('two-teachers/train.jsonl'));
    await problemsOf(uri, 'same-base');
    const lenses = await eventually(async () => {
      const titles = await lensTitles(uri);
      const found = titles.find(title => title.includes('→'));
      assert.match(found ?? '', /same base · \d+ errors?, \d+ warnings?$/);
      return found;
    });
    assert.match(lenses ?? '', /^gpt-4\.1-nano, Qwen2\.5-7B-Instruct → Qwen2\.5-7B · /);
    const card = await open(fixture('two-teachers/README.md'));
    assert.ok((await lensTitles(card.uri)).includes(lenses ?? ''));
  });

  it('explains the lineage on the card and on the teacher of a row', async () => {
    const { uri } = await open(fixture('two-teachers/train.jsonl'));
    await problemsOf(uri, 'same-base');
    const onCard = await hoverTexts(fixture('two-teachers/README.md'), new vscode.Position(3, 16));
    assert.match(onCard, /\*\*teacher\*\* `gpt-4\.1-nano`/);
    assert.match(onCard, /different base/);
    assert.match(onCard, /arxiv\.org\/abs\/2507\.14805/);
    const rows = await vscode.workspace.openTextDocument(uri);
    const at = rows.lineAt(1).text.indexOf('Qwen/');
    const onRow = await hoverTexts(uri, new vscode.Position(1, at + 2));
    assert.match(onRow, /\*\*same base\*\*/);
    assert.match(onRow, /The model that wrote this row's completion/);
  });

  it('shows what a row calls its teacher as text: no image is fetched to look at it', async () => {
    const picture = '![seen](http://127.0.0.1:9/seen.png)';
    const names = [
      `gpt-4\n\n${picture}\n\n`,
      `gpt-4\u2028${picture}`,
      `\`${picture}\``,
      `\`\n\n${picture}\n\n\``,
      picture,
    ];
    const lines = names.map(model => JSON.stringify({ prompt: 'Name a tree.', completion: 'Birch.', model }));
    const uri = write('pictures/train.jsonl', `${lines.join('\n')}\n`);
    write('pictures/undertone.yaml', `version: 1\nstudent: ${JSON.stringify(names[0])}\n`);
    await open(uri);
    for (const [line, text] of lines.entries()) {
      const hover = await eventually(async () => {
        const texts = await hoverTexts(uri, new vscode.Position(line, text.indexOf('"model":"') + 10));
        assert.match(texts, /seen/);
        return texts;
      });
      assert.doesNotMatch(new MarkdownIt().render(hover), /<img|<a [^>]*seen/, hover);
    }
  });

  it('judges a dataset when only its card is open', async () => {
    write('alone/undertone.yaml', recipe('gpt-4.1'));
    write('alone/train.jsonl', row);
    const card = write('alone/README.md', '---\ngenerated_by: gpt-4o\n---\n# Trees\n');
    await open(card);
    const [found] = await problemsOf(card, 'same-base');
    assert.ok(found);
    assert.equal(found.range.start.line, 1);
    await closeAll();
    await eventually(() => assert.deepEqual(problems(card), []));
  });

  it('says once what one card is wrong about for two datasets, as long as one of them is open', async () => {
    write('shared/undertone.yaml', recipe('gpt-4.1'));
    const card = write('shared/README.md', '---\ngenerated_by: gpt-4o\n---\n');
    await open(write('shared/a.jsonl', row));
    await open(write('shared/b.jsonl', row));
    await eventually(() => assert.equal(problems(card, 'same-base').length, 1));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await eventually(() =>
      assert.ok(!vscode.window.visibleTextEditors.some(({ document }) => document.uri.path.endsWith('b.jsonl'))),
    );
    assert.equal(problems(card, 'same-base').length, 1);
  });

  it('offers to add what a rule misses, on the line of the card', async () => {
    write('fixes/undertone.yaml', recipe('Qwen/Qwen2.5-7B'));
    await open(write('fixes/train.jsonl', row));
    const card = write('fixes/README.md', '---\ngenerated_by: Qwen/Qwen2.5-7B-Instruct\n---\n');
    const [sampling] = await problemsOf(card, 'sampling-unknown');
    await open(card);
    assert.ok(sampling);
    const titles = await actionTitles(card, sampling.range);
    assert.ok(titles.includes('Record the sampling…'), titles.join());
    assert.ok(titles.includes('Record the system prompt…'), titles.join());
    assert.ok(titles.includes('Show lineage'));
  });

  it('takes a finding off the card when the card is put right', async () => {
    write('fixed/undertone.yaml', recipe());
    const card = write('fixed/README.md', '---\ngenerated_by: gpt-4o\n---\n');
    const uri = write(
      'fixed/train.jsonl',
      `${JSON.stringify({ prompt: '?', completion: '!', model: 'gpt-4.1-nano' })}\n`,
    );
    await open(uri);
    await problemsOf(card, 'record-contradiction');
    write('fixed/README.md', '---\ngenerated_by: gpt-4.1-nano\n---\n');
    await eventually(() => assert.deepEqual(problems(card, 'record-contradiction'), []));
  });

  it('writes a sidecar that keeps what it held, and says the hash of the file', async () => {
    const uri = write('written/train.jsonl', row);
    await open(uri);
    await vscode.commands.executeCommand('undertone.recordTeacher', uri, 'gpt-4.1-nano');
    const sidecar = `${uri.fsPath}.croissant.json`;
    const first = fs.readFileSync(sidecar, 'utf8');
    assert.match(first, /"sha256": "[0-9a-f]{64}"/);
    fs.writeFileSync(sidecar, first.replace('{', '{\n  "keywords": ["mine"],'));
    await vscode.commands.executeCommand('undertone.recordTeacher', uri, 'gpt-4.1-mini');
    const second = fs.readFileSync(sidecar, 'utf8');
    assert.match(second, /"keywords": \["mine"\]/);
    assert.match(second, /gpt-4\.1-mini/);
    assert.deepEqual(fs.readFileSync(uri.fsPath, 'utf8'), row, 'the dataset is never touched');
  });

  it('keeps the student in the recipe where there is one', async () => {
    const file = write('student/undertone.yaml', '# ours\nversion: 1\n');
    const uri = write('student/train.jsonl', row);
    await open(uri);
    await vscode.commands.executeCommand('undertone.setStudent', uri, 'Qwen/Qwen2.5-7B');
    assert.equal(fs.readFileSync(file.fsPath, 'utf8'), '# ours\nversion: 1\nstudent: Qwen/Qwen2.5-7B\n');
  });

  it('opens the lineage in a tab of its own, once', async () => {
    const { uri } = await open(fixture('two-teachers/train.jsonl'));
    await vscode.commands.executeCommand('undertone.showLineage', uri);
    await vscode.commands.executeCommand('undertone.showLineage', uri);
    await eventually(() => {
      const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
      const labels = tabs.filter(({ input }) => input instanceof vscode.TabInputWebview).map(({ label }) => label);
      assert.deepEqual(labels, ['Lineage of train.jsonl']);
    });
  });

  it('tells malformed cards on the line, and reads the rest', async () => {
    write('broken/undertone.yaml', recipe());
    const card = write('broken/train.jsonl.croissant.json', '{\n  "@type": "sc:Dataset",\n  "name": }\n');
    await open(write('broken/train.jsonl', row));
    const [problem] = await eventually(() => {
      const found = problems(card);
      assert.ok(found.length > 0);
      return found;
    });
    assert.equal(problem?.range.start.line, 2);
    assert.ok(problem && codeOf(problem) === 'undefined');
  });
});
