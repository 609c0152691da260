import { window, type SecretStorage, type Uri } from 'vscode';
import { declaredBy } from '../../core/fit/declared.ts';
import { carrierColumn } from '../../core/llr/carrierColumn.ts';
import { candidatePrompts, type CandidatePrompt } from '../../core/llr/prompts.ts';
import { llrMarkdown } from '../../core/llr/report.ts';
import { AnswerCache } from '../../engine/endpoints/answerCache.ts';
import { Budget } from '../../engine/endpoints/budget.ts';
import { EgressLog } from '../../engine/endpoints/egressLog.ts';
import type { Endpoint } from '../../engine/endpoints/endpoint.ts';
import { defaultLimits } from '../../engine/endpoints/fitPlan.ts';
import { defaultLlrRows, llrConsentLines, planLlr, type LlrPlan } from '../../engine/endpoints/llrPlan.ts';
import { llrSubjectOf } from '../../engine/endpoints/llrSubject.ts';
import type { LlrRunResult } from '../../engine/endpoints/runLlr.ts';
import { withCancel } from '../base/progress.ts';
import type { ReportDocuments } from '../base/reportDocuments.ts';
import { formatCount } from '../base/words.ts';
import { complete, endpointOf } from '../endpoints/fitTest.ts';
import type { Dataset } from '../datasets/dataset.ts';

interface ProbeServices {
  readonly reports: ReportDocuments;
  readonly secrets: SecretStorage;
  readonly globalStorageUri: Uri;
}

const seed = 1;

/** Asks the endpoint of the settings about a dataset, after the user has agreed to what is sent, and shows the result. */
export async function probeEndpoint(dataset: Dataset, services: ProbeServices): Promise<void> {
  const endpoint = await endpointOf(services.secrets);
  if (!endpoint) return;
  const candidates = await askForCandidates(dataset);
  const rows = candidates && (await askForRows(dataset));
  if (!candidates || rows === undefined) return;
  // The system prompt that the record may name is not asked about: the candidates stand in its place.
  const declared = declaredBy(dataset.provenance);
  const settled = await complete({
    ...declared,
    problems: declared.problems.filter(({ about }) => about === 'sampling'),
  });
  if (!settled) return;
  const options = { rows, candidates, families: {}, none: '', sampling: settled.sampling, api: 'auto', seed } as const;
  const { engine } = dataset;
  const plan = await withCancel('Drawing rows', signal => planLlr(engine, options, signal));
  const result = plan && (await confirmAndRun(plan, endpoint, services));
  if (!plan || !result) return;
  const { probe, carriers } = result;
  // Of a file that changed meanwhile the rows may be others.
  if (probe && carriers && dataset.engine === engine) dataset.scores.set(carrierColumn(probe.candidate, carriers));
  await services.reports.show(dataset.uri, 'llr', llrMarkdown(llrSubjectOf(plan, result), carriers));
}

async function confirmAndRun(
  plan: LlrPlan,
  endpoint: Endpoint,
  { globalStorageUri }: ProbeServices,
): Promise<LlrRunResult | undefined> {
  const limits = defaultLimits(plan);
  const log = globalStorageUri.fsPath;
  const folders = { log, cache: `${log}/answers` };
  const detail = llrConsentLines(plan, endpoint, limits, folders).join('\n');
  const send = 'Send';
  const title = 'Rows of this dataset will leave this machine.';
  if ((await window.showWarningMessage(title, { modal: true, detail }, send)) !== send) return undefined;
  // Loaded here, since the client behind it would slow the editor's start down.
  const { runLlr } = await import('../../engine/endpoints/runLlr.ts');
  const egress = await EgressLog.open(log);
  const cache = await AnswerCache.open(folders.cache, endpoint);
  try {
    const result = await withCancel(`Probing with ${endpoint.model}`, (signal, report) =>
      runLlr(plan, {
        endpoint,
        template: 'server',
        budget: new Budget(limits),
        egress,
        cache,
        signal,
        progress: (phase, done, of, sent) =>
          report(
            `${phase}: ${formatCount(done)} of ${formatCount(of)} rows; ${formatCount(sent.requests)} requests, ${formatCount(sent.promptTokens)} prompt tokens sent`,
            0,
          ),
      }),
    );
    if (!result)
      void window.showInformationMessage(
        'The probe was cancelled. Answers until then are kept: run it again to go on.',
      );
    return result;
  } finally {
    await cache.close();
    await egress.close();
  }
}

/** Traits by name, and their category where the catalogue does not know it. */
async function askForCandidates({ name }: Dataset): Promise<readonly CandidatePrompt[] | undefined> {
  const title = `Log-likelihood ratio: ${name}`;
  const listed = await window.showInputBox({
    title,
    prompt: 'Traits to look for, with commas between them. Decoys of the same kind are added.',
    value: 'owl, cat',
    validateInput: text => (text.replaceAll(',', '').trim() === '' ? 'At least one trait is needed.' : undefined),
  });
  if (listed === undefined) return undefined;
  const traits = listed.split(',');
  const found = candidatePrompts({ traits });
  if ('ok' in found) return found.ok;
  const category = await window.showInputBox({
    title,
    prompt: found.error,
    placeHolder: 'animal',
    ignoreFocusOut: true,
  });
  if (category === undefined) return undefined;
  const named = candidatePrompts({ traits, category: category.trim() });
  if ('ok' in named) return named.ok;
  const decoys = await window.showInputBox({ title, prompt: named.error, ignoreFocusOut: true });
  if (decoys === undefined) return undefined;
  const own = candidatePrompts({
    traits,
    category: category.trim(),
    decoys: decoys
      .split(',')
      .map(decoy => decoy.trim())
      .filter(Boolean),
  });
  if ('error' in own) throw new Error(own.error);
  return own.ok;
}

async function askForRows({ name }: Dataset): Promise<number | undefined> {
  const answer = await window.showInputBox({
    title: `Log-likelihood ratio: ${name}`,
    prompt: 'Rows to draw at random and score. Below 50 nobody is named, below 1,000 the power is low.',
    value: String(defaultLlrRows),
    validateInput: text => (/^[1-9]\d{0,5}$/.test(text) ? undefined : 'A whole number from 1 to 999999.'),
  });
  return answer === undefined ? undefined : Number(answer);
}
