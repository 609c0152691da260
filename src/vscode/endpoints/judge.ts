import { basename } from 'node:path';
import { commands, window, workspace, type Disposable, type Uri } from 'vscode';
import { judgeProbeRun } from '../../core/judge/judgeProbeRun.ts';
import { parseLabels, type Label } from '../../core/judge/labels.ts';
import type { Redaction } from '../../core/judge/redact.ts';
import type { Rubric } from '../../core/judge/rubric.ts';
import type { JudgeResult } from '../../core/judge/judgeResult.ts';
import { rubricById, rubricIds } from '../../core/judge/rubrics.ts';
import { cacheLine, judgeConsentLines, localJudgeLines } from '../../engine/endpoints/consent.ts';
import { EndpointError } from '../../engine/endpoints/endpoint.ts';
import { defaultLimits } from '../../engine/endpoints/fitPlan.ts';
import {
  askedOf,
  defaultJudgedRows,
  planJudge,
  type JudgeOptions,
  type JudgePlan,
} from '../../engine/endpoints/judgePlan.ts';
import { agreesTo } from '../base/messages.ts';
import { withCancel } from '../base/progress.ts';
import { keptDatasetFor } from '../commands/targets.ts';
import { agreed } from './asked.ts';
import type { FitServices } from './fitTest.ts';
import { judgesAgain, pickJudges, sentTo, whereOf, withJudges, type JudgeItem } from './judges.ts';
import { askAlone, keepRun, type KeepServices, type ProbedDataset } from './keepRun.ts';
import { askForRows, maskItems } from './questions.ts';
import { withSilence } from './silences.ts';
import { counted, number } from '../../core/text/numbers.ts';

/** The command that has models score rows under rubrics. */
export function registerJudge(services: FitServices): Disposable {
  const { datasets, present } = services;
  return commands.registerCommand('undertone.judgeRows', async (uri: unknown) => {
    try {
      const dataset = await keptDatasetFor(datasets, uri);
      if (dataset) await judgeRows(dataset, services);
    } catch (error) {
      present(doing, error);
    }
  });
}

const command = 'undertone.judgeRows';
const doing = 'judge rows';

type JudgeServices = Pick<FitServices, 'secrets' | 'globalStorageUri'> & KeepServices;

/** Asks the judges that the user picks, after the user has agreed to what is sent. */
export async function judgeRows(dataset: ProbedDataset, services: JudgeServices): Promise<void> {
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
  const redactions = labels && judges && (await redactionsFor(judges));
  if (!judges || !rubrics || rows === undefined || !labels || !redactions) return;
  const options = { rows, rubrics, judges: judges.map(({ name }) => name), labels, redactions };
  await judgeWith(options, judges, dataset, services);
}

async function judgeWith(
  options: JudgeOptions,
  judges: readonly JudgeItem[],
  dataset: ProbedDataset,
  services: JudgeServices,
): Promise<void> {
  await askAlone(dataset, 'judged', async () => {
    const { engine } = dataset;
    const plan = await withCancel('Drawing rows', signal => planJudge(engine, options, signal));
    const result = plan && (await confirmAndRun(plan, judges, services));
    if (!result || (result.stopped === 'cancelled' && result.judgements.length === 0)) return;
    const again = async (): Promise<void> => {
      const now = await judgesAgain(services.secrets, judges);
      const redactions = now && (await redactionsFor(now, { judges, redactions: options.redactions ?? [] }));
      if (!now || !redactions) return;
      await judgeWith({ ...options, judges: now.map(({ name }) => name), redactions }, now, dataset, services);
    };
    await keepRun(dataset, { run: judgeProbeRun(result), engine, doing, again, command }, services);
  });
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

/** Nothing is masked for a model of this machine, and nothing is asked anew of who was asked before. Undefined: the user thought better of it. */
async function redactionsFor(
  judges: readonly JudgeItem[],
  before?: { readonly judges: readonly JudgeItem[]; readonly redactions: readonly Redaction[] },
): Promise<readonly Redaction[] | undefined> {
  if (sentTo(judges).length === 0) return [];
  return before && sentTo(before.judges).length > 0 ? before.redactions : pickRedactions();
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
  { globalStorageUri }: JudgeServices,
): Promise<JudgeResult | undefined> {
  const sent = sentTo(judges);
  const sending = askedOf(
    plan,
    sent.map(({ name }) => name),
  );
  const limits = defaultLimits(sending);
  const log = globalStorageUri.fsPath;
  const folders = { log, cache: `${log}/answers` };
  const where = whereOf(judges);
  const here = judges.filter(judge => !sent.includes(judge));
  const beside = here.map(({ name }) => `On this machine: ${name}, to which nothing is sent`);
  const isAgreed =
    sent.length > 0
      ? agreed(plan.dataset, [
          ...judgeConsentLines(sending, whereOf(sent), limits, log),
          ...beside,
          cacheLine(folders.cache),
        ])
      : agreedHere([...localJudgeLines(plan, where), cacheLine(folders.cache)]);
  if (!(await isAgreed)) return undefined;
  const { runJudge } = await import('../../engine/endpoints/runJudge.ts');
  const rows = counted(plan.drawn.length + plan.labelled.length, 'row');
  return withCancel(`Judging ${rows} of ${basename(plan.dataset.path)}`, (signal, report) => {
    let [done, more] = [0, 0];
    const told = withSilence(words => report(words, more));
    return withJudges(judges, { limits, folders, signal, silence: told.silence }, open => {
      const progress = (now: number, of: number): void => {
        const cost = open.local ? '' : `, ${counted(open.budget.spent.promptTokens, 'prompt token')} sent`;
        more = (100 * (now - done)) / of;
        done = now;
        told.progress(`${number(now)} of ${counted(of, 'question')}${cost}`);
        more = 0;
      };
      return runJudge(plan, { ...open, where, signal, progress });
    });
  });
}

/** Rows that a model of this machine reads go nowhere; what will be done is said all the same. */
function agreedHere(lines: readonly string[]): Promise<boolean> {
  const title = 'A model of this machine judges: nothing leaves the machine.';
  return agreesTo({ title, detail: lines.join('\n'), agree: 'Judge' });
}
