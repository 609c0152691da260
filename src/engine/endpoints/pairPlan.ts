import type { LeaveOut, LeftOut } from '../../core/asking/leftOut.ts';
import { pairQuestion } from '../../core/judge/pairwise.ts';
import type { PairResult } from '../../core/judge/pairResult.ts';
import type { Redaction } from '../../core/judge/redact.ts';
import type { Rubric } from '../../core/judge/rubric.ts';
import { randomOrder } from '../../core/statistics/randomOrder.ts';
import { seededRandom } from '../../core/statistics/random.ts';
import type { OpenDataset } from '../openDataset.ts';
import { estimateTokens, type Limits } from './budget.ts';
import { drawRows, readingOf, readJudged, type JudgedReading, type JudgedRow } from './judgePlan.ts';

export interface PairOptions {
  readonly rows: number;
  readonly rubrics: readonly Rubric[];
  readonly judges: readonly string[];
  /** What is masked in rows before they are sent. */
  readonly redactions?: readonly Redaction[];
  /** Rows of either file that are not sent. */
  readonly leaveOut?: LeaveOut | undefined;
}

export interface Pair {
  readonly row: JudgedRow;
  readonly control: JudgedRow;
  readonly samePrompt: boolean;
}

/** What a comparison with a control would send: nothing has been sent yet. */
export interface PairPlan extends PairOptions {
  readonly dataset: { readonly path: string; readonly bytes: number; readonly rows: number };
  readonly control: PairResult['control'];
  readonly pairs: readonly Pair[];
  readonly unjudgeable: Readonly<Record<string, number>>;
  /** Of both files; absent: nothing was to be left out. */
  readonly leftOut?: LeftOut;
  readonly estimate: Limits;
}

type Readable = Pick<OpenDataset, 'path' | 'bytes' | 'indexed' | 'rows'>;

/** Rows of the control read, in random order, to find the same prompts. */
const mostControlRows = 20_000;

/**
 * Draws rows at random and a row of the control for each: one that answers the same prompt where one is found, else any. The same for
 * the same files. Sends nothing.
 */
export async function planPairs(
  dataset: Readable,
  control: Readable,
  options: PairOptions,
  signal: AbortSignal,
): Promise<PairPlan> {
  const reading = readingOf(options);
  const { total, drawn } = await drawRows(dataset, options.rows, reading, signal);
  // Rows of the control that cannot be judged are passed over: others take their place. They are counted by themselves.
  const ofControl = { ...reading, unjudgeable: {} };
  const found = await controlRows(control, drawn, ofControl, signal);
  const spare = found.others.values();
  const pairs = drawn.flatMap((row): Pair[] => {
    const same = found.byPrompt.get(row.prompt)?.pop();
    const other = same ?? spare.next().value;
    return other ? [{ row, control: other, samePrompt: same !== undefined }] : [];
  });
  const tokens = pairs.flatMap(({ row, control: other }) =>
    options.rubrics.map(({ about = '' }) =>
      estimateTokens(pairQuestion(about, row.prompt, row.completion, other.completion)),
    ),
  );
  const each = 2 * options.judges.length;
  return {
    ...options,
    dataset: { path: dataset.path, bytes: dataset.bytes, rows: total },
    control: {
      path: control.path,
      bytes: control.bytes,
      rows: found.total,
      read: found.read,
      unjudgeable: ofControl.unjudgeable,
    },
    pairs,
    unjudgeable: reading.unjudgeable,
    ...reading.left.told,
    estimate: {
      requests: each * tokens.length,
      promptTokens: each * tokens.reduce((sum, count) => sum + count + 64, 0),
    },
  };
}

async function controlRows(
  control: Readable,
  drawn: readonly JudgedRow[],
  reading: JudgedReading,
  signal: AbortSignal,
) {
  const total = await control.indexed(signal);
  const wanted = new Map<string, number>();
  for (const { prompt } of drawn) wanted.set(prompt, (wanted.get(prompt) ?? 0) + 1);
  let missing = drawn.length;
  const byPrompt = new Map<string, JudgedRow[]>();
  const others: JudgedRow[] = [];
  let read = 0;
  for (const index of randomOrder(total, seededRandom(2))) {
    if (read === mostControlRows || missing === 0) break;
    read++;
    const row = await readJudged(control, index, reading, signal);
    if (!row) continue;
    const left = wanted.get(row.prompt) ?? 0;
    if (left > 0) {
      wanted.set(row.prompt, left - 1);
      missing--;
      byPrompt.set(row.prompt, [...(byPrompt.get(row.prompt) ?? []), row]);
    } else if (others.length < drawn.length) others.push(row);
  }
  return { total, byPrompt, others, read };
}
