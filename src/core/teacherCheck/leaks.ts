import { crossFit, stackOf, type Breathe } from './crossFit.ts';
import { groupKey, sampleFacts, type Sample, type TeacherRow } from './samples.ts';
import { pick } from './scores.ts';
import { intervalText } from '../findings/units.ts';
import type { Interval } from '../statistics/interval.ts';
import type { Random } from '../statistics/random.ts';
import { rankAreaInterval } from '../statistics/rankCurve.ts';

/** Whether two sides answer the same kind of prompts, so that a difference of completions may be one of teachers. */
export interface PromptMatch {
  /** Share of the first side's rows whose prompt the second has too. */
  readonly shared: number;
  /** How well the prompts alone tell the sides apart; absent where both have the same prompts, or none. */
  readonly area?: Interval;
  /** Why the comparison says nothing. */
  readonly problem?: string;
}

/** An area above this is a difference that a teacher is told by. */
export const toldApart = 0.6;

/** Rows enough to see prompts that differ. */
const mostRows = 500;

export async function promptMatch(
  [first, firstLabel]: readonly [sample: Sample, label: string],
  [second, secondLabel]: readonly [sample: Sample, label: string],
  random: Random,
  breathe: Breathe,
): Promise<PromptMatch> {
  const shared = sharedPrompts(first.rows, second.rows);
  const without = [
    { sample: first, label: firstLabel },
    { sample: second, label: secondLabel },
  ].find(({ sample }) => sampleFacts('', sample).rowsWithPrompt * 2 < sample.rows.length);
  if (without) {
    return {
      shared,
      problem: `most rows of ${without.label} have no prompt, so a subject cannot be told from a teacher`,
    };
  }
  if (shared > 0.95 && sharedPrompts(second.rows, first.rows) > 0.95) return { shared };
  const sides = [first, second].map((sample, own) => ({ rows: spread(sample.rows, mostRows), class: own }));
  const stack = await stackOf(sides, 'prompt', breathe);
  const logs = await crossFit(stack, random, breathe);
  const score = (own: number): ReturnType<typeof pick> => pick(stack, own, row => logs[row * 2] ?? 0);
  const area = rankAreaInterval(score(0), score(1), random);
  if (area.low <= toldApart) return { shared, area };
  return {
    shared,
    area,
    problem: `the prompts of ${firstLabel} and ${secondLabel} differ (told apart by the prompts alone, AUC ${intervalText(area, 'area')}), so a subject cannot be told from a teacher`,
  };
}

function sharedPrompts(rows: readonly TeacherRow[], others: readonly TeacherRow[]): number {
  const known = new Set(others.flatMap(({ prompt }) => prompt ?? []));
  return rows.filter(({ prompt }) => prompt !== undefined && known.has(prompt)).length / Math.max(1, rows.length);
}

/** Equally spaced rows, at most so many. */
export function spread(rows: readonly TeacherRow[], most: number): readonly TeacherRow[] {
  if (rows.length <= most) return rows;
  const step = rows.length / most;
  return Array.from({ length: most }, (_, i) => rows[Math.floor(i * step)]).filter(row => row !== undefined);
}

/** A completion this long is hardly written twice by chance. */
const tellingLength = 20;

/** Share of the dataset's rows that stand in a sample with prompt and completion: these say nothing of who wrote them. */
export function copiedShare(rows: readonly TeacherRow[], sample: readonly TeacherRow[]): number {
  const whole = (row: TeacherRow): string => `${groupKey(row)}\n${row.completion}`;
  const known = new Set(sample.filter(({ length }) => length >= tellingLength).map(whole));
  return rows.filter(row => known.has(whole(row))).length / Math.max(1, rows.length);
}
