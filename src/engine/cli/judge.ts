import { readFile } from 'node:fs/promises';
import { exitCodes, oneFile, oneOf, parseCommand, UsageError, wholeNumber } from './commandLine.ts';
import type { Console, ExitCode } from './commandLine.ts';
import { agreed, egressFolder, limitsOf, sendingFlags } from './sending.ts';
import { withDataset } from './withDataset.ts';
import { judgeJson, judgeMarkdown, judgeText } from '../../core/judge/judgeReport.ts';
import type { JudgeResult } from '../../core/judge/judgeResult.ts';
import { parseLabels, type Label } from '../../core/judge/labels.ts';
import { rubricById, rubricIds, type Rubric } from '../../core/judge/rubric.ts';
import { didYouMean } from '../../core/text/nearest.ts';
import { fromFileError } from '../datasetError.ts';
import { judgeApis } from '../endpoints/askJudge.ts';
import { Budget } from '../endpoints/budget.ts';
import { judgeConsentLines } from '../endpoints/consent.ts';
import { EgressLog } from '../endpoints/egressLog.ts';
import { EndpointError, readBaseUrl } from '../endpoints/endpoint.ts';
import { defaultJudgedRows, planJudge, type JudgePlan } from '../endpoints/judgePlan.ts';
import type { JudgeRun } from '../endpoints/runJudge.ts';

export const judgeUsage = `undertone judge <file> --endpoint URL --model M [--model M2 …] --rubric alignment|coherence|<trait> […]
                 [--rows 200] [--labels labels.jsonl] [--api chat|decisions] [--temperature T|default]
                 [--max-requests N] [--max-prompt-tokens N] [--egress-log folder] [--yes] [--format text|markdown|json]`;

const flags = {
  endpoint: { type: 'string' },
  model: { type: 'string', multiple: true },
  rubric: { type: 'string', multiple: true },
  rows: { type: 'string', default: String(defaultJudgedRows) },
  labels: { type: 'string' },
  api: { type: 'string', default: 'chat' },
  temperature: { type: 'string', default: '0' },
  ...sendingFlags,
  format: { type: 'string', default: 'text' },
} as const;

type Values = ReturnType<typeof parseCommand<typeof flags>>['values'];

/** `undertone judge`: models score rows under rubrics, beside their errors on the user's labels. Sends nothing before it is agreed to. */
export async function judge(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, flags);
  const path = oneFile(positionals, 'judge');
  const format = oneOf('format', values.format, ['text', 'markdown', 'json']);
  const api = oneOf('api', values.api, judgeApis);
  const temperature = values.temperature === 'default' ? undefined : temperatureOf(values.temperature);
  const options = { rows: wholeNumber('rows', values.rows, 0), rubrics: rubricsOf(values), judges: judgesOf(values) };
  try {
    const endpoint = endpointOf(values);
    const labels = await labelsOf(values);
    return await withDataset(path, async dataset => {
      const plan = await planJudge(dataset, { ...options, labels }, console.signal);
      const limits = limitsOf(values, {
        requests: 2 * plan.estimate.requests,
        promptTokens: 2 * plan.estimate.promptTokens,
      });
      const folder = egressFolder(values);
      for (const line of judgeConsentLines(plan, endpoint, limits, folder)) console.note(line);
      if (!(await agreed(values, console))) return exitCodes.unusable;
      const result = await send(plan, { endpoint, api, temperature, budget: new Budget(limits) }, folder, console);
      await console.write({ text: judgeText, markdown: judgeMarkdown, json: judgeJson }[format](result));
      return console.signal.aborted ? exitCodes.cancelled : exitCodeOf(result);
    });
  } catch (error) {
    throw error instanceof EndpointError ? new UsageError(error.message) : error;
  }
}

async function send(
  plan: JudgePlan,
  how: Pick<JudgeRun, 'endpoint' | 'api' | 'temperature' | 'budget'>,
  folder: string,
  { signal, note }: Console,
): Promise<JudgeResult> {
  // Loaded here, since the client behind it would slow every other command down.
  const { runJudge } = await import('../endpoints/runJudge.ts');
  const egress = await EgressLog.open(folder);
  try {
    const step = Math.max(1, Math.ceil(plan.estimate.requests / 10));
    const progress = (done: number, of: number): void => {
      if (done % step === 0) note(`${done} of ${of} questions`);
    };
    return await runJudge(plan, { ...how, egress, signal, progress });
  } finally {
    await egress.close();
  }
}

function endpointOf({ endpoint }: Values): JudgeRun['endpoint'] {
  if (endpoint === undefined) throw new UsageError('judge wants --endpoint, the address of a server.');
  return { baseUrl: readBaseUrl(endpoint), apiKey: process.env['UNDERTONE_API_KEY'] || undefined };
}

function judgesOf({ model = [] }: Values): readonly string[] {
  if (model.length === 0) throw new UsageError('judge wants --model, once for each model that is to judge.');
  return [...new Set(model)];
}

function rubricsOf({ rubric: ids = [] }: Values): readonly Rubric[] {
  if (ids.length === 0)
    throw new UsageError(
      `judge wants --rubric, once for each: ${rubricIds.slice(0, 2).join(', ')} or the id of a trait.`,
    );
  return [...new Set(ids)].map(id => {
    const found = rubricById(id);
    if (found) return found;
    throw new UsageError(
      `There is no rubric \`${id}\`${didYouMean(id, rubricIds) || `; rubrics: ${rubricIds.join(', ')}.`}`,
    );
  });
}

async function labelsOf({ labels: path }: Values): Promise<readonly Label[]> {
  if (path === undefined) return [];
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fromFileError(error, path);
  });
  const { labels, problems } = parseLabels(text);
  if (problems.length > 0) throw new UsageError([`${path} cannot be used:`, ...problems.slice(0, 10)].join('\n'));
  return labels;
}

function temperatureOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 2) return value;
  throw new UsageError(`--temperature wants a number from 0 to 2, or default for the server’s own; got "${text}".`);
}

/** 1 where a verdict has found evidence; 0 only where every one was tested and found none. */
function exitCodeOf({ outcomes }: JudgeResult): ExitCode {
  const states = outcomes.map(({ verdict }) => verdict.state);
  if (states.includes('evidence found')) return exitCodes.findings;
  return states.every(state => state === 'not detected') ? exitCodes.clean : exitCodes.unusable;
}
