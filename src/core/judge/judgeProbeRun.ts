import { fewestLabels } from './calibration.ts';
import { judgeColumns } from './judgeColumns.ts';
import { agreementLines, judgeMarkdown, judgeTerms, runLines, scoredLines, titleOf } from './judgeReport.ts';
import { limitsOf, type JudgeOutcome, type JudgeResult } from './judgeResult.ts';
import {
  changedBy,
  drawable,
  factsOf,
  whilePartial,
  type PartialRun,
  type ProbePart,
  type ProbeRun,
} from '../findings/probeRun.ts';
import { termsOf } from '../findings/terms.ts';
import { counted, number } from '../text/numbers.ts';

/** A judging as every probe is shown. */
export function judgeProbeRun(result: JudgeResult): ProbeRun {
  const { where, rows, dataset } = result;
  const partial = partialOfJudging(result, rows.notReached);
  const outcomes = judgedSoFar(result).outcomes.map(outcome => ({
    ...outcome,
    verdict: changedBy(outcome.verdict, changesOf(outcome)),
  }));
  const judges = [...new Set(result.outcomes.map(({ judge }) => judge))].join(', ');
  return {
    kind: 'judged',
    asked: `${judges}, ${where}; ${number(rows.drawn - rows.notReached)} of ${counted(dataset.rows, 'row')}`,
    parts: outcomes.map(partOf),
    facts: factsOf([...runLines(result), ...agreementLines(result).map(line => `agreement: ${line}`)]),
    terms: termsOf(judgeTerms),
    limits: limitsOf(result),
    ...(partial && { partial }),
    scores: judgeColumns(result),
    report: judgeMarkdown({ ...result, outcomes }),
  };
}

/** The same with verdicts that are never stronger than inconclusive where the judge was not asked about every row. */
export function judgedSoFar(result: JudgeResult): JudgeResult {
  const outcomes = result.outcomes.map(outcome => ({
    ...outcome,
    verdict: whilePartial(outcome.verdict, partialOfJudging(result, outcome.notReached)),
  }));
  return { ...result, outcomes };
}

/** Undefined where every row was reached: then what stopped others changed nothing. */
function partialOfJudging({ rows, stopped }: JudgeResult, notReached: number): PartialRun | undefined {
  const of = rows.drawn + rows.labelled;
  return notReached === 0 ? undefined : { rows: of - notReached, of, why: stopped ?? 'cancelled' };
}

function partOf(outcome: JudgeOutcome): ProbePart {
  const { verdict } = outcome;
  return {
    title: titleOf(outcome),
    verdict: drawable(verdict),
    details: [{ term: 'scores', text: scoredLines(outcome).join('; ') }],
    ...(verdict.state === 'inconclusive' && {
      power: 'What could have been seen is not known before the judge’s errors are.',
    }),
  };
}

function changesOf({ calibration }: JudgeOutcome): readonly string[] {
  return calibration
    ? [
        'more rows, and more labels of yours, which narrow the interval',
        'another judge, or another wording of the rubric',
      ]
    : [
        `labels of yours on at least ${fewestLabels} rows that show it and ${fewestLabels} that do not`,
        'another judge',
      ];
}
