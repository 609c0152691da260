import { commands, window, type SecretStorage, type Uri } from 'vscode';
import { declaredBy, type Declared } from '../../core/asking/declared.ts';
import { fitProbeRun } from '../../core/fit/fitProbeRun.ts';
import type { FitResult } from '../../core/fit/fitResult.ts';
import type { CardStore } from '../../engine/cards/cardStore.ts';
import { consentLines } from '../../engine/endpoints/consent.ts';
import { readBaseUrl } from '../../engine/endpoints/endpoint.ts';
import { defaultLimits, defaultRows, planFit, type FitOptions, type FitPlan } from '../../engine/endpoints/fitPlan.ts';
import { isLocalModel } from '../../engine/localModel/localSource.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { PresentError } from '../base/errors.ts';
import { showInformation } from '../base/messages.ts';
import { withCancel } from '../base/progress.ts';
import type { ReportDocuments } from '../base/reportDocuments.ts';
import { readEndpointSettings } from '../base/settings.ts';
import { counted, number } from '../../core/text/numbers.ts';
import { keptDatasetFor } from '../commands/targets.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { agreed, askedOf, noScorer, offerEndpointSettings } from './asked.ts';
import { askForKey } from './endpointKey.ts';
import { askAlone, keepRun, wereScored } from './keepRun.ts';
import { askForRows } from './questions.ts';
import { sendAgain, sendingTo, type Sending } from './sending.ts';
import { withAnswers, type AskingFor } from './withAnswers.ts';

export interface FitServices {
  readonly datasets: Datasets;
  readonly cards: CardStore;
  readonly reports: ReportDocuments;
  readonly secrets: SecretStorage;
  readonly globalStorageUri: Uri;
  readonly present: PresentError;
}

/** The commands that ask an endpoint about a dataset, and the one that takes its key. */
export function registerFitTest(services: FitServices): DisposableStore {
  const { present, datasets, secrets } = services;
  const store = new DisposableStore();
  const command = (id: string, doing: string, run: (uri: unknown) => Promise<void>): void => {
    const guarded = (uri: unknown): Promise<void> => run(uri).catch((error: unknown) => present(doing, error));
    store.add(commands.registerCommand(`undertone.${id}`, guarded));
  };
  command('testFit', doing, async uri => {
    const dataset = await keptDatasetFor(datasets, uri);
    if (dataset) await testFit(dataset, services);
  });
  command('setEndpointKey', 'keep the key', async () => {
    const { baseUrl } = readEndpointSettings();
    if (baseUrl === '') await offerEndpointSettings(noScorer);
    else if (await isLocalModel(baseUrl)) void showInformation('A model of this machine takes no key.');
    else await askForKey(secrets, readBaseUrl(baseUrl));
  });
  return store;
}

const command = 'undertone.testFit';
const doing = 'test the fit of the teacher';

async function testFit(dataset: Dataset, services: FitServices): Promise<void> {
  const asked = await askedOf(services.secrets);
  if (!asked) return;
  const title = titleOf(dataset);
  const rows = await askForRows(
    title,
    'Rows to draw at random and send. Below 50 nothing can be said; more rows narrow the interval.',
    defaultRows,
  );
  const declared = rows === undefined ? undefined : await complete(declaredBy(dataset.provenance));
  const sending = declared && (await sendingTo(asked, title));
  if (rows === undefined || !declared || !sending) return;
  const { system, sampling } = declared;
  await testWith({ rows, system, sampling, api: 'auto' }, sending, dataset, services);
}

function titleOf({ name }: Dataset): string {
  return `Fit of the teacher: ${name}`;
}

async function testWith(
  options: Omit<FitOptions, 'leaveOut'>,
  sending: Sending,
  dataset: Dataset,
  services: FitServices,
): Promise<void> {
  await askAlone(dataset, 'fit', async () => {
    const { engine } = dataset;
    const { asked, leaveOut } = sending;
    const plan = await withCancel('Drawing rows', signal => planFit(engine, { ...options, leaveOut }, signal));
    const result = plan && (await confirmAndRun(plan, { asked, title: titleOf(dataset) }, services));
    if (!result) return;
    const again = async (): Promise<void> => {
      const now = await sendAgain(services.secrets, titleOf(dataset), sending);
      if (now) await testWith(options, now, dataset, services);
    };
    await keepRun(dataset, { run: fitProbeRun(result), engine, doing, again, command }, services);
  });
}

async function confirmAndRun(
  plan: FitPlan,
  { asked, title }: AskingFor,
  { globalStorageUri }: FitServices,
): Promise<FitResult | undefined> {
  const limits = defaultLimits(plan);
  const log = globalStorageUri.fsPath;
  const folders = { log, cache: `${log}/answers` };
  if ('endpoint' in asked && !(await agreed(plan.dataset, consentLines(plan, asked.endpoint, limits, folders))))
    return undefined;
  // Loaded here, since the client behind it would slow the editor's start down.
  const { runFit } = await import('../../engine/endpoints/runFit.ts');
  return withAnswers({ asked, title }, { limits, folders }, ({ source, budget, cache, signal, tell }) => {
    const progress = (done: number, of: number): void => tell(`${number(done)} of ${counted(of, 'row')}`);
    const run = { ...source, template: 'server', budget, cache, signal, endedBy: signal, progress } as const;
    return wereScored(runFit(plan, run), signal);
  });
}

/** Asks for what the record leaves open in a contradiction. */
export async function complete(declared: Declared): Promise<Pick<Declared, 'system' | 'sampling'> | undefined> {
  let { system, sampling } = declared;
  for (const { about, message } of declared.problems) {
    const isSystem = about === 'system';
    const answer = await window.showInputBox({
      title: isSystem ? 'System prompt of the teacher' : 'Temperature of the teacher',
      prompt: message,
      ignoreFocusOut: true,
      ...(!isSystem && {
        value: '1',
        validateInput: text => (/^\d+(\.\d+)?$/.test(text) ? undefined : 'A number from 0 on, such as 0.7.'),
      }),
    });
    if (answer === undefined) return undefined;
    if (isSystem) system = answer;
    else sampling = { ...sampling, temperature: Number(answer) };
  }
  return { sampling, ...(system !== undefined && { system }) };
}
