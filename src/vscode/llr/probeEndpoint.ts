import { window, type SecretStorage, type Uri } from 'vscode';
import { declaredBy } from '../../core/fit/declared.ts';
import { carrierColumn } from '../../core/llr/carrierColumn.ts';
import { candidatePrompts, type CandidatePrompt } from '../../core/llr/prompts.ts';
import { llrMarkdown } from '../../core/llr/report.ts';
import { defaultLimits } from '../../engine/endpoints/fitPlan.ts';
import { defaultLlrRows, llrConsentLines, planLlr, type LlrPlan } from '../../engine/endpoints/llrPlan.ts';
import { llrSubjectOf } from '../../engine/endpoints/llrSubject.ts';
import type { LlrPhase, LlrRunResult } from '../../engine/endpoints/runLlr.ts';
import type { Asked } from '../../engine/localModel/withSource.ts';
import { withCancel } from '../base/progress.ts';
import type { ReportDocuments } from '../base/reportDocuments.ts';
import { formatCount } from '../base/words.ts';
import { agreed, askedOf, complete } from '../endpoints/fitTest.ts';
import { withAnswers } from '../endpoints/withAnswers.ts';
import { askForCategory, askForRows, askForTraits } from '../endpoints/questions.ts';
import type { Dataset } from '../datasets/dataset.ts';

interface ProbeServices {
  readonly reports: ReportDocuments;
  readonly secrets: SecretStorage;
  readonly globalStorageUri: Uri;
}

const seed = 1;
const rowsPrompt = 'Rows to draw at random and score. Below 50 nobody is named, below 1,000 the power is low.';

function titleOf({ name }: Dataset): string {
  return `Log-likelihood ratio: ${name}`;
}

/** Asks the endpoint of the settings about a dataset, after the user has agreed to what is sent, and shows the result. */
export async function probeEndpoint(dataset: Dataset, services: ProbeServices): Promise<void> {
  const asked = await askedOf(services.secrets);
  if (!asked) return;
  const candidates = await askForCandidates(dataset);
  const rows = candidates && (await askForRows(titleOf(dataset), rowsPrompt, defaultLlrRows));
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
  return withAnswers(asked, { limits, folders }, ({ source, budget, cache, signal, tell }) => {
    const progress = (phase: LlrPhase, done: number, of: number): void =>
      tell(`${phase}: ${formatCount(done)} of ${formatCount(of)} rows`);
    return runLlr(plan, { ...source, template: 'server', budget, cache, signal, progress });
  });
}

/** Traits by name, and their category where the catalogue does not know it. */
async function askForCandidates(dataset: Dataset): Promise<readonly CandidatePrompt[] | undefined> {
  const title = titleOf(dataset);
  const traits = await askForTraits(
    title,
    'Traits to look for, with commas between them. Decoys of the same kind are added.',
  );
  if (!traits) return undefined;
  const found = candidatePrompts({ traits });
  if ('ok' in found) return found.ok;
  const category = await askForCategory(title, found.error);
  if (category === undefined) return undefined;
  const named = candidatePrompts({ traits, category });
  if ('ok' in named) return named.ok;
  const decoys = await window.showInputBox({ title, prompt: named.error, ignoreFocusOut: true });
  if (decoys === undefined) return undefined;
  const own = candidatePrompts({
    traits,
    category,
    decoys: decoys
      .split(',')
      .map(decoy => decoy.trim())
      .filter(Boolean),
  });
  if ('error' in own) throw new Error(own.error);
  return own.ok;
}
