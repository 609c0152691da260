import { oneFile, oneOf, parseCommand, UsageError, wholeNumber } from './commandLine.ts';
import type { Console, ExitCode } from './commandLine.ts';
import { cacheFlags, redactionsOf, rowsLeftOut, sendingFlags } from './asking.ts';
import { judgeFolder, judgeLocally } from './judgeLocal.ts';
import { endedAs, judgeInBatch, send, type ServerOfJudges } from './judgeServer.ts';
import { mustBeAnother, mustBeWritable } from './reports.ts';
import { saveScores } from './saveScores.ts';
import { withDataset } from './withDataset.ts';
import { judgeScores } from '../../core/judge/judgeColumns.ts';
import { judgedSoFar } from '../../core/judge/judgeProbeRun.ts';
import { judgeJson, judgeMarkdown, judgeText } from '../../core/judge/judgeReport.ts';
import type { JudgeResult } from '../../core/judge/judgeResult.ts';
import { pairedSoFar, type PairResult } from '../../core/judge/pairResult.ts';
import { pairJson, pairMarkdown, pairText } from '../../core/judge/pairReport.ts';
import { parseLabels, type Label } from '../../core/judge/labels.ts';
import type { Redaction } from '../../core/judge/redact.ts';
import type { Rubric } from '../../core/judge/rubric.ts';
import { rubricById, rubricIds } from '../../core/judge/rubrics.ts';
import { didYouMean } from '../../core/text/nearest.ts';
import { judgeApis, type JudgeApi } from '../endpoints/judgeApis.ts';
import { judgeConsentLines, localJudgeLines, localPairLines, pairConsentLines } from '../endpoints/consent.ts';
import { readBaseUrl } from '../endpoints/endpoint.ts';
import { defaultJudgedRows, planJudge } from '../endpoints/judgePlan.ts';
import { planPairs } from '../endpoints/pairPlan.ts';
import { runJudge, type JudgeRun } from '../endpoints/runJudge.ts';
import { runPairs } from '../endpoints/runPairs.ts';
import { modelNameOf } from '../localModel/localSource.ts';
import { readText } from '../files/readText.ts';

export const judgeUsage = `undertone judge <file> --endpoint URL|folder [--model M …] --rubric alignment|coherence|<trait> […]
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

/** Whom the user named. */
type Asked = { readonly endpoint: ServerOfJudges } | { readonly folder: string };

type Values = ReturnType<typeof parseCommand<typeof flags>>['values'];

/** `undertone judge`: models score rows under rubrics, beside their errors on the user's labels. Sends nothing before it is agreed to. */
export async function judge(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, flags);
  const path = oneFile(positionals, 'judge');
  const format = oneOf('format', values.format, ['text', 'markdown', 'json']);
  const api = oneOf('api', values.api, judgeApis);
  const temperature = values.temperature === 'default' ? undefined : temperatureOf(values.temperature);
  const folder = await judgeFolder(values);
  const options = {
    rows: wholeNumber('rows', values.rows, 0),
    rubrics: rubricsOf(values),
    judges: folder === undefined ? judgesOf(values) : [await modelNameOf(folder)],
    ...masksOf(values),
    leaveOut: rowsLeftOut(values),
  };
  const asked: Asked = folder === undefined ? { endpoint: endpointOf(values) } : { folder };
  const how = { values, api, temperature };
  const labels = await labelsOf(values);
  const { signal } = console;
  const against = againstOf(values, options.rubrics, api);
  if (values.save !== undefined) await mustBeWritable('save', values.save, [path]);
  if (against !== undefined) await mustBeAnother('against', against, [path]);
  return withDataset(path, async dataset => {
    if (against === undefined) {
      const plan = await planJudge(dataset, { ...options, labels }, signal);
      const show = async (result: JudgeResult): Promise<void> => {
        if (values.save !== undefined) await saveScores(values.save, judgeScores(result), console);
        await console.write({ text: judgeText, markdown: judgeMarkdown, json: judgeJson }[format](result));
      };
      const carryOut = async (run: JudgeRun): Promise<JudgeResult> => {
        const result = judgedSoFar(await runJudge(plan, run));
        await show(result);
        return result;
      };
      if ('folder' in asked) {
        const lines = localJudgeLines(plan, asked.folder);
        return endedAs(await judgeLocally({ ...how, ...asked, lines }, console, carryOut), signal);
      }
      const asking = { ...how, ...asked, lines: judgeConsentLines, plan };
      if (values.batch !== undefined) return judgeInBatch(asking, values.batch, show, console);
      return send(asking, console, carryOut);
    }
    return withDataset(against, async control => {
      const plan = await planPairs(dataset, control, options, signal);
      const carryOut = async (run: JudgeRun): Promise<PairResult> => {
        const result = pairedSoFar(await runPairs(plan, run));
        await console.write({ text: pairText, markdown: pairMarkdown, json: pairJson }[format](result));
        return result;
      };
      if ('folder' in asked) {
        const lines = localPairLines(plan, asked.folder);
        return endedAs(await judgeLocally({ ...how, ...asked, lines }, console, carryOut), signal);
      }
      return send({ ...how, ...asked, lines: pairConsentLines, plan }, console, carryOut);
    });
  });
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
  if (endpoint === undefined)
    throw new UsageError('judge wants --endpoint, the address of a server or a folder with a model.');
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
  const text = await readText(path);
  const { labels, problems } = parseLabels(text);
  if (problems.length > 0) throw new UsageError([`${path} cannot be used:`, ...problems.slice(0, 10)].join('\n'));
  return labels;
}

function temperatureOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 2) return value;
  throw new UsageError(`--temperature wants a number from 0 to 2, or default for the server’s own; got "${text}".`);
}
