import {
  atDoublings,
  atTenths,
  agreed,
  askedOf,
  cacheFlags,
  foldersOf,
  limitsOf,
  rowsLeftOut,
  sendingFlags,
  withCache,
} from './asking.ts';
import { namedTraits } from './candidates.ts';
import { exitCodes, oneFile, oneOf, parseCommand, wholeNumber, type Console, type ExitCode } from './commandLine.ts';
import { mostAtOnce } from './probeEndpoint.ts';
import { mustBeWritable } from './reports.ts';
import { saveScores } from './saveScores.ts';
import { withDataset } from './withDataset.ts';
import { divergenceScores } from '../../core/divergence/divergenceColumns.ts';
import { divergenceJson, divergenceMarkdown, divergenceText } from '../../core/divergence/divergenceReport.ts';
import { defaultDivergenceRows, divergenceLines, planDivergence } from '../divergence/divergencePlan.ts';
import { apis, templates } from '../endpoints/scorer.ts';
import { withSource } from '../localModel/withSource.ts';

export const probeDivergenceUsage = `undertone probe divergence <file> --endpoint URL|folder [--model M] --traits owl,cat [--category animal] [--none text]
                    [--rows 200] [--api auto|vllm|sglang] [--template server|none] [--concurrency 4] [--seed N] [--save f]
                    [--max-requests N] [--max-prompt-tokens N] [--egress-log folder] [--cache folder | --no-cache] [--yes]
                    [--leave-out secrets,personal-data] [--leave-out-pattern RE2 …] [--format text|json|markdown]`;

const flags = {
  endpoint: { type: 'string' },
  model: { type: 'string' },
  traits: { type: 'string' },
  category: { type: 'string' },
  none: { type: 'string', default: '' },
  api: { type: 'string', default: 'auto' },
  template: { type: 'string', default: 'server' },
  rows: { type: 'string', default: String(defaultDivergenceRows) },
  concurrency: { type: 'string', default: '4' },
  seed: { type: 'string', default: '1' },
  save: { type: 'string' },
  ...cacheFlags,
  ...sendingFlags,
  format: { type: 'string', default: 'text' },
} as const;

/** `undertone probe divergence`: where teachers under different prompts would write different tokens, and how likely the rows are. */
export async function probeDivergence(args: readonly string[], console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(args, flags);
  const path = oneFile(positionals, 'probe divergence');
  const format = oneOf('format', values.format, ['text', 'json', 'markdown']);
  const template = oneOf('template', values.template, templates);
  const atOnce = Math.min(mostAtOnce, wholeNumber('concurrency', values.concurrency, 1));
  const wish = {
    rows: wholeNumber('rows', values.rows, 1),
    seed: wholeNumber('seed', values.seed, 0),
    api: oneOf('api', values.api, ['auto', ...apis]),
    none: values.none,
    leaveOut: rowsLeftOut(values),
    traits: namedTraits(values, 'probe divergence'),
  };
  const { signal, note } = console;
  const asked = await askedOf(values, 'probe divergence');
  if (values.save !== undefined) await mustBeWritable('save', values.save, [path]);
  return withDataset(path, async dataset => {
    const plan = await planDivergence(dataset, wish, signal);
    const limits = limitsOf(values, plan);
    const folders = foldersOf(values);
    for (const line of divergenceLines(plan, asked, limits, folders)) note(line);
    if ('endpoint' in asked && !(await agreed(values, console))) return exitCodes.unusable;
    // Loaded here, since the client behind it would slow every other command down.
    const { runDivergence } = await import('../divergence/runDivergence.ts');
    const progress = (done: number, of: number): void => atTenths(done, of, 'row', note);
    const options = { limits, log: folders.log, signal, silence: atDoublings(note) };
    const result = await withSource(asked, options, ({ source, budget, keptFor }) =>
      withCache(folders.cache, keptFor, console, cache =>
        runDivergence(plan, { ...source, template, budget, cache, signal, atOnce, progress }),
      ),
    );
    if (values.save !== undefined) await saveScores(values.save, divergenceScores(result), console);
    await console.write({ text: divergenceText, json: divergenceJson, markdown: divergenceMarkdown }[format](result));
    // It measures and judges nothing: what has no result is a run that did not come to its end, or measured nothing.
    return result.stopped === undefined && result.divergent !== null ? exitCodes.done : exitCodes.unusable;
  });
}
