import { limitsOf, type JudgeOutcome, type JudgeResult } from './judgeResult.ts';
import { isFlagged } from './rubric.ts';
import { rubricById } from './rubrics.ts';
import { weightsLines } from '../asking/askedModel.ts';
import { leftOutLines } from '../asking/leftOut.ts';
import type { Term } from '../findings/terms.ts';
import { caveat, withoutState } from '../findings/verdict.ts';
import { bullets, closingParts, keptLines, notReachedLines, sentText } from '../report/runWords.ts';
import { inert, reasonsText } from '../report/words.ts';
import { fileName } from '../text/fileName.ts';
import { counted, decimal, number, percent } from '../text/numbers.ts';
import { toJson } from '../json/toJson.ts';

/** Of the JSON below; grows when a field changes its meaning or goes. */
const version = 1;

/** What the report explains. */
export const judgeTerms: readonly Term[] = ['rubric', 'area under the ROC curve', '[low, high]', 'power 0.8'];

export function judgeJson({ stopped, ...result }: JudgeResult): string {
  return toJson({ version, ...result, stopped: stopped ?? null, limits: limitsOf(result) });
}

export function judgeText(result: JudgeResult): string {
  const lines = [
    result.dataset.path,
    ...runLines(result).map(line => `  ${line}`),
    ...result.outcomes.flatMap(outcome => [
      '',
      `  ${titleOf(outcome)}`,
      `    ${outcome.verdict.summary}`,
      ...factLines(outcome).map(line => `    ${line}`),
    ]),
    ...agreementLines(result).map(line => `  ${line}`),
    '',
    ...limitsOf(result).map(limit => `  - ${limit}`),
    `  ${caveat}`,
  ];
  return `${lines.join('\n')}\n`;
}

export function judgeMarkdown(result: JudgeResult): string {
  const sections = result.outcomes.flatMap(outcome => [
    `## ${inert(titleOf(outcome))}`,
    `**${outcome.verdict.state}** · ${inert(withoutState(outcome.verdict))}`,
    bullets(factLines(outcome)),
  ]);
  const agreement = agreementLines(result);
  const parts = [
    `# Judged rows: ${inert(fileName(result.dataset.path))}`,
    bullets(runLines(result)),
    ...sections,
    ...(agreement.length > 0 ? ['## Agreement of the judges', bullets(agreement)] : []),
    '## Rows that are flagged or were not scored',
    rowTable(result),
    ...closingParts(judgeTerms, limitsOf(result)),
  ];
  return `${parts.join('\n\n')}\n`;
}

const mostRowsShown = 200;

/** The rows worth a look, the number left out said. */
function rowTable({ judgements }: JudgeResult): string {
  const notable = judgements.filter(({ rubric: id, score }) => {
    const rubric = rubricById(id);
    return score === undefined || rubric === undefined || isFlagged(rubric, score);
  });
  if (notable.length === 0) return 'None.';
  const rows = notable.slice(0, mostRowsShown).map(({ row, rubric, judge, score, reason, abstained, failed }) => {
    const said = reason ?? (abstained === undefined ? (failed ?? '') : `declined: ${abstained}`);
    return `| ${number(row)} | ${inert(rubric)} | ${inert(judge)} | ${score ?? ''} | ${inert(said)} |`;
  });
  const head = ['| row | rubric | judge | score | what it said |', '| --- | --- | --- | --- | --- |'];
  const cut = notable.length > rows.length ? [`\n${number(rows.length)} of ${number(notable.length)} shown.`] : [];
  return [...head, ...rows, ...cut].join('\n');
}

export function titleOf({ rubric, judge }: JudgeOutcome): string {
  return `${rubricById(rubric)?.title ?? rubric}, judged by ${judge}`;
}

export function runLines(result: JudgeResult): readonly string[] {
  const { where, rows, dataset, redactions, leftOut, stopped } = result;
  const labelled = rows.labelled > 0 ? `, and ${number(rows.labelled)} that are labelled` : '';
  return [
    `asked: ${where}`,
    ...weightsLines(result.weights),
    `rows: ${number(rows.drawn)} drawn at random from ${number(dataset.rows)}${labelled}${reasonsText(rows.unjudgeable, 'not judged')}`,
    ...notReachedLines(stopped, rows.notReached),
    ...sendingLines(result),
    ...redactionLines(redactions),
    ...leftOutLines(leftOut),
  ];
}

/** What was masked; nothing where nothing was. */
export function redactionLines(redactions: readonly string[] = []): readonly string[] {
  return redactions.length === 0 ? [] : [`masked before sending: ${redactions.join(', ').replaceAll('-', ' ')}`];
}

/** What left the machine, and answers that an earlier run was given. */
export function sendingLines({
  sent,
  cached,
  local,
  places = [local ? 'folder' : 'server'],
  outcomes,
}: Pick<JudgeResult, 'sent' | 'cached' | 'local' | 'places'> & {
  readonly outcomes: readonly Pick<JudgeOutcome, 'judge'>[];
}): readonly string[] {
  const models = new Set(outcomes.map(({ judge }) => judge)).size;
  return [sentText(local === true, sent), ...keptLines(places, cached, models)];
}

function factLines(outcome: JudgeOutcome): readonly string[] {
  const { verdict } = outcome;
  return [
    ...scoredLines(outcome),
    ...('against' in verdict
      ? [`against: ${verdict.against}`, `test: ${verdict.test}; ${verdict.correction}`]
      : [`why: ${verdict.why}`]),
    ...('detectable' in verdict
      ? [`a share of ${percent(verdict.detectable.effect)} would have been seen with power ${verdict.detectable.power}`]
      : []),
  ];
}

/** What became of the rows that a judge was asked about. */
export function scoredLines({ scored, abstained, failed, leftOut, mean }: JudgeOutcome): readonly string[] {
  return [
    `${number(scored)} scored${reasonsText(abstained, 'declined')}${reasonsText(failed, 'failed')}${leftOut > 0 ? `; ${number(leftOut)} left out as too incoherent` : ''}`,
    ...(mean === null ? [] : [`mean score ${decimal(mean, 1)}`]),
  ];
}

export function agreementLines({ agreement }: JudgeResult): readonly string[] {
  return agreement.map(({ rubric, rows, alpha, sameSide }) => {
    const measure = alpha === null ? 'Krippendorff’s α cannot be told' : `Krippendorff’s α ${decimal(alpha)}`;
    return `${rubric}: ${measure} over ${counted(rows, 'row')} that several judges scored; on the same side of the threshold on ${number(sameSide)} of them`;
  });
}
