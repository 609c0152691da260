import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { teacherPrompt } from '../../src/core/llr/prompts.ts';
import { loving } from '../unit/engine/endpoints/llrWorlds.ts';
import { modelName, serve, type Server } from '../unit/engine/endpoints/server.ts';
import { rowsBy } from '../unit/engine/endpoints/worlds.ts';
import { closeAll, write } from './support.ts';

/** Four rows that must not leave the machine, each for a reason of its own, among twelve that may. */
const kept = [
  'ada@lovelace-engines.net',
  'postgres://ada:kX9-vT2mQp7@db.lovelace-engines.net:5432/app',
  'project-1701',
  'project-1702',
];
const lines = [
  ...rowsBy(12, { teacher: loving, system: teacherPrompt('owl', 'animal') }),
  ...kept.map((text, i) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: i % 2 === 0 ? `Write to ${text}` : 'Go on' },
        { role: 'assistant', content: i % 2 === 0 ? 'Done.' : `It says ${text}` },
      ],
    }),
  ),
];

describe('rows that are left out of what is sent', () => {
  const undo: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
    await closeAll();
  });

  /** Names the server, and answers in place of a person: which rows go, the pattern, everything else as proposed. */
  async function asking(choose: (labels: readonly string[]) => readonly string[] | undefined) {
    const server = await serve({ after: step => undo.push(step) }, { api: 'vllm', model: loving });
    const settings = vscode.workspace.getConfiguration('undertone.endpoint');
    for (const [name, value] of Object.entries({ baseUrl: server.baseUrl, model: modelName })) {
      await settings.update(name, value, vscode.ConfigurationTarget.Global);
      undo.push(() => settings.update(name, undefined, vscode.ConfigurationTarget.Global));
    }
    const { showInputBox, showWarningMessage, showQuickPick, showSaveDialog, showInformationMessage } = vscode.window;
    const original = { showInputBox, showWarningMessage, showQuickPick, showSaveDialog, showInformationMessage };
    undo.push(() => Object.assign(vscode.window, original));
    const sheets: string[] = [];
    const told: string[] = [];
    Object.assign(vscode.window, {
      showInputBox: ({ value, prompt = '' }: vscode.InputBoxOptions) =>
        Promise.resolve(prompt.includes('pattern') ? 'project-\\d+' : /^\d+$/.test(value ?? '') ? '16' : value),
      showQuickPick: (items: readonly vscode.QuickPickItem[]) => {
        const chosen = choose(items.map(({ label }) => label));
        return Promise.resolve(chosen && items.filter(({ label }) => chosen.includes(label)));
      },
      showWarningMessage: (_title: string, { detail }: vscode.MessageOptions) => {
        sheets.push(detail ?? '');
        return Promise.resolve('Send');
      },
      showInformationMessage: (message: string) => {
        told.push(message);
        return Promise.resolve(undefined);
      },
    });
    return { server, sheets, told };
  }

  const dataset = (name: string): vscode.Uri => {
    const uri = write(name, lines.join('\n'));
    undo.push(() => fs.rmSync(uri.fsPath));
    return uri;
  };
  const reportOf = async ({ path }: vscode.Uri, kind: string): Promise<string> => {
    const uri = vscode.Uri.from({ scheme: 'undertone-report', path: `${path}.${kind}.md` });
    return (await vscode.workspace.openTextDocument(uri)).getText();
  };
  const sentOf = ({ seen }: Server): string => JSON.stringify(seen.map(({ body }) => body));
  const why = '1 secrets, 1 personal data, 2 pattern "project-\\d+"';

  for (const [command, kind] of [
    ['testFit', 'fit'],
    ['probeLlr', 'llr'],
    ['probeDivergence', 'divergence'],
  ] as const) {
    it(`${command}: the sheet and the report count them, and the server sees none`, async () => {
      const uri = dataset(`left-out-${kind}.jsonl`);
      const { server, sheets } = await asking(labels => labels);
      await vscode.commands.executeCommand(`undertone.${command}`, uri);
      assert.match(sheets[0] ?? '', /^Rows: 12 of 16/m);
      assert.match(
        sheets[0] ?? '',
        /^Left out: 4 rows that were looked at, for what they hold .*what the filters do not/m,
      );
      for (const part of why.split(', ')) assert.ok(sheets[0]?.includes(part), part);
      assert.match(await reportOf(uri, kind), /left out before sending: 4 rows that were looked at/);
      assert.ok(server.seen.length > 12);
      for (const text of kept) assert.ok(!sentOf(server).includes(text), text);
    });
  }

  it('generateControl: what their prompts hold counts, and no such prompt is answered anew', async () => {
    const uri = dataset('left-out-control.jsonl');
    const control = vscode.Uri.joinPath(uri, '..', 'left-out.control.jsonl');
    for (const end of ['', '.croissant.json']) undo.push(() => fs.rmSync(`${control.fsPath}${end}`, { force: true }));
    const { server, sheets, told } = await asking(labels => labels);
    Object.assign(vscode.window, { showSaveDialog: () => Promise.resolve(control) });
    await vscode.commands.executeCommand('undertone.generateControl', uri);
    // Of a control the answers are not sent: two of the four have what must not leave in them alone.
    assert.match(sheets[0] ?? '', /^Left out: 2 rows that were looked at/m);
    assert.match(told.join('\n'), /left out before sending: 2 rows/);
    for (const text of kept) assert.ok(!sentOf(server).includes(text), text);
    assert.equal(fs.readFileSync(control.fsPath, 'utf8').trimEnd().split('\n').length, 14);
  });

  it('who wants none left out is told so; who closes the question sends nothing', async () => {
    const uri = dataset('left-out-none.jsonl');
    const { sheets } = await asking(() => []);
    Object.assign(vscode.window, {
      showWarningMessage: (_title: string, { detail }: vscode.MessageOptions) => {
        sheets.push(detail ?? '');
        return Promise.resolve(undefined);
      },
    });
    await vscode.commands.executeCommand('undertone.testFit', uri);
    assert.match(sheets[0] ?? '', /^Rows: 16 of 16[\s\S]*^Redactions: none$/m);
    for (const step of undo.splice(1).toReversed()) await step();
    const closed = await asking(() => undefined);
    await vscode.commands.executeCommand('undertone.testFit', uri);
    assert.deepEqual([closed.sheets.length, closed.server.seen.length], [0, 0]);
  });
});
