import {
  exitCodes,
  oneFile,
  oneOf,
  parseCommand,
  UsageError,
  wholeNumber,
  type Console,
  type ExitCode,
} from './commandLine.ts';
import { exitCodeOf } from './asking.ts';
import { endpointFlags, probeEndpoint } from './probeEndpoint.ts';
import { probeDivergence, probeDivergenceUsage } from './probeDivergence.ts';
import { probeProjection, probeProjectionUsage } from './probeProjection.ts';
import { withPool } from './withDataset.ts';
import type { Families } from '../../core/llr/families.ts';
import { llrJson, llrMarkdown, llrText, verdictOfSubject, type LlrSubject } from '../../core/llr/report.ts';
import type { PassRates } from '../../core/llr/scoreTable.ts';
import { OpenDataset } from '../openDataset.ts';
import { promptNumbers } from '../llr/promptNumbers.ts';

export const probeUsage = `undertone probe llr <file> --scores f [--reference f] [--neutral f] [--families name=a,b] [--pass-rates none=.7,a=.6,…]
                    [--seed N] [--format text|json|markdown]
  undertone probe llr <file> --endpoint URL|folder [--model M] --traits owl,cat [--category animal] [--decoys bear,parrot,…] [--none text]
                    [--rows 1000] [--temperature T] [--api auto|vllm|sglang] [--template server|none] [--concurrency 4]
                    [--max-requests N] [--max-prompt-tokens N] [--egress-log folder] [--cache folder | --no-cache] [--save folder]
                    [--leave-out secrets,personal-data] [--leave-out-pattern RE2 …] [--yes]
  ${probeDivergenceUsage}
  ${probeProjectionUsage}`;

const flags = {
  ...endpointFlags,
  scores: { type: 'string' },
  reference: { type: 'string' },
  neutral: { type: 'string' },
  families: { type: 'string', multiple: true },
  'pass-rates': { type: 'string' },
  seed: { type: 'string', default: '1' },
  format: { type: 'string', default: 'text' },
} as const;

const probes: Readonly<Record<string, (args: readonly string[], console: Console) => Promise<ExitCode>>> = {
  llr: probeLlr,
  divergence: probeDivergence,
  projection: probeProjection,
};

/** `undertone probe …`: one of the probes that ask a model, or read what one said. */
export async function probe(console: Console): Promise<ExitCode> {
  const [name = '', ...args] = console.args;
  const run = Object.hasOwn(probes, name) ? probes[name] : undefined;
  if (run) return run(args, console);
  throw new UsageError(`probe wants the name of a probe: ${Object.keys(probes).join(', ')}; got "${name}".`);
}

/** Whether a model under a trait's prompt would write such rows, by log-likelihoods of the rows. */
async function probeLlr(args: readonly string[], console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(args, flags);
  const path = oneFile(positionals, 'probe llr');
  const format = oneOf('format', values.format, ['text', 'json', 'markdown']);
  const options = {
    families: familiesOf(values.families ?? []),
    seed: wholeNumber('seed', values.seed, 0),
  };
  mustNotMix(values);
  const subject =
    values.endpoint === undefined
      ? await probeScores(path, values, options, console)
      : await probeEndpoint(path, values, options, console);
  if (subject === undefined) return exitCodes.unusable;
  await console.write({ text: llrText, json: llrJson, markdown: llrMarkdown }[format](subject));
  return exitCodeOf(verdictOfSubject(subject));
}

type Values = ReturnType<typeof parseCommand<typeof flags>>['values'];

/** Those without a default: whether one with a default was given cannot be told. */
const ofEndpoints = [
  'traits',
  'category',
  'decoys',
  'model',
  'temperature',
  'save',
  'cache',
  'no-cache',
  'max-requests',
  'max-prompt-tokens',
  'egress-log',
  'leave-out',
  'leave-out-pattern',
] as const;

/** A flag of the other way would be passed over without a word. */
function mustNotMix(values: Values): void {
  const { endpoint, scores } = values;
  if (endpoint === undefined && scores === undefined) {
    throw new UsageError(
      'probe llr wants --scores, a file of log-likelihoods, or --endpoint, a server or a folder with a model that gives them.',
    );
  }
  const ofScores = ['scores', 'reference', 'neutral', 'pass-rates'] as const;
  const given = ofScores.find(flag => values[flag] !== undefined);
  if (endpoint !== undefined && given !== undefined) throw new UsageError(`--${given} does not go with --endpoint.`);
  const other = ofEndpoints.find(flag => values[flag] !== undefined && values[flag] !== false);
  if (endpoint === undefined && other !== undefined) throw new UsageError(`--${other} goes with --endpoint.`);
}

interface Options {
  readonly families: Families;
  readonly seed: number;
}

async function probeScores(path: string, values: Values, given: Options, console: Console): Promise<LlrSubject> {
  const { scores = '', reference, neutral } = values;
  const rates = values['pass-rates'];
  const options = { ...given, ...(rates !== undefined && { passRates: passRatesOf(rates) }) };
  return withPool(async (pool): Promise<LlrSubject> => {
    const dataset = await OpenDataset.open(path, pool);
    try {
      const { signal } = console;
      const datasetRows = await dataset.indexed(signal);
      const prompts = await promptNumbers(dataset, signal);
      const files = {
        scores,
        ...(reference !== undefined && { reference }),
        ...(neutral !== undefined && { neutral }),
      };
      const { probe: done } = await pool.run('probeLlr', { ...files, ...options, datasetRows, prompts }, { signal });
      const sources = Object.entries(files).map(([role, file]) => `${role}: ${file}`);
      return { dataset: { path, rows: datasetRows }, probe: done, sources };
    } finally {
      await dataset.dispose();
    }
  });
}

/** `owl=owl,barn owl`, once for each family. */
function familiesOf(texts: readonly string[]): Families {
  const families: Record<string, readonly string[]> = {};
  for (const text of texts) {
    const [name = '', members, ...more] = text.split('=').map(part => part.trim());
    const listed = (members ?? '').split(',').map(member => member.trim());
    if (name === '' || members === undefined || more.length > 0 || listed.includes('')) {
      throw new UsageError(`--families wants name=candidate,candidate; got "${text}".`);
    }
    if (Object.hasOwn(families, name)) throw new UsageError(`--families ${name} is given twice.`);
    families[name] = listed;
  }
  return families;
}

/** `none=.77,owl=.62`: shares of the rows that the filter kept. */
function passRatesOf(text: string): PassRates {
  const rates = text.split(',').map(part => {
    const match = /^(.+)=([\d.]+)$/.exec(part.trim());
    const rate = Number(match?.[2]);
    if (!match || !(rate > 0 && rate <= 1)) {
      throw new UsageError(`--pass-rates wants name=share with shares above 0 up to 1; got "${part}".`);
    }
    return [(match[1] ?? '').trim(), rate] as const;
  });
  const names = rates.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new UsageError(`--pass-rates has ${twice} twice; got "${text}".`);
  const { none, ...candidates } = Object.fromEntries(rates);
  if (none === undefined) throw new UsageError('--pass-rates wants none=share too: that of rows under no prompt.');
  return { none, candidates };
}
