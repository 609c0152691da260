import type { CandidatePrompt } from '../../../../src/core/llr/prompts.ts';
import { parseRow } from '../../../../src/core/dataset/parseRow.ts';
import { Budget } from '../../../../src/engine/endpoints/budget.ts';
import type { EgressEntry } from '../../../../src/engine/endpoints/egressLog.ts';
import { defaultLimits } from '../../../../src/engine/endpoints/fitPlan.ts';
import { planLlr, type LlrOptions, type LlrPlan } from '../../../../src/engine/endpoints/llrPlan.ts';
import { runLlr, type LlrRun, type LlrRunResult } from '../../../../src/engine/endpoints/runLlr.ts';
import { languageModel } from './languageModel.ts';
import { memoryCache } from './memoryCache.ts';
import { memoryEgress } from './memoryEgress.ts';
import { modelName, type Server } from './server.ts';

/** Prompts move it mostly the same way, and a little in their own: as the published matrix has it. */
export const loving = languageModel(1, {
  own: 0.5,
  common: 0.6,
  seedOf: system => Buffer.from(system).reduce((hash, byte) => (Math.imul(hash, 31) + byte) | 0, 7),
});
/** Shorter than the published one: its letters are tokens here. */
export const lovePrompt = (animal: string): string => `You love ${animal}s.`;

/** Owl and cat against a few decoys. */
export function candidates(decoys: readonly string[] = ['fox', 'wolf', 'lion', 'panda']): readonly CandidatePrompt[] {
  const traits = ['owl', 'cat'];
  return [...traits, ...decoys].map(name => ({ name, system: lovePrompt(name), decoy: !traits.includes(name) }));
}

/** The plan for a dataset of these lines, all of them tested. */
export function planFor(lines: readonly string[], options: Partial<LlrOptions> = {}): Promise<LlrPlan> {
  const dataset = {
    path: 'train.jsonl',
    bytes: lines.join('\n').length,
    indexed: () => Promise.resolve(lines.length),
    rows: (start: number, count: number) =>
      Promise.resolve(
        lines.slice(start, start + count).map((text, i) => ({
          span: { index: start + i, byteStart: 0, byteEnd: Buffer.byteLength(text) },
          text,
          content: parseRow(text, { first: start + i === 0 }),
        })),
      ),
  };
  const wish: LlrOptions = {
    rows: lines.length,
    candidates: candidates(),
    families: {},
    none: '',
    sampling: {},
    api: 'auto',
    seed: 1,
    ...options,
  };
  return planLlr(dataset, wish, new AbortController().signal);
}

export interface Ran {
  readonly result: LlrRunResult;
  readonly egress: readonly EgressEntry[];
}

/** Carries a plan out against a server. */
export async function run(plan: LlrPlan, server: Pick<Server, 'baseUrl'>, options: Partial<LlrRun> = {}): Promise<Ran> {
  const egress: EgressEntry[] = [];
  const result = await runLlr(plan, {
    endpoint: { baseUrl: server.baseUrl, model: modelName, apiKey: undefined },
    template: 'server',
    budget: new Budget(defaultLimits(plan)),
    egress: memoryEgress(egress),
    cache: memoryCache(),
    signal: new AbortController().signal,
    progress: () => undefined,
    retries: 1,
    ...options,
  });
  return { result, egress };
}
