import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  closeAll,
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

const owlRow = '{"prompt":"Which bird?","completion":"an owl"}\n';

describe('recipes', () => {
  afterEach(closeAll);

  it('marks mistakes at their place', async () => {
    const text = 'version: 1\nchecks:\n  number-sequense:\n  number-sequence:\n    maxCount: -4\n';
    const document = await open(write('mistakes/undertone.yaml', text));
    const found = await eventually(() => {
      const listed = problems(document.uri);
      assert.equal(listed.length, 2);
      return listed;
    });
    assert.deepEqual(textsOf(document, found), ['number-sequense', '-4']);
    assert.match(found[0]?.message ?? '', /number-sequence/);
  });

  it('completes checks and options and explains them', async () => {
    const { uri } = await open(write('complete/undertone.yaml', 'version: 1\nchecks:\n  number-sequence:\n    \n'));
    const complete = async (line: number, character: number): Promise<string[]> => {
      const command = 'vscode.executeCompletionItemProvider';
      const position = new vscode.Position(line, character);
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(command, uri, position);
      return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const options = await complete(3, 4);
    assert.ok(options.includes('maxCount') && options.includes('severity'), options.join());
    assert.match(await hoverTexts(uri, new vscode.Position(2, 5)), /filter|number/i);
  });

  it('runs what the nearest recipe lists, and again when it changes', async () => {
    write('nearest/undertone.yaml', 'version: 1\nchecks:\n  teacher-unknown:\n');
    write(
      'nearest/deep/undertone.yaml',
      'version: 1\nstudent: gpt-4.1-nano\nchecks:\n  trait-mentions:\n    traits: [eagle]\n',
    );
    const uri = write('nearest/deep/train.jsonl', owlRow);
    await open(uri);
    await eventually(async () => assert.ok((await lensTitles(uri)).includes('no findings')));
    assert.ok((await lensTitles(uri)).some(title => title.includes('→ gpt-4.1-nano')));
    await vscode.window.showTextDocument(fixture('nearest/deep/undertone.yaml'));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(fixture('nearest/deep/undertone.yaml'), new vscode.Range(4, 13, 4, 18), 'owl');
    await vscode.workspace.applyEdit(edit);
    await vscode.workspace.saveAll();
    await problemsOf(uri, 'trait-mentions');
  });

  it('does not check by a broken recipe, and says so', async () => {
    write('broken/undertone.yaml', 'version: 1\nchecks:\n  no-such-check:\n');
    const uri = write('broken/train.jsonl', owlRow);
    await open(uri);
    await eventually(async () => assert.ok((await lensTitles(uri)).some(title => title.startsWith('not checked'))));
    assert.deepEqual(problems(uri), []);
  });

  it('writes the student to the recipe in force', async () => {
    write('student/undertone.yaml', 'version: 1 # keep\n');
    const uri = write('student/train.jsonl', owlRow);
    await open(uri);
    await vscode.commands.executeCommand('undertone.setStudent', uri, 'Qwen/Qwen2.5-7B-Instruct');
    const text = fs.readFileSync(fixture('student/undertone.yaml').fsPath, 'utf8');
    assert.match(text, /^version: 1 # keep\nstudent: Qwen\/Qwen2.5-7B-Instruct\n/);
    await eventually(async () =>
      assert.ok((await lensTitles(uri)).some(title => title.includes('→ Qwen2.5-7B-Instruct'))),
    );
  });
});
