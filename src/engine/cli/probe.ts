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
import { withPool } from './withDataset.ts';
import type { Families } from '../../core/llr/families.ts';
import { llrJson, llrMarkdown, llrText, type LlrSubject } from '../../core/llr/report.ts';
import type { PassRates } from '../../core/llr/scoreTable.ts';
import type { Verdict } from '../../core/findings/verdict.ts';
import { OpenDataset } from '../openDataset.ts';
import { promptNumbers } from '../llr/promptNumbers.ts';

export const probeUsage = `undertone probe llr <file> --scores f [--reference f] [--neutral f] [--families name=a,b] [--pass-rates none=.7,a=.6,…]
                    [--seed N] [--format text|json|markdown]`;

const flags = {
  scores: { type: 'string' },
  reference: { type: 'string' },
  neutral: { type: 'string' },
  families: { type: 'string', multiple: true },
  'pass-rates': { type: 'string' },
  seed: { type: 'string', default: '1' },
  format: { type: 'string', default: 'text' },
} as const;

/** `undertone probe llr`: whether a model under a trait's prompt would write such rows, by log-likelihoods of the rows. */
export async function probe(console: Console): Promise<ExitCode> {
  const [name, ...args] = console.args;
  if (name !== 'llr') throw new UsageError(`probe wants the name of a probe: llr; got "${name ?? ''}".`);
  return probeScores({ ...console, args });
}

async function probeScores(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, flags);
  const path = oneFile(positionals, 'probe llr');
  const { scores, reference, neutral } = values;
  if (scores === undefined) throw new UsageError('probe llr wants --scores: a file of log-likelihoods.');
  const format = oneOf('format', values.format, ['text', 'json', 'markdown']);
  const options = {
    families: familiesOf(values.families ?? []),
    seed: wholeNumber('seed', values.seed, 0),
    ...(values['pass-rates'] !== undefined && { passRates: passRatesOf(values['pass-rates']) }),
  };
  const subject = await withPool(async (pool): Promise<LlrSubject> => {
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
  const write = { text: llrText, json: llrJson, markdown: llrMarkdown }[format];
  await console.write(write(subject));
  return exitCodeOf(subject.probe.verdict);
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
  const { none, ...candidates } = Object.fromEntries(rates);
  if (none === undefined) throw new UsageError('--pass-rates wants none=share too: that of rows under no prompt.');
  return { none, candidates };
}

function exitCodeOf({ state }: Pick<Verdict, 'state'>): ExitCode {
  switch (state) {
    case 'evidence found':
      return exitCodes.findings;
    case 'not detected':
      return exitCodes.clean;
    case 'inconclusive':
    case 'not tested':
      return exitCodes.unusable;
  }
}
