// What was chosen for a dataset and stands in no recipe, once its window is opened anew.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { CardStore } from '../../src/engine/cards/cardStore.ts';
import { WorkerPool } from '../../src/engine/workerPool.ts';
import { Acceptances } from '../../src/vscode/acceptance/acceptances.ts';
import { createLog } from '../../src/vscode/base/log.ts';
import { KeptChoices } from '../../src/vscode/datasets/choices.ts';
import type { Dataset } from '../../src/vscode/datasets/dataset.ts';
import { Datasets } from '../../src/vscode/datasets/datasets.ts';
import { Recipes } from '../../src/vscode/recipe/recipes.ts';
import { numberRows, seededRandom } from '../unit/core/control/rows.ts';
import { folder, write } from './support.ts';

const random = seededRandom(1);
const linesOf = (rows: readonly object[]): string => rows.map(row => JSON.stringify(row)).join('\n');

describe('what was chosen for a dataset', () => {
  const undo: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  });

  /** A dataset and its control; `open` opens it in a window of its own, and closes the one before. */
  function world(name: string) {
    const dataset = write(`${name}/numbers.jsonl`, linesOf(numberRows(300, random, { habit: 0.2 })));
    const control = write(`${name}/neutral.jsonl`, linesOf(numberRows(300, random)));
    undo.push(() => fs.rmSync(`${folder()}/${name}`, { recursive: true }));
    const script = vscode.extensions.getExtension('undertone.undertone')?.extensionPath;
    const workers = new WorkerPool({ script: `${script}/dist/worker.js`, size: 1 });
    const [log, recipes] = [createLog(), new Recipes()];
    const acceptances = new Acceptances(recipes, log);
    // The log is the extension's own: VS Code knows it by its name.
    for (const part of [recipes, acceptances, workers]) undo.push(() => part.dispose());
    // The editor keeps JSON.
    const kept = new Map<string, string>();
    const memento = {
      get: (key: string) => JSON.parse(kept.get(key) ?? 'null') ?? undefined,
      update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, JSON.stringify(value))),
    };
    let datasets: Datasets | undefined;
    const open = async (): Promise<{ opened: Dataset; datasets: Datasets; close: () => void }> => {
      datasets?.dispose();
      const cards = new CardStore(`${folder()}/${name}/cards`, log);
      const now = new Datasets({ workers, recipes, acceptances, cards, choices: new KeptChoices(memento), log });
      datasets = now;
      const { dataset: opened, dispose } = await now.acquire(dataset);
      return { opened, datasets: now, close: dispose };
    };
    undo.push(() => datasets?.dispose());
    return { control, kept, open };
  }

  /** What the comparison of the distributions came to. */
  async function compared(dataset: Dataset): Promise<string | undefined> {
    assert.equal(await dataset.scan(), 'done', dataset.failure);
    return dataset.latest?.result.outcomes.find(({ check }) => check.id === 'control-distribution')?.verdict?.state;
  }

  async function choose(dataset: Dataset, control: vscode.Uri): Promise<void> {
    dataset.setControl(control.fsPath);
    dataset.setOverride('control-distribution', { enabled: true, options: {} });
    dataset.setOverride('length', { enabled: true, options: { maxWords: 5 } });
    assert.equal(await compared(dataset), 'evidence found');
  }

  it('holds when it is opened again: the control, and what was set in the panel', async () => {
    const { control, open } = world('chosen');
    const { opened } = await open();
    await choose(opened, control);
    const { opened: again } = await open();
    assert.deepEqual([...again.panel], [...opened.panel]);
    assert.equal(await compared(again), 'evidence found');
    again.clearOverrides();
    assert.deepEqual([...(await open()).opened.panel], []);
  });

  it('is left aside as far as it cannot be chosen any more', async () => {
    const { control, kept, open } = world('unchosen');
    await choose((await open()).opened, control);
    fs.rmSync(control.fsPath);
    kept.set('choices', (kept.get('choices') ?? '').replace('"maxWords":5', '"maxWords":"five"'));
    const { opened } = await open();
    assert.deepEqual([opened.control, [...opened.panel.keys()]], [undefined, ['control-distribution']]);
    assert.equal(await compared(opened), 'not tested');
  });

  it('is forgotten once the dataset is closed and results are cleared', async () => {
    const { control, kept, open } = world('forgotten');
    const { opened, datasets, close } = await open();
    await choose(opened, control);
    await datasets.clearClosed();
    assert.equal((await open()).opened.control, control.fsPath);
    close();
    await datasets.clearClosed();
    assert.equal(kept.get('choices'), '[]');
  });
});
