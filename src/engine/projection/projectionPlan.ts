import { promptKey } from '../../core/asking/conversation.ts';
import type { Sampling } from '../../core/asking/declared.ts';
import type { CandidatePrompt } from '../../core/llr/prompts.ts';
import { planFit, type FitPlan, type FitRow } from '../endpoints/fitPlan.ts';
import type { OpenDataset } from '../openDataset.ts';

export const defaultProjectionRows = 200;
export const defaultContrast = 30;

export interface ProjectionOptions {
  /** Rows to be tested, beside the prompts of the contrast. */
  readonly rows: number;
  /** Prompts that the directions are made from. */
  readonly contrast: number;
  /** Traits and the decoys that they have to be ahead of. */
  readonly candidates: readonly CandidatePrompt[];
  readonly sampling: Sampling;
  readonly seed: number;
}

export interface ProjectionPlan
  extends
    Omit<ProjectionOptions, 'rows' | 'contrast'>,
    Pick<FitPlan, 'dataset' | 'drawn' | 'unscorable' | 'maxTokens'> {
  /** One row for each prompt. */
  readonly contrast: readonly FitRow[];
  readonly tested: readonly FitRow[];
}

/** Draws rows at random, the same for the same file. No tested row has a prompt that a direction is made from. */
export async function planProjection(
  dataset: Pick<OpenDataset, 'path' | 'bytes' | 'indexed' | 'rows'>,
  { rows, contrast: wanted, candidates, sampling, seed }: ProjectionOptions,
  signal: AbortSignal,
): Promise<ProjectionPlan> {
  const drawn = await planFit(dataset, { rows: rows + wanted, system: '', sampling, api: 'auto' }, signal);
  const contrast = new Map<string, FitRow>();
  for (const row of drawn.chosen) {
    if (contrast.size === wanted) break;
    const key = promptKey(row.asked);
    if (!contrast.has(key)) contrast.set(key, row);
  }
  const tested = drawn.chosen.filter(({ asked }) => !contrast.has(promptKey(asked))).slice(0, rows);
  return {
    dataset: drawn.dataset,
    drawn: drawn.drawn,
    unscorable: drawn.unscorable,
    maxTokens: drawn.maxTokens,
    candidates,
    sampling,
    seed,
    contrast: [...contrast.values()],
    tested,
  };
}
