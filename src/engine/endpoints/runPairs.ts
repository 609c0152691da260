import {
  pairOutcome,
  pairQuestion,
  pairSchema,
  pairVerdict,
  readChoice,
  type Choice,
  type PairCounts,
} from '../../core/judge/pairwise.ts';
import type { PairJudgement, PairResult } from '../../core/judge/pairResult.ts';
import type { Rubric } from '../../core/judge/rubric.ts';
import type { JsonValue } from '../../core/json/value.ts';
import type { Asking } from './client.ts';
import { rowProblem, type Answer } from './endpoint.ts';
import { refused, type Judge } from './judge.ts';
import type { JudgeCache } from './judgeCache.ts';
import type { Pair, PairPlan } from './pairPlan.ts';
import { byJudge, judgeQueue, type JudgeRun } from './runJudge.ts';

interface Comparison {
  readonly pair: Pair;
  readonly rubric: Rubric;
  readonly judge: string;
  readonly ask: NonNullable<Judge['ask']>;
}

interface BothWays {
  readonly datasetFirst: Choice;
  readonly datasetSecond: Choice;
}

/** Carries out a comparison that the user has agreed to; what was compared before the run ended is kept. */
export async function runPairs(plan: PairPlan, run: JudgeRun): Promise<PairResult> {
  const comparisons = comparisonsOf(plan, run);
  const queue = judgeQueue(run);
  const answers = await queue.answers(comparisons, comparison => compare(comparison, run.cache, run.signal), {
    progress: done => run.progress(done, comparisons.length),
    ...byJudge(plan),
  });
  const judgements = comparisons
    .flatMap((comparison, i) => {
      const answer = answers[i];
      return answer ? [judgementOf(comparison, answer)] : [];
    })
    .toSorted((a, b) => a.row - b.row || (a.judge < b.judge ? -1 : 1));
  const tests = plan.rubrics.length * plan.judges.length;
  return {
    dataset: plan.dataset,
    ...(plan.redactions && { redactions: plan.redactions }),
    ...(plan.leftOut && { leftOut: plan.leftOut }),
    control: plan.control,
    unjudgeable: plan.unjudgeable,
    where: run.where,
    ...(run.local && { local: true }),
    ...(run.weights && { weights: run.weights }),
    pairs: {
      planned: plan.pairs.length,
      samePrompt: plan.pairs.filter(({ samePrompt }) => samePrompt).length,
      notReached: comparisons.length - judgements.length,
    },
    outcomes: plan.rubrics.flatMap(({ id: rubric }) =>
      plan.judges.map(judge => {
        const mine = judgements.filter(each => each.judge === judge && each.rubric === rubric);
        const counts = countsOf(mine);
        const matched = mine.filter(({ samePrompt }) => samePrompt).length;
        const notReached = plan.pairs.length - mine.length;
        return { rubric, judge, counts, notReached, verdict: pairVerdict(judge, counts, matched, tests) };
      }),
    ),
    judgements,
    sent: run.budget.spent,
    cached: run.cache?.hits ?? 0,
    stopped: queue.stopped,
  };
}

function comparisonsOf(plan: PairPlan, run: JudgeRun): readonly Comparison[] {
  const judges = plan.judges.flatMap(judge => {
    const { ask } = run.judge(judge);
    return ask ? [{ judge, ask }] : [];
  });
  return plan.pairs.flatMap(pair => plan.rubrics.flatMap(rubric => judges.map(each => ({ pair, rubric, ...each }))));
}

async function compare(
  { pair, rubric, judge, ask }: Comparison,
  cache: Pick<JudgeCache, 'answer'> | undefined,
  signal: AbortSignal,
): Promise<Answer<BothWays>> {
  const { row, control, samePrompt } = pair;
  const asking: Asking = { rows: [row.index + 1], signal };
  const one = (first: string, second: string): Promise<Answer<Choice>> => {
    const question = pairQuestion(rubric.about ?? rubric.title, samePrompt ? row.prompt : undefined, first, second);
    const choose = (): Promise<Answer<Choice>> => chosen(question);
    return cache ? cache.answer(judge, ['pair', question], { read: readKept, ask: choose }) : choose();
  };
  const chosen = async (question: string): Promise<Answer<Choice>> => {
    const said = await ask(question, pairSchema, asking);
    if ('problem' in said) return said;
    if (said.value === refused) return rowProblem('the judge refused');
    const choice = readChoice(said.value);
    return choice ? { value: choice } : rowProblem('an answer that is no choice', said.value.slice(0, 80));
  };
  const datasetFirst = await one(row.completion, control.completion);
  if ('problem' in datasetFirst) return datasetFirst;
  const datasetSecond = await one(control.completion, row.completion);
  if ('problem' in datasetSecond) return datasetSecond;
  return { value: { datasetFirst: datasetFirst.value, datasetSecond: datasetSecond.value } };
}

function readKept(stored: JsonValue): Choice | undefined {
  return stored === 'first' || stored === 'second' || stored === 'neither' ? stored : undefined;
}

function judgementOf({ pair, rubric, judge }: Comparison, answer: Answer<BothWays>): PairJudgement {
  const { row, control, samePrompt } = pair;
  const about = { row: row.index + 1, controlRow: control.index + 1, samePrompt, rubric: rubric.id, judge };
  if ('problem' in answer) return { ...about, failed: answer.problem.reason };
  return { ...about, outcome: pairOutcome(answer.value.datasetFirst, answer.value.datasetSecond) };
}

function countsOf(judgements: readonly PairJudgement[]): PairCounts {
  const counts = { dataset: 0, control: 0, neither: 0, inconsistent: 0, failed: 0 };
  for (const { outcome } of judgements) counts[outcome ?? 'failed']++;
  return counts;
}
