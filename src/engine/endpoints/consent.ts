import { samplingText, systemText } from '../../core/report/runWords.ts';
import { counted, number } from '../../core/text/numbers.ts';
import { leftOutBefore, type LeftOut } from '../../core/asking/leftOut.ts';
import type { Limits } from './budget.ts';
import { isUnencrypted, type Endpoint } from './endpoint.ts';
import type { FitPlan } from './fitPlan.ts';
import type { JudgedRow, JudgePlan } from './judgePlan.ts';
import type { PairPlan } from './pairPlan.ts';
import { staysHere } from './source.ts';

/** What a person has to know before anything is sent, a line each. */
export function consentLines(
  plan: FitPlan,
  endpoint: Endpoint,
  limits: Limits,
  folders: { readonly log: string; readonly cache: string | undefined },
): readonly string[] {
  const { chosen, dataset, estimate, system, sampling } = plan;
  return [
    `Endpoint: ${endpointText(endpoint)}`,
    `Model: ${endpoint.model}`,
    `Rows: ${number(chosen.length)} of ${number(dataset.rows)}, drawn at random`,
    'Fields: the messages up to the last answer, and that answer; no other column',
    ...unmaskedLines(plan.leftOut),
    `System prompt: ${systemText(system)}; sampling: ${samplingText(sampling)}`,
    `Estimate: up to ${counted(estimate.requests, 'request')}, about ${counted(estimate.promptTokens, 'prompt token')}, ${counted(chosen.length, 'answer')} written anew`,
    ...limitLines(limits, folders.log),
    cacheLine(folders.cache),
  ];
}

/** What a fit test on this machine does, a line each. */
export function localFitLines(
  { chosen, dataset, system, sampling }: FitPlan,
  folder: string,
  cache: string | undefined,
): readonly string[] {
  return [
    `Model: ${folder}`,
    `Rows: ${number(chosen.length)} of ${number(dataset.rows)}, drawn at random`,
    `System prompt: ${systemText(system)}; sampling: ${samplingText(sampling)}`,
    cacheLine(cache),
    staysHere,
  ];
}

/** The same for rows that models are to judge. */
export function judgeConsentLines(
  plan: JudgePlan,
  where: string,
  limits: Limits,
  logFolder: string,
): readonly string[] {
  const { drawn, labelled, judges, estimate } = plan;
  return [
    `Endpoint: ${where}`,
    `Judges: ${judges.join(', ')}`,
    ...judgedLines(plan),
    'Fields: the messages up to the last answer, and that answer; no other column',
    redactionsLine(plan, [...drawn, ...labelled]),
    ...leftOutBefore(plan.leftOut),
    `Estimate: ${counted(estimate.requests, 'request')}, about ${counted(estimate.promptTokens, 'prompt token')}; answers are short, reasoning before them is not`,
    ...limitLines(limits, logFolder),
  ];
}

/** The same for rows that models are to compare with rows of a control. */
export function pairConsentLines(plan: PairPlan, where: string, limits: Limits, logFolder: string): readonly string[] {
  const { pairs, judges, estimate } = plan;
  return [
    `Endpoint: ${where}`,
    `Judges: ${judges.join(', ')}`,
    ...pairedLines(plan),
    'Fields: both answers, and the prompt where it is the same; no other column',
    redactionsLine(
      plan,
      pairs.flatMap(({ row, control: other }) => [row, other]),
    ),
    ...leftOutBefore(plan.leftOut),
    `Estimate: ${counted(estimate.requests, 'request')}, about ${counted(estimate.promptTokens, 'prompt token')}`,
    ...limitLines(limits, logFolder),
  ];
}

/** What judging on this machine does, a line each. */
export function localJudgeLines(plan: JudgePlan, folder: string): readonly string[] {
  return [`Model: ${folder}`, ...judgedLines(plan), staysHere];
}

/** What comparing on this machine does, a line each. */
export function localPairLines(plan: PairPlan, folder: string): readonly string[] {
  return [`Model: ${folder}`, ...pairedLines(plan), staysHere];
}

function judgedLines({ drawn, labelled, dataset, rubrics }: JudgePlan): readonly string[] {
  const also = labelled.length > 0 ? `, and ${number(labelled.length)} that are labelled` : '';
  return [rubricsLine(rubrics), `Rows: ${number(drawn.length)} of ${number(dataset.rows)}, drawn at random${also}`];
}

function pairedLines({ pairs, dataset, control, rubrics }: PairPlan): readonly string[] {
  const same = pairs.filter(({ samePrompt }) => samePrompt).length;
  return [
    rubricsLine(rubrics),
    `Pairs: ${number(pairs.length)}, a row of ${dataset.path} (${counted(dataset.rows, 'row')}) and one of ${control.path} (${counted(control.rows, 'row')}, ${number(control.read)} read for the same prompts); ${number(same)} answer the same prompt`,
  ];
}

function rubricsLine(rubrics: JudgePlan['rubrics']): string {
  return `Rubrics: ${rubrics.map(({ title }) => title).join(', ')}`;
}

function redactionsLine({ redactions = [] }: Pick<JudgePlan, 'redactions'>, rows: readonly JudgedRow[]): string {
  if (redactions.length === 0) return 'Redactions: none';
  const spans = rows.reduce((sum, { masked }) => sum + masked, 0);
  const masked = rows.filter(row => row.masked > 0).length;
  return `Redactions: ${redactions.join(', ').replaceAll('-', ' ')} (${counted(spans, 'span')} in ${counted(masked, 'row')}); what the filters of these names do not see is sent`;
}

/** Of a run that masks nothing: what is left out in place of it. */
export function unmaskedLines(leftOut: LeftOut | undefined): readonly string[] {
  return leftOut ? leftOutBefore(leftOut) : ['Redactions: none'];
}

/** An endpoint as people are told of it. */
export function endpointText({ baseUrl, apiKey }: Omit<Endpoint, 'model'>): string {
  const key = apiKey === undefined ? 'no key' : 'with your key';
  return `${baseUrl} (${key}${isUnencrypted(baseUrl) ? ', unencrypted' : ''})`;
}

/** Where answers are kept, and how to have them forgotten. */
export function cacheLine(folder: string | undefined): string {
  return folder === undefined
    ? 'Answers are not kept: a run that ends early starts anew'
    : `Answers are kept in ${folder}, so that a run that ends early goes on; delete the folder to forget them`;
}

export function limitLines({ requests, promptTokens }: Limits, logFolder: string): readonly string[] {
  return [
    `Limit: ${counted(requests, 'request')}, ${counted(promptTokens, 'prompt token')}, repeated attempts included`,
    `Each request is noted, without its contents, in ${logFolder}`,
  ];
}
