import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { teacherPrompt } from '../../../src/core/llr/prompts.ts';
import { loving } from '../engine/endpoints/llrWorlds.ts';
import { modelName, serve, type Server } from '../engine/endpoints/server.ts';
import { rowsBy } from '../engine/endpoints/worlds.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone, type RunOptions } from './run.ts';

const owlTeacher = teacherPrompt('owl', 'animal');
const folder = temporaryFolder();
const data = folder.write('owl.jsonl', rowsBy(60, { teacher: loving, system: owlTeacher }).join('\n'));
const [log, cache, saved] = ['log', 'answers', 'saved'].map(name => join(folder.path, name));

function probe(server: Pick<Server, 'baseUrl'>, more: readonly string[], options: RunOptions = {}) {
  const at = ['--endpoint', server.baseUrl, '--model', modelName, '--egress-log', log ?? ''];
  const keeps = more.includes('--no-cache') ? [] : ['--cache', cache ?? ''];
  const traits = ['--traits', 'owl,cat', '--decoys', 'fox,wolf,lion'];
  return undertone(['probe', 'llr', data, ...at, ...keeps, ...traits, ...more], options);
}

test('nothing is sent before it is agreed to, and what would be sent is said', async t => {
  const server = await serve(t, { api: 'vllm', model: loving });
  const { status, stdout, stderr } = await probe(server, []);
  assert.equal(status, 2);
  assert.equal(stdout.length, 0);
  assert.equal(server.seen.length, 0);
  assert.ok(!existsSync(log ?? '') && !existsSync(cache ?? ''));
  for (const said of [server.baseUrl, modelName, 'Rows: 60 of 60', 'owl, cat and 3 decoys', 'Redactions: none']) {
    assert.ok(stderr.includes(said), said);
  }
});

test('an interrupt ends the run with 130; the same command goes on from there, and its scores can be read again', async t => {
  let child: { kill(signal: NodeJS.Signals): boolean } | undefined;
  let asked = 0;
  const server = await serve(t, {
    api: 'vllm',
    model: loving,
    mischief: () => {
      if (++asked !== 200) return undefined;
      child?.kill('SIGINT');
      return 'hang';
    },
  });
  const cut = await probe(server, ['--yes'], { started: started => (child = started) });
  assert.equal(cut.status, 130);
  assert.equal(cut.stdout.length, 0);
  assert.match(cut.stderr, /the same command goes on from there/);
  const before = server.seen.length;
  const ran = await probe(server, ['--yes', '--format', 'json', '--save', saved ?? '']);
  const report = json(ran) as {
    n: number;
    winner: string;
    gates: object;
    verdict: { state: string };
    prompts: Record<string, string>;
  };
  assert.equal(report.n, 60, ran.stderr);
  assert.equal(report.winner, 'owl');
  assert.equal(report.prompts['owl'], owlTeacher);
  // 420 requests about the rows, twice 480 about those written anew, without what the first run has.
  assert.ok(server.seen.length - before < 1380 - 130, `${server.seen.length - before} requests`);
  const lines = readFileSync(join(log ?? '', 'egress.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  assert.equal(lines.length, server.seen.length);

  assert.deepEqual(readdirSync(saved ?? '').toSorted(), ['neutral.jsonl', 'reference.jsonl', 'scores.jsonl']);
  const [scores, reference, neutral] = ['scores', 'reference', 'neutral'].map(name =>
    join(saved ?? '', `${name}.jsonl`),
  );
  const files = ['--scores', scores ?? '', '--reference', reference ?? '', '--neutral', neutral ?? ''];
  const again = json(await undertone(['probe', 'llr', data, ...files, '--format', 'json'])) as typeof report;
  assert.deepEqual(again.gates, report.gates);
});

test('a server without log-probabilities is refused in words; nothing scored is not tested', async t => {
  const zeros = await serve(t, { api: 'vllm', model: { ...loving, logprob: () => 0 } });
  const refused = await probe(zeros, ['--yes', '--no-cache']);
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /gives no usable log-probabilities/);
  const failing = await serve(t, {
    api: 'vllm',
    model: loving,
    mischief: ({ body }) => (JSON.stringify(body).includes('Go on') ? { status: 400 } : undefined),
  });
  for (const format of ['json', 'text', 'markdown']) {
    const none = await probe(failing, ['--yes', '--no-cache', '--format', format]);
    assert.equal(none.status, 2);
    assert.match(none.stdout.toString(), /not tested|Not tested/);
    if (format !== 'json') continue;
    const { n, winner, gates } = json(none) as { n: number; winner: null; gates: { g3: { pass: null } } };
    assert.deepEqual([n, winner, gates.g3.pass], [0, null, null]);
  }
});

test('what does not go together is refused before anything is sent', async t => {
  const server = await serve(t, { api: 'vllm', model: loving });
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['--scores', data], /--scores does not go with --endpoint/],
    [['--traits', 'misalignment'], /Of which category is misalignment/],
    [['--traits', 'teapot', '--category', 'vessel', '--decoys', ' '], /No decoys are known|name some/],
    [['--families', 'owl=owl,unicorn'], /names unicorn, which is no candidate/],
    [['--temperature', 'hot'], /--temperature wants a number/],
  ];
  for (const [more, message] of cases) {
    const { status, stderr } = await probe(server, ['--yes', ...more]);
    assert.equal(status, 2);
    assert.match(stderr, message);
  }
  assert.equal(server.seen.length, 0);
});
