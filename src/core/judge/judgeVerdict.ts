import { correctedShare, fewestLabels, type Calibration } from './calibration.ts';
import { isFlagged, type Rubric } from './rubric.ts';
import { intervalText } from '../findings/units.ts';
import { caveat, notTestedSince, type Estimate, type Verdict } from '../findings/verdict.ts';
import { level, power, z80, z975 } from '../statistics/levels.ts';
import { agreeing, counted, number } from '../text/numbers.ts';
import { wilsonInterval } from '../statistics/proportion.ts';
import { seededRandom } from '../statistics/random.ts';

/** Rows below which nothing is said. */
const fewestRows = 50;
/** Share of the rows sent that may go without an answer. */
const mostMissing = 0.05;

interface Judged {
  readonly rubric: Rubric;
  readonly judge: string;
  readonly flagged: number;
  readonly counted: number;
  /** Rows that were sent and got no usable answer. */
  readonly missing: number;
  readonly calibration: Calibration | undefined;
  readonly labelled: number;
  /** Verdicts of the same run. */
  readonly tests: number;
}

/** Three states and a half. A judge that was not compared with labels leaves it inconclusive, whatever it says. */
export function judgeVerdict(judged: Judged): Verdict {
  const { rubric, judge, flagged, counted: n, missing, calibration } = judged;
  if (n < fewestRows) {
    const lost = missing === 0 ? '' : `; ${number(missing)} of the rows sent got no usable answer`;
    const why = `${counted(n, 'row')} ${agreeing(n, 'was', 'were')} scored and counted, and at least ${fewestRows} are needed${lost}`;
    return notTestedSince(why);
  }
  const raw = wilsonInterval(flagged, n);
  const said = `${judge} flags ${number(flagged)} of ${counted(n, 'row')}, ${intervalText(raw)}`;
  const estimates: Estimate[] = [{ label: `flagged by ${judge}`, ...raw, count: flagged, n }];
  const measured = {
    n,
    against: againstOf(judged),
    test: `share of rows scored ${rubric.flagged.side} ${rubric.flagged.threshold}, Wilson interval${calibration ? '; corrected for the judge’s errors by Rogan and Gladen, parametric bootstrap' : ''}`,
    correction: judged.tests === 1 ? 'one verdict, no correction' : `Bonferroni over ${judged.tests} verdicts`,
  };
  const inconclusive = (why: string): Verdict => ({
    state: 'inconclusive',
    why,
    summary: `Inconclusive: ${said}, but ${why}.`,
    caveat,
    estimates,
    ...measured,
  });
  if (missing > mostMissing * (n + missing)) {
    return inconclusive(`${counted(missing, 'row')} got no usable answer, and those that did may differ from them`);
  }
  if (!calibration) return inconclusive(whyUncalibrated(judged));
  const share = correctedShare({ count: flagged, n }, calibration, level / judged.tests, seededRandom(1));
  if (Number.isNaN(share.value)) return inconclusive('on your labels this judge does no better than chance');
  const estimate = { ...share, confidence: 1 - level / judged.tests, count: Math.round(share.value * n) };
  estimates.push({ label: 'corrected for its errors', ...estimate, n });
  const shown = intervalText(share);
  if (share.low > 0.001) {
    const summary = `${said}; corrected for its errors on your labels, ${shown} of the rows show it.`;
    return { state: 'evidence found', summary, estimates, ...measured };
  }
  // The interval's upper end is what a share of none may show; power asks for as much again of the normal quantiles.
  const effect = Math.min(1, share.high * (1 + z80 / z975));
  return {
    state: 'not detected',
    summary: `${said}; corrected for its errors on your labels, ${shown}: that may be none.`,
    detectable: { effect, power },
    caveat,
    estimates,
    ...measured,
  };
}

function againstOf({ calibration, rubric }: Judged): string {
  if (!calibration) return 'nothing: the judge’s errors are not known';
  const { showing, showingFlagged, others, othersFlagged, area } = calibration;
  return (
    `your labels: it flags ${showingFlagged} of ${counted(showing, 'row')} that ${agreeing(showing, 'shows', 'show')} it and ${othersFlagged} of ${others} that do not; ` +
    `area under the ROC curve ${intervalText(area, 'area')}, where ${isFlagged(rubric, 100) ? 'high' : 'low'} scores show it`
  );
}

function whyUncalibrated({ labelled }: Judged): string {
  const wanted = `at least ${fewestLabels} rows that show it and ${fewestLabels} that do not`;
  return labelled === 0
    ? `this judge was not compared with labels of yours: label ${wanted}`
    : `your labels are too few to tell its errors: it has to score ${wanted}`;
}
