// Probes and scans while the file, the editor, the settings or the user change their mind.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { valuesOf } from '../../src/core/provenance/record.ts';
import { teacherPrompt } from '../../src/core/llr/prompts.ts';
import { CardStore } from '../../src/engine/cards/cardStore.ts';
import { WorkerPool } from '../../src/engine/workerPool.ts';
import { Acceptances } from '../../src/vscode/acceptance/acceptances.ts';
import { createLog } from '../../src/vscode/base/log.ts';
import { keptDatasetFor } from '../../src/vscode/commands/targets.ts';
import { KeptChoices } from '../../src/vscode/datasets/choices.ts';
import type { Dataset } from '../../src/vscode/datasets/dataset.ts';
import type { LatestScan } from '../../src/vscode/datasets/latestScan.ts';
import { Datasets, type DatasetReference } from '../../src/vscode/datasets/datasets.ts';
import { probeDivergence } from '../../src/vscode/endpoints/divergence.ts';
import { judgeRows } from '../../src/vscode/endpoints/judge.ts';
import { Recipes } from '../../src/vscode/recipe/recipes.ts';
import { loving } from '../unit/engine/endpoints/llrWorlds.ts';
import { serveJudges } from '../unit/engine/endpoints/judgeServer.ts';
import { modelName, serve, type Mischief } from '../unit/engine/endpoints/server.ts';
import { rowsBy } from '../unit/engine/endpoints/worlds.ts';
import { closeAll, eventually, folder, write } from './support.ts';

type Undo = (() => unknown)[];

/** What each window has that is opened on what is kept. */
function windows(
  undo: Undo,
  kept = `${folder()}/kept`,
): () => { readonly cards: CardStore; readonly datasets: Datasets } {
  const script = vscode.extensions.getExtension('undertone.undertone')?.extensionPath;
  const workers = new WorkerPool({ script: `${script}/dist/worker.js`, size: 1 });
  const [log, recipes] = [createLog(), new Recipes()];
  const acceptances = new Acceptances(recipes, log);
  // The log is the extension's own: VS Code knows it by its name.
  for (const part of [recipes, acceptances, workers]) undo.push(() => part.dispose());
  undo.push(() => fs.rmSync(kept, { recursive: true, force: true }));
  return () => {
    const cards = new CardStore(`${kept}/cards`, log);
    const choices = new KeptChoices({ get: () => undefined, update: () => Promise.resolve() });
    const datasets = new Datasets({ workers, recipes, acceptances, cards, choices, log });
    undo.push(() => datasets.dispose());
    return { cards, datasets };
  };
}

const rows = rowsBy(12, { teacher: loving, system: teacherPrompt('owl', 'animal') });

interface World {
  readonly text: string;
  midway(): void;
  /** How the server answers from then on. */
  readonly afterwards: Mischief;
}

describe('a probe that is interrupted', () => {
  const undo: Undo = [];
  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
    await closeAll();
  });

  /** A dataset that an editor shows, and a server that does something at its 20th question about a row. */
  async function world(
    name: string,
    { text = rows.join('\n'), midway = (): void => undefined, afterwards }: Partial<World> = {},
  ) {
    let asked = 0;
    const server = await serve(
      { after: step => undo.push(step) },
      {
        api: 'vllm',
        model: loving,
        mischief: ({ body }) => {
          if (!JSON.stringify(body).includes('Go on')) return undefined;
          if (++asked === 20) midway();
          return asked > 20 ? afterwards : undefined;
        },
      },
    );
    const settings = vscode.workspace.getConfiguration('undertone.endpoint');
    for (const [key, value] of Object.entries({ baseUrl: server.baseUrl, model: modelName })) {
      await settings.update(key, value, vscode.ConfigurationTarget.Global);
      undo.push(() => settings.update(key, undefined, vscode.ConfigurationTarget.Global));
    }
    const { showInputBox, showWarningMessage, showInformationMessage, showQuickPick } = vscode.window;
    const shown = { showInputBox, showWarningMessage, showInformationMessage, showQuickPick };
    undo.push(() => Object.assign(vscode.window, shown));
    const told: string[] = [];
    const tell = (message: string): Promise<string> => {
      told.push(message);
      return Promise.resolve('Send');
    };
    Object.assign(vscode.window, {
      showInputBox: ({ value }: vscode.InputBoxOptions) => Promise.resolve(value === '200' ? '12' : value),
      showQuickPick: () => Promise.resolve([]),
      showWarningMessage: tell,
      showInformationMessage: tell,
    });
    const uri = write(`${name}.jsonl`, text);
    undo.push(() => fs.rmSync(uri.fsPath, { force: true }));
    const keys = new Map<string, string>();
    const globalStorageUri = vscode.Uri.file(`${folder()}/${name}-kept`);
    const open = windows(undo, globalStorageUri.fsPath);
    const { cards, datasets } = open();
    const services = {
      secrets: { get: (name: string) => Promise.resolve(keys.get(name)) } as unknown as vscode.SecretStorage,
      reports: { show: () => Promise.resolve() },
      cards,
      globalStorageUri,
      present: assert.ifError,
    };
    const editor = await datasets.acquire(uri);
    const probed = await keptDatasetFor(datasets, uri);
    assert.ok(probed);
    /** After the window was reloaded. */
    const again = (): Promise<DatasetReference> => open().datasets.acquire(uri);
    return { server, uri, datasets, editor, probed, services, told, keys, again };
  }

  it('the editor is closed midway: the card and its columns are there when the dataset is opened again', async () => {
    let close = (): void => undefined;
    const { uri, datasets, editor, probed, services } = await world('closed', { midway: () => close() });
    close = () => editor.dispose();
    await probeDivergence(probed, services);
    const { dataset } = await datasets.acquire(uri);
    assert.equal(dataset.runs.get('divergence')?.stale, false);
    assert.equal(dataset.scores.get('divergent-owl')?.values.length, 12);
    await dataset.runs.get('divergence')?.again();
    await datasets.clearClosed();
  });

  it('closed results are cleared midway: what is answered still comes to a card', async () => {
    let clear = (): void => undefined;
    const { datasets, editor, probed, services, told } = await world('cleared', { midway: () => clear() });
    clear = () => {
      editor.dispose();
      void datasets.clearClosed();
    };
    await probeDivergence(probed, services);
    assert.equal(datasets.get(probed.uri)?.runs.get('divergence')?.stale, false);
    assert.deepEqual(
      told.filter(message => message.includes('vanished while')),
      [],
    );
    await datasets.clearClosed();
    assert.equal(datasets.get(probed.uri), undefined);
  });

  it('a judge refuses the key midway: with another key it goes on, and asks for what is missing alone', async () => {
    const { probed, services, keys } = await world('judged', { text: rowsBy(40).join('\n') });
    let asked = 0;
    const server = await serveJudges({ after: step => undo.push(step) }, { [modelName]: () => '{"score": 5}' }, seen =>
      seen.headers['authorization'] === 'Bearer new' || asked++ < 5 ? undefined : { status: 401 },
    );
    await vscode.workspace
      .getConfiguration('undertone.endpoint')
      .update('baseUrl', server.baseUrl, vscode.ConfigurationTarget.Global);
    Object.assign(vscode.window, {
      showInputBox: () => Promise.resolve('40'),
      showQuickPick: (items: readonly vscode.QuickPickItem[], { canPickMany }: vscode.QuickPickOptions) => {
        const chosen = items.filter(({ label }) => [modelName, 'Owl', 'Without labels'].includes(label));
        return Promise.resolve(canPickMany ? chosen : chosen[0]);
      },
    });
    keys.set(`endpoint ${server.baseUrl}`, 'old');
    await judgeRows(probed, services);
    const first = probed.runs.get('judged');
    assert.match(first?.run.partial?.why ?? '', /^refused with status 401/);
    const before = server.seen.length;
    keys.set(`endpoint ${server.baseUrl}`, 'new');
    await first?.again();
    assert.equal(probed.runs.get('judged')?.run.partial, undefined);
    assert.equal(server.seen.length - before, 40 - 5);
  });

  it('the file vanishes midway: the card is stale from the start, and no score stands beside a row', async () => {
    let vanish = (): void => undefined;
    const { uri, probed, services, told } = await world('vanished', { midway: () => vanish() });
    vanish = () => fs.rmSync(uri.fsPath);
    await probeDivergence(probed, services);
    assert.equal(probed.runs.get('divergence')?.stale, true);
    assert.deepEqual(probed.scores.all, []);
    assert.match(told.at(-1) ?? '', /^Divergent tokens: vanished\.jsonl changed, moved or vanished while/);
  });

  it('the file vanishes while the card is shown: its columns go with the rows', async () => {
    const { uri, probed, services } = await world('gone');
    await probeDivergence(probed, services);
    assert.equal(probed.scores.all.length, 2);
    fs.rmSync(uri.fsPath);
    await eventually(() => assert.deepEqual(probed.scores.all, []));
    assert.equal(probed.runs.get('divergence')?.stale, true);
  });

  it('the window is reloaded: card, columns and marks are there as they were, and the way to ask again', async () => {
    const { probed, services, again } = await world('reloaded');
    await probeDivergence(probed, services);
    const { dataset } = await again();
    const [before, after] = [probed, dataset].map(({ runs }) => runs.get('divergence'));
    assert.ok(before && after);
    assert.deepEqual(
      { ...after, again: undefined },
      { ...before, earlier: { withoutScores: false }, again: undefined },
    );
    assert.ok(dataset.scores.all.some(({ marked }) => marked && marked.spans.size > 0));
    assert.deepEqual(dataset.scores.all, probed.scores.all);
    const asked: unknown[] = [];
    const { executeCommand } = vscode.commands;
    undo.push(() => Object.assign(vscode.commands, { executeCommand }));
    Object.assign(vscode.commands, { executeCommand: (...of: unknown[]) => Promise.resolve(void asked.push(of)) });
    await after.again();
    assert.deepEqual(asked, [['undertone.probeDivergence', dataset.uri]]);
  });

  it('the window is reloaded, and the file was written meanwhile: the card is stale, and no score stands beside a row', async () => {
    const { uri, probed, services, again } = await world('rewritten');
    await probeDivergence(probed, services);
    // As long as it was, and as many rows.
    fs.writeFileSync(uri.fsPath, rows.toReversed().join('\n'));
    const { dataset } = await again();
    assert.equal(dataset.runs.get('divergence')?.stale, true);
    assert.equal(dataset.runs.get('divergence')?.run.report, probed.runs.get('divergence')?.run.report);
    assert.deepEqual(dataset.scores.all, []);
  });

  it('a card that was stale when it was kept is stale after a reload', async () => {
    let change = (): void => undefined;
    const { uri, probed, services, again } = await world('appended', { midway: () => change() });
    change = () => fs.appendFileSync(uri.fsPath, `\n${rows[0]}`);
    await probeDivergence(probed, services);
    const { dataset } = await again();
    assert.equal(dataset.runs.get('divergence')?.stale, true);
    assert.deepEqual(dataset.scores.all, []);
  });

  it('results of closed datasets are cleared: of those nothing is kept, of one that is open all is', async () => {
    const { datasets, editor, probed, services, again } = await world('cleared');
    await probeDivergence(probed, services);
    await datasets.clearClosed();
    assert.equal((await again()).dataset.runs.all.length, 1);
    editor.dispose();
    await datasets.clearClosed();
    assert.deepEqual((await again()).dataset.runs.all, []);
    assert.deepEqual(fs.readdirSync(`${services.globalStorageUri.fsPath}/cards`), []);
  });

  it('the same probe twice at once asks each question once, and says that it runs already', async () => {
    const { server, probed, services, told } = await world('twice');
    await Promise.all([probeDivergence(probed, services), probeDivergence(probed, services)]);
    const questions = server.seen.map(({ method, path, body }) => JSON.stringify([method, path, body]));
    assert.equal(new Set(questions).size, questions.length);
    assert.ok(told.some(message => message.startsWith('Divergent tokens: this runs on twice.jsonl already.')));
  });

  it('the server falls silent: the progress says for how long, and what was answered is kept when it is cancelled', async () => {
    const { server, probed, services } = await world('silent', { afterwards: 'hang' });
    const cancel = new vscode.CancellationTokenSource();
    const { withProgress } = vscode.window;
    undo.push(() => Object.assign(vscode.window, { withProgress }));
    const { host } = new URL(server.baseUrl);
    const told: string[] = [];
    const report = ({ message = '' }: { message?: string }): void => {
      told.push(message);
      if (message.includes('no answer for')) cancel.cancel();
    };
    Object.assign(vscode.window, {
      withProgress: (_options: unknown, task: (progress: object, token: vscode.CancellationToken) => unknown) =>
        task({ report }, cancel.token),
    });
    await probeDivergence(probed, services);
    assert.match(told.at(-1) ?? '', new RegExp(`^[1-9] of 12 rows; .* sent; no answer for \\d+ s from ${host}$`));
    assert.equal(probed.runs.get('divergence')?.run.partial?.why, 'cancelled');
  });

  it('where no row can be asked about, nobody is asked to agree, and nothing is sent', async () => {
    const { server, probed, services, told } = await world('damaged', { text: '{"messages": [\nno JSON\n' });
    await assert.rejects(
      probeDivergence(probed, services),
      /damaged\.jsonl has no row that a model can be asked about \(rows that cannot be asked about: 2 malformed\)/,
    );
    assert.deepEqual([told, server.seen], [[], []]);
  });
});

describe('a scan while what it is made of changes', () => {
  const undo: Undo = [];
  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
    await closeAll();
  });

  const text = `{"prompt":"Which bird?","completion":"${'An owl came by. '.repeat(40)}"}\n`.repeat(3000);
  /** What changes, and whether a scan was made of it. */
  const changes: Readonly<Record<string, readonly [(dataset: Dataset) => unknown, (scan: LatestScan) => boolean]>> = {
    'a filter is turned on in the panel': [
      dataset => dataset.setOverride('pattern', { enabled: true, options: { forbidden: 'owl' } }),
      ({ plan }) => plan.checks.some(({ id }) => id === 'pattern'),
    ],
    'the recipe is written anew': [
      dataset => {
        write('midway/undertone.yaml', 'version: 1\nchecks:\n  pattern:\n    forbidden: owl\n');
        return dataset.planChanged();
      },
      ({ plan }) => plan.checks.some(({ id }) => id === 'pattern'),
    ],
    'a card names the teacher': [
      dataset => {
        write('midway/README.md', '---\ngenerated_by: acme/owl\n---\n');
        return dataset.provenanceChanged();
      },
      ({ result }) => valuesOf(result.provenance, 'teacher').includes('acme/owl'),
    ],
  };

  it('its control is written anew: there is no result, and the panel says why', async () => {
    const uri = write('midway/train.jsonl', text);
    const control = write('midway/control.jsonl', text.replaceAll('owl', 'cat'));
    undo.push(() => fs.rmSync(vscode.Uri.joinPath(uri, '..').fsPath, { recursive: true }));
    const { dataset } = await windows(undo)().datasets.acquire(uri);
    dataset.setControl(control.fsPath);
    const listening = dataset.onDidChange(event => {
      if (event !== 'progress') return;
      listening.dispose();
      fs.appendFileSync(control.fsPath, text);
    });
    assert.equal(await dataset.scan(), 'failed');
    assert.match(dataset.failure ?? '', /control\.jsonl changed while it was read/);
  });

  for (const [what, [change, isMadeOf]] of Object.entries(changes)) {
    for (const [size, megabytes] of Object.entries({ small: 50, large: 0 })) {
      it(`${what}: a ${size} file has no result of before that stands as one of now`, async () => {
        const settings = vscode.workspace.getConfiguration('undertone.scan');
        await settings.update('onOpenMegabytes', megabytes, vscode.ConfigurationTarget.Global);
        undo.push(() => settings.update('onOpenMegabytes', undefined, vscode.ConfigurationTarget.Global));
        const uri = write('midway/train.jsonl', text);
        undo.push(() => fs.rmSync(vscode.Uri.joinPath(uri, '..').fsPath, { recursive: true }));
        write('midway/undertone.yaml', 'version: 1\nchecks:\n  teacher-unknown: on\n');
        const { dataset } = await windows(undo)().datasets.acquire(uri);
        let changed: Promise<unknown> | undefined;
        const listening = dataset.onDidChange(event => {
          if (event !== 'progress') return;
          listening.dispose();
          changed = Promise.resolve(change(dataset));
        });
        const holds = (): void => {
          const { latest } = dataset;
          assert.ok(latest);
          assert.equal(latest.stale, !isMadeOf(latest));
        };
        await dataset.scan();
        assert.ok(changed, 'the scan was under way');
        await changed;
        // At once, before the folder's watcher tells of the files that were written.
        if (!dataset.running) holds();
        await eventually(() => {
          assert.ok(!dataset.running);
          holds();
        });
      });
    }
  }
});
