import { commands, window, workspace, type Disposable, type QuickPickItem, type SecretStorage, type Uri } from 'vscode';
import { judgeProbeRun } from '../../core/judge/judgeProbeRun.ts';
import { parseLabels, type Label } from '../../core/judge/labels.ts';
import type { Redaction } from '../../core/judge/redact.ts';
import { rubricById, rubricIds, type Rubric } from '../../core/judge/rubric.ts';
import type { JudgeResult } from '../../core/judge/judgeResult.ts';
import { Budget } from '../../engine/endpoints/budget.ts';
import { cacheLine, endpointText, judgeConsentLines } from '../../engine/endpoints/consent.ts';
import { EgressLog } from '../../engine/endpoints/egressLog.ts';
import { EndpointError, readBaseUrl, type Endpoint } from '../../engine/endpoints/endpoint.ts';
import type { Judge } from '../../engine/endpoints/judge.ts';
import { JudgeCache, type KeptJudge } from '../../engine/endpoints/judgeCache.ts';
import { defaultJudgedRows, planJudge, type JudgeOptions, type JudgePlan } from '../../engine/endpoints/judgePlan.ts';
import { withCancel } from '../base/progress.ts';
import { readEndpointSettings } from '../base/settings.ts';
import { datasetFor } from '../commands/targets.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { editorJudge, editorModels, type EditorModel } from './editorModels.ts';
import { readKey } from './endpointKey.ts';
import { offerEndpointSettings } from './asked.ts';
import type { FitServices } from './fitTest.ts';
import { keepRun } from './keepRun.ts';
import { askForRows, maskItems } from './questions.ts';

/** The command that has models score rows under rubrics. */
export function registerJudge(services: FitServices): Disposable {
  const { datasets, present } = services;
  return commands.registerCommand('undertone.judgeRows', async (uri: unknown) => {
    try {
      const dataset = await datasetFor(datasets, uri);
      if (dataset) await judgeRows(dataset, services);
    } catch (error) {
      present(doing, error);
    }
  });
}

const doing = 'judge rows';

interface JudgeItem extends QuickPickItem {
  readonly name: string;
  readonly from: { readonly endpoint: Endpoint } | { readonly model: EditorModel };
}

async function judgeRows(dataset: Dataset, services: FitServices): Promise<void> {
  const judges = await pickJudges(services.secrets);
  const rubrics = judges && (await pickRubrics());
  const rows =
    rubrics &&
    (await askForRows(
      `Judge rows of ${dataset.name}`,
      'Rows to draw at random and send. Below 50 nothing can be said; more rows narrow the interval.',
      defaultJudgedRows,
    ));
  const labels = rows === undefined ? undefined : await pickLabels();
  const redactions = labels && (await pickRedactions());
  if (!judges || !rubrics || rows === undefined || !labels || !redactions) return;
  const options = { rows, rubrics, judges: judges.map(({ name }) => name), labels, redactions };
  await judgeWith(options, judges, dataset, services);
}

async function judgeWith(
  options: JudgeOptions,
  judges: readonly JudgeItem[],
  dataset: Dataset,
  services: FitServices,
): Promise<void> {
  const { engine } = dataset;
  const plan = await withCancel('Drawing rows', signal => planJudge(engine, options, signal));
  const result = plan && (await confirmAndRun(plan, judges, services));
  if (!result || (result.stopped === 'cancelled' && result.judgements.length === 0)) return;
  const again = (): Promise<void> => judgeWith(options, judges, dataset, services);
  await keepRun(dataset, { run: judgeProbeRun(result), engine, doing, again }, services);
}

async function pickJudges(secrets: SecretStorage): Promise<readonly JudgeItem[] | undefined> {
  const items = [...(await endpointItems(secrets)), ...(await editorModels()).map(editorItem)];
  if (items.length === 0) {
    await offerEndpointSettings(
      'No model can be asked: name an endpoint and a model it serves. Any OpenAI-compatible server will do.',
    );
    return undefined;
  }
  const picked = await window.showQuickPick(items, {
    title: 'Judge rows: who judges',
    placeHolder: 'One model, or several to see how far they agree',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked?.length ? picked : undefined;
}

async function endpointItems(secrets: SecretStorage): Promise<readonly JudgeItem[]> {
  const { baseUrl: address, model } = readEndpointSettings();
  if (address === '' || model === '') return [];
  const baseUrl = readBaseUrl(address);
  const endpoint = { baseUrl, model, apiKey: await readKey(secrets, baseUrl) };
  return [{ label: model, description: baseUrl, name: model, from: { endpoint }, picked: true }];
}

function editorItem(model: EditorModel): JudgeItem {
  return {
    label: model.title,
    description: `in the editor, by ${model.model.vendor}`,
    name: model.name,
    from: { model },
  };
}

async function pickRubrics(): Promise<readonly Rubric[] | undefined> {
  const items = rubricIds.flatMap(id => {
    const rubric = rubricById(id);
    return rubric ? [{ label: rubric.title, description: id, detail: rubric.description, rubric }] : [];
  });
  const picked = await window.showQuickPick(items, {
    title: 'Judge rows: under which rubric',
    placeHolder: 'What the judge is asked about each row',
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.length ? picked.map(({ rubric }) => rubric) : undefined;
}

/** Undefined: the user thought better of it. */
async function pickLabels(): Promise<readonly Label[] | undefined> {
  const without = {
    label: 'Without labels',
    detail: 'Then nothing is known of a judge’s errors, and its verdict stays inconclusive.',
  };
  const file = { label: 'Labels from a file…', detail: 'A JSON object per line: {"row": 12, "shows": true}' };
  const picked = await window.showQuickPick([without, file], {
    title: 'Judge rows: your labels',
    placeHolder: 'Rows that you labelled tell the judge’s errors on this data',
    ignoreFocusOut: true,
  });
  if (picked !== file) return picked && [];
  const [uri] =
    (await window.showOpenDialog({ title: 'Labels', filters: { 'JSON Lines': ['jsonl', 'ndjson'] } })) ?? [];
  return uri && readLabels(uri);
}

/** Undefined: the user thought better of it. */
async function pickRedactions(): Promise<readonly Redaction[] | undefined> {
  const picked = await window.showQuickPick(maskItems, {
    title: 'Judge rows: what is masked before it is sent',
    placeHolder: 'As the filters of these names find it; what they do not see is sent',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked?.map(({ redaction }) => redaction);
}

async function readLabels(uri: Uri): Promise<readonly Label[]> {
  const text = new TextDecoder().decode(await workspace.fs.readFile(uri));
  const { labels, problems } = parseLabels(text);
  if (problems.length > 0) throw new EndpointError(`${uri.fsPath} cannot be used. ${problems.slice(0, 3).join(' ')}`);
  return labels;
}

async function confirmAndRun(
  plan: JudgePlan,
  judges: readonly JudgeItem[],
  { globalStorageUri }: FitServices,
): Promise<JudgeResult | undefined> {
  const { requests, promptTokens } = plan.estimate;
  const limits = { requests: 2 * requests, promptTokens: 2 * promptTokens };
  const folder = globalStorageUri.fsPath;
  const where = [...new Set(judges.map(({ from }) => whereOf(from)))].join('; ');
  const answers = `${folder}/answers`;
  const detail = [...judgeConsentLines(plan, where, limits, folder), cacheLine(answers)].join('\n');
  const send = 'Send';
  const title = 'Rows of this dataset will leave this machine.';
  if ((await window.showWarningMessage(title, { modal: true, detail }, send)) !== send) return undefined;
  const egress = await EgressLog.open(folder);
  const cache = await JudgeCache.open(answers, judges.map(keptJudge));
  try {
    const budget = new Budget(limits);
    const judgeOf = await judgesByName(judges, { budget, egress });
    const { runJudge } = await import('../../engine/endpoints/runJudge.ts');
    let done = 0;
    return await withCancel(`Judging ${plan.drawn.length + plan.labelled.length} rows`, (signal, report) =>
      runJudge(plan, {
        where,
        judge: name => judgeOf(name),
        budget,
        cache,
        signal,
        progress: (now, of) => {
          report(
            `${now} of ${of} questions, ${budget.spent.promptTokens} prompt tokens sent`,
            (100 * (now - done)) / of,
          );
          done = now;
        },
      }),
    );
  } finally {
    await cache.close();
    await egress.close();
  }
}

function keptJudge({ name, from }: JudgeItem): KeptJudge {
  return 'endpoint' in from
    ? { name, baseUrl: from.endpoint.baseUrl, how: ['chat', 0] }
    : { name, baseUrl: `editor:${from.model.model.vendor}`, how: ['editor'] };
}

function whereOf(from: JudgeItem['from']): string {
  return 'endpoint' in from ? endpointText(from.endpoint) : `models in the editor, by ${from.model.model.vendor}`;
}

async function judgesByName(
  judges: readonly JudgeItem[],
  sending: { readonly budget: Budget; readonly egress: EgressLog },
): Promise<(name: string) => Judge> {
  // Loaded here, since the client behind it would slow the editor's start down.
  const { endpointJudges } = await import('../../engine/endpoints/endpointJudge.ts');
  const byName = new Map(
    judges.map(({ name, from }) => [
      name,
      'model' in from
        ? editorJudge(from.model, sending)
        : endpointJudges({ endpoint: from.endpoint, api: 'chat', temperature: 0, ...sending })(name),
    ]),
  );
  return name => {
    const judge = byName.get(name);
    if (!judge) throw new Error(`No judge is named ${name}.`);
    return judge;
  };
}
