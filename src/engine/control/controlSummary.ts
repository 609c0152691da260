import { counted, number } from '../../core/text/numbers.ts';
import { weightsLines } from '../../core/asking/askedModel.ts';
import { leftOutLines } from '../../core/asking/leftOut.ts';
import { notReachedLines } from '../../core/report/runWords.ts';
import { reasonsText } from '../../core/report/words.ts';
import type { ControlPlan } from './controlPlan.ts';
import type { ControlResult } from './runControl.ts';

/** What came of a run, a line each; what is missing is said. */
export function controlSummary({ chosen, unscorable, leftOut }: ControlPlan, result: ControlResult): readonly string[] {
  const { lines, endpoint, failures, notReached, cached, sent, stopped } = result;
  return [
    `answered: ${number(lines.length)} of ${counted(chosen.length, 'prompt')}${reasonsText(failures, 'without an answer')}${reasonsText(unscorable, 'rows not asked')}`,
    ...weightsLines(endpoint.weights),
    ...leftOutLines(leftOut),
    ...notReachedLines(stopped, notReached, 'prompt'),
    ...(cached === 0 ? [] : [`answers kept from earlier runs: ${number(cached)}`]),
    ...(sent.requests === 0
      ? []
      : [`sent: ${counted(sent.requests, 'request')}, ${counted(sent.promptTokens, 'prompt token')}`]),
    ...(lines.length > 0 ? [] : ['No prompt got an answer: nothing was written.']),
  ];
}
