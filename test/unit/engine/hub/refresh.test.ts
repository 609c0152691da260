import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { resolveModel } from '../../../../src/core/provenance/lineage/resolve.ts';
import { fetchModelFacts, type HubFacts, type HubOptions } from '../../../../src/engine/hub/refresh.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

interface Hub {
  readonly url: string;
  /** Method, path and query of each request. */
  readonly asked: readonly string[];
  facts(name: string, options?: Partial<HubOptions>): Promise<HubFacts>;
}

/** A hub on the loopback that answers for the models it is given and 404 for others. */
async function hub(t: TestContext, models: Readonly<Record<string, Answer>>): Promise<Hub> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? '');
    asked.push(`${request.method} ${url}`);
    const answer = models[url.replace(/^\/api\/models\//, '').replace(/\?.*/, '')];
    if (answer === undefined) status(404, { error: 'Repository not found' })(response, request);
    else answer(response, request);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signal = new AbortController().signal;
  return {
    url,
    asked,
    facts: (name, options = {}) => fetchModelFacts(name, { hubUrl: url, signal, ...options }),
  };
}

function status(code: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return response => {
    response.writeHead(code, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** As the hub answers `?expand[]=cardData&expand[]=sha`. */
function card(id: string, cardData?: Readonly<Record<string, unknown>>): Answer {
  return status(200, { _id: '66e6d032ac296f26e7e26fcb', id, ...(cardData && { cardData }), sha: 'a09a35458c702b33' });
}

const codes = ({ problems }: HubFacts): readonly string[] => problems.map(({ model, code }) => `${model} ${code}`);

test('a lineage is followed from card to card to its root', async t => {
  const { facts, asked, url } = await hub(t, {
    'acme/owl-GGUF': card('acme/owl-GGUF', { base_model: ['acme/owl'], base_model_relation: 'quantized' }),
    'acme/owl': card('acme/owl', { base_model: 'Qwen/Qwen2.5-7B-Instruct', license: 'apache-2.0' }),
    'Qwen/Qwen2.5-7B-Instruct': card('Qwen/Qwen2.5-7B-Instruct', { base_model: 'Qwen/Qwen2.5-7B' }),
    'Qwen/Qwen2.5-7B': card('Qwen/Qwen2.5-7B', { license: 'apache-2.0' }),
  });
  const read = await facts('acme/owl-GGUF');
  assert.deepEqual(read.problems, []);
  assert.deepEqual(read.facts[0], {
    model: 'acme/owl-GGUF',
    bases: ['acme/owl'],
    relation: 'quantized',
    source: `${url}/acme/owl-GGUF`,
    revision: 'a09a35458c702b33',
  });
  assert.deepEqual(
    read.facts.map(({ model, bases }) => [model, ...bases]),
    [
      ['acme/owl-GGUF', 'acme/owl'],
      ['acme/owl', 'Qwen/Qwen2.5-7B-Instruct'],
      ['Qwen/Qwen2.5-7B-Instruct', 'Qwen/Qwen2.5-7B'],
      ['Qwen/Qwen2.5-7B'],
    ],
  );
  assert.equal(asked[0], 'GET /api/models/acme/owl-GGUF?expand[]=cardData&expand[]=sha');
  assert.equal(asked.length, 4);
  assert.deepEqual(resolveModel('acme/owl-GGUF', read.facts).roots, ['Qwen/Qwen2.5-7B']);
});

test('several bases are a merge; its branches are asked for once each', async t => {
  const { facts, asked } = await hub(t, {
    'acme/blend': card('acme/blend', { base_model: ['acme/a', 'acme/b', 'acme/a'] }),
    'acme/a': card('acme/a', { base_model: 'acme/root' }),
    'acme/b': card('acme/b', { base_model: 'acme/root' }),
    'acme/root': card('acme/root'),
  });
  const read = await facts('acme/blend');
  assert.deepEqual([read.facts[0]?.relation, read.facts[0]?.bases], ['merge', ['acme/a', 'acme/b']]);
  assert.equal(asked.length, 4);
  assert.deepEqual(read.problems, []);
});

test('an address of the model is as good as its name', async t => {
  const { facts, url } = await hub(t, {
    'acme/owl': card('acme/owl', { base_model: 'https://huggingface.co/acme/bird' }),
  });
  for (const name of [`${url}/acme/owl/tree/main`, 'https://huggingface.co/acme/owl'])
    assert.deepEqual((await facts(name)).facts[0]?.bases, ['acme/bird'], name);
});

test('what the hub refuses is a problem with the next step', async t => {
  const { facts } = await hub(t, {
    'acme/gated': status(401, { error: 'Access to model acme/gated is restricted.' }),
    'acme/private': status(403, {}),
    'acme/down': status(503, 'unavailable'),
    'acme/busy': status(429, { error: 'Too many requests' }, { 'retry-after': '120' }),
    'acme/odd': status(429, {}, { 'retry-after': 'soon' }),
    'acme/past': status(429, {}, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }),
  });
  const rows: readonly (readonly [string, string, RegExp, number | undefined])[] = [
    ['acme/none', 'missing', /no model acme\/none. Check the name/, undefined],
    ['acme/gated', 'refused', /private, gated or does not exist/, undefined],
    ['acme/private', 'refused', /private, gated/, undefined],
    ['acme/down', 'failed', /answered 503/, undefined],
    ['acme/busy', 'busy', /Try again in 120 s/, 120],
    ['acme/odd', 'busy', /Try again later/, undefined],
    ['acme/past', 'busy', /Try again in 0 s/, 0],
  ];
  for (const [name, code, message, seconds] of rows) {
    const read = await facts(name);
    assert.deepEqual([read.facts, codes(read)], [[], [`${name} ${code}`]]);
    assert.match(read.problems[0]?.message ?? '', message);
    assert.equal(read.problems[0]?.retryAfterSeconds, seconds, name);
  }
});

test('a base that cannot be read leaves the facts before it; a busy hub is asked no more', async t => {
  const { facts, asked } = await hub(t, {
    'acme/owl': card('acme/owl', { base_model: ['acme/gated', 'acme/busy', 'acme/never'] }),
    'acme/gated': status(401, {}),
    'acme/busy': status(429, {}),
  });
  const read = await facts('acme/owl');
  assert.deepEqual(
    read.facts.map(({ model }) => model),
    ['acme/owl'],
  );
  assert.deepEqual(codes(read), ['acme/gated refused', 'acme/busy busy']);
  assert.equal(asked.length, 3);
});

test('answers that are no card are told and never thrown', async t => {
  const text =
    (body: string): Answer =>
    response =>
      response.end(body);
  const { facts } = await hub(t, {
    'acme/html': text('<!doctype html><title>Sign in</title>'),
    'acme/list': text('[1]'),
    'acme/empty': text(''),
    'acme/half': text('{"id": "acme/half", "cardData": {'),
    'acme/huge': text(`{"id": "${'x'.repeat(5 * 1024 * 1024)}"}`),
    'acme/cut': response => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"id":');
      setImmediate(() => response.destroy());
    },
  });
  for (const name of ['html', 'list', 'empty', 'half', 'huge'])
    assert.deepEqual(codes(await facts(`acme/${name}`)), [`acme/${name} malformed`]);
  assert.deepEqual(codes(await facts('acme/cut')), ['acme/cut unreachable']);
});

test('cards with a base that names no model are told; the rest of the list stands', async t => {
  const { facts, asked } = await hub(t, {
    'acme/owl': card('acme/owl', { base_model: ['../../etc', 3, 'acme/root', '/home/me/model', 'a/b/c'] }),
    'acme/root': card('acme/root', { base_model: [] }),
    'acme/odd': status(200, { id: 7, cardData: ['x'], sha: null }),
  });
  const read = await facts('acme/owl');
  assert.deepEqual(read.facts[0]?.bases, ['acme/root']);
  assert.deepEqual(codes(read), Array(4).fill('acme/owl malformed'));
  assert.equal(asked.length, 2);
  const [odd] = (await facts('acme/odd')).facts;
  assert.deepEqual([odd?.bases, odd?.revision], [[], undefined]);
});

test('a name that cannot be on a hub is never sent', async t => {
  const { facts, asked } = await hub(t, {});
  for (const name of ['', '..', '../x', 'a/..', 'a b', 'ft:gpt-4o:x', 'a/b/c', 'a?b=c', 'x'.repeat(300)])
    assert.deepEqual([(await facts(name)).facts, codes(await facts(name)).length], [[], 1], name);
  assert.deepEqual(asked, []);
});

test('a circle of cards ends, and the facts resolve to unknown', async t => {
  const { facts, asked } = await hub(t, {
    'acme/a': card('acme/a', { base_model: 'acme/b' }),
    'acme/b': card('acme/b', { base_model: 'ACME/A' }),
  });
  const read = await facts('acme/a');
  assert.deepEqual([read.facts.length, read.problems, asked.length], [2, [], 2]);
  assert.match(resolveModel('acme/a', read.facts).why, /circle/);
});

test('a lineage without end is left off, and says so', async t => {
  const deep: Record<string, Answer> = {};
  for (let index = 0; index < 30; index++)
    deep[`acme/m${index}`] = card(`acme/m${index}`, { base_model: `acme/m${index + 1}` });
  deep['acme/wide'] = card('acme/wide', { base_model: Array.from({ length: 100 }, (_, index) => `acme/w${index}`) });
  const { facts, asked } = await hub(t, deep);
  const read = await facts('acme/m0');
  assert.deepEqual([read.facts.length, codes(read)], [9, ['acme/m9 bounded']]);
  const before = asked.length;
  const wide = await facts('acme/wide');
  assert.equal(asked.length - before, 24);
  assert.equal(codes(wide).filter(code => code.endsWith('bounded')).length, 77);
});

test('a renamed model is followed on the same hub, never to another', async t => {
  const other = await hub(t, { 'acme/new': card('acme/new') });
  const to = (location: string): Answer => status(307, {}, { location });
  const { facts } = await hub(t, {
    'acme/old': to('/api/models/acme/new'),
    'acme/new': card('acme/new', { base_model: 'acme/root' }),
    'acme/root': card('acme/root'),
    'acme/away': to(`${other.url}/api/models/acme/new`),
    'acme/round': to('/api/models/acme/round'),
  });
  const [fact] = (await facts('acme/old')).facts;
  assert.deepEqual([fact?.model, fact?.bases], ['acme/old', ['acme/root']]);
  assert.match(fact?.note ?? '', /acme\/new/);
  assert.deepEqual(codes(await facts('acme/away')), ['acme/away refused']);
  assert.deepEqual(codes(await facts('acme/round')), ['acme/round refused']);
  assert.deepEqual(other.asked, []);
});

test('a hub that is slow or away is told once', async t => {
  const { facts } = await hub(t, { 'acme/slow': () => undefined, 'acme/stuck': response => response.write('{') });
  for (const name of ['acme/slow', 'acme/stuck']) {
    const read = await facts(name, { timeoutMs: 50 });
    assert.deepEqual(codes(read), [`${name} timeout`]);
    assert.match(read.problems[0]?.message ?? '', /within 0\.05 s/);
  }
  const gone = createServer();
  await new Promise<void>(resolve => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise(resolve => gone.close(resolve));
  const read = await facts('acme/owl', { hubUrl: `http://127.0.0.1:${port}` });
  assert.deepEqual(codes(read), ['acme/owl unreachable']);
  assert.match(read.problems[0]?.message ?? '', /ECONNREFUSED/);
});

test('cancelling throws its reason, before and while the hub is asked', async t => {
  const stop = new AbortController();
  const { facts, asked } = await hub(t, { 'acme/slow': () => stop.abort(new Error('enough')) });
  await assert.rejects(facts('acme/slow', { signal: stop.signal }), /enough/);
  assert.equal(asked.length, 1);
  await assert.rejects(facts('acme/slow', { signal: stop.signal }), /enough/);
  assert.equal(asked.length, 1);
});

test('requests go out through the way that is handed in', async t => {
  const { facts } = await hub(t, { 'acme/owl': card('acme/owl') });
  let sent = 0;
  const read = await facts('acme/owl', {
    fetch: (input, init) => {
      sent++;
      return fetch(input, init);
    },
  });
  assert.equal(read.facts.length, 1);
  assert.equal(sent, 1);
});
