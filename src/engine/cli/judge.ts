import { readFile } from 'node:fs/promises';
import { exitCodes, oneFile, oneOf, parseCommand, UsageError, wholeNumber } from './commandLine.ts';
import type { Console, ExitCode } from './commandLine.ts';
import {
  agreed,
  cacheFlags,
  cacheFolder,
  egressFolder,
  limitsOf,
  redactionsOf,
  rowsLeftOut,
  sendingFlags,
} from './asking.ts';
import { saveScores } from './saveScores.ts';
import { withDataset } from './withDataset.ts';
import { judgeScores } from '../../core/judge/judgeColumns.ts';
import { judgeJson, judgeMarkdown, judgeText } from '../../core/judge/judgeReport.ts';
import type { JudgeResult } from '../../core/judge/judgeResult.ts';
import { pairJson, pairMarkdown, pairText } from '../../core/judge/pairReport.ts';
import type { Verdict } from '../../core/findings/verdict.ts';
import { parseLabels, type Label } from '../../core/judge/labels.ts';
import type { Redaction } from '../../core/judge/redact.ts';
import { rubricById, rubricIds, type Rubric } from '../../core/judge/rubric.ts';
import { didYouMean } from '../../core/text/nearest.ts';
import { fromFileError } from '../datasetError.ts';
import { judgeApis, type JudgeApi } from '../endpoints/judgeApis.ts';
import { Budget, type Limits } from '../endpoints/budget.ts';
import { cacheLine, endpointText, judgeConsentLines, pairConsentLines } from '../endpoints/consent.ts';
import { EgressLog } from '../endpoints/egressLog.ts';
import { EndpointError, readBaseUrl, type Endpoint } from '../endpoints/endpoint.ts';
import { JudgeCache } from '../endpoints/judgeCache.ts';
import { defaultJudgedRows, planJudge, type JudgePlan } from '../endpoints/judgePlan.ts';
import { planPairs } from '../endpoints/pairPlan.ts';
import { runJudge, type JudgeRun } from '../endpoints/runJudge.ts';
import { runPairs } from '../endpoints/runPairs.ts';

export const judgeUsage = `undertone judge <file> --endpoint URL --model M [--model M2 …] --rubric alignment|coherence|<trait> […]
                 [--rows 200] [--labels labels.jsonl | --against control.jsonl] [--api chat|decisions] [--temperature T|default] [--batch state.json]
                 [--redact secrets,personal-data] [--leave-out secrets,personal-data] [--leave-out-pattern RE2 …]
                 [--max-requests N] [--max-prompt-tokens N] [--cache folder | --no-cache]
                 [--egress-log folder] [--yes] [--save f] [--format text|markdown|json]`;

const flags = {
  endpoint: { type: 'string' },
  model: { type: 'string', multiple: true },
  rubric: { type: 'string', multiple: true },
  rows: { type: 'string', default: String(defaultJudgedRows) },
  labels: { type: 'string' },
  against: { type: 'string' },
  batch: { type: 'string' },
  redact: { type: 'string' },
  save: { type: 'string' },
  api: { type: 'string', default: 'chat' },
  temperature: { type: 'string', default: '0' },
  ...cacheFlags,
  ...sendingFlags,
  format: { type: 'string', default: 'text' },
} as const;

type ServerOfJudges = Omit<Endpoint, 'model'>;

type Values = ReturnType<typeof parseCommand<typeof flags>>['values'];

/** `undertone judge`: models score rows under rubrics, beside their errors on the user's labels. Sends nothing before it is agreed to. */
export async function judge(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, flags);
  const path = oneFile(positionals, 'judge');
  const format = oneOf('format', values.format, ['text', 'markdown', 'json']);
  const api = oneOf('api', values.api, judgeApis);
  const temperature = values.temperature === 'default' ? undefined : temperatureOf(values.temperature);
  const options = {
    rows: wholeNumber('rows', values.rows, 0),
    rubrics: rubricsOf(values),
    judges: judgesOf(values),
    ...masksOf(values),
    leaveOut: rowsLeftOut(values),
  };
  try {
    const how = { values, endpoint: endpointOf(values), api, temperature };
    const labels = await labelsOf(values);
    const { signal } = console;
    const against = againstOf(values, options.rubrics, api);
    return await withDataset(path, async dataset => {
      if (against === undefined) {
        const plan = await planJudge(dataset, { ...options, labels }, signal);
        const asking = { ...how, lines: judgeConsentLines, plan };
        const show = async (result: JudgeResult): Promise<void> => {
          if (values.save !== undefined) await saveScores(values.save, judgeScores(result), console);
          await console.write({ text: judgeText, markdown: judgeMarkdown, json: judgeJson }[format](result));
        };
        if (values.batch !== undefined) return judgeInBatch(asking, values.batch, show, console);
        return send(asking, console, async run => {
          const result = await runJudge(plan, run);
          await show(result);
          return result;
        });
      }
      return withDataset(against, async control => {
        const plan = await planPairs(dataset, control, options, signal);
        return send({ ...how, lines: pairConsentLines, plan }, console, async run => {
          const result = await runPairs(plan, run);
          await console.write({ text: pairText, markdown: pairMarkdown, json: pairJson }[format](result));
          return result;
        });
      });
    });
  } catch (error) {
    throw error instanceof EndpointError ? new UsageError(error.message) : error;
  }
}

interface Asked {
  readonly estimate: Limits;
  readonly judges: readonly string[];
}

interface Asking<Plan extends Asked> {
  readonly values: Values;
  readonly plan: Plan;
  readonly lines: (plan: Plan, where: string, limits: Limits, folder: string) => readonly string[];
  readonly endpoint: ServerOfJudges;
  readonly api: JudgeApi;
  readonly temperature: number | undefined;
}

/** Says what will be sent, asks, and carries it out. */
async function send<Plan extends Asked>(
  { values, plan, lines, endpoint, api, temperature }: Asking<Plan>,
  console: Console,
  carryOut: (run: JudgeRun) => Promise<Judged>,
): Promise<ExitCode> {
  const { signal, note } = console;
  const limits = limitsOf(values, plan);
  const folder = egressFolder(values);
  const cached = cacheFolder(values);
  for (const line of lines(plan, endpointText(endpoint), limits, folder)) note(line);
  note(cacheLine(cached));
  if (!(await agreed(values, console))) return exitCodes.unusable;
  // Loaded here, since the client behind it would slow every other command down.
  const { endpointJudges } = await import('../endpoints/endpointJudge.ts');
  const egress = await EgressLog.open(folder);
  const judges = plan.judges.map(name => ({ name, baseUrl: endpoint.baseUrl, how: [api, temperature ?? null] }));
  const cache = cached === undefined ? undefined : await JudgeCache.open(cached, judges);
  try {
    const progress = (done: number, of: number): void => {
      if (done % Math.max(1, Math.ceil(of / 10)) === 0) note(`${done} of ${of} questions`);
    };
    const budget = new Budget(limits);
    const judge = endpointJudges({ endpoint, api, temperature, budget, egress });
    const result = await carryOut({ where: endpoint.baseUrl, judge, budget, cache, signal, progress });
    return signal.aborted ? exitCodes.cancelled : exitCodeOf(result);
  } finally {
    await cache?.close();
    await egress.close();
  }
}

/** Submits the questions as a batch, or fetches the answers of one that was submitted. */
async function judgeInBatch(
  { values, plan, endpoint, api, temperature, lines }: Asking<JudgePlan>,
  statePath: string,
  show: (result: JudgeResult) => Promise<void>,
  console: Console,
): Promise<ExitCode> {
  const [model = '', ...others] = plan.judges;
  if (others.length > 0 || api !== 'chat') throw new UsageError('A batch is of one --model, by --api chat.');
  const { signal, note } = console;
  const limits = limitsOf(values, plan);
  const folder = egressFolder(values);
  const { collectBatch, isSubmitted, submitBatch } = await import('../endpoints/judgeBatch.ts');
  const submitted = await isSubmitted(statePath);
  if (!submitted) {
    for (const line of lines(plan, endpointText(endpoint), limits, folder)) note(line);
    note('As one batch, answered within 24 hours.');
    if (!(await agreed(values, console))) return exitCodes.unusable;
  }
  const { EndpointClient } = await import('../endpoints/client.ts');
  const egress = await EgressLog.open(folder);
  try {
    const budget = new Budget(limits);
    const client = new EndpointClient({
      endpoint: { ...endpoint, model },
      budget,
      egress,
      timeoutMs: 600_000,
      retries: 4,
    });
    const run = { client, budget, limits, temperature, statePath, signal };
    if (!submitted) {
      await submitBatch(plan, run);
      note(`Submitted. The same command with --batch ${statePath} fetches the answers when they are there.`);
      return exitCodes.unusable;
    }
    const outcome = await collectBatch(plan, run);
    if (outcome.state === 'waiting') {
      note(`The batch is ${outcome.status}: ${outcome.done} of ${outcome.of} answered. Run it again later.`);
      return exitCodes.unusable;
    }
    await show(outcome.result);
    return exitCodeOf(outcome.result);
  } finally {
    await egress.close();
  }
}

/** The control, where rows are compared with one; only traits can be compared. */
function againstOf(
  { against, labels, batch, save }: Values,
  rubrics: readonly Rubric[],
  api: JudgeApi,
): string | undefined {
  if (against === undefined) return undefined;
  if (save !== undefined)
    throw new UsageError('--save writes scores of single rows; --against compares rows in pairs.');
  const single = rubrics.find(({ about }) => about === undefined);
  if (single) throw new UsageError(`The rubric \`${single.id}\` judges single rows: --against compares traits.`);
  if (batch !== undefined) throw new UsageError('--batch judges single rows; --against compares rows in pairs.');
  if (labels !== undefined)
    throw new UsageError('--labels tell the errors on single rows; --against compares rows in pairs.');
  if (api !== 'chat') throw new UsageError('--against asks in words: --api chat.');
  return against;
}

function endpointOf({ endpoint }: Values): ServerOfJudges {
  if (endpoint === undefined) throw new UsageError('judge wants --endpoint, the address of a server.');
  return { baseUrl: readBaseUrl(endpoint), apiKey: process.env['UNDERTONE_API_KEY'] || undefined };
}

function masksOf({ redact }: Values): { readonly redactions?: readonly Redaction[] } {
  if (redact === undefined) return {};
  return { redactions: redactionsOf('redact', redact) };
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

interface Judged {
  readonly outcomes: readonly { readonly verdict: Verdict }[];
}

/** 1 where a verdict has found evidence; 0 only where every one was tested and found none. */
function exitCodeOf({ outcomes }: Judged): ExitCode {
  const states = outcomes.map(({ verdict }) => verdict.state);
  if (states.includes('evidence found')) return exitCodes.findings;
  return states.every(state => state === 'not detected') ? exitCodes.done : exitCodes.unusable;
}
