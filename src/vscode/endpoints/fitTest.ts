import { commands, window, type SecretStorage, type Uri } from 'vscode';
import { declaredBy, type Declared } from '../../core/fit/declared.ts';
import { fitMarkdown, type FitResult } from '../../core/fit/fitReport.ts';
import { Budget } from '../../engine/endpoints/budget.ts';
import { consentLines } from '../../engine/endpoints/consent.ts';
import { EgressLog } from '../../engine/endpoints/egressLog.ts';
import { readBaseUrl, type Endpoint } from '../../engine/endpoints/endpoint.ts';
import { defaultLimits, defaultRows, planFit, type FitOptions, type FitPlan } from '../../engine/endpoints/fitPlan.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { PresentError } from '../base/errors.ts';
import { withCancel } from '../base/progress.ts';
import type { ReportDocuments } from '../base/reportDocuments.ts';
import { readEndpointSettings } from '../base/settings.ts';
import { datasetFor } from '../commands/targets.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { askForKey, readKey } from './endpointKey.ts';

export interface FitServices {
  readonly datasets: Datasets;
  readonly reports: ReportDocuments;
  readonly secrets: SecretStorage;
  readonly globalStorageUri: Uri;
  readonly present: PresentError;
}

/** The commands that ask an endpoint about a dataset, and the one that takes its key. */
export function registerFitTest(services: FitServices): DisposableStore {
  const { present, datasets, secrets, reports } = services;
  const store = new DisposableStore();
  const command = (id: string, doing: string, run: (uri: unknown) => Promise<void>): void => {
    const guarded = (uri: unknown): Promise<void> => run(uri).catch((error: unknown) => present(doing, error));
    store.add(commands.registerCommand(`undertone.${id}`, guarded));
  };
  command('testFit', 'test the fit of the teacher', async uri => {
    const dataset = await datasetFor(datasets, uri);
    if (!dataset) return;
    const result = await testFit(dataset, services);
    if (result) await reports.show(dataset.uri, 'fit', fitMarkdown(result));
  });
  command('setEndpointKey', 'keep the key', async () => {
    const { baseUrl } = readEndpointSettings();
    if (baseUrl === '') await offerEndpointSettings(noScorer);
    else await askForKey(secrets, readBaseUrl(baseUrl));
  });
  return store;
}

/** Undefined: the user thought better of it. */
async function testFit(dataset: Dataset, services: FitServices): Promise<FitResult | undefined> {
  const endpoint = await endpointOf(services.secrets);
  if (!endpoint) return undefined;
  const rows = await askForRows(dataset);
  const declared = rows === undefined ? undefined : await complete(declaredBy(dataset.provenance));
  if (rows === undefined || !declared) return undefined;
  const { system, sampling } = declared;
  const options: FitOptions = { rows, system, sampling, api: 'auto' };
  const plan = await withCancel('Drawing rows', signal => planFit(dataset.engine, options, signal));
  return plan && confirmAndRun(plan, endpoint, services);
}

async function confirmAndRun(
  plan: FitPlan,
  endpoint: Endpoint,
  { globalStorageUri }: FitServices,
): Promise<FitResult | undefined> {
  const limits = defaultLimits(plan);
  const folder = globalStorageUri.fsPath;
  const detail = consentLines(plan, endpoint, limits, folder).join('\n');
  const send = 'Send';
  const title = 'Rows of this dataset will leave this machine.';
  if ((await window.showWarningMessage(title, { modal: true, detail }, send)) !== send) return undefined;
  // Loaded here, since the client behind it would slow the editor's start down.
  const { runFit } = await import('../../engine/endpoints/runFit.ts');
  const egress = await EgressLog.open(folder);
  try {
    return await withCancel(`Testing the fit of ${endpoint.model}`, (signal, report) =>
      runFit(plan, {
        endpoint,
        template: 'server',
        budget: new Budget(limits),
        egress,
        signal,
        progress: (done, of) => report(`${done} of ${of} rows`, 100 / of),
      }),
    );
  } finally {
    await egress.close();
  }
}

/** The endpoint of the settings, with its key; undefined where none is set: the user is told. */
export async function endpointOf(secrets: SecretStorage): Promise<Endpoint | undefined> {
  const settings = readEndpointSettings();
  if (settings.baseUrl === '' || settings.model === '') {
    await offerEndpointSettings(noScorer);
    return undefined;
  }
  const baseUrl = readBaseUrl(settings.baseUrl);
  return { baseUrl, model: settings.model, apiKey: await readKey(secrets, baseUrl) };
}

const noScorer =
  'No endpoint is set: name its address and a model it serves. vLLM and SGLang give the log-probabilities that are needed.';

/** Says why nobody can be asked, with the way to the settings. */
export async function offerEndpointSettings(message: string): Promise<void> {
  const open = 'Open settings';
  if ((await window.showInformationMessage(message, open)) !== open) return;
  await commands.executeCommand('workbench.action.openSettings', 'undertone.endpoint');
}

async function askForRows({ name }: Dataset): Promise<number | undefined> {
  const answer = await window.showInputBox({
    title: `Fit of the teacher: ${name}`,
    prompt: 'Rows to draw at random and send. Below 50 nothing can be said; more rows narrow the interval.',
    value: String(defaultRows),
    validateInput: text => (/^[1-9]\d{0,5}$/.test(text) ? undefined : 'A whole number from 1 to 999999.'),
  });
  return answer === undefined ? undefined : Number(answer);
}

/** Asks for what the record leaves open in a contradiction. */
export async function complete(declared: Declared): Promise<Pick<Declared, 'system' | 'sampling'> | undefined> {
  let { system, sampling } = declared;
  for (const { about, message } of declared.problems) {
    const isSystem = about === 'system';
    const answer = await window.showInputBox({
      title: isSystem ? 'System prompt of the teacher' : 'Temperature of the teacher',
      prompt: message,
      ...(!isSystem && {
        value: '1',
        validateInput: text => (text !== '' && Number(text) >= 0 ? undefined : 'A number from 0 on.'),
      }),
    });
    if (answer === undefined) return undefined;
    if (isSystem) system = answer;
    else sampling = { ...sampling, temperature: Number(answer) };
  }
  return { sampling, ...(system !== undefined && { system }) };
}
