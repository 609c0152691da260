import { redactionLines, sendingLines } from './judgeReport.ts';
import { limitsOf } from './judgeResult.ts';
import type { PairResult } from './pairResult.ts';
import { rubricById } from './rubric.ts';
import { weightsLines } from '../fit/askedModel.ts';
import { leftOutLines } from '../fit/leftOut.ts';
import { caveat, withoutState } from '../findings/verdict.ts';
import { fileName } from '../provenance/words.ts';
import { inert } from '../report/words.ts';
import { number } from '../text/numbers.ts';

/** Of the JSON below; grows when a field changes its meaning or goes. */
const version = 1;

export function pairJson({ stopped, ...result }: PairResult): string {
  return `${JSON.stringify({ version, ...result, stopped: stopped ?? null, limits: limitsOf(result) }, undefined, 2)}\n`;
}

export function pairText(result: PairResult): string {
  const lines = [
    result.dataset.path,
    ...runLines(result).map(line => `  ${line}`),
    ...sections(result).flatMap(({ title, facts }) => ['', `  ${title}`, ...facts.map(fact => `    ${fact}`)]),
    '',
    ...limitsOf(result).map(limit => `  - ${limit}`),
    `  ${caveat}`,
  ];
  return `${lines.join('\n')}\n`;
}

export function pairMarkdown(result: PairResult): string {
  const parts = [
    `# Judged against a control: ${inert(fileName(result.dataset.path))}`,
    list(runLines(result)),
    ...sections(result).flatMap(({ title, facts }) => [`## ${inert(title)}`, list(facts)]),
    '## What this does not say',
    list(limitsOf(result)),
    caveat,
  ];
  return `${parts.join('\n\n')}\n`;
}

function list(lines: readonly string[]): string {
  return lines.map(line => `- ${inert(line)}`).join('\n');
}

function runLines(result: PairResult): readonly string[] {
  const { control, where, pairs, redactions, leftOut, stopped } = result;
  return [
    `control: ${control.path}`,
    `asked: ${where}`,
    ...weightsLines(result.weights),
    `pairs: ${number(pairs.planned)}, ${number(pairs.samePrompt)} of them with the same prompt; each asked twice, either row first once`,
    ...(pairs.notReached > 0
      ? [`stopped: ${stopped ?? 'cancelled'}; ${number(pairs.notReached)} comparisons were not reached`]
      : []),
    ...sendingLines(result),
    ...redactionLines(redactions),
    ...leftOutLines(leftOut),
  ];
}

function sections({ outcomes }: PairResult): readonly { readonly title: string; readonly facts: readonly string[] }[] {
  return outcomes.map(({ rubric, judge, verdict }) => ({
    title: `${rubricById(rubric)?.title ?? rubric}, judged by ${judge}: ${verdict.state}`,
    facts: [
      withoutState(verdict),
      ...('against' in verdict ? [`against: ${verdict.against}`, `test: ${verdict.test}; ${verdict.correction}`] : []),
    ],
  }));
}
