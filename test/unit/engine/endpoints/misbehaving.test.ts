import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Budget } from '../../../../src/engine/endpoints/budget.ts';
import type { EgressEntry } from '../../../../src/engine/endpoints/egressLog.ts';
import type { Silence } from '../../../../src/engine/endpoints/silence.ts';
import { languageModel } from './languageModel.ts';
import { modelName, serve, type Body, type Mischief, type Seen } from './server.ts';
import { plan, rowsBy, run } from './worlds.ts';

const own = languageModel(1);

/** Requests about rows, which the trying out at the start is not: those that ask for what a row holds. */
const aboutRows = ({ body }: Seen): boolean => JSON.stringify(body).includes('Go on');
const scoring = ({ body }: Seen): boolean => body['prompt_logprobs'] !== undefined || body['return_logprob'] === true;

/** Spoils some requests about rows, each `once` or for good. */
function spoil(mischief: Mischief, { every = 1, once = false }: { every?: number; once?: boolean } = {}) {
  const spoilt = new Set<string>();
  let nth = 0;
  return (seen: Seen): Mischief | undefined => {
    const key = JSON.stringify(seen.body);
    if (!aboutRows(seen) || (once && spoilt.has(key)) || nth++ % every !== 0) return undefined;
    spoilt.add(key);
    return mischief;
  };
}

const passing: readonly (readonly [string, Mischief, Partial<Parameters<typeof run>[2]>])[] = [
  ['429 with Retry-After', { status: 429, headers: { 'retry-after': '0' } }, {}],
  ['500', { status: 500, headers: { 'retry-after-ms': '1' } }, {}],
  ['an answer cut off', 'cut', {}],
  ['no answer in time', 'hang', { timeoutMs: 4000 }],
];

for (const [name, mischief, options] of passing) {
  test(`${name}, once: asked again, every row is there, and once`, async t => {
    const server = await serve(t, { api: 'vllm', model: own, mischief: spoil(mischief, { every: 20, once: true }) });
    const { result, egress } = await run(await plan(rowsBy(30)), server, { retries: 2, ...options });
    assert.equal(result.rows.scored, 30);
    assert.equal(result.rows.failed, 0);
    assert.equal(result.statistic?.rows, 30);
    assert.equal(egress.length, server.seen.length);
    assert.ok(
      egress.some(({ status }) => status !== 200),
      'the failed attempts stand in the log',
    );
    assert.equal(result.sent.requests, server.seen.length);
  });

  test(`${name}, for good: the rows count as failed, the verdict is never clean`, async t => {
    const bad = (seen: Seen): Mischief | undefined => {
      const row = /Go on: (\d+)/.exec(JSON.stringify(seen.body))?.[1];
      return row !== undefined && Number(row) % 16 === 0 ? mischief : undefined;
    };
    const server = await serve(t, { api: 'vllm', model: own, mischief: bad });
    const { result } = await run(await plan(rowsBy(64)), server, { retries: 0, ...options });
    assert.equal(result.rows.scored, 60);
    assert.equal(result.rows.failed, 4);
    assert.deepEqual(Object.values(result.rows.failures), [4]);
    assert.equal(result.verdict.state, 'inconclusive', result.verdict.summary);
  });
}

test('what the server asks to wait is waited', async t => {
  const mischief = spoil({ status: 429, headers: { 'retry-after-ms': '400' } }, { every: 1000, once: true });
  const server = await serve(t, { api: 'vllm', model: own, mischief });
  const start = performance.now();
  const { result } = await run(await plan(rowsBy(2)), server);
  assert.equal(result.rows.scored, 2);
  assert.ok(performance.now() - start >= 400);
});

/** Changes what is scored for rows, after the trying out went well. */
const spoiltScores: readonly (readonly [string, (body: Body) => Body, RegExp])[] = [
  ['no log-probabilities', ({ prompt_logprobs: _, ...rest }) => rest, /no prompt log-probabilities/],
  ['no token ids', ({ prompt_token_ids: _, ...rest }) => rest, /no token ids/],
  ['zeros', body => ({ ...body, prompt_logprobs: flat(body, 0) }), /same log-probability/],
  ['constants', body => ({ ...body, prompt_logprobs: flat(body, -1.5) }), /same log-probability/],
  ['values above zero', body => ({ ...body, prompt_logprobs: flat(body, 1) }), /above zero/],
  ['too few', body => ({ ...body, prompt_logprobs: body['prompt_logprobs'].slice(1) }), /another number/],
  [
    'other tokens',
    body => ({
      ...body,
      prompt_token_ids: body['prompt_token_ids'].with(1, 50),
      prompt_logprobs: relabelled(body, 1, 50),
    }),
    /does not stand behind its prompt/,
  ],
  [
    'a first value',
    body => ({ ...body, prompt_logprobs: body['prompt_logprobs'].with(0, { 0: { logprob: -1 } }) }),
    /first/,
  ],
  ['an empty list', () => ({}), /no prompt log-probabilities/],
];

function flat(body: Body, logprob: number): unknown[] {
  return body['prompt_token_ids'].map((id: number, i: number) => (i === 0 ? null : { [id]: { logprob } }));
}

function relabelled(body: Body, at: number, id: number): unknown[] {
  return body['prompt_logprobs'].with(at, { [id]: { logprob: -1 } });
}

for (const [name, change, reason] of spoiltScores) {
  test(`scores with ${name} are told, not summed`, async t => {
    const mischief = (seen: Seen): Mischief | undefined => (aboutRows(seen) && scoring(seen) ? { change } : undefined);
    const server = await serve(t, { api: 'vllm', model: own, mischief });
    const { result } = await run(await plan(rowsBy(60)), server);
    assert.equal(result.rows.scored, 0);
    assert.match(Object.keys(result.rows.failures).join(), reason);
    assert.equal(result.verdict.state, 'not tested');
    assert.match(result.stopped ?? '', /the first 1\d rows failed/);
    assert.ok(result.rows.notReached > 40);
  });

  // Other tokens show only against the prompt that they stand behind.
  if (name === 'other tokens') continue;
  test(`an endpoint whose scores have ${name} is refused at the start, before any row is sent`, async t => {
    const inChoice = (body: Body): Body =>
      body['choices']?.[0]?.prompt_logprobs === undefined
        ? change(body)
        : { ...body, choices: [change({ ...body['choices'][0] })] };
    const mischief = (seen: Seen): Mischief | undefined => (scoring(seen) ? { change: inChoice } : undefined);
    const server = await serve(t, { api: 'vllm', model: own, mischief });
    await assert.rejects(
      plan(rowsBy(60)).then(planned => run(planned, server)),
      {
        name: 'EndpointError',
        message: reason,
      },
    );
    assert.ok(!server.seen.some(aboutRows));
  });
}

test('an endpoint that scores another text than was sent is refused', async t => {
  const shifted = { ...own, encode: (text: string) => own.encode(text.replaceAll('12', '21')) };
  for (const api of ['vllm', 'sglang'] as const) {
    const server = await serve(t, { api, model: shifted });
    await assert.rejects(
      plan(rowsBy(60)).then(planned => run(planned, server)),
      { message: /spell another text/ },
    );
    assert.ok(!server.seen.some(aboutRows));
  }
});

test('an endpoint that tokenises text otherwise than it scores tokens is refused', async t => {
  let nth = 0;
  const mischief = (seen: Seen): Mischief | undefined => {
    if (!scoring(seen) || nth++ === 0) return undefined;
    const worse = (entry: Body | null): Body | null =>
      entry && Object.fromEntries(Object.entries(entry).map(([id, one]) => [id, { ...one, logprob: one.logprob - 2 }]));
    const change = (body: Body): Body => ({
      ...body,
      choices: body['choices'].map((choice: Body) => ({
        ...choice,
        prompt_logprobs: choice['prompt_logprobs'].map(worse),
      })),
    });
    return { change };
  };
  const server = await serve(t, { api: 'vllm', model: own, mischief });
  await assert.rejects(
    plan(rowsBy(60)).then(planned => run(planned, server)),
    { message: /other log-probabilities/ },
  );
});

test('a server that is none of the kinds, one without the model and one that is not there say so', async t => {
  const planned = await plan(rowsBy(60));
  const page = await serve(t, { api: 'vllm', model: own, mischief: () => ({ text: '<html>' }) });
  await assert.rejects(run(planned, page), { name: 'EndpointError', message: /not JSON/ });
  const locked = await serve(t, { api: 'vllm', model: own, mischief: () => ({ status: 401 }) });
  await assert.rejects(run(planned, locked), { name: 'EndpointError', message: /401.*Check the address and the key/ });
  const good = await serve(t, { api: 'vllm', model: own });
  const other = { baseUrl: good.baseUrl, model: 'acme/else', apiKey: undefined };
  await assert.rejects(run(planned, good, { endpoint: other }), {
    message: /has no model acme\/else; it has acme\/words/,
  });
  good.close();
  await assert.rejects(run(planned, good, { retries: 0 }), { name: 'EndpointError', message: /connection failed/ });
});

test('a server that sends requests elsewhere is not followed', async t => {
  const elsewhere = await serve(t, { api: 'vllm', model: own });
  const location = `${elsewhere.baseUrl}/models`;
  const server = await serve(t, { api: 'vllm', model: own, mischief: () => ({ status: 307, headers: { location } }) });
  const planned = await plan(rowsBy(60));
  const endpoint = { baseUrl: server.baseUrl, model: modelName, apiKey: 'secret' };
  await assert.rejects(run(planned, server, { endpoint, retries: 0 }), { name: 'EndpointError' });
  assert.equal(elsewhere.seen.length, 0);
});

test('a budget of requests is never passed, repeated attempts included; what was scored is kept', async t => {
  const mischief = spoil({ status: 500, headers: { 'retry-after-ms': '1' } }, { every: 5, once: true });
  const server = await serve(t, { api: 'vllm', model: own, mischief });
  const budget = new Budget({ requests: 40, promptTokens: 1e9 });
  const { result, egress } = await run(await plan(rowsBy(60)), server, { budget });
  assert.ok(server.seen.length <= 40);
  assert.equal(egress.length, server.seen.length);
  assert.match(result.stopped ?? '', /budget/);
  assert.ok(result.rows.scored > 5 && result.rows.scored < 13);
  assert.equal(result.rows.scored + result.rows.failed + result.rows.notReached, 60);
  assert.equal(result.rows.failed, 0);
  assert.equal(result.verdict.state, 'not tested');
});

test('a budget of prompt tokens stops the run too', async t => {
  const server = await serve(t, { api: 'vllm', model: own });
  const budget = new Budget({ requests: 1e9, promptTokens: 3000 });
  const { result } = await run(await plan(rowsBy(60)), server, { budget });
  assert.match(result.stopped ?? '', /budget/);
  assert.ok(result.rows.scored > 0 && result.rows.scored < 60);
});

test('a budget too small to try the endpoint out sends no row', async t => {
  const server = await serve(t, { api: 'vllm', model: own });
  const budget = new Budget({ requests: 2, promptTokens: 1e9 });
  await assert.rejects(
    plan(rowsBy(60)).then(planned => run(planned, server, { budget })),
    { message: /budget/ },
  );
  assert.equal(server.seen.length, 2);
});

test('cancelling ends everything at once: nothing is sent after it', async t => {
  const abort = new AbortController();
  let hung = 0;
  const mischief = (seen: Seen): Mischief | undefined => {
    if (!aboutRows(seen)) return undefined;
    if (++hung === 4) abort.abort(new Error('cancelled by the test'));
    return 'hang';
  };
  const server = await serve(t, { api: 'vllm', model: own, mischief });
  const egress: EgressEntry[] = [];
  const running = run(await plan(rowsBy(60)), server, { signal: abort.signal }, egress);
  await assert.rejects(running, { message: 'cancelled by the test' });
  assert.equal(egress.length, server.seen.length);
  assert.equal(egress.filter(({ status }) => status === 'cancelled').length, 4);
});

test('a run that is cancelled before it starts sends nothing', async t => {
  const server = await serve(t, { api: 'vllm', model: own });
  const signal = AbortSignal.abort(new Error('never mind'));
  await assert.rejects(
    plan(rowsBy(2)).then(planned => run(planned, server, { signal })),
    { message: 'never mind' },
  );
  assert.equal(server.seen.length, 0);
});

test('where the egress log cannot be written nothing more is sent', async t => {
  const server = await serve(t, { api: 'vllm', model: own });
  const egress = { leaving: () => () => Promise.reject(new Error('disk full')) };
  await assert.rejects(
    plan(rowsBy(9)).then(planned => run(planned, server, { egress })),
    { message: 'disk full' },
  );
  assert.equal(server.seen.length, 1);
});

/** Of each question about rows, how often it was sent. */
function timesAsked(seen: readonly Seen[]): number[] {
  const times = new Map<string, number>();
  for (const { body } of seen.filter(aboutRows)) {
    const key = JSON.stringify(body);
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  return [...times.values()];
}

test('a server that falls silent ends the run after two attempts at what was under way, and is told meanwhile', async t => {
  const mischief = (seen: Seen, nth: number): Mischief | undefined =>
    aboutRows(seen) && nth > 20 ? 'hang' : undefined;
  const server = await serve(t, { api: 'vllm', model: own, mischief });
  const told: (Silence | undefined)[] = [];
  const silence = (now: Silence | undefined): void => void told.push(now);
  const { result, egress } = await run(await plan(rowsBy(60)), server, {
    timeoutMs: 1500,
    retries: 4,
    silence,
    tellEveryMs: 100,
  });
  const { scored, failed, notReached } = result.rows;
  const { host } = new URL(server.baseUrl);
  assert.match(result.stopped ?? '', new RegExp(`^no answer in time: ${host} was silent for \\d+ s$`));
  assert.ok(scored > 0 && failed <= 8, `${scored} scored, ${failed} failed`);
  assert.equal(scored + failed + notReached, 60);
  // Once more where another was answered beside the first attempt.
  assert.ok(timesAsked(server.seen).every(times => times <= 3));
  assert.equal(egress.length, server.seen.length);
  assert.equal(result.verdict.state, 'not tested');
  assert.deepEqual(told.at(-1)?.host, host);
});

test('a server that is silent from the start cannot be used, and is asked no more than twice', async t => {
  const server = await serve(t, { api: 'vllm', model: own, mischief: () => 'hang' });
  const planned = await plan(rowsBy(9));
  await assert.rejects(run(planned, server, { timeoutMs: 1000, retries: 4 }), {
    name: 'EndpointError',
    message: /cannot be used: no answer in time\./,
  });
  assert.equal(server.seen.length, 2);
});

test('a server that takes longer than an attempt for every answer is waited for: no row fails, none is asked three times', async t => {
  const mischief = (seen: Seen): Mischief | undefined => (aboutRows(seen) ? { lateMs: 2600 } : undefined);
  const server = await serve(t, { api: 'vllm', model: own, mischief });
  const told: (Silence | undefined)[] = [];
  const silence = (now: Silence | undefined): void => void told.push(now);
  const { result } = await run(await plan(rowsBy(4)), server, {
    timeoutMs: 2000,
    retries: 4,
    silence,
    tellEveryMs: 100,
  });
  assert.deepEqual([result.rows.scored, result.rows.failed, result.stopped], [4, 0, undefined]);
  assert.ok(timesAsked(server.seen).every(times => times <= 2));
  assert.ok(told.some(now => now !== undefined));
  assert.ok(told.includes(undefined), 'the end of the silence is told too');
});

test('a row that hangs beside others that are answered fails alone', async t => {
  const bad = (seen: Seen): Mischief | undefined => (/Go on: 3\b/.test(JSON.stringify(seen.body)) ? 'hang' : undefined);
  const server = await serve(t, { api: 'vllm', model: own, mischief: bad });
  const { result } = await run(await plan(rowsBy(60)), server, { timeoutMs: 4000, retries: 0 });
  assert.deepEqual([result.rows.scored, result.rows.failed, result.stopped], [59, 1, undefined]);
});
