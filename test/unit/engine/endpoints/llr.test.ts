import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictOfSubject } from '../../../../src/core/llr/report.ts';
import { llrSubjectOf } from '../../../../src/engine/endpoints/llrSubject.ts';
import { Budget } from '../../../../src/engine/endpoints/budget.ts';
import { defaultLimits } from '../../../../src/engine/endpoints/fitPlan.ts';
import { llrConsentLines } from '../../../../src/engine/endpoints/llrPlan.ts';
import { languageModel, render } from './languageModel.ts';
import { candidates, lovePrompt, loving, planFor, run } from './llrWorlds.ts';
import { memoryCache } from './memoryCache.ts';
import { modelName, serve, type Body, type Mischief, type Seen } from './server.ts';
import { rowsBy } from './worlds.ts';

const rows = 100;
type World = readonly [name: string, lines: () => string[], reading: RegExp, words: RegExp];

const byOwl = (count: number, more: object = {}): string[] =>
  rowsBy(count, { teacher: loving, system: lovePrompt('owl'), ...more });
const worlds: readonly World[] = [
  [
    'true trait',
    () => byOwl(rows),
    /^consistent$/,
    /^Consistent with generation by acme\/words under a prompt like owl/,
  ],
  [
    'trait outside the list',
    () => byOwl(rows, { system: lovePrompt('dragon') }),
    /^(?:no listed trait|near)$/,
    /^(?:No listed trait; closest|Near) /,
  ],
  ['neutral', () => byOwl(140, { system: '' }), /^typical without a prompt$/, /^No signal found by the gates/],
  [
    'other base',
    () => byOwl(rows, { teacher: languageModel(2) }),
    /^not typical$/,
    /^Not typical of acme\/words.*δ = −/,
  ],
  [
    'half trait, half neutral',
    () =>
      [...byOwl(rows / 2), ...byOwl(rows / 2, { system: '', seed: 6 })].map((line, i) =>
        line.replace(/Go on: \d+/, `Go on: ${i}`),
      ),
    /^near$/,
    /^Near owl.*mixture may be why/,
  ],
  ['another temperature', () => byOwl(rows, { temperature: 0.5 }), /^not typical$/, /likelier than its own/],
];

for (const [name, lines, reading, words] of worlds) {
  test(`a real model behind a server, ${name}`, async t => {
    const server = await serve(t, { api: 'vllm', model: loving });
    const plan = await planFor(lines());
    const { result } = await run(plan, server);
    const { probe } = result;
    assert.ok(probe);
    const cut = { ...result, rows: { ...result.rows, notReached: 5 }, stopped: 'the budget is spent' };
    assert.equal(verdictOfSubject(llrSubjectOf(plan, result)), probe.verdict);
    assert.equal(verdictOfSubject(llrSubjectOf(plan, cut)).state, 'inconclusive', 'a partial run concludes nothing');
    assert.ok(llrSubjectOf(plan, cut).sources.includes('stopped: the budget is spent; 5 rows were not reached'));
    assert.match(probe.reading, reading, `${probe.verdict.summary} ${JSON.stringify(probe)}`);
    assert.match(probe.verdict.summary, words);
    assert.equal(result.rows.scored, probe.n);
    assert.equal(probe.verdict.state === 'evidence found', probe.reading === 'consistent');
  });
}

for (const api of ['vllm', 'sglang'] as const) {
  test(`${api}: likelihoods are the model's own under each prompt, without prompt and end token`, async t => {
    const server = await serve(t, { api, model: loving });
    const lines = byOwl(3);
    const { result } = await run(await planFor(lines), server);
    const scores = result.tables?.scores;
    assert.equal(result.endpoint.api, api);
    lines.forEach((line, i) => {
      const completion: string = JSON.parse(line).messages[1].content;
      const sumUnder = (system: string): number => {
        const user = { role: 'user', content: `Go on: ${i}` };
        const asked = system === '' ? [user] : [{ role: 'system', content: system }, user];
        const prompt = loving.encode(render(asked, { open: 'generation' }));
        const ids = [...prompt, ...loving.encode(completion)];
        return ids.reduce((sum, _, at) => (at < prompt.length ? sum : sum + loving.logprob(ids, at)), 0);
      };
      assert.ok(Math.abs((scores?.none[i] ?? NaN) - sumUnder('')) < 1e-9);
      candidates().forEach(({ system }, k) => {
        assert.ok(Math.abs((scores?.scores[k]?.[i] ?? NaN) - sumUnder(system)) < 1e-9);
      });
      assert.equal(scores?.tokens[i], loving.encode(completion).length);
    });
    assert.equal(result.probe?.verdict.state, 'not tested');
  });
}

test('many candidates are screened on rows of their own, and the likeliest are kept with others to be beaten', async t => {
  const server = await serve(t, { api: 'vllm', model: loving });
  const many = candidates(Array.from({ length: 24 }, (_, i) => `beast${i}`));
  const plan = await planFor(byOwl(60), { candidates: many });
  assert.equal(plan.screening.length, 12);
  const tested = new Set(plan.tested.map(({ index }) => index));
  assert.ok(plan.screening.every(({ index }) => !tested.has(index)));
  const { result } = await run(plan, server);
  const scores = result.tables?.scores;
  assert.equal(scores?.candidates.length, 20);
  assert.ok(scores.candidates.includes('owl'));
  assert.deepEqual(new Set(scores.rows), new Set([...tested].map(index => index + 1)));
  assert.ok(result.sent.requests <= plan.estimate.requests);
});

test('the estimate is no less than what is sent where nothing goes wrong', async t => {
  for (const api of ['vllm', 'sglang'] as const) {
    const server = await serve(t, { api, model: loving });
    const plan = await planFor(byOwl(6), { api });
    const { result } = await run(plan, server);
    assert.ok(result.sent.requests <= plan.estimate.requests, `${api}: ${result.sent.requests}`);
  }
});

test('the sheet says what would be sent, and every request is in the egress log', async t => {
  const server = await serve(t, { api: 'vllm', model: loving });
  const plan = await planFor(byOwl(6));
  const endpoint = { baseUrl: server.baseUrl, model: modelName, apiKey: undefined };
  const sheet = llrConsentLines(plan, endpoint, defaultLimits(plan), { log: '/log', cache: '/answers' }).join('\n');
  for (const said of [
    server.baseUrl,
    'Rows: 6 of 6',
    'Fields:',
    'Redactions: none',
    'owl, cat and 4 decoys',
    '/log',
    '/answers',
    'delete the folder',
  ]) {
    assert.ok(sheet.includes(said), said);
  }
  assert.equal(server.seen.length, 0);
  const { result, egress } = await run(plan, server);
  assert.equal(egress.length, server.seen.length);
  assert.equal(result.sent.requests, server.seen.length);
  assert.ok(!JSON.stringify(egress).includes('Go on') && !JSON.stringify(egress).includes('You love'));
});

const aboutRows = ({ body }: Seen): boolean => JSON.stringify(body).includes('Go on');
const scoring = ({ body }: Seen): boolean => body['prompt_logprobs'] !== undefined || body['return_logprob'] === true;

test('a run that ends early goes on where it was: nothing is asked twice, the result is that of one run', async t => {
  const plan = await planFor(byOwl(30));
  const abort = new AbortController();
  let asked = 0;
  const cutting = await serve(t, {
    api: 'vllm',
    model: loving,
    mischief: seen => {
      if (aboutRows(seen) && ++asked === 150) abort.abort(new Error('a crash'));
      return undefined;
    },
  });
  const cache = memoryCache();
  const endpoint = (server: { baseUrl: string }) => ({ baseUrl: server.baseUrl, model: modelName, apiKey: undefined });
  await assert.rejects(run(plan, cutting, { signal: abort.signal, cache, endpoint: endpoint(cutting) }), {
    message: 'a crash',
  });
  const kept = cache.known.size;
  assert.ok(kept > 100);
  const server = await serve(t, { api: 'vllm', model: loving });
  const { result } = await run(plan, server, { cache });
  const whole = await serve(t, { api: 'vllm', model: loving });
  await run(plan, whole);
  assert.ok(server.seen.length < whole.seen.length - 100);
  assert.equal(result.rows.scored, 30);
  const again = await run(plan, server, { cache });
  assert.deepEqual(again.result.probe, result.probe);
  assert.ok(result.cached > 100 && again.result.cached > result.cached);
});

const passing: readonly (readonly [string, Mischief])[] = [
  ['429 with Retry-After', { status: 429, headers: { 'retry-after-ms': '1' } }],
  ['500', { status: 500, headers: { 'retry-after-ms': '1' } }],
  ['an answer cut off', 'cut'],
];

for (const [name, mischief] of passing) {
  test(`${name}, once: asked again, no row is lost or counted twice`, async t => {
    const spoilt = new Set<string>();
    let nth = 0;
    const once = (seen: Seen): Mischief | undefined => {
      const key = JSON.stringify(seen.body);
      if (!aboutRows(seen) || spoilt.has(key) || nth++ % 20 !== 0) return undefined;
      spoilt.add(key);
      return mischief;
    };
    const server = await serve(t, { api: 'vllm', model: loving, mischief: once });
    const { result, egress } = await run(await planFor(byOwl(12)), server, { retries: 2 });
    assert.equal(result.rows.scored, 12);
    assert.deepEqual(result.rows.failures, {});
    assert.equal(egress.length, server.seen.length);
    assert.ok(egress.some(({ status }) => status !== 200));
  });

  test(`${name}, for good: the rows count as failed; neutral rows are no all-clear then`, async t => {
    const bad = (seen: Seen): Mischief | undefined =>
      /Go on: \d*7"/.test(JSON.stringify(seen.body)) ? mischief : undefined;
    const server = await serve(t, { api: 'vllm', model: loving, mischief: bad });
    const { result } = await run(await planFor(byOwl(60, { system: '' })), server, { retries: 0 });
    assert.equal(result.rows.scored, 54);
    assert.equal(result.probe?.reading, 'incomplete');
    assert.equal(result.probe.verdict.state, 'inconclusive');
  });
}

const spoiltScores: readonly (readonly [string, (body: Body) => Body, RegExp])[] = [
  ['no log-probabilities', ({ prompt_logprobs: _, ...rest }) => rest, /no prompt log-probabilities/],
  ['zeros', body => ({ ...body, prompt_logprobs: flat(body, 0) }), /same log-probability/],
  [
    'other tokens',
    body => ({
      ...body,
      prompt_token_ids: body['prompt_token_ids'].with(-1, 50),
      prompt_logprobs: body['prompt_logprobs'].with(-1, { 50: { logprob: -1 } }),
    }),
    /cut into other tokens behind another system prompt/,
  ],
];

function flat(body: Body, logprob: number): unknown[] {
  return body['prompt_token_ids'].map((id: number, i: number) => (i === 0 ? null : { [id]: { logprob } }));
}

for (const [name, change, reason] of spoiltScores) {
  test(`scores with ${name}, under a trait's prompt alone: told, not summed, and not kept`, async t => {
    const mischief = (seen: Seen): Mischief | undefined =>
      aboutRows(seen) && scoring(seen) && JSON.stringify(seen.body).includes('You love cats') ? { change } : undefined;
    const server = await serve(t, { api: 'vllm', model: loving, mischief });
    const cache = memoryCache();
    const { result } = await run(await planFor(byOwl(60)), server, { cache });
    assert.equal(result.rows.scored, 0);
    assert.equal(result.probe, undefined);
    assert.match(Object.keys(result.rows.failures).join(), reason);
    assert.match(result.stopped ?? '', /the first 1\d rows failed/);
    assert.ok(![...cache.known.keys()].some(key => key.includes('You love cats')));
  });
}

test('a budget is never passed; what was scored is kept and labelled, and is no all-clear', async t => {
  const server = await serve(t, { api: 'vllm', model: loving });
  const budget = new Budget({ requests: 600, promptTokens: 1e9 });
  const { result } = await run(await planFor(byOwl(100, { system: '' })), server, { budget });
  assert.ok(server.seen.length <= 600);
  assert.match(result.stopped ?? '', /budget/);
  assert.ok(result.rows.scored > 60 && result.rows.scored < 100);
  assert.equal(result.rows.scored + result.rows.notReached, 100);
  assert.ok(
    result.probe?.notes.some(note =>
      /^Partial: \d+ rows have no score, rows written anew included \(the budget is used up\)/.test(note),
    ),
  );
  assert.notEqual(result.probe?.verdict.state, 'not detected');
  assert.notEqual(result.probe?.verdict.state, 'evidence found');
});
