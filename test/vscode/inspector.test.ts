import assert from 'node:assert/strict';
import fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { DatasetProfile } from '../../src/core/dataset/profile.ts';
import { RowSet } from '../../src/core/findings/rowSet.ts';
import { FindingStore } from '../../src/core/findings/store.ts';
import type { CheckOutcome } from '../../src/core/scan/result.ts';
import { countBySeverity } from '../../src/vscode/datasets/facts.ts';
import { partAccepted } from '../../src/core/acceptance/accepted.ts';
import { checkById } from '../../src/core/checks/registry.ts';
import type { ProvenanceRecord } from '../../src/core/provenance/record.ts';
import { decorationOf } from '../../src/vscode/inline/decorations.ts';
import { closeAll, eventually, fixture, folder, lensTitles, open, problems, problemsOf, write } from './support.ts';

function activeInput(): unknown {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.input;
}

describe('the inspector and the commands', () => {
  afterEach(closeAll);

  it('opens every file of a selection in the inspector, and one of them as text again', async () => {
    const chosen = [fixture('owl-numbers/train.jsonl'), fixture('reasoning.jsonl')];
    await vscode.commands.executeCommand('undertone.openInspector', chosen[0], chosen);
    const tabs = await eventually(() => {
      const inputs = vscode.window.tabGroups.all.flatMap(group => group.tabs.map(({ input }) => input));
      const custom = inputs.filter(input => input instanceof vscode.TabInputCustom);
      assert.equal(custom.length, 2);
      return custom;
    });
    assert.ok(tabs.every(({ viewType }) => viewType === 'undertone.inspector'));
    await vscode.commands.executeCommand('undertone.reopenAsText');
    await eventually(() => assert.ok(activeInput() instanceof vscode.TabInputText));
  });

  it('checks a file in the inspector too', async () => {
    const uri = fixture('preference.jsonl');
    await vscode.commands.executeCommand('undertone.openInspector', uri);
    await eventually(() => assert.ok(activeInput() instanceof vscode.TabInputCustom));
    await problemsOf(uri, 'teacher-unknown');
  });

  it('opens a copy of the sample and checks it', async () => {
    await vscode.commands.executeCommand('undertone.openSample');
    const input = await eventually(() => {
      const shown = activeInput();
      assert.ok(shown instanceof vscode.TabInputCustom);
      return shown;
    });
    assert.equal((await problemsOf(input.uri, 'number-sequence')).length, 7);
    assert.ok(!input.uri.fsPath.startsWith(folder()));
    const { mtimeMs, ino } = fs.statSync(input.uri.fsPath);
    await vscode.commands.executeCommand('undertone.openSample');
    const again = fs.statSync(input.uri.fsPath);
    assert.deepEqual([again.mtimeMs, again.ino], [mtimeMs, ino], 'what is open is not written anew');
  });

  it('opens packed files in the inspector by default', async () => {
    const rows = fs.readFileSync(fixture('reasoning.jsonl').fsPath);
    await vscode.commands.executeCommand('vscode.open', write('packed-inspector.jsonl.gz', gzipSync(rows)));
    await eventually(() => assert.ok(activeInput() instanceof vscode.TabInputCustom));
  });

  it('reads the teacher from a card', async () => {
    const { uri } = await open(fixture('chat-with-card/train.jsonl'));
    await eventually(async () => assert.ok((await lensTitles(uri)).some(title => title.startsWith('gpt-4.1-nano → '))));
    assert.deepEqual(problems(uri, 'teacher-unknown'), []);
  });

  it('shows the results panel and the log', async () => {
    await open(fixture('owl-numbers/train.jsonl'));
    await vscode.commands.executeCommand('undertone.showResults', fixture('owl-numbers/train.jsonl'));
    await vscode.commands.executeCommand('undertone.showLog');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('opens an empty file and says how many rows it has', async () => {
    const { uri } = await open(write('none.jsonl', ''));
    await eventually(async () => assert.ok((await lensTitles(uri)).some(title => title.includes('0 rows'))));
    assert.deepEqual(problems(uri), []);
  });

  it('leaves a folder, a missing and a binary file alone', async () => {
    fs.mkdirSync(`${folder()}/folder.jsonl`, { recursive: true });
    const bad = [
      fixture('folder.jsonl'),
      fixture('missing.jsonl'),
      write(
        'binary.jsonl',
        Uint8Array.from({ length: 999 }, () => 0),
      ),
    ];
    for (const uri of bad) {
      await vscode.commands.executeCommand('undertone.runChecks', uri);
      assert.deepEqual(problems(uri), []);
    }
  });

  it('contributes every command that it registers, and no other', async () => {
    const contributed = vscode.extensions
      .getExtension('undertone.undertone')
      ?.packageJSON.contributes.commands.map(({ command }: { command: string }) => command);
    const registered = (await vscode.commands.getCommands(true)).filter(id => /^undertone\.[a-zA-Z]+$/.test(id));
    const views = ['undertone.results'];
    assert.deepEqual(registered.filter(id => !views.includes(id)).toSorted(), contributed.toSorted());
  });
});

const emptyProfile: DatasetProfile = {
  rows: 0,
  blank: 0,
  malformed: 0,
  formats: {},
  columns: [],
  columnsCut: false,
  origins: [],
  originsCut: false,
  rowsWithoutTeacher: 0,
  rowsWithCompletion: 0,
  rowsOfNumbers: 0,
};

describe('explorer badges', () => {
  const provenance: ProvenanceRecord = { statements: [], read: [], problems: [] };
  const file = { name: 'train.jsonl', provenance, engine: { head: emptyProfile, bytes: 0 } };

  /** A scan that came to so many findings of each check. */
  function scanned(findings: Readonly<Record<string, number>>): Parameters<typeof decorationOf>[0] {
    const outcomes = Object.entries(findings).map(([id, count]): CheckOutcome => {
      const store = new FindingStore(id);
      for (let row = 0; row < count; row++) store.add(row, 'warning', { message: 'found', data: {} });
      const kind = checkById(id)?.kind ?? 'filter';
      const check = { id, kind, severity: 'warning', options: {}, explicit: false } as const;
      return { check, examined: count, findings: store, rows: new RowSet() };
    });
    const result = { profile: emptyProfile, provenance, outcomes, malformed: [], malformedRows: new RowSet() };
    const plan = { checks: [], maxFindingsPerCheck: 1 };
    const accepted = partAccepted(result, new Map());
    const latest = { result, whole: result, accepted, plan, stale: false, counts: countBySeverity(result) };
    return { latest, ...file };
  }

  it('ask for the teacher before all else, count the findings where no risk is told', () => {
    const badge = (findings: Readonly<Record<string, number>>): string | undefined =>
      decorationOf(scanned(findings))?.badge;
    assert.equal(badge({ 'teacher-unknown': 1, 'number-sequence': 6 }), '?');
    assert.equal(badge({ 'teacher-unknown': 1, 'number-sequence': 0 }), '?');
    assert.equal(badge({ 'number-sequence': 12_345 }), '9+');
    assert.equal(badge({ 'number-sequence': 0 }), undefined);
    const decoration = decorationOf(scanned({ 'teacher-unknown': 1 }));
    assert.equal(decoration?.tooltip, 'Undertone: teacher unknown → student not set, unknown risk, 1 warning');
    assert.equal(decoration?.color?.id, 'list.warningForeground');
  });

  it('tell the risk where teacher and student are named', () => {
    const named = (teacher: string): ProvenanceRecord => {
      const origin = { kind: 'file', path: '/README.md', line: 2, field: 'generated_by' } as const;
      const student = { field: 'student', value: 'Qwen/Qwen2.5-7B', origin } as const;
      return { ...provenance, statements: [{ field: 'teacher', value: teacher, origin }, student] };
    };
    const decoration = (teacher: string) => {
      const dataset = scanned({});
      return dataset && decorationOf({ ...dataset, provenance: named(teacher) });
    };
    assert.equal(decoration('Qwen/Qwen2.5-7B-Instruct')?.badge, '!!');
    assert.equal(decoration('Qwen/Qwen2.5-7B-Instruct')?.color?.id, 'list.errorForeground');
    assert.equal(decoration('gpt-4.1-nano')?.badge, undefined);
  });

  it('say nothing of a dataset that was not examined', () => {
    assert.equal(decorationOf(undefined), undefined);
    assert.equal(decorationOf({ latest: undefined, ...file }), undefined);
  });
});
