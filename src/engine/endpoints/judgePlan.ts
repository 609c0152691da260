import type { Turn } from '../../core/fit/conversation.ts';
import { randomOrder } from '../../core/fit/randomOrder.ts';
import type { Label } from '../../core/judge/labels.ts';
import { withGiven, type Judged, type Rubric } from '../../core/judge/rubric.ts';
import { seededRandom } from '../../core/statistics/random.ts';
import type { OpenDataset } from '../openDataset.ts';
import { estimateTokens, type Limits } from './budget.ts';
import { EndpointError } from './endpoint.ts';
import { longestRow, readAnswered } from './fitPlan.ts';

export const defaultJudgedRows = 200;

export interface JudgeOptions {
  /** To draw at random. */
  readonly rows: number;
  readonly rubrics: readonly Rubric[];
  /** Models to ask, by the names that the endpoint gives them. */
  readonly judges: readonly string[];
  readonly labels: readonly Label[];
}

export interface JudgedRow extends Judged {
  /** From 0. */
  readonly index: number;
}

/** What a judging would send: nothing has been sent yet. */
export interface JudgePlan extends JudgeOptions {
  readonly dataset: { readonly path: string; readonly bytes: number; readonly rows: number };
  /** Drawn at random: these stand for the dataset. */
  readonly drawn: readonly JudgedRow[];
  /** Labelled and not drawn: these tell the judges' errors. */
  readonly labelled: readonly JudgedRow[];
  readonly unjudgeable: Readonly<Record<string, number>>;
  /** For the whole run, without repeated attempts. */
  readonly estimate: Limits;
}

/** Rows looked at for each row wanted, before a dataset counts as one without rows to judge. */
const looksPerRow = 5;

/** Draws rows at random, the same for the same file, adds the labelled ones and reckons what judging takes. Sends nothing. */
export async function planJudge(
  dataset: Pick<OpenDataset, 'path' | 'bytes' | 'indexed' | 'rows'>,
  options: JudgeOptions,
  signal: AbortSignal,
): Promise<JudgePlan> {
  const total = await dataset.indexed(signal);
  const beyond = options.labels.find(({ row }) => row > total);
  if (beyond) throw new EndpointError(`Row ${beyond.row} is labelled, and the dataset has ${total} rows.`);
  const unjudgeable: Record<string, number> = {};
  const read = async (index: number): Promise<JudgedRow | undefined> => {
    const [row] = await dataset.rows(index, 1, { signal, maxRowBytes: longestRow });
    const answered = readAnswered(row, undefined);
    if ('why' in answered) unjudgeable[answered.why] = (unjudgeable[answered.why] ?? 0) + 1;
    return 'why' in answered
      ? undefined
      : { index, prompt: promptText(answered.asked), completion: answered.completion };
  };
  const drawn = new Map<number, JudgedRow>();
  let looked = 0;
  for (const index of randomOrder(total, seededRandom(1))) {
    if (drawn.size === options.rows || looked++ === options.rows * looksPerRow) break;
    const row = await read(index);
    if (row) drawn.set(index, row);
  }
  const labelled: JudgedRow[] = [];
  for (const index of new Set(options.labels.map(({ row }) => row - 1))) {
    const row = drawn.has(index) ? undefined : await read(index);
    if (row) labelled.push(row);
  }
  const rubrics = withGiven(options.rubrics);
  const rows = [...drawn.values(), ...labelled];
  return {
    ...options,
    rubrics,
    dataset: { path: dataset.path, bytes: dataset.bytes, rows: total },
    drawn: [...drawn.values()],
    labelled,
    unjudgeable,
    estimate: estimate(rows, rubrics, options.judges.length),
  };
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
