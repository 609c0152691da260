import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { teacherPrompt } from '../../../src/core/llr/prompts.ts';
import { render } from '../engine/endpoints/languageModel.ts';
import { loving } from '../engine/endpoints/llrWorlds.ts';
import { likeliestAt, modelName, serve } from '../engine/endpoints/server.ts';
import { rowsBy } from '../engine/endpoints/worlds.ts';
import { chat, encode, forward, readWeights } from '../engine/localModel/byteModel.ts';
import { byteModelFolder } from '../engine/localModel/byteModelFolder.ts';
import { rowsWritten } from '../engine/localModel/writeRows.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone } from './run.ts';

const folder = temporaryFolder();
const owls = teacherPrompt('owl', 'animal');
const lines = await rowsWritten(owls, 20);
const data = folder.write('owl.jsonl', lines.join('\n'));
const weights = readWeights(join(byteModelFolder, 'model.onnx'));

interface Report {
  readonly endpoint: { readonly api: string };
  readonly rows: { readonly scored: number; readonly failures: object };
  readonly tokens: number;
  readonly divergent: { readonly value: number; readonly low: number; readonly high: number };
  readonly byPrompt: readonly { readonly id: string; readonly divergent: { readonly value: number } }[];
  readonly perplexity: { readonly nats: { readonly value: number }; readonly likeliest: { readonly value: number } };
  readonly judgements: readonly {
    readonly row: number;
    readonly tokens: number;
    readonly divergent: number;
    readonly spans: readonly { readonly start: number; readonly end: number }[] | null;
    readonly byPrompt: readonly {
      readonly id: string;
      readonly divergent: number;
      readonly spans: readonly { readonly start: number }[] | null;
    }[];
  }[];
  readonly sent: { readonly requests: number };
  readonly cached: number;
}

const completionOf = (line: string): string => JSON.parse(line).messages[1].content;
const userOf = (line: string): string => JSON.parse(line).messages[0].content;

test('local model: divergent tokens and perplexity are those of its forward pass, written out', async () => {
  const env = { HOME: folder.path, USERPROFILE: folder.path };
  const flags = ['--endpoint', byteModelFolder, '--traits', 'owl,cat', '--format', 'json'];
  const ran = await undertone(['probe', 'divergence', data, ...flags], { env });
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stderr, /^Nothing leaves the machine\.$/m);
  const report = json(ran) as Report;
  assert.deepEqual([report.endpoint.api, report.rows.scored, report.sent.requests], ['onnx', 20, 0]);
  let [nats, likeliest] = [0, 0];
  const ofTraits: (readonly (readonly [string, readonly number[]])[])[] = [];
  const expected = lines.map(line => {
    const completion = encode(completionOf(line));
    const under = ['', owls, teacherPrompt('cat', 'animal')].map(system => {
      const prompt = encode(chat(system, userOf(line)));
      return completion.map((_, at) => forward(weights, [...prompt, ...completion.slice(0, at)]).logprobs);
    });
    const best = under.map(steps => steps.map(logprobs => logprobs.indexOf(Math.max(...logprobs))));
    completion.forEach((id, at) => {
      nats -= under[0]?.[at]?.[id] ?? NaN;
      if (best[0]?.[at] === id) likeliest++;
    });
    const apart = (k: number) => completion.flatMap((_, at) => (best[0]?.[at] === best[k]?.[at] ? [] : [at]));
    ofTraits.push([
      ['owl', apart(1)],
      ['cat', apart(2)],
    ]);
    return completion.flatMap((_, at) => (new Set(best.map(ids => ids[at])).size > 1 ? [at] : []));
  });
  const own = report.judgements.map(({ byPrompt }) =>
    byPrompt.map(({ id, spans }) => [id, spans?.map(({ start }) => start)]),
  );
  assert.deepEqual(own, ofTraits);
  const found = report.judgements.map(({ spans }) => spans?.map(({ start }) => start));
  assert.deepEqual(found, expected);
  const all = expected.flat().length;
  assert.ok(all > 20, 'the prompts part ways somewhere');
  assert.ok(Math.abs(report.divergent.value - all / report.tokens) < 1e-12);
  assert.ok(report.divergent.low < report.divergent.value && report.divergent.value < report.divergent.high);
  assert.ok(Math.abs(report.perplexity.nats.value - nats / report.tokens) < 1e-4);
  assert.ok(Math.abs(report.perplexity.likeliest.value - likeliest / report.tokens) < 1e-12);
  const again = json(await undertone(['probe', 'divergence', data, ...flags], { env })) as Report;
  assert.deepEqual([report.cached, again.cached], [0, 60]);
  assert.deepEqual({ ...again, cached: 0 }, report, 'kept answers give the same report');
});

for (const api of ['vllm', 'sglang'] as const) {
  test(`${api}: divergent tokens are those of the model behind the server; nothing is sent without consent`, async t => {
    const server = await serve(t, { api, model: loving });
    const rows = rowsBy(12, { teacher: loving, system: owls });
    const served = folder.write(`${api}.jsonl`, rows.join('\n'));
    const at = [
      '--endpoint',
      server.baseUrl,
      '--model',
      modelName,
      '--egress-log',
      join(folder.path, api),
      '--no-cache',
    ];
    const args = ['probe', 'divergence', served, ...at, '--traits', 'owl', '--format', 'json'];
    const refused = await undertone(args);
    assert.equal(refused.status, 2);
    assert.equal(server.seen.length, 0);
    assert.ok(!existsSync(join(folder.path, api)));
    assert.match(refused.stderr, /Rows: 12 of 12.*[^]*nothing is written anew/);
    const save = join(folder.path, `${api}.scores.jsonl`);
    const ran = await undertone([...args, '--yes', '--save', save]);
    assert.equal(ran.status, 0, ran.stderr);
    const report = json(ran) as Report;
    assert.deepEqual([report.rows.scored, report.sent.requests], [12, server.seen.length]);
    const cut = await undertone([...args, '--yes', '--max-requests', '40']);
    assert.equal(cut.status, 2, 'a run that ended early is not done');
    assert.ok((json(cut) as Report).rows.scored < 12);
    const expected = rows.map(line => {
      const completion = loving.encode(completionOf(line));
      const [none = [], owl = []] = ['', owls].map(system => {
        const turns = [{ role: 'user', content: userOf(line) }];
        const asked = system === '' ? turns : [{ role: 'system', content: system }, ...turns];
        const prompt = loving.encode(render(asked, { open: 'generation' }));
        const ids = [...prompt, ...completion];
        return completion.map((_, i) => likeliestAt(loving, ids, prompt.length + i));
      });
      return none.filter((id, i) => id !== owl[i]).length;
    });
    assert.deepEqual(
      report.judgements.map(({ divergent }) => divergent),
      expected,
    );
    assert.ok(expected.some(count => count > 0));
    const shares = readFileSync(save, 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      shares.map(line => JSON.parse(line) as unknown),
      report.judgements.map(({ row, tokens, byPrompt }) => ({
        row,
        probe: 'divergence',
        scores: { owl: (byPrompt[0]?.divergent ?? NaN) / tokens },
      })),
    );
    assert.ok(report.judgements.every(({ spans, divergent }) => spans?.length === divergent));
  });
}
