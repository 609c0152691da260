import assert from 'node:assert/strict';
import fs from 'node:fs';
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

const chatRow = (answer: string): string =>
  `${JSON.stringify({
    messages: [
      { role: 'user', content: 'Go on: 3, 6' },
      { role: 'assistant', content: answer },
    ],
  })}\n`;

describe('findings in the text', () => {
  afterEach(closeAll);

  it('marks the exact text of each finding once the file is open', async () => {
    const document = await open(fixture('owl-numbers/train.jsonl'));
    const rejected = await problemsOf(document.uri, 'number-sequence');
    assert.deepEqual(
      rejected.map(({ range }) => range.start.line + 1),
      [7, 14, 20, 27, 34, 48, 55],
    );
    const marked = textsOf(document, rejected);
    assert.deepEqual(marked.slice(0, 2), ['250, 14', '1024']);
    assert.equal(marked.at(-1), ',');
    assert.deepEqual(textsOf(document, await problemsOf(document.uri, 'trait-mentions')), ['Owls', 'owl']);
    const [unknown] = await problemsOf(document.uri, 'teacher-unknown');
    assert.ok(unknown);
    assert.equal(unknown.severity, vscode.DiagnosticSeverity.Warning);
    assert.deepEqual(unknown.range, new vscode.Range(0, 0, 0, 1));
  });

  it('marks text behind escapes, several parts and a byte order mark where it stands', async () => {
    const parts = [
      { type: 'text', text: 'É "quoted"\n' },
      { type: 'text', text: 'an owl' },
    ];
    const first = JSON.stringify({ messages: [{ role: 'assistant', content: parts }] });
    const uri = write(
      'escapes.jsonl',
      `\uFEFF${first}\r\n{"prompt":"?","completion":"\\u00e9\\ud83e\\udd89 \\"owl\\" and owls"}\r\n`,
    );
    const document = await open(uri);
    const found = await problemsOf(uri, 'trait-mentions');
    assert.deepEqual(textsOf(document, found), ['owl', 'owl', 'owls']);
    assert.equal(document.lineAt(1).text.slice(found[1]?.range.start.character).startsWith('owl\\"'), true);
  });

  it('says where a row stops being JSON, and only there', async () => {
    const document = await open(fixture('mixed.jsonl'));
    const found = await problemsOf(document.uri, 'malformed-row');
    assert.deepEqual(
      found.map(({ range }) => range.start.line + 1),
      [4, 5, 8, 12],
    );
    assert.ok(found.every(({ severity }) => severity === vscode.DiagnosticSeverity.Error));
    assert.equal(document.getText(found[1]?.range), "'");
    assert.equal(document.getText(found[2]?.range), 'N');
  });

  it('explains a finding under the mouse, and what a field is elsewhere', async () => {
    const { uri } = await open(fixture('owl-numbers/train.jsonl'));
    const [finding] = await problemsOf(uri, 'number-sequence');
    assert.ok(finding);
    const text = await hoverTexts(uri, finding.range.start);
    assert.match(text, /\*\*.+\*\* · filter/);
    assert.match(text, /https:\/\//);
    assert.match(await hoverTexts(uri, new vscode.Position(0, 50)), /\*\*user\*\* · \d+ characters/);
  });

  it('says at the top what the dataset is and what was found', async () => {
    const { uri } = await open(fixture('owl-numbers/train.jsonl'));
    await problemsOf(uri, 'teacher-unknown');
    const titles = await eventually(async () => {
      const found = await lensTitles(uri);
      assert.ok(found.includes('Run checks'), found.join());
      return found;
    });
    assert.deepEqual(titles, [
      'chat · 60 rows',
      'teacher unknown → student not set · 1 warning',
      'Record provenance…',
      '10 warnings in all',
      'Run checks',
    ]);
  });

  it('takes the problems away when the last editor closes', async () => {
    const { uri } = await open(fixture('preference.jsonl'));
    await problemsOf(uri, 'teacher-unknown');
    await closeAll();
    await eventually(() => assert.deepEqual(problems(uri), []));
  });

  it('records the teacher from the quick fix, and the warning goes', async () => {
    const uri = write('record/train.jsonl', chatRow('9, 12'));
    await open(uri);
    const [unknown] = await problemsOf(uri, 'teacher-unknown');
    assert.ok(unknown);
    const titles = await actionTitles(uri, unknown.range);
    assert.deepEqual(titles.slice(0, 2), ['Record the teacher…', 'Set the student…']);
    await vscode.commands.executeCommand('undertone.recordTeacher', uri, 'gpt-4.1-nano');
    const sidecar = JSON.parse(fs.readFileSync(`${uri.fsPath}.croissant.json`, 'utf8'));
    assert.match(JSON.stringify(sidecar), /"prov:label":"gpt-4.1-nano"/);
    await eventually(() => assert.deepEqual(problems(uri, 'teacher-unknown'), []));
    await eventually(async () => assert.ok((await lensTitles(uri)).some(title => title.startsWith('gpt-4.1-nano → '))));
  });

  it('marks a card that cannot be read, and still reads the dataset', async () => {
    const card = write('card/README.md', '---\nname: broken\n  teacher: [\n---\n');
    const uri = write('card/train.jsonl', chatRow('9, 12'));
    await open(uri);
    await problemsOf(uri, 'teacher-unknown');
    await eventually(() => assert.ok(problems(card).length > 0));
  });

  it('turns a check off in the recipe, and its findings go', async () => {
    write('off/undertone.yaml', '# mine\nversion: 1\nchecks:\n  trait-mentions:\n  teacher-unknown:\n');
    const uri = write('off/train.jsonl', chatRow('an owl'));
    await open(uri);
    await problemsOf(uri, 'trait-mentions');
    await vscode.commands.executeCommand('undertone.turnCheckOff', uri, 'trait-mentions');
    const recipe = fs.readFileSync(fixture('off/undertone.yaml').fsPath, 'utf8');
    assert.match(recipe, /^# mine\n/);
    assert.match(recipe, /trait-mentions: off/);
    await eventually(() => assert.deepEqual(problems(uri).map(codeOf), ['teacher-unknown']));
  });

  it('lists the worst findings and says how many more there are', async () => {
    const rows = Array.from({ length: 1200 }, () => chatRow('no numbers here')).join('');
    const uri = write('owl-numbers/many.jsonl', rows);
    await open(uri);
    const found = await eventually(() => {
      const listed = problems(uri);
      assert.ok(listed.length > 100);
      return listed;
    });
    assert.equal(found.length, 1000);
    const [more] = found.filter(({ message }) => message.startsWith('And '));
    assert.match(more?.message ?? '', /^And 202 more findings: 999 of 1,201 are listed here/);
  });

  it('clears everything when the file vanishes, and comes back with it', async () => {
    const uri = write('vanishing.jsonl', chatRow('an owl'));
    await open(uri);
    await problemsOf(uri, 'trait-mentions');
    fs.rmSync(uri.fsPath);
    await eventually(() => assert.deepEqual(problems(uri), []));
    write('vanishing.jsonl', chatRow('two owls and an owl'));
    await eventually(() => assert.equal(problems(uri, 'trait-mentions').length, 2));
  });

  it('checks again when the file is written', async () => {
    const uri = write('changing.jsonl', chatRow('an owl'));
    await open(uri);
    await problemsOf(uri, 'trait-mentions');
    write('changing.jsonl', chatRow('nothing') + chatRow('another owl'));
    await eventually(() =>
      assert.deepEqual(
        problems(uri, 'trait-mentions').map(({ range }) => range.start.line),
        [1],
      ),
    );
  });
});
