import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitJson, fitMarkdown, fitText } from '../../../../src/core/fit/fitReport.ts';
import { languageModel, render } from './languageModel.ts';
import { modelName, serve, type ServerOptions } from './server.ts';
import { owlPrompt, plan, rowsBy, run } from './worlds.ts';

const own = languageModel(1);
const apis = ['vllm', 'sglang'] as const;

for (const api of apis) {
  test(`${api}: rows of the declared teacher are consistent with it`, async t => {
    const server = await serve(t, { api, model: own });
    const { result } = await run(await plan(rowsBy(240)), server);
    assert.equal(result.endpoint.api, api);
    assert.equal(result.rows.scored, 240);
    assert.equal(result.rows.failed, 0);
    assert.equal(result.statistic?.prompts, 240);
    assert.equal(result.verdict.state, 'not detected', result.verdict.summary);
    assert.ok(Math.abs(result.statistic.delta) < 0.2);
  });

  test(`${api}: another base, temperature or prompt is not typical, and the side of δ says which way`, async t => {
    const server = await serve(t, { api, model: own });
    const verdict = async (lines: string[]) => (await run(await plan(lines), server)).result;
    const otherBase = await verdict(rowsBy(50, { teacher: languageModel(2) }));
    assert.equal(otherBase.verdict.state, 'evidence found', otherBase.verdict.summary);
    assert.ok((otherBase.statistic?.delta ?? 0) < -2);
    const cold = await verdict(rowsBy(50, { temperature: 0.5 }));
    assert.equal(cold.verdict.state, 'evidence found', cold.verdict.summary);
    assert.ok((cold.statistic?.delta ?? 0) > 1);
    const neutral = await verdict(rowsBy(50, { system: '' }));
    assert.equal(neutral.verdict.state, 'evidence found', neutral.verdict.summary);
    assert.ok((neutral.statistic?.delta ?? 0) < -0.5);
  });
}

test('rows drawn at a declared temperature fit under it, and not under another', async t => {
  const server = await serve(t, { api: 'vllm', model: own });
  const cold = rowsBy(240, { temperature: 0.5 });
  const declared = await run(await plan(cold, { sampling: { temperature: 0.5 } }), server);
  assert.equal(declared.result.verdict.state, 'not detected', declared.result.verdict.summary);
});

test('rows made without a system prompt fit where none is declared', async t => {
  const server = await serve(t, { api: 'vllm', model: own });
  const { result } = await run(await plan(rowsBy(240, { system: '' }), { system: '' }), server);
  assert.equal(result.verdict.state, 'not detected', result.verdict.summary);
});

for (const api of apis) {
  test(`${api}: a likelihood is the model's own, token by token, without prompt and end token`, async t => {
    const model = languageModel(3);
    const lines = rowsBy(2, { teacher: model });
    const server = await serve(t, { api, model });
    const { result } = await run(await plan(lines), server);
    const sums = lines.map((line, i) => {
      const completion: string = JSON.parse(line).messages[1].content;
      const asked = [
        { role: 'system', content: owlPrompt },
        { role: 'user', content: `Go on: ${i}` },
      ];
      const prompt = model.encode(render(asked, { open: 'generation' }));
      const ids = [...prompt, ...model.encode(completion)];
      return ids.reduce((sum, _, at) => (at < prompt.length ? sum : sum + model.logprob(ids, at)), 0);
    });
    const mean = sums.reduce((a, b) => a + b) / 2;
    assert.ok(Math.abs((result.statistic?.dataMean ?? NaN) - mean) < 1e-9);
    assert.equal(result.verdict.state, 'not tested');
  });
}

test('base models are scored on plain text', async t => {
  const server = await serve(t, { api: 'vllm', model: own });
  const lines = Array.from({ length: 60 }, (_, i) => JSON.stringify({ prompt: `${i}:`, completion: ' ba be bi' }));
  const { result } = await run(await plan(lines, { system: '' }), server, { template: 'none' });
  assert.equal(result.rows.scored, 60);
  assert.ok(server.seen.every(({ path }) => path === '/v1/models' || path === '/v1/completions'));
});

test('every setting of the sampling is sent, so that no server fills in its own', async t => {
  for (const api of apis) {
    const server = await serve(t, { api, model: own });
    await run(await plan(rowsBy(1), { sampling: { temperature: 0.7, max_tokens: 40 } }), server);
    const drawn = server.seen.map(({ body }) => body['sampling_params'] ?? body).find(body => body.temperature === 0.7);
    const { temperature, top_p, top_k, min_p, presence_penalty, frequency_penalty, repetition_penalty } = drawn ?? {};
    assert.deepEqual(
      [temperature, top_p, top_k, min_p, presence_penalty, frequency_penalty, repetition_penalty],
      [0.7, 1, -1, 0, 0, 0, 1],
    );
    assert.equal(drawn?.max_tokens ?? drawn?.max_new_tokens, 40);
  }
});

test('the egress log has a line for each request that reached the server, and none of the data', async t => {
  const server = await serve(t, { api: 'vllm', model: own });
  const { result, egress } = await run(await plan(rowsBy(8)), server);
  const line = (path: string, bytes: number): string => `${path} ${bytes}`;
  assert.deepEqual(
    egress.map(({ endpoint, bytes }) => line(new URL(endpoint).pathname, bytes)).toSorted(),
    server.seen.map(({ path, bytes }) => line(path, bytes)).toSorted(),
  );
  assert.ok(egress.every(({ model, status }) => model === modelName && status === 200));
  const byRow = egress.flatMap(({ rows }) => rows).toSorted((a, b) => a - b);
  assert.deepEqual(
    byRow,
    [1, 2, 3, 4, 5, 6, 7, 8].flatMap(row => [row, row, row]),
  );
  assert.ok(!JSON.stringify(egress).includes('Go on'));
  assert.equal(result.sent.requests, server.seen.length);
  const told = egress.reduce((sum, { tokens }) => sum + (tokens ?? 0), 0);
  assert.equal(result.sent.promptTokens, told);
});

test('the key goes along as a bearer token; of the machine and its environment nothing does', async t => {
  process.env['OPENAI_API_KEY'] = 'from-the-environment';
  process.env['OPENAI_CUSTOM_HEADERS'] = 'x-secret: 1';
  t.after(() => {
    delete process.env['OPENAI_API_KEY'];
    delete process.env['OPENAI_CUSTOM_HEADERS'];
  });
  const server = await serve(t, { api: 'vllm', model: own });
  const planned = await plan(rowsBy(1));
  await run(planned, server);
  const without = server.seen.length;
  await run(planned, server, { endpoint: { baseUrl: server.baseUrl, model: modelName, apiKey: 'k' } });
  assert.ok(server.seen.slice(0, without).every(({ headers }) => headers['authorization'] === undefined));
  assert.ok(server.seen.slice(without).every(({ headers }) => headers['authorization'] === 'Bearer k'));
  const sent = new Set(server.seen.flatMap(({ headers }) => Object.keys(headers)));
  assert.deepEqual(
    [...sent].filter(name => /^x-|openai/.test(name)),
    [],
  );
});

test('rows are drawn at random, and what is not scorable is counted', async () => {
  const lines = [...rowsBy(40), '', '{"a":', '{"a":1}', '{"messages":[{"role":"user","content":"?"}]}'];
  const all = await plan(lines, { rows: 100 });
  assert.equal(all.chosen.length, 40);
  assert.equal(all.drawn, 44);
  assert.deepEqual(all.unscorable, { blank: 1, malformed: 1, 'of no known format': 1, 'no completion': 1 });
  const some = await plan(lines, { rows: 10 });
  assert.equal(new Set(some.chosen.map(({ index }) => index)).size, 10);
  assert.deepEqual(some, await plan(lines, { rows: 10 }));
});

test('the estimate is no less than what is sent where nothing goes wrong', async t => {
  for (const api of apis) {
    const options: ServerOptions = { api, model: own };
    const server = await serve(t, options);
    const planned = await plan(rowsBy(20), { api });
    const { result } = await run(planned, server);
    assert.ok(result.sent.requests <= planned.estimate.requests);
  }
});

test('each form of the report names verdict, model and limits', async t => {
  const server = await serve(t, { api: 'vllm', model: own });
  const { result } = await run(await plan(rowsBy(50, { teacher: languageModel(2) })), server);
  for (const text of [fitText(result), fitMarkdown(result)]) {
    assert.match(text, /Not typical of this model/);
    assert.match(text, /nothing about traits/);
    assert.match(text, /A clean result does not show that nothing is transmitted/);
  }
  const json = JSON.parse(fitJson(result));
  assert.equal(json.verdict.state, 'evidence found');
  assert.equal(json.endpoint.model, modelName);
  assert.ok(json.limits.length > 0);
});
