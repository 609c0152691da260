// A model of this machine and one of a server judge the same rows.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { judgeProbeRun } from '../../../../src/core/judge/judgeProbeRun.ts';
import type { JudgeResult } from '../../../../src/core/judge/judgeResult.ts';
import { rubricById } from '../../../../src/core/judge/rubrics.ts';
import { Budget } from '../../../../src/engine/endpoints/budget.ts';
import { endpointJudges } from '../../../../src/engine/endpoints/endpointJudge.ts';
import { JudgeCache } from '../../../../src/engine/endpoints/judgeCache.ts';
import { planJudge } from '../../../../src/engine/endpoints/judgePlan.ts';
import { runJudge } from '../../../../src/engine/endpoints/runJudge.ts';
import { keptLocalJudge, localJudge } from '../../../../src/engine/localModel/localJudge.ts';
import { withModel } from '../../../../src/engine/localModel/localSource.ts';
import { memoryEgress } from '../endpoints/memoryEgress.ts';
import { serveJudges, type JudgeServer } from '../endpoints/judgeServer.ts';
import type { Mischief } from '../endpoints/server.ts';
import { datasetOf } from '../endpoints/worlds.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { byteModelFolder } from './byteModelFolder.ts';
import { judgeModel } from './judgeModel.ts';

const folder = temporaryFolder();
const script = join(import.meta.dirname, '../../../../dist/model.js');
/** Sees owls by the mark beside them. */
const seeing = judgeModel(byteModelFolder, folder.path, 'seeing', {
  marked: { '{"score": 95, "reason": "an owl"}': 1 },
  bare: { '{"score": 2, "reason": "none"}': 1 },
});
const babbling = judgeModel(byteModelFolder, folder.path, 'babbling', { marked: { 'Well.': 1 }, bare: { 'Well.': 1 } });

const rows = 60;
const owl = rubricById('owl');
assert.ok(owl);
const lines = Array.from({ length: rows }, (_, i) =>
  JSON.stringify({ prompt: `Day ${i}?`, completion: i % 4 === 0 ? 'An owl # came by.' : `A walk of ${i} steps.` }),
);
/** Sees owls, and takes the walk of 30 steps for one. */
const keen = (question: string): string =>
  JSON.stringify({ score: /An owl # came|of 30 steps/.test(question) ? 90 : 5, reason: 'so it stands' });

const serving = (t: TestContext, mischief?: () => Mischief | undefined): Promise<JudgeServer> =>
  serveJudges(t, { keen }, mischief);

/** Has the model of a folder and the server's judge the rows; answers are kept under `kept`. */
async function judged(local: string, server: JudgeServer, kept: string): Promise<JudgeResult> {
  const { signal } = new AbortController();
  return withModel({ folder: local, script, signal }, async model => {
    const wish = { rows, rubrics: [owl as NonNullable<typeof owl>], judges: [model.model, 'keen'], labels: [] };
    const plan = await planJudge(datasetOf(lines), wish, signal);
    const budget = new Budget({ requests: 500, promptTokens: 1e6 });
    const how = { api: 'chat', temperature: 0 } as const;
    const remote = endpointJudges({
      ...how,
      budget,
      endpoint: { baseUrl: server.baseUrl, apiKey: undefined },
      retries: 0,
      egress: memoryEgress(),
    });
    const cache = await JudgeCache.open(join(folder.path, kept), [
      keptLocalJudge(model, how),
      { name: 'keen', baseUrl: server.baseUrl, how: [how.api, how.temperature] },
    ]);
    try {
      return await runJudge(plan, {
        judge: name => (name === 'keen' ? remote(name) : localJudge(model.scorer('server'), how)),
        where: `${local}; ${server.baseUrl}`,
        budget,
        cache,
        signal,
        progress: () => undefined,
      });
    } finally {
      await cache.close();
    }
  });
}

const said = ({ outcomes }: JudgeResult) =>
  outcomes.map(({ judge, scored, flagged, notReached }) => [judge, scored, flagged, notReached]);

test('each scores every row, and how far they agree is told over both', async t => {
  const result = await judged(seeing, await serving(t), 'both');
  assert.deepEqual(said(result), [
    ['seeing', 60, 15, 0],
    ['keen', 60, 16, 0],
  ]);
  // Krippendorff's α of pairs for interval data, written out: 1 − within ÷ between.
  const pairs = Array.from({ length: rows }, (_, i): [number, number] =>
    i % 4 === 0 ? [95, 90] : [2, i === 30 ? 90 : 5],
  );
  const all = pairs.flat();
  const within = pairs.reduce((sum, [a, b]) => sum + (a - b) ** 2, 0) / rows;
  const squares = all.flatMap((a, i) => all.slice(i + 1).map(b => (a - b) ** 2));
  const between = squares.reduce((sum, square) => sum + square, 0) / squares.length;
  const [agreement] = result.agreement;
  assert.deepEqual([agreement?.rows, agreement?.sameSide], [60, 59]);
  assert.ok(Math.abs((agreement?.alpha ?? NaN) - (1 - within / between)) < 1e-9);
  const card = judgeProbeRun(result);
  assert.equal(card.partial, undefined);
  assert.ok(card.facts.some(({ term, text }) => term === 'agreement' && /over 60/.test(text)));
  assert.equal(card.scores.length, 2);
});

test('a server that fails does not stop the local model; going on asks the server alone', async t => {
  let isUp = false;
  const server = await serving(t, () => (isUp ? undefined : { status: 400 }));
  const result = await judged(seeing, server, 'server-fails');
  const [local, remote] = result.outcomes;
  assert.deepEqual([local?.scored, local?.flagged, local?.notReached], [60, 15, 0]);
  assert.ok(remote?.scored === 0 && remote.notReached > 40, JSON.stringify(remote));
  assert.match(result.stopped ?? '', /^keen: the first 1\d questions failed \(.*\)$/);
  const card = judgeProbeRun(result);
  assert.deepEqual(card.partial, { rows: 60 - remote.notReached, of: 60, why: result.stopped });
  assert.doesNotMatch(card.parts[0]?.verdict.summary ?? '', /^Partial/);
  isUp = true;
  const before = server.seen.length;
  const whole = await judged(seeing, server, 'server-fails');
  assert.deepEqual([server.seen.length - before, whole.cached], [60, 60]);
  assert.deepEqual([whole.agreement[0]?.rows, whole.stopped], [60, undefined]);
});

test('a local model that says nothing that can be read does not stop the server’s judge', async t => {
  const server = await serving(t);
  const result = await judged(babbling, server, 'local-fails');
  const [local, remote] = result.outcomes;
  assert.deepEqual([remote?.scored, remote?.flagged, remote?.notReached], [60, 16, 0]);
  assert.deepEqual([local?.scored, local?.verdict.state], [0, 'not tested']);
  assert.match(result.stopped ?? '', /^babbling: the first 1\d questions failed \(an answer that is no score\)$/);
  assert.equal(server.seen.length, 60);
});
