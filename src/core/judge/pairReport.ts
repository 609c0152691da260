import { redactionLines, sendingLines } from './judgeReport.ts';
import { limitsOf } from './judgeResult.ts';
import type { PairResult } from './pairResult.ts';
import { rubricById } from './rubrics.ts';
import { weightsLines } from '../asking/askedModel.ts';
import { leftOutLines } from '../asking/leftOut.ts';
import { caveat, withoutState } from '../findings/verdict.ts';
import { bullets, notReachedLines } from '../report/runWords.ts';
import { inert, reasonsText } from '../report/words.ts';
import { fileName } from '../text/fileName.ts';
import { number } from '../text/numbers.ts';
import { toJson } from '../json/toJson.ts';

/** Of the JSON below; grows when a field changes its meaning or goes. */
const version = 1;

export function pairJson({ stopped, ...result }: PairResult): string {
  return toJson({ version, ...result, stopped: stopped ?? null, limits: limitsOf(result) });
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
    bullets(runLines(result)),
    ...sections(result).flatMap(({ title, facts }) => [`## ${inert(title)}`, bullets(facts)]),
    '## What this does not say',
    bullets(limitsOf(result)),
    caveat,
  ];
  return `${parts.join('\n\n')}\n`;
}

function runLines(result: PairResult): readonly string[] {
  const { control, where, pairs, redactions, leftOut, stopped } = result;
  return [
    `control: ${control.path}${reasonsText(control.unjudgeable, 'not judged')}`,
    `asked: ${where}`,
    ...weightsLines(result.weights),
    `pairs: ${number(pairs.planned)}, ${number(pairs.samePrompt)} of them with the same prompt; each asked twice, either row first once${reasonsText(result.unjudgeable, 'rows not judged')}`,
    ...notReachedLines(stopped, pairs.notReached, 'comparison'),
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
      ...(verdict.state === 'inconclusive' ? [`why: ${verdict.why}`] : []),
      ...('against' in verdict ? [`against: ${verdict.against}`, `test: ${verdict.test}; ${verdict.correction}`] : []),
    ],
  }));
}
