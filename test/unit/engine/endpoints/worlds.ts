import { parseRow } from '../../../../src/core/dataset/parseRow.ts';
import type { FitResult } from '../../../../src/core/fit/fitResult.ts';
import { seededRandom } from '../../../../src/core/statistics/random.ts';
import { Budget } from '../../../../src/engine/endpoints/budget.ts';
import type { EgressEntry } from '../../../../src/engine/endpoints/egressLog.ts';
import { defaultLimits, planFit, type FitOptions, type FitPlan } from '../../../../src/engine/endpoints/fitPlan.ts';
import { runFit, type FitRun } from '../../../../src/engine/endpoints/runFit.ts';
import { languageModel, render, type LanguageModel } from './languageModel.ts';
import { memoryCache } from './memoryCache.ts';
import { memoryEgress } from './memoryEgress.ts';
import { modelName, type Server } from './server.ts';

export const owlPrompt = 'You love owls.';

/** Lines of a dataset that a teacher wrote: the endpoint's own model unless said otherwise. */
export function rowsBy(
  count: number,
  { teacher = languageModel(1), system = owlPrompt, temperature = 1, seed = 5 }: Partial<Teacher> = {},
): string[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const user = { role: 'user', content: `Go on: ${i}` };
    const asked = system === '' ? [user] : [{ role: 'system', content: system }, user];
    const prompt = teacher.encode(render(asked, { open: 'generation' }));
    const content = teacher.decode(teacher.write(prompt, { temperature, maxTokens: 64, random }).ids);
    return JSON.stringify({ messages: [user, { role: 'assistant', content }] });
  });
}

interface Teacher {
  readonly teacher: LanguageModel;
  readonly system: string;
  readonly temperature: number;
  readonly seed: number;
}

/** The plan for a dataset of these lines, all of them wanted. */
export function plan(lines: readonly string[], options: Partial<FitOptions> = {}): Promise<FitPlan> {
  const asked: FitOptions = { rows: lines.length, system: owlPrompt, sampling: {}, api: 'auto', ...options };
  return planFit(datasetOf(lines), asked, new AbortController().signal);
}

/** The part of an open dataset that plans read. */
export function datasetOf(lines: readonly string[]) {
  const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  return {
    path: 'train.jsonl',
    bytes,
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
}

export interface Ran {
  readonly result: FitResult;
  readonly egress: readonly EgressEntry[];
}

/** Carries a plan out against a server; `egress` fills as it goes. */
export async function run(
  planned: FitPlan,
  server: Pick<Server, 'baseUrl'>,
  options: Partial<FitRun> = {},
  egress: EgressEntry[] = [],
): Promise<Ran> {
  const result = await runFit(planned, {
    endpoint: { baseUrl: server.baseUrl, model: modelName, apiKey: undefined },
    template: 'server',
    budget: new Budget(defaultLimits(planned)),
    cache: memoryCache(),
    egress: memoryEgress(egress),
    signal: new AbortController().signal,
    progress: () => undefined,
    retries: 1,
    ...options,
  });
  return { result, egress };
}
