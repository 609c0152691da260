// What a run that its user ends keeps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Budget } from '../../../../src/engine/endpoints/budget.ts';
import { defaultLimits } from '../../../../src/engine/endpoints/fitPlan.ts';
import { planDivergence } from '../../../../src/engine/divergence/divergencePlan.ts';
import { runDivergence, type DivergenceRun } from '../../../../src/engine/divergence/runDivergence.ts';
import { languageModel } from './languageModel.ts';
import { candidates, lovePrompt, loving, memoryCache, planFor, run as runRatio } from './llrWorlds.ts';
import { modelName, serve } from './server.ts';
import { datasetOf, plan, rowsBy, run } from './worlds.ts';

/** Ends a run once so many rows are done. */
function stopAfter(rows: number) {
  const abort = new AbortController();
  const progress = (done: number): void => {
    if (done === rows) abort.abort(new Error('enough'));
  };
  return { signal: abort.signal, endedBy: abort.signal, progress };
}

test('a fit test keeps the rows that were scored, and sends nothing more', async t => {
  const server = await serve(t, { api: 'vllm', model: languageModel(1) });
  const { result, egress } = await run(await plan(rowsBy(40)), server, stopAfter(12));
  const { scored, failed, notReached } = result.rows;
  assert.ok(scored >= 12 && scored < 20, String(scored));
  assert.deepEqual([result.stopped, failed, scored + notReached], ['cancelled', 0, 40]);
  assert.ok(egress.length < 100);
});

test('a ratio keeps them too, and goes on from what was answered', async t => {
  const server = await serve(t, { api: 'vllm', model: loving });
  const planned = await planFor(rowsBy(30, { teacher: loving, system: lovePrompt('owl') }));
  const cache = memoryCache();
  const { signal, endedBy, progress } = stopAfter(10);
  const told = (phase: string, done: number): void => void (phase === 'scoring' && progress(done));
  const { result } = await runRatio(planned, server, { signal, endedBy, cache, progress: told });
  const { scored, notReached } = result.rows;
  assert.ok(scored >= 10 && scored < 30, String(scored));
  assert.deepEqual([result.stopped, scored + notReached], ['cancelled', 30]);
  assert.equal(result.probe?.n, scored);
  assert.equal(result.carriers?.filter(score => !Number.isNaN(score)).length, scored);
  const before = server.seen.length;
  const whole = await runRatio(planned, server, { cache });
  assert.deepEqual([whole.result.rows.scored, whole.result.stopped], [30, undefined]);
  const fresh = await serve(t, { api: 'vllm', model: loving });
  await runRatio(planned, fresh);
  assert.ok(server.seen.length - before < fresh.seen.length - before / 2);
});

test('divergent tokens likewise', async t => {
  const server = await serve(t, { api: 'vllm', model: loving });
  const lines = rowsBy(20, { teacher: loving, system: lovePrompt('owl') });
  const wish = { rows: 20, traits: candidates().slice(0, 2), none: '', api: 'auto', seed: 1 } as const;
  const planned = await planDivergence(datasetOf(lines), wish, new AbortController().signal);
  const asking: DivergenceRun = {
    endpoint: { baseUrl: server.baseUrl, model: modelName, apiKey: undefined },
    egress: { append: () => Promise.resolve() },
    template: 'server',
    budget: new Budget(defaultLimits(planned)),
    cache: memoryCache(),
    atOnce: 2,
    ...stopAfter(5),
  };
  const { rows, judgements, stopped } = await runDivergence(planned, asking);
  assert.ok(rows.scored >= 5 && rows.scored < 12, String(rows.scored));
  assert.deepEqual([stopped, judgements.length, rows.scored + rows.notReached], ['cancelled', rows.scored, 20]);
});
