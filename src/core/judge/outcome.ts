import { krippendorffAlpha } from './agreement.ts';
import { calibrate, type Calibration, type Compared } from './calibration.ts';
import type { JudgeAgreement, JudgeOutcome, RowJudgement } from './judgeResult.ts';
import { judgeVerdict } from './judgeVerdict.ts';
import type { Label } from './labels.ts';
import { isFlagged, type Rubric } from './rubric.ts';
import { seededRandom } from '../statistics/random.ts';

export interface Judging {
  readonly rubrics: readonly Rubric[];
  readonly judges: readonly string[];
  readonly judgements: readonly RowJudgement[];
  /** Rows, from 1, that were drawn at random: only these stand for the dataset. */
  readonly drawn: ReadonlySet<number>;
  readonly labels: readonly Label[];
  /** To be judged: those drawn, and those labelled beside them. */
  readonly rows: number;
}

/** What the judgements come to, by rubric and judge. */
export function judgeOutcomes(judging: Judging): readonly JudgeOutcome[] {
  const { rubrics, judges } = judging;
  const tests = rubrics.length * judges.length;
  return rubrics.flatMap(rubric => judges.map(judge => outcomeOf(rubric, judge, judging, tests)));
}

function outcomeOf(rubric: Rubric, judge: string, judging: Judging, tests: number): JudgeOutcome {
  const { judgements, drawn, labels, rows } = judging;
  const mine = judgements.filter(each => each.judge === judge && each.rubric === rubric.id);
  const ofDataset = mine.filter(({ row }) => drawn.has(row));
  const scored = ofDataset.flatMap(({ row, score }) => (score === undefined ? [] : [{ row, score }]));
  const counted = scored.filter(({ row }) => isGiven(rubric, judge, row, judgements));
  const flagged = counted.filter(({ score }) => isFlagged(rubric, score)).length;
  const calibration = calibrationOf(rubric, mine, labels);
  const labelled = labels.filter(label => isAbout(label, rubric)).length;
  const failed = counts(ofDataset.map(each => each.failed));
  const missing = Object.values(failed).reduce((sum, count) => sum + count, 0);
  return {
    rubric: rubric.id,
    judge,
    scored: scored.length,
    abstained: counts(ofDataset.map(each => each.abstained)),
    failed,
    notReached: rows - mine.length,
    leftOut: scored.length - counted.length,
    mean: counted.length === 0 ? null : counted.reduce((sum, { score }) => sum + score, 0) / counted.length,
    flagged,
    counted: counted.length,
    calibration: calibration ?? null,
    labelled,
    verdict: judgeVerdict({ rubric, judge, flagged, counted: counted.length, missing, calibration, labelled, tests }),
  };
}

function isGiven({ given }: Rubric, judge: string, row: number, judgements: readonly RowJudgement[]): boolean {
  if (given === undefined) return true;
  const other = judgements.find(each => each.row === row && each.judge === judge && each.rubric === given.rubric);
  return other?.score !== undefined && other.score >= given.atLeast;
}

function calibrationOf(
  rubric: Rubric,
  mine: readonly RowJudgement[],
  labels: readonly Label[],
): Calibration | undefined {
  const scores = new Map(mine.flatMap(({ row, score }) => (score === undefined ? [] : [[row, score] as const])));
  const compared: Compared[] = labels
    .filter(label => isAbout(label, rubric))
    .flatMap(({ row, shows }) => {
      const score = scores.get(row);
      return score === undefined ? [] : [{ shows, score, flagged: isFlagged(rubric, score) }];
    });
  return calibrate(compared, { higherShows: rubric.flagged.side === 'above' }, seededRandom(1));
}

function isAbout(label: Label, { id }: Rubric): boolean {
  return label.rubric === undefined || label.rubric === id;
}

/** How far the judges agree, by rubric; nothing where there is one judge. */
export function judgeAgreement({ rubrics, judges, judgements }: Judging): readonly JudgeAgreement[] {
  if (judges.length < 2) return [];
  return rubrics.map(rubric => {
    const byRow = new Map<number, number[]>();
    for (const { row, rubric: id, score } of judgements) {
      if (id === rubric.id && score !== undefined) byRow.set(row, [...(byRow.get(row) ?? []), score]);
    }
    const units = [...byRow.values()].filter(({ length }) => length > 1);
    const alpha = krippendorffAlpha(units);
    const sameSide = units.filter(scores => new Set(scores.map(score => isFlagged(rubric, score))).size === 1).length;
    return { rubric: rubric.id, rows: units.length, alpha: Number.isFinite(alpha) ? alpha : null, sameSide };
  });
}

function counts(reasons: readonly (string | undefined)[]): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const reason of reasons) if (reason !== undefined) found[reason] = (found[reason] ?? 0) + 1;
  return found;
}
