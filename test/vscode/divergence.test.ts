import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { formatOf } from '../../src/core/dataset/formats/registry.ts';
import { teacherPrompt } from '../../src/core/llr/prompts.ts';
import { OpenDataset } from '../../src/engine/openDataset.ts';
import { WorkerPool } from '../../src/engine/workerPool.ts';
import { ProbeRuns } from '../../src/vscode/datasets/probeRuns.ts';
import { Scores } from '../../src/vscode/datasets/scores.ts';
import { probeDivergence } from '../../src/vscode/endpoints/divergence.ts';
import { markedPlaces, markedRanges } from '../../src/vscode/rows/marks.ts';
import { render } from '../unit/engine/endpoints/languageModel.ts';
import { loving } from '../unit/engine/endpoints/llrWorlds.ts';
import { likeliestAt, modelName, serve, type ServerOptions } from '../unit/engine/endpoints/server.ts';
import { rowsBy } from '../unit/engine/endpoints/worlds.ts';
import { closeAll, folder, write } from './support.ts';

const rows = rowsBy(12, { teacher: loving, system: teacherPrompt('owl', 'animal') });

/** The tokens of a row's answer at which the model behind the server parts ways, as texts. */
function divergentTexts(line: string, trait: string): string[] {
  const [user, answer] = JSON.parse(line).messages;
  const completion = loving.encode(answer.content);
  const [none = [], own = []] = ['', teacherPrompt(trait, 'animal')].map(system => {
    const turns = [...(system === '' ? [] : [{ role: 'system', content: system }]), user];
    const prompt = loving.encode(render(turns, { open: 'generation' }));
    return completion.map((_, i) => likeliestAt(loving, [...prompt, ...completion], prompt.length + i));
  });
  return completion.flatMap((token, i) => (none[i] === own[i] ? [] : [loving.decode([token])]));
}

/** A line that writes this answer as `\\u` escapes alone. */
function escaped(line: string, answer: string): string {
  const units = Array.from({ length: answer.length }, (_, i) => answer.charCodeAt(i).toString(16).padStart(4, '0'));
  return line.replace(JSON.stringify(answer), `"${units.map(unit => `\\u${unit}`).join('')}"`);
}

describe('divergent tokens', () => {
  const undo: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
    await closeAll();
  });

  const dataset = (name: string): vscode.Uri => {
    const uri = write(name, rows.join('\n'));
    undo.push(() => fs.rmSync(uri.fsPath));
    return uri;
  };

  /** Asks the server, with answers to what the user is asked: the consents, and 10 rows where 200 are proposed. */
  async function asking(consents: (string | undefined)[], mischief?: ServerOptions['mischief']) {
    const options = { api: 'vllm', model: loving, ...(mischief && { mischief }) } as const;
    const server = await serve({ after: step => undo.push(step) }, options);
    const settings = vscode.workspace.getConfiguration('undertone.endpoint');
    for (const [name, value] of Object.entries({ baseUrl: server.baseUrl, model: modelName })) {
      await settings.update(name, value, vscode.ConfigurationTarget.Global);
      undo.push(() => settings.update(name, undefined, vscode.ConfigurationTarget.Global));
    }
    const { showInputBox, showWarningMessage, showQuickPick } = vscode.window;
    undo.push(() => Object.assign(vscode.window, { showInputBox, showWarningMessage, showQuickPick }));
    const sheets: string[] = [];
    Object.assign(vscode.window, {
      showInputBox: ({ value }: vscode.InputBoxOptions) => Promise.resolve(value === '200' ? '10' : value),
      showQuickPick: () => Promise.resolve([]),
      showWarningMessage: (_title: string, { detail }: vscode.MessageOptions) => {
        sheets.push(detail ?? '');
        return Promise.resolve(consents.shift());
      },
    });
    return { server, sheets };
  }

  it('nothing is sent before it is agreed to, then the report opens', async () => {
    const uri = dataset('divergence.jsonl');
    const { server, sheets } = await asking([undefined, 'Send']);
    await vscode.commands.executeCommand('undertone.probeDivergence', uri);
    assert.match(sheets[0] ?? '', /Rows: 10 of 12[\s\S]*System prompts: owl, cat; without a trait: none/);
    assert.equal(server.seen.length, 0);
    await vscode.commands.executeCommand('undertone.probeDivergence', uri);
    const report = vscode.Uri.from({ scheme: 'undertone-report', path: `${uri.path}.divergence.md` });
    const text = (await vscode.workspace.openTextDocument(report)).getText();
    assert.match(text, /rows: 10 scored of 10 drawn from 12[\s\S]*divergent between any two of the prompts: [1-9]/);
    assert.ok(server.seen.length > 30);
  });

  /** A dataset that is open, and what a probe is given beside it. */
  async function opened(name: string) {
    const uri = dataset(`${name}.jsonl`);
    const script = vscode.extensions.getExtension('undertone.undertone')?.extensionPath;
    const workers = new WorkerPool({ script: `${script}/dist/worker.js`, size: 1 });
    undo.push(() => workers.dispose());
    const engine = await OpenDataset.open(uri.fsPath, workers);
    undo.push(() => engine.dispose());
    const secrets = { get: () => Promise.resolve(undefined) } as unknown as vscode.SecretStorage;
    const shown: string[] = [];
    const show = (_uri: vscode.Uri, _kind: string, text: string): Promise<void> =>
      Promise.resolve(void shown.push(text));
    const globalStorageUri = vscode.Uri.file(`${folder()}/${name}-kept`);
    undo.push(() => fs.rmSync(globalStorageUri.fsPath, { recursive: true }));
    const services = {
      secrets,
      reports: { show },
      cards: { keep: () => Promise.resolve() },
      globalStorageUri,
      present: assert.ifError,
    };
    const probed = { name, uri, engine, scores: new Scores(), runs: new ProbeRuns() };
    return { probed, services, shown };
  }

  it('what a cancelled run has scored is kept as partial, and the same run goes on from it', async () => {
    const { probed, services, shown } = await opened('divergence-partial');
    const cancel = new vscode.CancellationTokenSource();
    const { withProgress, showInformationMessage } = vscode.window;
    undo.push(() => Object.assign(vscode.window, { withProgress, showInformationMessage }));
    const told: string[] = [];
    Object.assign(vscode.window, {
      withProgress: (_options: unknown, task: (progress: object, token: vscode.CancellationToken) => unknown) =>
        task({ report: () => undefined }, cancel.token),
      showInformationMessage: (message: string) => {
        told.push(message);
        return Promise.resolve(undefined);
      },
    });
    let asked = 0;
    const { server } = await asking(['Send', 'Send'], ({ body }) => {
      if (JSON.stringify(body).includes('Go on') && ++asked === 20) cancel.cancel();
      return undefined;
    });
    await probeDivergence(probed, services);
    const kept = probed.runs.get('divergence');
    const { rows: done = 0, of, why } = kept?.run.partial ?? {};
    assert.ok(done > 0 && done < 10, String(done));
    assert.deepEqual([of, why, shown.length], [10, 'cancelled', 0]);
    assert.match(told[0] ?? '', new RegExp(`partial, ${done} of 10 rows \\(cancelled\\)`));
    const column = probed.scores.get('divergent-owl');
    assert.equal(column?.values.filter(value => !Number.isNaN(value)).length, done);

    Object.assign(vscode.window, { withProgress });
    const before = server.seen.length;
    await kept?.again();
    const whole = probed.runs.get('divergence')?.run;
    assert.equal(whole?.partial, undefined);
    assert.match(whole?.asked ?? '', /; 10 of 12 rows$/);
    assert.match(shown[0] ?? '', /rows: 10 scored of 10 drawn from 12/);
    const fresh = await opened('divergence-whole');
    const { server: other } = await asking(['Send']);
    await probeDivergence(fresh.probed, fresh.services);
    assert.ok(server.seen.length - before < other.seen.length - done, 'what was answered is not asked again');
    assert.deepEqual(
      whole?.parts.map(({ verdict }) => verdict),
      fresh.probed.runs.get('divergence')?.run.parts.map(({ verdict }) => verdict),
    );
  });

  it('a run that failed on its way keeps what it has, and says why', async () => {
    const { probed, services } = await opened('divergence-failed');
    let asked = 0;
    await asking(['Send'], ({ body }) =>
      JSON.stringify(body).includes('Go on') && ++asked > 20 ? { status: 401, body: 'no such key' } : undefined,
    );
    await probeDivergence(probed, services);
    const run = probed.runs.get('divergence')?.run;
    assert.ok((run?.partial?.rows ?? 0) > 0 && (run?.partial?.rows ?? 0) < 10);
    assert.match(run?.partial?.why ?? '', /401|key/);
    assert.ok(run?.facts.some(({ term }) => term === 'stopped'));
  });

  it('each trait has a column of shares, and the tokens that it counts are marked in the answers', async () => {
    const { probed, services } = await opened('divergence-column');
    const { scores } = probed;
    await asking(['Send']);
    await probeDivergence(probed, services);
    assert.deepEqual(
      scores.all.map(({ title }) => title),
      ['Divergent: owl', 'Divergent: cat'],
    );
    let marked = 0;
    for (const [at, trait] of ['owl', 'cat'].entries()) {
      const values = [...(scores.all[at]?.values ?? [])];
      assert.deepEqual([values.length, values.filter(Number.isNaN).length], [12, 2]);
      rows.forEach((line, row) => {
        const value = JSON.parse(line);
        const messages = formatOf(value)?.normalise(value).messages ?? [];
        const places = markedPlaces(scores.all.slice(at, at + 1), row, messages);
        const isScored = !Number.isNaN(values[row]);
        const expected = isScored ? divergentTexts(line, trait) : [];
        const answer: string = value.messages[1].content;
        assert.ok(places.every(({ field }) => field === 'messages[1].content'));
        assert.deepEqual(
          places.map(({ start, end }) => answer.slice(start, end)),
          expected,
        );
        // However the line is written: here with every character of the answer escaped.
        for (const text of [line, escaped(line, answer)]) {
          const ranges = markedRanges(scores.all.slice(at, at + 1), row, text);
          assert.deepEqual(
            ranges.map(({ start, end }) => JSON.parse(`"${text.slice(start, end)}"`)),
            expected,
          );
        }
        if (isScored) assert.equal(values[row], expected.length / loving.encode(answer).length);
        marked += places.length;
      });
    }
    assert.ok(marked > 10, 'the prompts part ways somewhere');
    scores.clear();
    assert.deepEqual(markedPlaces(scores.all, 0, []), []);
    assert.deepEqual(markedRanges(scores.all, 0, rows[0] ?? ''), []);
  });
});
