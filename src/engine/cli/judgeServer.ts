import { atDoublings, atTenths, agreed, cacheFolder, egressFolder, limitsOf } from './asking.ts';
import { exitCodes, UsageError, type Console, type ExitCode } from './commandLine.ts';
import type { Verdict } from '../../core/findings/verdict.ts';
import { judgedSoFar } from '../../core/judge/judgeProbeRun.ts';
import type { JudgeResult } from '../../core/judge/judgeResult.ts';
import { Budget, type Limits } from '../endpoints/budget.ts';
import { cacheLine, endpointText } from '../endpoints/consent.ts';
import { EgressLog } from '../endpoints/egressLog.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { JudgeApi } from '../endpoints/judgeApis.ts';
import { JudgeCache } from '../endpoints/judgeCache.ts';
import type { JudgePlan } from '../endpoints/judgePlan.ts';
import type { JudgeRun } from '../endpoints/runJudge.ts';
import { number } from '../../core/text/numbers.ts';

/** Its models are named beside it. */
export type ServerOfJudges = Omit<Endpoint, 'model'>;

type SendingFlags = Parameters<typeof limitsOf>[0] &
  Parameters<typeof egressFolder>[0] &
  Parameters<typeof cacheFolder>[0] &
  Parameters<typeof agreed>[0];

interface Planned {
  readonly estimate: Limits;
  readonly judges: readonly string[];
}

interface Asking<Plan extends Planned> {
  readonly values: SendingFlags;
  readonly plan: Plan;
  readonly lines: (plan: Plan, where: string, limits: Limits, folder: string) => readonly string[];
  readonly endpoint: ServerOfJudges;
  readonly api: JudgeApi;
  readonly temperature: number | undefined;
}

/** Says what will be sent, asks, and carries it out. */
export async function send<Plan extends Planned>(
  { values, plan, lines, endpoint, api, temperature }: Asking<Plan>,
  console: Console,
  carryOut: (run: JudgeRun) => Promise<Judged>,
): Promise<ExitCode> {
  const { signal, note } = console;
  const limits = limitsOf(values, plan);
  const folder = egressFolder(values);
  const cached = cacheFolder(values);
  for (const line of lines(plan, endpointText(endpoint), limits, folder)) note(line);
  note(cacheLine(cached));
  if (!(await agreed(values, console))) return exitCodes.unusable;
  // Loaded here, since the client behind it would slow every other command down.
  const { endpointJudges } = await import('../endpoints/endpointJudge.ts');
  const egress = await EgressLog.open(folder);
  const judges = plan.judges.map(name => ({ name, baseUrl: endpoint.baseUrl, how: [api, temperature ?? null] }));
  const cache = cached === undefined ? undefined : await JudgeCache.open(cached, judges);
  try {
    const progress = (done: number, of: number): void => atTenths(done, of, 'question', note);
    const budget = new Budget(limits);
    const judge = endpointJudges({ endpoint, api, temperature, budget, egress, silence: atDoublings(note) });
    const result = await carryOut({ where: endpoint.baseUrl, judge, budget, cache, signal, progress });
    return endedAs(result, signal);
  } finally {
    await cache?.close();
    await egress.close();
  }
}

/** Submits the questions as a batch, or fetches the answers of one that was submitted. */
export async function judgeInBatch(
  { values, plan, endpoint, api, temperature, lines }: Asking<JudgePlan>,
  statePath: string,
  show: (result: JudgeResult) => Promise<void>,
  console: Console,
): Promise<ExitCode> {
  const [model = '', ...others] = plan.judges;
  if (others.length > 0 || api !== 'chat') throw new UsageError('A batch is of one --model, by --api chat.');
  const { signal, note } = console;
  const limits = limitsOf(values, plan);
  const folder = egressFolder(values);
  const { collectBatch, isSubmitted, submitBatch } = await import('../endpoints/judgeBatch.ts');
  const submitted = await isSubmitted(statePath);
  if (!submitted) {
    for (const line of lines(plan, endpointText(endpoint), limits, folder)) note(line);
    note('As one batch, answered within 24 hours.');
    if (!(await agreed(values, console))) return exitCodes.unusable;
  }
  const { EndpointClient } = await import('../endpoints/client.ts');
  const egress = await EgressLog.open(folder);
  try {
    const budget = new Budget(limits);
    const client = new EndpointClient({
      endpoint: { ...endpoint, model },
      budget,
      egress,
      timeoutMs: 600_000,
      retries: 4,
      silence: atDoublings(note),
    });
    const run = { client, budget, limits, temperature, statePath, signal };
    if (!submitted) {
      await submitBatch(plan, run);
      note(`Submitted. The same command with --batch ${statePath} fetches the answers when they are there.`);
      return exitCodes.unusable;
    }
    const outcome = await collectBatch(plan, run);
    if (outcome.state === 'waiting') {
      note(
        `The batch is ${outcome.status}: ${number(outcome.done)} of ${number(outcome.of)} answered. Run it again later.`,
      );
      return exitCodes.unusable;
    }
    const result = judgedSoFar(outcome.result);
    await show(result);
    return exitCodeOf(result);
  } finally {
    await egress.close();
  }
}

export interface Judged {
  readonly outcomes: readonly { readonly verdict: Verdict }[];
}

export function endedAs(result: Judged, signal: AbortSignal): ExitCode {
  return signal.aborted ? exitCodes.cancelled : exitCodeOf(result);
}

/** 1 where a verdict has found evidence; 0 only where every one was tested and found none. */
function exitCodeOf({ outcomes }: Judged): ExitCode {
  const states = outcomes.map(({ verdict }) => verdict.state);
  if (states.includes('evidence found')) return exitCodes.findings;
  return states.every(state => state === 'not detected') ? exitCodes.done : exitCodes.unusable;
}
