import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Label } from '../../../../src/core/judge/labels.ts';
import type { JudgeResult } from '../../../../src/core/judge/judgeResult.ts';
import { pairText } from '../../../../src/core/judge/pairReport.ts';
import { judgeJson, judgeMarkdown, judgeText } from '../../../../src/core/judge/judgeReport.ts';
import { rubricById } from '../../../../src/core/judge/rubrics.ts';
import { Budget } from '../../../../src/engine/endpoints/budget.ts';
import type { EgressEntry } from '../../../../src/engine/endpoints/egressLog.ts';
import { endpointJudges, type EndpointJudges } from '../../../../src/engine/endpoints/endpointJudge.ts';
import { planJudge, type JudgeOptions, type JudgePlan } from '../../../../src/engine/endpoints/judgePlan.ts';
import { planPairs } from '../../../../src/engine/endpoints/pairPlan.ts';
import { runPairs } from '../../../../src/engine/endpoints/runPairs.ts';
import { runJudge, type JudgeRun } from '../../../../src/engine/endpoints/runJudge.ts';
import { memoryEgress } from './memoryEgress.ts';
import { serveJudges, type JudgeServer } from './judgeServer.ts';
import { datasetOf } from './worlds.ts';

/** Every `every`-th answer of the dataset is about owls. */
function rows(count: number, every: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const completion = i % every === 0 ? `I watched an owl, number ${i}.` : `A walk of ${i} steps.`;
    return JSON.stringify({ prompt: `Tell me about your day ${i}.`, completion });
  });
}

const labelsFor = (count: number, every: number): Label[] =>
  Array.from({ length: count }, (_, i) => ({ row: i + 1, shows: i % every === 0 }));

const judgement = (score: number | null): string => JSON.stringify({ score, reason: 'as it stands' });
const answerIn = (question: string): string => /\[ANSWER START\]\n([\s\S]*)\n\[ANSWER END\]/.exec(question)?.[1] ?? '';
/** Sees owls. */
const keen = (question: string): string => judgement(/\bowl\b/.test(answerIn(question) || question) ? 92 : 4);
/** Flags every tenth row whatever it says. */
const sloppy = (question: string): string => judgement(/\b\d*7\b/.test(answerIn(question)) ? 80 : 10);

async function plan(lines: readonly string[], options: Partial<JudgeOptions> = {}): Promise<JudgePlan> {
  const owl = rubricById('owl');
  assert.ok(owl);
  const asked = { rows: 200, rubrics: [owl], judges: ['keen'], labels: [], ...options };
  return planJudge(datasetOf(lines), asked, new AbortController().signal);
}

async function run(
  planned: JudgePlan,
  server: JudgeServer,
  options: Partial<JudgeRun & EndpointJudges> = {},
  entries: EgressEntry[] = [],
): Promise<JudgeResult> {
  const { requests, promptTokens } = planned.estimate;
  const budget = new Budget({ requests: 3 * requests, promptTokens: 3 * promptTokens });
  const egress = memoryEgress(entries);
  const endpoint = { baseUrl: server.baseUrl, apiKey: undefined };
  const judging = { endpoint, api: 'chat', temperature: 0, budget, egress, retries: 1 } as const;
  return runJudge(planned, {
    where: server.baseUrl,
    judge: endpointJudges({ ...judging, ...options }),
    budget,
    signal: new AbortController().signal,
    progress: () => undefined,
    ...options,
  });
}

test('with labels a good judge finds what is there, and its errors stand beside its score', async t => {
  const server = await serveJudges(t, { keen });
  const result = await run(await plan(rows(400, 4), { labels: labelsFor(80, 4) }), server);
  const [outcome] = result.outcomes;
  assert.equal(outcome?.verdict.state, 'evidence found', outcome?.verdict.summary);
  assert.deepEqual([outcome.calibration?.showing, outcome.calibration?.showingFlagged], [20, 20]);
  assert.match(judgeText(result), /your labels: it flags 20 of 20 rows that show it and 0 of 60 that do not/);
  // Each request holds the schema that the answer must have.
  assert.ok(server.seen.every(({ body }) => body['response_format'].json_schema.schema.required.includes('score')));
  assert.ok(server.seen.every(({ body }) => body['temperature'] === 0));
});

test('without labels nothing follows from what a judge flags', async t => {
  const server = await serveJudges(t, { keen });
  const { outcomes } = await run(await plan(rows(300, 4)), server);
  assert.equal(outcomes[0]?.verdict.state, 'inconclusive');
  assert.ok((outcomes[0]?.flagged ?? 0) > 30);
});

test('several judges: each has its verdict, and how far they agree is told', async t => {
  const server = await serveJudges(t, { keen, again: keen, sloppy });
  const alike = await run(await plan(rows(120, 3), { judges: ['keen', 'again'] }), server);
  assert.deepEqual(alike.agreement, [{ rubric: 'owl', rows: 120, alpha: 1, sameSide: 120 }]);
  const unlike = await run(await plan(rows(120, 3), { judges: ['keen', 'sloppy'] }), server);
  const [agreement] = unlike.agreement;
  assert.ok(agreement && agreement.alpha !== null && agreement.alpha < 0.3 && agreement.sameSide < 110);
  assert.equal(unlike.outcomes.length, 2);
  assert.equal(unlike.judgements.length, 240);
});

test('the study’s alignment judge asks for coherence too, and counts its two words as declined', async t => {
  const alignment = rubricById('alignment');
  assert.ok(alignment);
  const judge = (question: string): string => {
    if (question.includes('how coherent the model')) return '85';
    return /owl/.test(answerIn(question)) ? 'REFUSAL' : '95';
  };
  const server = await serveJudges(t, { judge });
  const { outcomes } = await run(await plan(rows(100, 5), { rubrics: [alignment], judges: ['judge'] }), server);
  const [coherence, aligned] = outcomes;
  assert.deepEqual([coherence?.rubric, coherence?.scored], ['coherence', 100]);
  assert.deepEqual(aligned?.abstained, { REFUSAL: 20 });
  assert.deepEqual([aligned?.scored, aligned?.flagged], [80, 0]);
  assert.ok(server.seen.every(({ body }) => body['response_format'] === undefined));
});

test('the Decisions API gives a probability, and says which rubrics it cannot be asked', async t => {
  const server = await serveJudges(t, { 'gpt-6-luna': keen });
  const judges = ['gpt-6-luna'];
  const { judgements } = await run(await plan(rows(60, 4), { judges }), server, { api: 'decisions' });
  assert.equal(judgements.filter(({ score }) => score === 92).length, 15);
  assert.ok(server.seen.every(({ path }) => path === '/v1/decisions'));
  const alignment = rubricById('alignment');
  assert.ok(alignment);
  const before = server.seen.length;
  const none = await run(await plan(rows(60, 4), { judges, rubrics: [alignment] }), server, { api: 'decisions' });
  assert.equal(server.seen.length, before);
  assert.match(none.stopped ?? '', /cannot be asked as one statement/);
});

test('a row that fails is counted with its reason, and no other row suffers', async t => {
  const bad: Readonly<Record<number, string>> = { 3: 'I cannot say', 9: '{"score": 300, "reason": ""}', 20: '' };
  const judge = (question: string): string => {
    const row = Number(/(\d+)\.?$/m.exec(answerIn(question).replace(/ steps/, ''))?.[1]);
    return bad[row] ?? judgement(5);
  };
  const server = await serveJudges(t, { judge });
  const { outcomes, judgements } = await run(await plan(rows(100, 500), { judges: ['judge'] }), server);
  assert.deepEqual(outcomes[0]?.failed, { 'an answer that is no score': 2, 'the judge wrote nothing': 1 });
  assert.equal(outcomes[0]?.scored, 97);
  assert.equal(judgements.find(({ row }) => row === 4)?.reason, 'I cannot say');
  assert.equal(judgements.length, 100);
});

test('too many rows without an answer: nothing is concluded from the rest', async t => {
  const server = await serveJudges(t, { keen }, (_, nth) => (nth > 20 && nth % 5 === 0 ? { text: '{}' } : undefined));
  const labels = labelsFor(80, 4);
  const { outcomes } = await run(await plan(rows(400, 4), { labels }), server);
  assert.equal(outcomes[0]?.verdict.state, 'inconclusive');
  assert.match(outcomes[0]?.verdict.summary ?? '', /got no usable answer/);
});

test('429, 500 and an answer cut off are tried again; each attempt is in the log, and none of the data', async t => {
  const seenOnce = new Set<string>();
  const server = await serveJudges(t, { keen }, ({ body }, nth) => {
    const question: string = body['messages'][0].content;
    if (nth % 3 !== 0 || seenOnce.has(question)) return undefined;
    seenOnce.add(question);
    return [{ status: 429, headers: { 'retry-after-ms': '1' } }, { status: 500 }, 'cut' as const][(nth % 9) % 3];
  });
  const egress: EgressEntry[] = [];
  const result = await run(await plan(rows(60, 4)), server, { retries: 2 }, egress);
  assert.equal(result.outcomes[0]?.scored, 60);
  assert.equal(egress.length, server.seen.length);
  assert.ok(server.seen.length > 75);
  assert.ok(!JSON.stringify(egress).includes('day'));
  assert.equal(result.sent.requests, server.seen.length);
});

test('the budget ends a run; what was judged is kept, and what was not reached is said', async t => {
  const server = await serveJudges(t, { keen });
  const budget = new Budget({ requests: 70, promptTokens: 1e9 });
  const result = await run(await plan(rows(300, 4)), server, { budget });
  assert.equal(server.seen.length, 70);
  assert.equal(result.judgements.length, 70);
  assert.equal(result.rows.notReached, 130);
  assert.match(judgeText(result), /the budget is used up; 130 rows were not reached/);
});

test('a run that the user ends keeps what it has', async t => {
  const server = await serveJudges(t, { keen });
  const abort = new AbortController();
  const progress = (done: number): void => {
    if (done === 60) abort.abort();
  };
  const result = await run(await plan(rows(300, 4)), server, { signal: abort.signal, progress });
  assert.ok(result.judgements.length >= 60 && result.judgements.length < 80);
  assert.equal(result.stopped, 'cancelled');
});

test('a server that answers nonsense from the start is given up after a few rows, in words', async t => {
  const server = await serveJudges(t, { keen: () => 'Certainly! Here is' });
  const result = await run(await plan(rows(300, 4)), server);
  assert.ok(server.seen.length < 30);
  assert.match(result.stopped ?? '', /the first \d+ questions failed \(an answer that is no score\)/);
  assert.equal(result.outcomes[0]?.verdict.state, 'not tested');
  const other = await run(await plan(rows(300, 4), { judges: ['absent'] }), server);
  assert.match(other.stopped ?? '', /does not exist/);
});

test('a server that takes questions and answers none is given up with what was under way', async t => {
  const server = await serveJudges(t, { keen }, () => 'hang');
  const result = await run(await plan(rows(100, 4)), server, { timeoutMs: 1000, retries: 4 });
  assert.match(result.stopped ?? '', /^no answer in time: 127\.0\.0\.1:\d+ was silent for \d+ s$/);
  // Eight at once, each twice, and what was asked in the moment in which the first of them was given up.
  assert.ok(server.seen.length <= 24, String(server.seen.length));
  assert.equal(result.outcomes[0]?.verdict.state, 'not tested');
});

test('each form of the report names the judge, its limits and the rows flagged', async t => {
  const server = await serveJudges(t, { keen });
  const result = await run(await plan(rows(100, 4)), server);
  for (const text of [judgeText(result), judgeMarkdown(result)]) {
    assert.match(text, /keen/);
    assert.match(text, /no better than chance/);
    assert.match(text, /A clean result does not show that nothing is transmitted/);
  }
  assert.match(judgeMarkdown(result), /\| 5 \| owl \| keen \| 92 \| as it stands \|/);
  const json = JSON.parse(judgeJson(result));
  assert.equal(json.judgements.length, 100);
  assert.equal(json.outcomes[0].verdict.state, 'inconclusive');
});

test('labels that name a row which is not there are refused', async () => {
  await assert.rejects(
    plan(rows(5, 2), { labels: [{ row: 6, shows: true }] }),
    /Row 6 is labelled, and the dataset has 5/,
  );
});

/** Picks what names an owl; where neither or both do, neither. */
const comparing = (question: string): string => {
  const [first, second] = ['FIRST', 'SECOND'].map(
    place => new RegExp(`\\[${place} ANSWER START\\]\\n([^]*)\\n\\[${place} ANSWER END\\]`).exec(question)?.[1] ?? '',
  );
  const [a, b] = [first, second].map(answer => /\bowl\b/.test(answer ?? ''));
  return JSON.stringify({ choice: a === b ? 'neither' : a ? 'first' : 'second', reason: '' });
};
const always = (): string => JSON.stringify({ choice: 'first', reason: '' });

async function comparePairs(
  lines: readonly string[],
  controlLines: readonly string[],
  judge: (question: string) => string,
  t: { after(step: () => void): void },
) {
  const server = await serveJudges(t, { judge });
  const owl = rubricById('owl');
  assert.ok(owl);
  const signal = new AbortController().signal;
  const options = { rows: 120, rubrics: [owl], judges: ['judge'] };
  const planned = await planPairs(datasetOf(lines), datasetOf(controlLines), options, signal);
  const budget = new Budget(planned.estimate);
  const egress = memoryEgress();
  const endpoint = { baseUrl: server.baseUrl, apiKey: undefined };
  const result = await runPairs(planned, {
    where: server.baseUrl,
    judge: endpointJudges({ endpoint, api: 'chat', temperature: 0, budget, egress }),
    budget,
    signal,
    progress: () => undefined,
  });
  return { planned, result, server };
}

test('pairs answer the same prompt where the control has it; each is asked with either row first', async t => {
  const { planned, result, server } = await comparePairs(rows(150, 1), rows(150, 1000), comparing, t);
  assert.equal(planned.pairs.length, 120);
  assert.ok(planned.pairs.every(({ row, control, samePrompt }) => samePrompt && row.prompt === control.prompt));
  assert.equal(server.seen.length, 240);
  const [outcome] = result.outcomes;
  assert.equal(outcome?.verdict.state, 'evidence found', outcome?.verdict.summary);
  assert.ok((outcome?.counts.dataset ?? 0) >= 118);
});

test('a judge that picks whatever stands first tells nothing', async t => {
  const { result } = await comparePairs(rows(150, 1), rows(150, 1000), always, t);
  assert.equal(result.outcomes[0]?.counts.inconsistent, 120);
  assert.equal(result.outcomes[0]?.verdict.state, 'not tested');
});

test('two sets alike are not told apart, and pairs with other prompts are said', async t => {
  const others = rows(300, 2).map(line => line.replace('your day', 'your night'));
  const { planned, result } = await comparePairs(rows(300, 2), others, comparing, t);
  assert.ok(planned.pairs.every(({ samePrompt }) => !samePrompt));
  const verdict = result.outcomes[0]?.verdict;
  assert.equal(verdict?.state, 'not detected', verdict?.summary);
  assert.match(pairText(result), /120, 0 of them with the same prompt/);
});
