import { samplingText, systemText } from '../../core/report/runWords.ts';
import { counted, number } from '../../core/text/numbers.ts';
import type { Sampling } from '../../core/asking/declared.ts';
import type { LeaveOut } from '../../core/asking/leftOut.ts';
import type { ControlForm } from '../../core/control/controlRow.ts';
import { estimatePrompt, type Limits } from '../endpoints/budget.ts';
import { cacheLine, endpointText, limitLines, unmaskedLines } from '../endpoints/consent.ts';
import { planFit, type FitPlan } from '../endpoints/fitPlan.ts';
import { staysHere } from '../endpoints/source.ts';
import type { Asked } from '../localModel/withSource.ts';
import type { OpenDataset } from '../openDataset.ts';

/** Enough for the tests against a control to see a shift of a few per cent. */
export const defaultControlRows = 1000;

export interface ControlOptions {
  readonly rows: number;
  /** What every prompt is asked under in place of the rows' own system prompts, which may carry the trait. Empty: nothing. */
  readonly system: string;
  readonly sampling: Sampling;
  readonly leaveOut?: LeaveOut | undefined;
}

/** What writing a control would send: nothing has been sent yet. */
export interface ControlPlan
  extends ControlOptions, Pick<FitPlan, 'dataset' | 'drawn' | 'unscorable' | 'leftOut' | 'chosen' | 'maxTokens'> {
  readonly form: ControlForm;
  readonly estimate: Limits;
}

/** Draws rows at random, the same for the same file; they are asked in the order of the file. Sends nothing. */
export async function planControl(
  dataset: Pick<OpenDataset, 'path' | 'bytes' | 'indexed' | 'rows' | 'head'>,
  options: ControlOptions,
  signal: AbortSignal,
): Promise<ControlPlan> {
  const plan = await planFit(dataset, { ...options, api: 'auto', sends: 'prompt' }, signal);
  const chosen = plan.chosen.toSorted((a, b) => a.index - b.index);
  return {
    ...options,
    dataset: plan.dataset,
    drawn: plan.drawn,
    unscorable: plan.unscorable,
    ...(plan.leftOut && { leftOut: plan.leftOut }),
    maxTokens: plan.maxTokens,
    chosen,
    form: (dataset.head.formats['prompt-completion'] ?? 0) > 0 ? 'prompt-completion' : 'messages',
    estimate: {
      requests: chosen.length,
      promptTokens: chosen.reduce((sum, { asked }) => sum + estimatePrompt(asked), 0),
    },
  };
}

/** What a person has to know before a run, a line each. */
export function controlLines(
  { chosen, dataset, system, sampling, leftOut, estimate }: ControlPlan,
  asked: Asked,
  limits: Limits,
  folders: { readonly log: string; readonly cache: string | undefined },
): readonly string[] {
  const rows = `Rows: ${number(chosen.length)} of ${number(dataset.rows)}, drawn at random, each answered anew`;
  const how = `System prompt: ${systemText(system)}, in place of the rows' own; sampling: ${samplingText(sampling)}`;
  if ('folder' in asked) return [`Model: ${asked.folder}`, rows, how, cacheLine(folders.cache), staysHere];
  return [
    `Endpoint: ${endpointText(asked.endpoint)}`,
    `Model: ${asked.endpoint.model}`,
    rows,
    'Fields: the messages up to the last answer; not that answer, no other column',
    ...unmaskedLines(leftOut),
    how,
    `Estimate: ${counted(estimate.requests, 'request')}, about ${counted(estimate.promptTokens, 'prompt token')}`,
    ...limitLines(limits, folders.log),
    cacheLine(folders.cache),
  ];
}
