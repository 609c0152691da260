import { window, type SecretStorage, type Uri } from 'vscode';
import { declaredBy } from '../../core/fit/declared.ts';
import { carrierColumn } from '../../core/llr/carrierColumn.ts';
import { candidatePrompts, type CandidatePrompt } from '../../core/llr/prompts.ts';
import { llrMarkdown } from '../../core/llr/report.ts';
import { AnswerCache } from '../../engine/endpoints/answerCache.ts';
import type { Limits } from '../../engine/endpoints/budget.ts';
import { defaultLimits } from '../../engine/endpoints/fitPlan.ts';
import { defaultLlrRows, llrConsentLines, planLlr, type LlrPlan } from '../../engine/endpoints/llrPlan.ts';
import { llrSubjectOf } from '../../engine/endpoints/llrSubject.ts';
import type { LlrPhase, LlrRunResult } from '../../engine/endpoints/runLlr.ts';
import { withSource, type Asked } from '../../engine/localModel/withSource.ts';
import { withCancel } from '../base/progress.ts';
import type { ReportDocuments } from '../base/reportDocuments.ts';
import { formatCount } from '../base/words.ts';
import { agreed, askedOf, complete, nameOf } from '../endpoints/fitTest.ts';
import type { Dataset } from '../datasets/dataset.ts';

interface ProbeServices {
  readonly reports: ReportDocuments;
  readonly secrets: SecretStorage;
  readonly globalStorageUri: Uri;
}

const seed = 1;

/** Asks the endpoint of the settings about a dataset, after the user has agreed to what is sent, and shows the result. */
export async function probeEndpoint(dataset: Dataset, services: ProbeServices): Promise<void> {
  const asked = await askedOf(services.secrets);
  if (!asked) return;
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
  const result = plan && (await confirmAndRun(plan, asked, services));
  if (!plan || !result) return;
  const { probe, carriers } = result;
  // Of a file that changed meanwhile the rows may be others.
  if (probe && carriers && dataset.engine === engine) dataset.scores.set(carrierColumn(probe.candidate, carriers));
  await services.reports.show(dataset.uri, 'llr', llrMarkdown(llrSubjectOf(plan, result), carriers));
}

async function confirmAndRun(
  plan: LlrPlan,
  asked: Asked,
  { globalStorageUri }: ProbeServices,
): Promise<LlrRunResult | undefined> {
  const limits = defaultLimits(plan);
  const log = globalStorageUri.fsPath;
  const folders = { log, cache: `${log}/answers` };
  if ('endpoint' in asked && !(await agreed(llrConsentLines(plan, asked.endpoint, limits, folders)))) return undefined;
  // Loaded here, since the client behind it would slow the editor's start down.
  const { runLlr } = await import('../../engine/endpoints/runLlr.ts');
  const result = await withCancel(`Probing with ${nameOf(asked)}`, (signal, report) =>
    withSource(asked, { limits, log, signal }, async ({ source, budget, keptFor }) => {
      const cache = await AnswerCache.open(folders.cache, keptFor);
      const progress = (phase: LlrPhase, done: number, of: number, sent: Limits): void =>
        report(
          `${phase}: ${formatCount(done)} of ${formatCount(of)} rows${'folder' in asked ? '' : costText(sent)}`,
          0,
        );
      try {
        return await runLlr(plan, { ...source, template: 'server', budget, cache, signal, progress });
      } finally {
        await cache.close();
      }
    }),
  );
  if (!result) {
    void window.showInformationMessage('The probe was cancelled. Answers until then are kept: run it again to go on.');
  }
  return result;
}

function costText({ requests, promptTokens }: Limits): string {
  return `; ${formatCount(requests)} requests, ${formatCount(promptTokens)} prompt tokens sent`;
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
