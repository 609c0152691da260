import { agreed, declaredFor, egressFolder, endpointOf, exitCodeOf, limitsOf, sendingFlags } from './asking.ts';
import { exitCodes, oneFile, oneOf, parseCommand, UsageError, wholeNumber } from './commandLine.ts';
import type { Console, ExitCode } from './commandLine.ts';
import { withDataset } from './withDataset.ts';
import { fitJson, fitText } from '../../core/fit/fitReport.ts';
import { Budget, type Limits } from '../endpoints/budget.ts';
import { consentLines } from '../endpoints/consent.ts';
import { EgressLog } from '../endpoints/egressLog.ts';
import { EndpointError, type Endpoint } from '../endpoints/endpoint.ts';
import { defaultRows, planFit, type FitPlan } from '../endpoints/fitPlan.ts';
import { apis, templates, type Template } from '../endpoints/scorer.ts';

export const fitTestUsage = `undertone fit-test <file> --endpoint URL --model M [--api auto|vllm|sglang] [--template server|none]
                     [--rows 200] [--system text] [--temperature T] [--max-requests N] [--max-prompt-tokens N]
                     [--egress-log folder] [--yes] [--format text|json]`;

const flags = {
  endpoint: { type: 'string' },
  model: { type: 'string' },
  api: { type: 'string', default: 'auto' },
  template: { type: 'string', default: 'server' },
  rows: { type: 'string', default: String(defaultRows) },
  system: { type: 'string' },
  temperature: { type: 'string' },
  ...sendingFlags,
  format: { type: 'string', default: 'text' },
} as const;

/** `undertone fit-test`: whether a model, asked at an endpoint, looks like the author of the rows. Sends nothing before it is agreed to. */
export async function fitTest(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, flags);
  const path = oneFile(positionals, 'fit-test');
  const format = oneOf('format', values.format, ['text', 'json']);
  const template = oneOf('template', values.template, templates);
  const rows = wholeNumber('rows', values.rows, 1);
  const api = oneOf('api', values.api, ['auto', ...apis]);
  try {
    const endpoint = endpointOf(values, 'fit-test');
    return await withDataset(path, async dataset => {
      const declared = await declaredFor(dataset, values);
      const plan = await planFit(dataset, { ...declared, rows, api }, console.signal);
      const limits = limitsOf(values, plan);
      const folder = egressFolder(values);
      for (const line of consentLines(plan, endpoint, limits, folder)) console.note(line);
      if (!(await agreed(values, console))) return exitCodes.unusable;
      const result = await send(plan, { endpoint, template, limits, folder }, console);
      await console.write(format === 'json' ? fitJson(result) : fitText(result));
      return exitCodeOf(result.verdict);
    });
  } catch (error) {
    throw error instanceof EndpointError ? new UsageError(error.message) : error;
  }
}

interface Sending {
  readonly endpoint: Endpoint;
  readonly template: Template;
  readonly limits: Limits;
  readonly folder: string;
}

async function send(plan: FitPlan, { endpoint, template, limits, folder }: Sending, console: Console) {
  // Loaded here, since the client behind it would slow every other command down.
  const { runFit } = await import('../endpoints/runFit.ts');
  const egress = await EgressLog.open(folder);
  try {
    const step = Math.max(1, Math.ceil(plan.chosen.length / 10));
    return await runFit(plan, {
      endpoint,
      template,
      egress,
      budget: new Budget(limits),
      signal: console.signal,
      progress: (done, of) => {
        if (done % step === 0) console.note(`${done} of ${of} rows`);
      },
    });
  } finally {
    await egress.close();
  }
}
