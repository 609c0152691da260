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
import { parseSetting } from './parseSetting.ts';
import { planFor } from './recipePlan.ts';
import { withDataset } from './withDataset.ts';
import { checkOf } from '../../core/trainers/draw.ts';
import { trainers } from '../../core/trainers/view.ts';
import type { RenderedRow } from '../../rpc/trainerView.ts';
import { findRecipe } from '../findRecipe.ts';
import { toJson } from '../../core/json/toJson.ts';
import { counted, number } from '../../core/text/numbers.ts';

export const renderUsage = `undertone render <file> --row N --trainer openai|trl|axolotl|llama-factory
                   [--template chatml|llama3|qwen2.5|qwen3|path] [--tokenizer o200k_base|cl100k_base|path]
                   [--recipe f] [--set check.option=value] [--format text|json]`;

const defaultTemplate = 'chatml';

/** `undertone render`: a row as a trainer sees it, and what of it the loss is on. */
export async function render(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, {
    row: { type: 'string' },
    trainer: { type: 'string' },
    template: { type: 'string' },
    tokenizer: { type: 'string' },
    recipe: { type: 'string' },
    set: { type: 'string', multiple: true },
    format: { type: 'string', default: 'text' },
  });
  const path = oneFile(positionals, 'render');
  if (values.row === undefined) throw new UsageError('render wants the number of a row: --row N.');
  if (values.trainer === undefined) throw new UsageError(`render wants a trainer: --trainer ${trainers.join('|')}.`);
  const row = wholeNumber('row', values.row, 1);
  const trainer = oneOf('trainer', values.trainer, trainers);
  const format = oneOf('format', values.format, ['text', 'json']);
  const check = checkOf(trainer);
  const plan = await planFor(values.recipe ?? (await findRecipe(path)), {
    only: [check],
    overrides: (values.set ?? []).map(parseSetting),
  });
  const options = plan.checks[0]?.options ?? {};
  // `qwen` alone is the newest of them.
  const template = (values.template === 'qwen' ? 'qwen3' : values.template) ?? textOf(options['template']);
  const tokenizer = values.tokenizer ?? textOf(options['tokenizer']);
  const request = { trainer, options, template: template === '' ? defaultTemplate : template, tokenizer };
  await withDataset(path, async dataset => {
    const drawn = await dataset.renderRow(row - 1, request, { signal: console.signal });
    await console.write(format === 'json' ? jsonOf(row, drawn) : textReport(row, drawn));
  });
  return exitCodes.done;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function jsonOf(row: number, { warnings, tokens, ...drawn }: RenderedRow): string {
  const report = { row, ...drawn, ...(tokens && { tokens }), warnings: warnings.map(({ message }) => message) };
  return toJson(report);
}

/** What is trained on stands between two signs that ordinary text does not have. */
const opens = '⟦';
const closes = '⟧';

function textReport(row: number, { template, trainer, text, trained, method, warnings, tokens }: RenderedRow): string {
  const characters = trained.reduce((sum, [start, end]) => sum + end - start, 0);
  const head = [
    `Row ${number(row)} as ${trainer} sees it, with the template ${template}`,
    `Trained on, between ${opens} and ${closes}: ${number(characters)} of ${counted(text.length, 'character')}. ${method}`,
    ...(tokens ? [`Tokens: ${number(tokens.count)} (${tokens.how})`] : []),
    ...warnings.map(({ kind, message }) => `${kind === 'note' ? 'Note' : 'Warning'}: ${message}`),
  ];
  return `${head.join('\n')}\n\n${painted(text, trained)}\n`;
}

function painted(text: string, trained: RenderedRow['trained']): string {
  let at = 0;
  const pieces: string[] = [];
  for (const [start, end] of trained) {
    pieces.push(text.slice(at, start), opens, text.slice(start, end), closes);
    at = end;
  }
  return pieces.join('') + text.slice(at);
}
