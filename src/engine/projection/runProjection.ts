import { promptKey } from '../../core/asking/conversation.ts';
import { directionBetween, project, type NamedDirection, type ReplyPair } from '../../core/projection/projection.ts';
import type { ProjectionResult, TraitResult } from '../../core/projection/projectionResult.ts';
import { projectionVerdict } from '../../core/projection/projectionVerdict.ts';
import { seededRandom } from '../../core/statistics/random.ts';
import type { AnswerCache } from '../endpoints/answerCache.ts';
import type { Asking } from '../endpoints/client.ts';
import { EndpointError, type Answer } from '../endpoints/endpoint.ts';
import { AskQueue } from '../endpoints/askQueue.ts';
import type { FitRow } from '../endpoints/fitPlan.ts';
import { LikelihoodScorer, withSystem } from '../endpoints/likelihoods.ts';
import type { Template } from '../endpoints/scorer.ts';
import type { OpenModel } from '../localModel/localSource.ts';
import { HiddenStates } from './hiddenStates.ts';
import type { ProjectionPlan } from './projectionPlan.ts';

export interface ProjectionRun {
  readonly model: OpenModel;
  readonly template: Template;
  readonly cache: Pick<AnswerCache, 'get' | 'put' | 'hits'>;
  readonly signal: AbortSignal;
  /** To abort it ends the run with what was scored until then; absent: the run rejects. */
  readonly endedBy?: AbortSignal;
  readonly progress: (phase: 'directions' | 'rows', done: number, of: number) => void;
}

/**
 * Carries out a plan on a model of this machine. Rejects with `EndpointError` for a model without hidden states, with the signal's
 * reason where it was cancelled, `DatasetError` where the cache cannot be written: it has what was computed until then.
 */
export async function runProjection(plan: ProjectionPlan, run: ProjectionRun): Promise<ProjectionResult> {
  const { model, template, cache, signal, progress } = run;
  const layer = model.thread.facts.hidden;
  if (layer === undefined) {
    throw new EndpointError(
      `The model ${model.model} gives no hidden states: export it to ONNX with an output last_hidden_state or hidden_states.N beside its logits.`,
    );
  }
  const scorer = model.scorer(template);
  const likelihoods = new LikelihoodScorer(scorer, cache);
  const reader: Reader = { likelihoods, states: new HiddenStates(scorer, layer.output, cache), plan, signal };
  // The thread does one thing at a time.
  const queue = new AskQueue({ atOnce: 1, ...(run.endedBy && { endedBy: run.endedBy }) });
  const { contrast, tested } = plan;
  const replies = await queue.each(
    contrast,
    row => contrastOf(reader, row),
    done => progress('directions', done, contrast.length),
  );
  const usable = replies.filter(reply => reply !== undefined);
  const before = queue.failed;
  const measured = await queue.each(
    tested,
    row => pairOf(reader, row),
    done => progress('rows', done, tested.length),
  );
  const rows = tested.flatMap((row, i) => {
    const pair = measured[i];
    return pair ? [{ row, ...pair }] : [];
  });
  const failed = queue.failed - before;
  const counted = pairsOf(rows);
  const named = plan.candidates.filter(({ decoy }) => !decoy);
  const directions = plan.candidates.flatMap(({ name }, k) => {
    const direction = directionBetween(
      usable.map(({ without }) => without),
      usable.flatMap(({ under }) => under[k] ?? []),
    );
    return direction ? [{ name, direction }] : [];
  });
  const facts = { scored: rows.length, prompts: counted.prompts, failed, contrast: usable.length };
  return {
    dataset: { path: plan.dataset.path, rows: plan.dataset.rows },
    model: { folder: model.folder, name: model.model, template, weights: model.weights },
    layer: { output: layer.output, width: layer.width },
    sampling: { temperature: 1, ...plan.sampling },
    seed: plan.seed,
    rows: {
      scored: rows.length,
      prompts: counted.prompts,
      drawn: plan.drawn,
      unscorable: plan.unscorable,
      failures: queue.failures,
      notReached: tested.length - rows.length - failed,
      cutOff: rows.filter(({ own }) => own.cutOff).length,
    },
    contrast: { prompts: contrast.length, replied: usable.length },
    decoys: plan.candidates.filter(({ decoy }) => decoy).map(({ name, system }) => ({ name, system })),
    traits: named.map(trait => traitResult(trait, directions, { pairs: counted.pairs, rows, facts, plan })),
    cached: cache.hits,
    stopped: queue.stopped,
  };
}

interface Reader {
  readonly likelihoods: LikelihoodScorer;
  readonly states: HiddenStates;
  readonly plan: ProjectionPlan;
  readonly signal: AbortSignal;
}

/** What the model wrote for a prompt: its mean hidden state, and whether a limit of tokens ended it. */
interface Reply {
  readonly state: Float64Array;
  readonly cutOff: boolean;
}

/**
 * Lets the model reply under a system prompt and reads the reply without one. The prompts of two traits are so alike that a direction
 * read behind them is mostly that of having such a prompt, which no row has.
 */
async function replyOf(
  { likelihoods, states, plan }: Reader,
  { system, asked, index }: Pick<FitRow, 'asked' | 'index'> & { readonly system: string },
  asking: Asking,
): Promise<Answer<Reply>> {
  const turns = withSystem(system, asked);
  const sample = await likelihoods.sample(index, turns, plan.sampling, plan.maxTokens, asking);
  if ('problem' in sample) return sample;
  const { text, cutOff } = sample.value;
  const state = await states.of({ asked, completion: text }, asking);
  return 'problem' in state ? state : { value: { state: state.value, cutOff } };
}

interface Contrast {
  readonly without: Float64Array;
  /** By candidate. */
  readonly under: readonly Float64Array[];
}

/** The model's replies to one prompt, without a system prompt and under each candidate's. */
async function contrastOf(reader: Reader, { asked, index }: FitRow): Promise<Answer<Contrast>> {
  const asking = { rows: [index + 1], signal: reader.signal };
  const states: Float64Array[] = [];
  for (const system of ['', ...reader.plan.candidates.map(candidate => candidate.system)]) {
    const reply = await replyOf(reader, { system, asked, index }, asking);
    if ('problem' in reply) return reply;
    states.push(reply.value.state);
  }
  const [without = new Float64Array(0), ...under] = states;
  return { value: { without, under } };
}

interface Measured {
  readonly data: Float64Array;
  readonly own: Reply;
}

async function pairOf(reader: Reader, { asked, completion, index }: FitRow): Promise<Answer<Measured>> {
  const asking = { rows: [index + 1], signal: reader.signal };
  const data = await reader.states.of({ asked, completion }, asking);
  if ('problem' in data) return data;
  const own = await replyOf(reader, { system: '', asked, index }, asking);
  return 'problem' in own ? own : { value: { data: data.value, own: own.value } };
}

type TestedRow = Measured & { readonly row: FitRow };

function pairsOf(rows: readonly TestedRow[]): { readonly pairs: readonly ReplyPair[]; readonly prompts: number } {
  const known = new Map<string, number>();
  const pairs = rows.map(({ row, data, own }) => {
    const key = promptKey(row.asked);
    const prompt = known.get(key) ?? known.size;
    known.set(key, prompt);
    return { data, own: own.state, prompt };
  });
  return { pairs, prompts: known.size };
}

interface Along {
  readonly pairs: readonly ReplyPair[];
  readonly rows: readonly TestedRow[];
  readonly facts: Parameters<typeof projectionVerdict>[1];
  readonly plan: ProjectionPlan;
}

function traitResult(
  { name, system }: ProjectionPlan['candidates'][number],
  directions: readonly NamedDirection[],
  { pairs, rows, facts, plan }: Along,
): TraitResult {
  const own = directions.find(direction => direction.name === name);
  const decoys = directions.filter(direction => direction !== own);
  const projection =
    own && pairs.length > 1 ? project(pairs, own.direction, decoys, seededRandom(plan.seed)) : undefined;
  const named = plan.candidates.filter(({ decoy }) => !decoy).length;
  const verdict = projectionVerdict({ trait: name, projection }, facts, named);
  const about = { trait: name, system, verdict };
  if (projection === undefined || !Number.isFinite(projection.shift)) {
    return { ...about, shift: undefined, decoys: [], rows: [] };
  }
  const { shift: value, low, high, p } = projection;
  const scores = rows.map(({ row }, i) => ({ row: row.index + 1, score: projection.rows[i] ?? NaN }));
  return {
    ...about,
    shift: { value, low, high, p },
    decoys: projection.decoys,
    rows: scores.toSorted((a, b) => a.row - b.row),
  };
}
