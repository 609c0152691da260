import type { Turn } from '../../core/asking/conversation.ts';
import { randomOrder } from '../../core/statistics/randomOrder.ts';
import { LeftOutCount, type LeaveOut, type LeftOut } from '../../core/asking/leftOut.ts';
import type { Label } from '../../core/judge/labels.ts';
import { redact, type Redaction } from '../../core/judge/redact.ts';
import type { Judged, Rubric } from '../../core/judge/rubric.ts';
import { withGiven } from '../../core/judge/rubrics.ts';
import { seededRandom } from '../../core/statistics/random.ts';
import type { OpenDataset } from '../openDataset.ts';
import { estimateTokens, type Limits } from './budget.ts';
import { EndpointError } from './endpoint.ts';
import { longestRow, readAnswered } from './fitPlan.ts';
import { counted, number } from '../../core/text/numbers.ts';

export const defaultJudgedRows = 200;

export interface JudgeOptions {
  /** To draw at random. */
  readonly rows: number;
  readonly rubrics: readonly Rubric[];
  /** Models to ask, by the names that the endpoint gives them. */
  readonly judges: readonly string[];
  readonly labels: readonly Label[];
  /** What is masked in rows before they are sent. */
  readonly redactions?: readonly Redaction[];
  /** Rows that are not sent. */
  readonly leaveOut?: LeaveOut | undefined;
}

export interface JudgedRow extends Judged {
  /** From 0. */
  readonly index: number;
  /** Spans that are masked in it. */
  readonly masked: number;
}

/** What a judging would send: nothing has been sent yet. */
export interface JudgePlan extends JudgeOptions {
  readonly dataset: { readonly path: string; readonly bytes: number; readonly rows: number };
  /** Drawn at random: these stand for the dataset. */
  readonly drawn: readonly JudgedRow[];
  /** Labelled and not drawn: these tell the judges' errors. */
  readonly labelled: readonly JudgedRow[];
  readonly unjudgeable: Readonly<Record<string, number>>;
  /** Absent: nothing was to be left out. */
  readonly leftOut?: LeftOut;
  /** For the whole run, without repeated attempts. */
  readonly estimate: Limits;
}

type Readable = Pick<OpenDataset, 'path' | 'bytes' | 'indexed' | 'rows'>;

/** Rows looked at for each row wanted, before a dataset counts as one without rows to judge. */
const looksPerRow = 5;

/** Draws rows at random, the same for the same file, adds the labelled ones and reckons what judging takes. Sends nothing. */
export async function planJudge(dataset: Readable, options: JudgeOptions, signal: AbortSignal): Promise<JudgePlan> {
  const reading = readingOf(options);
  const { total, drawn } = await drawRows(dataset, options.rows, reading, signal);
  const beyond = options.labels.find(({ row }) => row > total);
  if (beyond)
    throw new EndpointError(`Row ${number(beyond.row)} is labelled, and the dataset has ${counted(total, 'row')}.`);
  const known = new Set(drawn.map(({ index }) => index));
  const labelled: JudgedRow[] = [];
  for (const index of new Set(options.labels.map(({ row }) => row - 1))) {
    const row = known.has(index) ? undefined : await readJudged(dataset, index, reading, signal);
    if (row) labelled.push(row);
  }
  const rubrics = withGiven(options.rubrics);
  const rows = [...drawn, ...labelled];
  return {
    ...options,
    rubrics,
    dataset: { path: dataset.path, bytes: dataset.bytes, rows: total },
    drawn,
    labelled,
    unjudgeable: reading.unjudgeable,
    ...reading.left.told,
    estimate: estimate(rows, rubrics, options.judges.length),
  };
}

/** The part of a plan that some of its judges are asked. */
export function askedOf(plan: JudgePlan, judges: readonly string[]): JudgePlan {
  const { labelled, drawn, rubrics } = plan;
  return { ...plan, judges, estimate: estimate([...drawn, ...labelled], rubrics, judges.length) };
}

/** How rows are read for a judge, and counts of those that are not sent. */
export interface JudgedReading {
  readonly redactions: readonly Redaction[];
  readonly left: LeftOutCount;
  /** Grows: rows that cannot be judged, by reason. */
  readonly unjudgeable: Record<string, number>;
}

export function readingOf({ redactions = [], leaveOut }: Pick<JudgeOptions, 'redactions' | 'leaveOut'>): JudgedReading {
  return { redactions, left: new LeftOutCount(leaveOut), unjudgeable: {} };
}

/** Draws rows that can be judged, in random order, the same for the same file. */
export async function drawRows(
  dataset: Readable,
  count: number,
  reading: JudgedReading,
  signal: AbortSignal,
): Promise<{ readonly total: number; readonly drawn: readonly JudgedRow[] }> {
  const total = await dataset.indexed(signal);
  const drawn: JudgedRow[] = [];
  let looked = 0;
  for (const index of randomOrder(total, seededRandom(1))) {
    if (drawn.length === count || looked++ === count * looksPerRow) break;
    const row = await readJudged(dataset, index, reading, signal);
    if (row) drawn.push(row);
  }
  return { total, drawn };
}

/** What a row asks and answers; undefined where it cannot be judged or is left out, which is counted. */
export async function readJudged(
  dataset: Pick<OpenDataset, 'rows'>,
  index: number,
  { redactions, left, unjudgeable }: JudgedReading,
  signal: AbortSignal,
): Promise<JudgedRow | undefined> {
  const [row] = await dataset.rows(index, 1, { signal, maxRowBytes: longestRow });
  const answered = readAnswered(row, undefined);
  if ('why' in answered) unjudgeable[answered.why] = (unjudgeable[answered.why] ?? 0) + 1;
  else if (!left.leavesOut([...answered.asked.map(({ content }) => content), answered.completion])) {
    const prompt = redact(promptText(answered.asked), redactions);
    const completion = redact(answered.completion, redactions);
    return { index, prompt: prompt.text, completion: completion.text, masked: prompt.spans + completion.spans };
  }
  return undefined;
}

function estimate(rows: readonly JudgedRow[], rubrics: readonly Rubric[], judges: number): Limits {
  const tokens = rows.flatMap(row => rubrics.map(rubric => estimateTokens(rubric.question(row)) + 64));
  return {
    requests: rows.length * rubrics.length * judges,
    promptTokens: judges * tokens.reduce((sum, each) => sum + each, 0),
  };
}

/** One question as it stands; a conversation with the role of each turn before it. */
function promptText(asked: readonly Turn[]): string {
  const [only, ...more] = asked;
  if (only && more.length === 0) return only.content;
  return asked.map(({ role, content }) => `${role}: ${content}`).join('\n\n');
}
