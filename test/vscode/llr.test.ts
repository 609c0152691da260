import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { OpenDataset } from '../../src/engine/openDataset.ts';
import { WorkerPool } from '../../src/engine/workerPool.ts';
import { ProbeRuns } from '../../src/vscode/datasets/probeRuns.ts';
import { Scores } from '../../src/vscode/datasets/scores.ts';
import { openScores } from '../../src/vscode/llr/openScores.ts';
import { scoresOf } from '../unit/core/llr/support.ts';
import { loving } from '../unit/engine/endpoints/llrWorlds.ts';
import { teacherPrompt } from '../../src/core/llr/prompts.ts';
import { modelName, serve } from '../unit/engine/endpoints/server.ts';
import { rowsBy } from '../unit/engine/endpoints/worlds.ts';
import { closeAll, write } from './support.ts';

/** Of no account here. */
const cards = { keep: () => Promise.resolve() };

describe('the log-likelihood ratio', () => {
  const undo: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
    await closeAll();
  });

  const file = (name: string, text: string): vscode.Uri => {
    const uri = write(name, text);
    undo.push(() => fs.rmSync(uri.fsPath));
    return uri;
  };
  const reportOf = async (dataset: vscode.Uri): Promise<string> => {
    const uri = vscode.Uri.from({ scheme: 'undertone-report', path: `${dataset.path}.llr.md` });
    return (await vscode.workspace.openTextDocument(uri)).getText();
  };

  it('of files of scores: verdict, gates, picture and rows in a report', async () => {
    const dataset = file('llr.jsonl', rowsBy(1000).join('\n'));
    const files = { scores: file('s.jsonl', scoresOf(1, 1000)), reference: file('r.jsonl', scoresOf(2, 1000)) };
    await vscode.commands.executeCommand('undertone.openScores', dataset, files);
    const text = await reportOf(dataset);
    assert.match(text, /\*\*evidence found\*\* · Consistent with generation by .* under a prompt like owl/);
    for (const part of [
      'G1 some such prompt',
      'G4 typicality',
      'data:image/svg+xml;base64,',
      'Rows by carrier score',
      'What would change this',
    ]) {
      assert.ok(text.includes(part), part);
    }
  });

  it('of files of scores: each row has its carrier score in a column of the dataset', async () => {
    const uri = file('llr-column.jsonl', rowsBy(100).join('\n'));
    const script = vscode.extensions.getExtension('undertone.undertone')?.extensionPath;
    const workers = new WorkerPool({ script: `${script}/dist/worker.js`, size: 1 });
    undo.push(() => workers.dispose());
    const engine = await OpenDataset.open(uri.fsPath, workers);
    undo.push(() => engine.dispose());
    const scores = new Scores();
    const dataset = { name: 'llr-column.jsonl', uri, engine, scores, runs: new ProbeRuns() };
    const reports = { show: () => Promise.resolve() };
    const text = scoresOf(1, 60);
    await openScores(
      dataset,
      { workers, reports, cards, present: assert.ifError },
      { scores: file('some.jsonl', text) },
    );
    const [column, ...others] = scores.all;
    assert.deepEqual([others.length, column?.title, column?.values.length], [0, 'Carrier: owl', 100]);
    const told = text
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, number> & { candidates: { owl: number } });
    told.forEach((row, i) => {
      const carrier = (row.candidates.owl - (row['null'] ?? NaN)) / (row['tokens'] ?? NaN);
      assert.ok(Math.abs((column?.values[i] ?? NaN) - carrier) < 1e-9);
    });
    assert.ok(column?.values.subarray(60).every(Number.isNaN));
  });

  it('scores that another probe saved stand in columns, each by its name, without a report', async () => {
    const uri = file('projected.jsonl', rowsBy(20).join('\n'));
    const script = vscode.extensions.getExtension('undertone.undertone')?.extensionPath;
    const workers = new WorkerPool({ script: `${script}/dist/worker.js`, size: 1 });
    undo.push(() => workers.dispose());
    const engine = await OpenDataset.open(uri.fsPath, workers);
    undo.push(() => engine.dispose());
    const scores = new Scores();
    const reports = { show: () => assert.fail('there is nothing to report') };
    const text =
      '{"row":3,"probe":"projection","scores":{"owl":0.5,"cat":-1}}\n{"row":7,"probe":"projection","scores":{"owl":2}}';
    const files = { scores: file('projection.jsonl', text) };
    const dataset = { name: 'projected.jsonl', uri, engine, scores, runs: new ProbeRuns() };
    await openScores(dataset, { workers, reports, cards, present: assert.ifError }, files);
    const told = scores.all.map(({ title, unit, values }) => [title, unit, values[2], values[6], values[0]]);
    assert.deepEqual(told, [
      ['Along: owl', 'standard deviations', 0.5, 2, NaN],
      ['Along: cat', 'standard deviations', -1, NaN, NaN],
    ]);
    const run = dataset.runs.get('scores')?.run;
    assert.equal(run?.asked, 'scores of projection in projection.jsonl; 2 of 20 rows');
    assert.equal(run.parts[0]?.verdict.state, 'not tested');
  });

  it('of an endpoint: nothing is sent before it is agreed to, then the report opens', async () => {
    const server = await serve({ after: step => undo.push(step) }, { api: 'vllm', model: loving });
    const settings = vscode.workspace.getConfiguration('undertone.endpoint');
    for (const [name, value] of Object.entries({ baseUrl: server.baseUrl, model: modelName })) {
      await settings.update(name, value, vscode.ConfigurationTarget.Global);
      undo.push(() => settings.update(name, undefined, vscode.ConfigurationTarget.Global));
    }
    const dataset = file(
      'llr-endpoint.jsonl',
      rowsBy(12, { teacher: loving, system: teacherPrompt('owl', 'animal') }).join('\n'),
    );
    const { showInputBox, showWarningMessage, showQuickPick } = vscode.window;
    undo.push(() => Object.assign(vscode.window, { showInputBox, showWarningMessage, showQuickPick }));
    const sheets: string[] = [];
    const consents = [undefined, 'Send'];
    Object.assign(vscode.window, {
      showInputBox: ({ value }: vscode.InputBoxOptions) => Promise.resolve(value === '1000' ? '12' : value),
      showQuickPick: () => Promise.resolve([]),
      showWarningMessage: (_title: string, { detail }: vscode.MessageOptions) => {
        sheets.push(detail ?? '');
        return Promise.resolve(consents.shift());
      },
    });
    await vscode.commands.executeCommand('undertone.probeLlr', dataset);
    assert.match(sheets[0] ?? '', /Rows: 12 of 12[\s\S]*for owl, cat and/);
    assert.equal(server.seen.length, 0);
    await vscode.commands.executeCommand('undertone.probeLlr', dataset);
    assert.match(await reportOf(dataset), /\*\*not tested\*\* · \d+ rows have scores and at least 50/);
    assert.ok(server.seen.length > 100);
  });
});
