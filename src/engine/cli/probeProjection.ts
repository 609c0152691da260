import type { ProjectionResult } from '../../core/projection/projectionResult.ts';
import { samplingText } from '../../core/report/runWords.ts';
import { counted, number } from '../../core/text/numbers.ts';
import { atTenths, cacheFlags, cacheFolder, declaredFor, withCache } from './asking.ts';
import { namedCandidates } from './candidates.ts';
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
import { mustBeWritable } from './reports.ts';
import { saveScores } from './saveScores.ts';
import { withDataset } from './withDataset.ts';
import { projectionSoFar } from '../../core/projection/projectionProbeRun.ts';
import {
  projectionJson,
  projectionMarkdown,
  projectionScores,
  projectionText,
} from '../../core/projection/projectionReport.ts';
import { cacheLine } from '../endpoints/consent.ts';
import { templates } from '../endpoints/scorer.ts';
import { staysHere } from '../endpoints/source.ts';
import { isLocalModel, withModel } from '../localModel/localSource.ts';
import { modelScript } from '../localModel/withSource.ts';
import {
  defaultContrast,
  defaultProjectionRows,
  planProjection,
  type ProjectionPlan,
} from '../projection/projectionPlan.ts';
import { runProjection } from '../projection/runProjection.ts';

export const probeProjectionUsage = `undertone probe projection <file> --model-folder folder --traits owl,cat [--category animal] [--decoys bear,parrot,…]
                    [--rows 200] [--contrast 30] [--template server|none] [--temperature T] [--seed N] [--save f]
                    [--cache folder | --no-cache] [--format text|json|markdown]`;

const flags = {
  'model-folder': { type: 'string' },
  traits: { type: 'string' },
  category: { type: 'string' },
  decoys: { type: 'string' },
  rows: { type: 'string', default: String(defaultProjectionRows) },
  contrast: { type: 'string', default: String(defaultContrast) },
  template: { type: 'string', default: 'server' },
  temperature: { type: 'string' },
  seed: { type: 'string', default: '1' },
  save: { type: 'string' },
  ...cacheFlags,
  format: { type: 'string', default: 'text' },
} as const;

/** `undertone probe projection`: whether rows lie along a trait's direction in a local model's hidden states. */
export async function probeProjection(args: readonly string[], console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(args, flags);
  const path = oneFile(positionals, 'probe projection');
  const format = oneOf('format', values.format, ['text', 'json', 'markdown']);
  const template = oneOf('template', values.template, templates);
  const wish = {
    rows: wholeNumber('rows', values.rows, 1),
    contrast: wholeNumber('contrast', values.contrast, 1),
    seed: wholeNumber('seed', values.seed, 0),
    candidates: namedCandidates(values, 'probe projection'),
  };
  const folder = await folderOf(values['model-folder']);
  if (values.save !== undefined) await mustBeWritable('save', values.save, [path]);
  const { signal, note } = console;
  return withDataset(path, async dataset => {
    const { sampling } = await declaredFor(dataset, { system: '', temperature: values.temperature });
    const plan = await planProjection(dataset, { ...wish, sampling }, signal);
    const cached = cacheFolder(values);
    for (const line of planLines(plan, folder, cached)) note(line);
    const progress = (phase: string, done: number, of: number): void =>
      atTenths(done, of, phase === 'rows' ? 'row' : 'prompt', said => note(`${phase}: ${said}`));
    const ended = await withModel({ folder, script: modelScript(), signal }, model => {
      if (model.writingRemark !== undefined) note(model.writingRemark);
      return withCache(cached, model.cacheKey, console, cache =>
        runProjection(plan, { model, template, cache, signal, progress }),
      );
    });
    const result = projectionSoFar(ended);
    if (values.save !== undefined) await saveScores(values.save, projectionScores(result), console);
    await console.write({ text: projectionText, json: projectionJson, markdown: projectionMarkdown }[format](result));
    return exitCodeOf(result);
  });
}

async function folderOf(text: string | undefined): Promise<string> {
  if (text === undefined) throw new UsageError('probe projection wants --model-folder: a folder with an ONNX model.');
  if (await isLocalModel(text)) return text;
  throw new UsageError(
    `--model-folder wants a folder with an ONNX model; there is none at ${text}. Servers give no hidden states.`,
  );
}

function planLines(plan: ProjectionPlan, folder: string, cache: string | undefined): readonly string[] {
  const { contrast, tested, dataset, candidates, sampling } = plan;
  const traits = candidates.filter(({ decoy }) => !decoy).map(({ name }) => name);
  return [
    `Model: ${folder}`,
    `Rows: ${number(tested.length)} of ${number(dataset.rows)}, drawn at random; ${counted(contrast.length, 'other prompt')} for the directions`,
    `System prompts: ${candidates.length}, for ${traits.join(', ')} and ${counted(candidates.length - traits.length, 'decoy')}; without a trait: none`,
    `Written anew: ${number(contrast.length * (1 + candidates.length))} replies for the directions, ${number(tested.length)} to compare with; sampling: ${samplingText(sampling)}`,
    cacheLine(cache),
    staysHere,
  ];
}

/** Evidence for any trait counts; what could not be told for any is no all-clear. */
function exitCodeOf({ traits }: ProjectionResult): ExitCode {
  const states = traits.map(({ verdict }) => verdict.state);
  if (states.includes('evidence found')) return exitCodes.findings;
  return states.every(state => state === 'not detected') ? exitCodes.done : exitCodes.unusable;
}
