import { systemText } from '../../core/fit/fitReport.ts';
import type { Limits } from './budget.ts';
import { isUnencrypted, type Endpoint } from './endpoint.ts';
import type { FitPlan } from './fitPlan.ts';

/** What a person has to know before anything is sent, a line each. */
export function consentLines(plan: FitPlan, endpoint: Endpoint, limits: Limits, logFolder: string): readonly string[] {
  const { chosen, dataset, estimate, system, sampling } = plan;
  const key = endpoint.apiKey === undefined ? 'no key' : 'with your key';
  const plain = isUnencrypted(endpoint.baseUrl) ? ', unencrypted' : '';
  const settings = Object.entries({ temperature: 1, ...sampling }).map(([name, value]) => `${name} ${value}`);
  return [
    `Endpoint: ${endpoint.baseUrl} (${key}${plain})`,
    `Model: ${endpoint.model}`,
    `Rows: ${chosen.length} of ${dataset.rows}, drawn at random`,
    'Fields: the messages up to the last answer, and that answer; no other column',
    'Redactions: none',
    `System prompt: ${systemText(system)}; sampling: ${settings.join(', ')}`,
    `Estimate: up to ${estimate.requests} requests, about ${estimate.promptTokens} prompt tokens, ${chosen.length} answers written anew`,
    `Limit: ${limits.requests} requests, ${limits.promptTokens} prompt tokens, repeated attempts included`,
    `Each request is noted, without its contents, in ${logFolder}`,
  ];
}
