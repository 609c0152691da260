// What a run that its user ends keeps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Budget } from '../../../../src/engine/endpoints/budget.ts';
import { defaultLimits } from '../../../../src/engine/endpoints/fitPlan.ts';
import { planDivergence } from '../../../../src/engine/divergence/divergencePlan.ts';
import { runDivergence, type DivergenceRun } from '../../../../src/engine/divergence/runDivergence.ts';
import { divergenceText } from '../../../../src/core/divergence/divergenceReport.ts';
import { fitProbeRun } from '../../../../src/core/fit/fitProbeRun.ts';
import { fitText } from '../../../../src/core/fit/fitReport.ts';
import { languageModel } from './languageModel.ts';
import { candidates, lovePrompt, loving, planFor, run as runRatio } from './llrWorlds.ts';
import { memoryCache } from './memoryCache.ts';
import { memoryEgress } from './memoryEgress.ts';
import { modelName, serve, type Mischief, type Seen } from './server.ts';
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

for (const api of ['vllm', 'sglang'] as const) {
  test(`${api}: a fit test goes on from what was answered and asks for the rest alone`, async t => {
    const server = await serve(t, { api, model: languageModel(1) });
    const planned = await plan(rowsBy(60));
    const cache = memoryCache();
    const { result } = await run(planned, server, { cache, ...stopAfter(52) });
    assert.equal(fitProbeRun(result).parts[0]?.verdict.state, 'inconclusive');
    assert.match(fitProbeRun(result).partial?.why ?? '', /cancelled/);
    const answered = cache.known.size;
    const { result: whole, egress } = await run(planned, server, { cache });
    assert.deepEqual([whole.rows.scored, whole.stopped, whole.cached], [60, undefined, answered]);
    // An answer of SGLang takes two requests: tokens, then scores or text.
    const each = { vllm: 1, sglang: 2 }[api];
    assert.equal(egress.filter(({ rows }) => rows.length > 0).length, each * (3 * 60 - answered));
    assert.match(
      fitText(whole),
      new RegExp(`answers kept from earlier runs: ${answered}; they hold while this address`),
    );
    const again = (await run(planned, server, { cache: { ...cache, hits: 0 } })).result;
    assert.deepEqual({ ...again, sent: whole.sent, cached: 0 }, { ...whole, cached: 0 }, 'answers are those of before');
    await run(await plan(rowsBy(60), { sampling: { temperature: 0.5 } }), server, { cache });
    const drawn = [...cache.known.keys()].filter(key => key.startsWith('["sample"'));
    assert.equal(drawn.length, 120, 'under another sampling every row is written anew');
  });
}

test('a fit test whose budget is spent goes on, and what failed is asked again', async t => {
  let isUp = false;
  const mischief = ({ body }: Seen): Mischief | undefined =>
    !isUp && /Go on: (?:3|17)"/.test(JSON.stringify(body)) ? { text: '{}' } : undefined;
  const server = await serve(t, { api: 'vllm', model: languageModel(1), mischief });
  const planned = await plan(rowsBy(60));
  const cache = memoryCache();
  const scored: number[] = [];
  for (let i = 0; i < 3; i++) {
    const budget = new Budget({ requests: 75, promptTokens: 1e9 });
    const { result } = await run(planned, server, { cache, budget });
    assert.match(fitProbeRun(result).partial?.why ?? 'whole', i < 2 ? /budget/ : /whole/);
    scored.push(result.rows.scored);
    isUp = i === 1;
  }
  assert.ok((scored[0] ?? NaN) > 20 && (scored[1] ?? NaN) > (scored[0] ?? NaN), scored.join());
  assert.deepEqual([scored[2], cache.known.size], [60, 180]);
});

test('a server that dies midway ends the run soon: it is partial, says why, and the next one goes on', async t => {
  const rows = rowsBy(200);
  let asked = 0;
  const mischief = (): undefined => void (++asked === 250 && dying.close());
  const dying = await serve(t, { api: 'vllm', model: languageModel(1), mischief });
  const planned = await plan(rows);
  const cache = memoryCache();
  const { result, egress } = await run(planned, dying, { cache, retries: 0 });
  const { scored, failed, notReached } = result.rows;
  assert.ok(scored > 60 && failed >= 10 && failed < 20, `${scored} scored, ${failed} failed`);
  assert.equal(scored + failed + notReached, 200);
  assert.ok(egress.length < 280, String(egress.length));
  const { partial, parts } = fitProbeRun(result);
  assert.match(partial?.why ?? '', /^nobody answered for \d+ rows in a row \(the connection failed: /);
  assert.equal(parts[0]?.verdict.state, 'inconclusive');
  const back = await serve(t, { api: 'vllm', model: languageModel(1) });
  const { result: whole } = await run(planned, back, { cache });
  assert.deepEqual([whole.rows.scored, whole.cached > 3 * scored - 1], [200, true]);
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
  const cache = memoryCache();
  const asking: DivergenceRun = {
    endpoint: { baseUrl: server.baseUrl, model: modelName, apiKey: undefined },
    egress: memoryEgress(),
    template: 'server',
    budget: new Budget(defaultLimits(planned)),
    cache,
    atOnce: 2,
    ...stopAfter(5),
  };
  const { rows, judgements, stopped } = await runDivergence(planned, asking);
  assert.ok(rows.scored >= 5 && rows.scored < 12, String(rows.scored));
  assert.deepEqual([stopped, judgements.length, rows.scored + rows.notReached], ['cancelled', rows.scored, 20]);
  const answered = cache.known.size;
  const whole = await runDivergence(planned, {
    ...asking,
    ...stopAfter(99),
    budget: new Budget(defaultLimits(planned)),
  });
  assert.deepEqual([whole.rows.scored, whole.cached, whole.stopped], [20, answered, undefined]);
  assert.match(divergenceText(whole), new RegExp(`answers kept from earlier runs: ${answered}; they hold while this`));
  assert.ok(
    whole.divergent && whole.divergent.low < whole.divergent.value && whole.divergent.value < whole.divergent.high,
  );
  const few = await planDivergence(datasetOf(lines.slice(0, 3)), wish, new AbortController().signal);
  const ofFew = await runDivergence(few, { ...asking, ...stopAfter(99), budget: new Budget(defaultLimits(few)) });
  assert.deepEqual([ofFew.judgements.length, ofFew.divergent], [3, null], 'three rows bound no share');
  assert.match(
    divergenceText(ofFew),
    /not tested: 3 rows were scored, and a share with an interval takes at least 10/i,
  );
});
