import { commands, Uri, window, type Disposable } from 'vscode';
import { checks } from '../../core/checks/registry.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { PresentError } from '../base/errors.ts';
import { showInformation } from '../base/messages.ts';
import { agreeing, counted, number } from '../../core/text/numbers.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Documentation } from '../inline/documentation.ts';
import { inspectorViewType, packedInspectorViewType, type InspectorViews } from '../inspector/inspector.ts';
import { changeRecipe } from '../recipe/edit.ts';
import { resultsView } from '../results/results.ts';
import { isPacked } from '../rows/rowDocuments.ts';
import { showRowAsText } from '../rows/showRow.ts';
import { registerProvenance, type ProvenanceServices } from './provenance.ts';
import { datasetFor, urisOf } from './targets.ts';

export interface CommandServices extends ProvenanceServices {
  readonly views: InspectorViews;
  readonly documentation: Documentation;
  readonly present: PresentError;
}

type Run = (first: unknown, second: unknown) => unknown;

/** Every command of Undertone; `doing` completes "Could not …" where one fails. */
export function registerCommands(services: CommandServices): Disposable {
  const { present, log, documentation } = services;
  const store = new DisposableStore();
  const command = (id: string, doing: string, run: Run): void => {
    const guarded = async (first: unknown, second: unknown): Promise<void> => {
      try {
        await run(first, second);
      } catch (error) {
        present(doing, error);
      }
    };
    store.add(commands.registerCommand(`undertone.${id}`, guarded));
  };
  registerOpening(command, services);
  registerChecking(command, services);
  registerProvenance(command, services);
  registerInspecting(command, services);
  command('showLog', 'show the log', () => log.show());
  command('openDocumentation', 'show the documentation', check => documentation.show(String(check)));
  return store;
}

type Register = (id: string, doing: string, run: Run) => void;

function registerOpening(command: Register, { datasets, views }: CommandServices): void {
  command('openInspector', 'open the inspector', async (uri, selection) => {
    for (const target of urisOf(datasets, uri, selection)) await openInspector(target, { preview: false });
  });
  command('reopenAsText', 'reopen the dataset as text', async uri => {
    const view = views.active;
    const target = uri instanceof Uri ? uri : view?.uri;
    if (!target) return;
    const reference = await datasets.acquire(target);
    try {
      await showRowAsText(reference.dataset, 0);
      view?.panel.dispose();
    } finally {
      reference.dispose();
    }
  });
  command('openRowsAsText', 'open rows as text', async (uri, row) => {
    const dataset = await datasetFor(datasets, uri);
    const chosen = dataset && (typeof row === 'number' ? row : await askForRow(dataset));
    if (dataset && chosen !== undefined) await showRowAsText(dataset, chosen);
  });
  command('openDataset', 'open the dataset', async () => {
    const filters = { Datasets: ['jsonl', 'ndjson', 'gz', 'zst'] };
    const chosen = await window.showOpenDialog({ title: 'Open a dataset', canSelectMany: true, filters });
    for (const uri of chosen ?? []) await openInspector(uri, { preview: false });
  });
}

async function openInspector(uri: Uri, options: { readonly preview: boolean }): Promise<void> {
  const viewType = isPacked(uri) ? packedInspectorViewType : inspectorViewType;
  await commands.executeCommand('vscode.openWith', uri, viewType, options);
}

async function askForRow({ name, index }: Dataset): Promise<number | undefined> {
  const complete = index.state === 'complete';
  const answer = await window.showInputBox({
    title: `Rows of ${name}`,
    prompt: complete ? `Row to go to, 1 to ${number(index.rows)}` : 'Row to go to',
    value: '1',
    validateInput: text => {
      const row = Number(text);
      if (!Number.isSafeInteger(row) || row < 1) return 'A row is a whole number from 1 on.';
      return complete && row > index.rows
        ? `There ${agreeing(index.rows, 'is', 'are')} ${counted(index.rows, 'row')}.`
        : undefined;
    },
  });
  return answer === undefined ? undefined : Number(answer) - 1;
}

/** A file of the same kind of data from a teacher without the trait. */
async function askForControl({ uri, name }: Dataset): Promise<Uri | undefined> {
  const chosen = await window.showOpenDialog({
    title: `Control of ${name}: the same kind of data from a teacher without the trait`,
    openLabel: 'Compare',
    defaultUri: Uri.joinPath(uri, '..'),
    filters: { Datasets: ['jsonl', 'ndjson', 'gz', 'zst'] },
  });
  return chosen?.[0];
}

/** A recipe runs only what it lists: whoever asks for a comparison means the probes that compare as well. */
async function turnComparisonsOn(dataset: Dataset): Promise<void> {
  const planned = new Set((await dataset.plan()).plan?.checks.map(({ id }) => id));
  for (const check of checks) {
    const compares = check.kind === 'probe' && check.needsControl === true;
    if (!compares || planned.has(check.id) || check.applies?.(dataset.engine.head).applies === false) continue;
    dataset.setOverride(check.id, { enabled: true, options: {} });
  }
}

function registerChecking(command: Register, { datasets, recipes }: CommandServices): void {
  command('runChecks', 'run the checks', async (uri, selection) => {
    const targets = urisOf(datasets, uri, selection);
    if (targets.length === 0) await datasetFor(datasets, undefined);
    for (const target of targets) {
      // Results of a file that no editor shows stay until they are cleared.
      const dataset = datasets.get(target) ?? (await datasets.keep(target));
      datasets.activate(target);
      if ((await dataset.scan()) === 'failed') throw new Error(dataset.failure);
    }
  });
  command('compareWithControl', 'compare with a control', async (uri, control) => {
    const dataset = await datasetFor(datasets, uri);
    const chosen = dataset && (control instanceof Uri ? control : await askForControl(dataset));
    if (!dataset || !chosen) return;
    dataset.setControl(chosen.fsPath);
    await turnComparisonsOn(dataset);
    datasets.activate(dataset.uri);
    if ((await dataset.scan()) === 'failed') throw new Error(dataset.failure);
    await commands.executeCommand(`${resultsView}.focus`);
  });
  command('cancel', 'cancel the checks', uri => {
    const only = uri instanceof Uri ? datasets.get(uri) : undefined;
    const running = (only ? [only] : datasets.all()).filter(dataset => dataset.running);
    for (const dataset of running) dataset.cancelScan();
    if (running.length > 0) return;
    void showInformation('No checks are running. A model that is being asked is cancelled in its notification.');
  });
  command('clearResults', 'clear the results', async () => {
    const held = (await datasets.clearClosed()).map(({ name }) => name);
    if (held.length > 0) void showInformation(`A model is still being asked about ${held.join(', ')}: that stays.`);
  });
  command('showResults', 'show the results', async uri => {
    if (uri instanceof Uri) datasets.activate(uri);
    await commands.executeCommand(`${resultsView}.focus`);
  });
  command('turnCheckOff', 'turn the check off', async (uri, check) => {
    const dataset = await datasetFor(datasets, uri);
    if (dataset) await changeRecipe(dataset, recipes, { checks: { [String(check)]: { enabled: false } } });
  });
  command('createRecipe', 'create the recipe', async uri => {
    const dataset = await datasetFor(datasets, uri);
    if (!dataset) return;
    const found = (await recipes.find(dataset.uri))?.uri;
    const { plan } = await dataset.plan();
    const listed = Object.fromEntries((plan?.checks ?? []).map(({ id, options }) => [id, { enabled: true, options }]));
    await window.showTextDocument(found ?? (await changeRecipe(dataset, recipes, { checks: listed })));
  });
  command('openRecipe', 'open the recipe', async uri => {
    const dataset = await datasetFor(datasets, uri);
    const found = dataset && (await recipes.find(dataset.uri));
    if (found) await window.showTextDocument(found.uri);
    else if (dataset) void showInformation(`No recipe is in force for ${dataset.name}: “Create recipe” writes one.`);
  });
}

function registerInspecting(command: Register, { views }: CommandServices): void {
  const forwarded = ['find', 'goToRow', 'nextFinding', 'previousFinding', 'toggleRaw'] as const;
  for (const name of forwarded) command(name, 'reach the inspector', () => views.active?.session.command(name));
}
