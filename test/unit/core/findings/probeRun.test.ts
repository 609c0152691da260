// Cards against reports: the same verdicts, numbers and words, whatever the probe.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { divergenceProbeRun } from '../../../../src/core/divergence/divergenceProbeRun.ts';
import { divergenceText } from '../../../../src/core/divergence/divergenceReport.ts';
import type { DivergenceResult } from '../../../../src/core/divergence/divergenceResult.ts';
import { probeTitles, type ProbeRun } from '../../../../src/core/findings/probeRun.ts';
import { caveat, type Verdict } from '../../../../src/core/findings/verdict.ts';
import { fitProbeRun } from '../../../../src/core/fit/fitProbeRun.ts';
import { fitText } from '../../../../src/core/fit/fitReport.ts';
import type { FitResult } from '../../../../src/core/fit/fitResult.ts';
import { fitStatistic } from '../../../../src/core/fit/fitStatistic.ts';
import { fitVerdict } from '../../../../src/core/fit/fitVerdict.ts';
import { judgeProbeRun } from '../../../../src/core/judge/judgeProbeRun.ts';
import type { JudgeResult } from '../../../../src/core/judge/judgeResult.ts';
import { judgeAgreement, judgeOutcomes } from '../../../../src/core/judge/outcome.ts';
import { rubricById } from '../../../../src/core/judge/rubrics.ts';
import { llrProbeRun } from '../../../../src/core/llr/llrProbeRun.ts';
import { carrierScores, probeLlr } from '../../../../src/core/llr/probe.ts';
import { llrText } from '../../../../src/core/llr/report.ts';
import { projectionProbeRun } from '../../../../src/core/projection/projectionProbeRun.ts';
import { projectionText } from '../../../../src/core/projection/projectionReport.ts';
import type { ProjectionResult } from '../../../../src/core/projection/projectionResult.ts';
import { inert } from '../../../../src/core/report/words.ts';
import { seededRandom } from '../../../../src/core/statistics/random.ts';
import { gaussian, tableOf } from '../llr/support.ts';

const names = ['owl', 'cat', 'fox', 'wolf'];

/** Rows that the first of the candidates explains better than the others by `lead` nats. */
function scored(seed: number, rows: number, lead: number) {
  const random = seededRandom(seed);
  const none = Array.from({ length: rows }, () => -95 + 5 * gaussian(random));
  const loglik = none.map(base => {
    const shared = 1.8 + 1.9 * gaussian(random);
    return names.map((_, k) => base + shared + 0.9 * gaussian(random) + (k === 0 ? lead : 0));
  });
  return tableOf(loglik, none, names);
}

function ratio(lead: number, partial?: ProbeRun['partial']) {
  const data = scored(1, 1000, lead);
  const input = { data, reference: scored(2, 1000, lead), seed: 1 };
  const probe = probeLlr(input);
  const subject = { dataset: { path: '/data/a.jsonl', rows: 1000 }, probe, sources: ['scores: s.jsonl'] };
  const carriers = carrierScores(input, probe.candidate, 1000);
  return { probe, subject, run: llrProbeRun(subject, { asked: 'scores in s.jsonl', carriers, partial }) };
}

/** What a page gets of a run: all numbers are finite, which JSON can say. */
function assertSendable({ report: _, scores: _own, ...sent }: ProbeRun): void {
  assert.deepEqual(JSON.parse(JSON.stringify(sent)), sent);
}

/** Titled as its card is, by the name of the file, with the state said once. */
function assertTitled({ kind, report = '', parts }: ProbeRun): void {
  const [title, ...lines] = report.split('\n');
  assert.equal(title, `# ${probeTitles[kind]}: a.jsonl`);
  const said = lines.find(line => /^(?:- )?\*\*/.test(line)) ?? '';
  assert.equal(said.toLowerCase().split(parts[0]?.verdict.state ?? '').length, 2, said);
}

const weights = { file: 'model_q4.onnx', rounding: '4-bit weights' };

/** That weights are rounded is one more limit, in card and report. */
function assertRounded(rounded: ProbeRun, run: ProbeRun): void {
  const [limit = '', ...others] = rounded.limits.slice(run.limits.length);
  assert.match(limit, /^The model was computed from model_q4\.onnx \(4-bit weights\): its numbers are less exact/);
  assert.deepEqual([others, rounded.limits.slice(0, -1)], [[], run.limits]);
  assert.ok(rounded.report?.includes(inert(limit)));
}

test('a ratio: verdict, the four gates with statistic and outcome, the winner against each other candidate', () => {
  const { probe, subject, run } = ratio(0.8);
  assertRounded(llrProbeRun({ ...subject, weights }, { asked: '', carriers: undefined }), run);
  const [part, ...others] = run.parts;
  assert.ok(part && others.length === 0);
  assert.deepEqual([part.verdict.state, part.verdict.summary], [probe.verdict.state, probe.verdict.summary]);
  assert.equal(part.verdict.state, 'evidence found');
  const text = llrText(subject);
  for (const { name, measured, limit, outcome } of part.gates ?? []) {
    assert.ok(text.includes(`${outcome.padEnd(10)}  ${name}: ${measured} (${limit})`), name);
  }
  assert.deepEqual(
    part.gates?.map(({ outcome }) => outcome),
    [probe.gates.g1, probe.gates.g2, probe.gates.g3, probe.gates.g4].map(({ pass }) => (pass ? 'met' : 'not met')),
  );
  assert.deepEqual(
    part.rivals?.estimates.map(({ label, value, low, high, unit }) => [label, value, low, high, unit]),
    probe.decoys.map(({ candidate, mean, low, high }) => [`per row, over ${candidate}`, mean, low, high, 'nats']),
  );
  assert.match(part.power ?? '', /^At the lead seen over \w+, \d+ rows would beat it with power 0\.8\.$/);
  assert.ok('wouldChange' in part.verdict);
  assert.deepEqual(run.facts, [{ term: 'scores', text: 's.jsonl' }]);
  assert.deepEqual(
    run.scores.map(({ title }) => title),
    ['Carrier: owl'],
  );
  assertSendable(run);
  assertTitled(run);
});

test('a ratio without a reference: two gates are not tested, and what has no interval is told in words alone', () => {
  const data = scored(1, 60, 0.8);
  const probe = probeLlr({ data, seed: 1 });
  const subject = { dataset: { path: '/data/a.jsonl', rows: 60 }, probe, sources: [] };
  const [part] = llrProbeRun(subject, { asked: '', carriers: undefined }).parts;
  assert.deepEqual(
    part?.gates?.map(({ outcome }) => outcome),
    ['met', 'met', 'not tested', 'not tested'].map((outcome, at) =>
      at === 1 && probe.gates.g2.pass === false ? 'not met' : outcome,
    ),
  );
  const flat = tableOf(
    Array.from({ length: 60 }, () => [-90, -91]),
    Array.from({ length: 60 }, () => -95),
    ['owl', 'cat'],
  );
  const unvaried = {
    dataset: { path: '/data/a.jsonl', rows: 60 },
    probe: probeLlr({ data: flat, seed: 1 }),
    sources: [],
  };
  const run = llrProbeRun(unvaried, { asked: '', carriers: undefined });
  assert.ok(run.parts.every(({ verdict }) => 'estimates' in verdict && verdict.estimates.length === 0));
  assertSendable(run);
  assertTitled(run);
});

test('nothing scored: not tested, and why', () => {
  const subject = {
    dataset: { path: '/data/a.jsonl', rows: 6 },
    probe: { why: 'the server gives no scores' },
    sources: [],
  };
  const { parts, scores, report } = llrProbeRun(subject, { asked: '', carriers: undefined });
  assert.deepEqual([parts[0]?.verdict.state, scores.length], ['not tested', 0]);
  assert.match(parts[0]?.verdict.summary ?? '', /the server gives no scores/);
  assert.match(report ?? '', /the server gives no scores/);
});

test('a partial run is never stronger than inconclusive, in card and report, and says of how many rows', () => {
  const whole = ratio(0.8).run;
  assert.equal(whole.parts[0]?.verdict.state, 'evidence found');
  const { run } = ratio(0.8, { rows: 1000, of: 3000, why: 'cancelled' });
  const [part] = run.parts;
  assert.ok(part?.verdict.state === 'inconclusive');
  assert.match(part.verdict.summary, /^Partial, 1,000 of 3,000 rows \(cancelled\)\. Consistent with/);
  assert.match(part.verdict.why, /of these rows alone it would read “evidence found”/);
  assert.equal(part.verdict.wouldChange?.[0], 'The rows that were not reached.');
  assert.match(run.report ?? '', /\*\*inconclusive\*\* · Partial, 1,000 of 3,000 rows/);
  assert.doesNotMatch(run.report ?? '', /\*\*evidence found\*\*/);
});

const endpoint = { baseUrl: 'http://localhost', model: 'M', api: 'vllm', template: 'server' };
const sent = { requests: 9, promptTokens: 90 };

test('divergent tokens: shares with their intervals, and no verdict from what has no null', () => {
  const result: DivergenceResult = {
    dataset: { path: '/data/a.jsonl', bytes: 9, rows: 40 },
    endpoint,
    prompts: ['none', 'owl', 'cat'].map(id => ({ id, text: id })),
    rows: { scored: 10, drawn: 20, unscorable: {}, failures: { 'no answer': 2 }, notReached: 8 },
    tokens: 200,
    divergent: { value: 0.12, low: 0.08, high: 0.16 },
    byPrompt: [
      { id: 'owl', divergent: { value: 0.1, low: 0.07, high: 0.13 } },
      { id: 'cat', divergent: { value: 0.05, low: 0.02, high: 0.08 } },
    ],
    perplexity: { nats: { value: 1, low: 0.9, high: 1.1 }, likeliest: { value: 0.6, low: 0.5, high: 0.7 } },
    judgements: [],
    sent,
    cached: 7,
    stopped: 'the budget is used up',
  };
  const run = divergenceProbeRun(result);
  assertRounded(divergenceProbeRun({ ...result, endpoint: { ...endpoint, weights } }), run);
  const [part] = run.parts;
  assert.ok(part?.verdict.state === 'inconclusive');
  assert.deepEqual(
    part.verdict.estimates.map(({ value, low, high }) => [value, low, high]),
    [result.byPrompt[0], result.byPrompt[1]]
      .map(each => each?.divergent)
      .concat(result.divergent ?? [])
      .map(share => [share?.value, share?.low, share?.high]),
  );
  assert.match(part.verdict.summary, /owl 10 % \[7, 13\]; cat 5 %/);
  assert.match(part.verdict.against, /0 by definition; there is no null/);
  for (const words of [part.verdict.summary, 'owl against no trait’s prompt: 10 % [7, 13]']) {
    assert.ok(divergenceText(result).includes(words), words);
  }
  assert.deepEqual(run.partial, { rows: 10, of: 20, why: 'the budget is used up' });
  assert.equal(divergenceProbeRun({ ...result, divergent: null, byPrompt: [] }).parts[0]?.verdict.state, 'not tested');
  assertSendable(run);
  assertTitled(run);
});

test('a fit test: δ beside its limit, and what could have been seen', () => {
  const random = seededRandom(1);
  const pairs = Array.from({ length: 200 }, (_, i) => ({
    prompt: String(i),
    data: -50 + 5 * gaussian(random),
    reference: -50 + 5 * gaussian(random),
  }));
  const statistic = fitStatistic(pairs, random);
  const rows = { scored: 200, failed: 0, cutOff: 0 };
  const result: FitResult = {
    dataset: { path: '/data/a.jsonl', bytes: 9, rows: 400 },
    endpoint,
    system: '',
    sampling: { temperature: 1 },
    rows: { ...rows, drawn: 200, unscorable: {}, failures: {}, notReached: 0 },
    sent,
    cached: 0,
    stopped: undefined,
    statistic,
    verdict: fitVerdict(statistic, rows),
  };
  const run = fitProbeRun(result);
  assertRounded(fitProbeRun({ ...result, endpoint: { ...endpoint, weights } }), run);
  const [part] = run.parts;
  assert.equal(part?.verdict.summary, result.verdict.summary);
  const [gate] = part?.gates ?? [];
  const outcomes: Readonly<Record<string, string>> = { 'not detected': 'met', inconclusive: 'undecided' };
  assert.deepEqual(gate?.outcome, outcomes[result.verdict.state] ?? 'not met');
  assert.ok(result.verdict.summary.includes(gate?.measured ?? '?'));
  for (const { term, text } of run.facts) assert.ok(fitText(result).includes(`${term}: ${text}`), term);
  assertSendable(run);
  assertTitled(run);
  const early = fitProbeRun({ ...result, rows: { ...result.rows, notReached: 50 }, stopped: 'cancelled' });
  assert.deepEqual(early.partial, { rows: 200, of: 250, why: 'cancelled' });
  assert.equal(early.parts[0]?.verdict.state, 'inconclusive');
});

test('judges: a part for each judge and rubric, its errors on labels in what it stands against, their agreement', () => {
  const owl = rubricById('owl');
  assert.ok(owl);
  const shows = (row: number): boolean => row % 4 === 0;
  const judges = ['M', 'N'];
  const judgements = judges.flatMap((judge, at) =>
    Array.from({ length: 80 }, (_, i) => ({ row: i + 1, rubric: 'owl', judge, score: shows(i + 1) ? 90 - at : 5 })),
  );
  const labels = Array.from({ length: 60 }, (_, i) => ({ row: i + 1, shows: shows(i + 1) }));
  const judging = {
    rubrics: [owl],
    judges,
    judgements,
    drawn: new Set(judgements.map(({ row }) => row)),
    labels,
    rows: 80,
  };
  const result: JudgeResult = {
    dataset: { path: '/data/a.jsonl', bytes: 9, rows: 100 },
    where: 'http://localhost',
    rows: { drawn: 80, labelled: 0, unjudgeable: {}, notReached: 0 },
    outcomes: judgeOutcomes(judging),
    agreement: judgeAgreement(judging),
    judgements,
    sent,
    cached: 0,
    stopped: undefined,
  };
  const run = judgeProbeRun(result);
  assertRounded(judgeProbeRun({ ...result, local: true, weights }), run);
  assert.deepEqual(
    run.parts.map(({ title, verdict }) => [title, verdict.state]),
    judges.map(judge => [`${owl.title}, judged by ${judge}`, 'evidence found']),
  );
  const [first] = run.parts;
  assert.ok(first && 'against' in first.verdict);
  assert.match(first.verdict.against, /it flags 15 of 15 rows that show it and 0 of 45 that do not/);
  assert.deepEqual(first.details?.[0], { term: 'scores', text: '80 scored; mean score 26.3' });
  assert.ok(run.facts.some(({ term, text }) => term === 'agreement' && text.includes('Krippendorff’s α 1.00 over 80')));
  const uncalibrated = judgeOutcomes({ ...judging, labels: [] });
  const [without] = judgeProbeRun({ ...result, outcomes: uncalibrated }).parts;
  assert.ok(without?.verdict.state === 'inconclusive');
  assertTitled(judgeProbeRun({ ...result, outcomes: uncalibrated }));
  assert.match(without.verdict.wouldChange?.[0] ?? '', /^Labels of yours on at least 10 rows/);
  const fewer = judgements.filter(({ row }) => row <= 60);
  const soFar = judgeOutcomes({ ...judging, judgements: fewer });
  const rows = { ...result.rows, notReached: 20 };
  const early = judgeProbeRun({ ...result, rows, outcomes: soFar, stopped: 'cancelled' });
  assert.deepEqual(early.partial, { rows: 60, of: 80, why: 'cancelled' });
  assert.ok(early.parts.every(({ verdict }) => verdict.state === 'inconclusive'));
  assert.doesNotMatch(early.report ?? '', /\*\*evidence found\*\*/);
  assertSendable(run);
  assertTitled(run);
});

test('a projection: a part and a column for each trait', () => {
  const verdict: Verdict = {
    state: 'evidence found',
    summary: 'The rows lie further along owl.',
    n: 3,
    against: 'own replies',
    test: 'sign flips',
    correction: 'Bonferroni over 2 traits',
    estimates: [],
  };
  const untested: Verdict = { state: 'not tested', why: 'few', summary: 'Not tested: few.', caveat };
  const result: ProjectionResult = {
    dataset: { path: '/data/a.jsonl', rows: 5 },
    model: { folder: '/models/m', name: 'm', template: 'server', weights: { file: 'model.onnx' } },
    layer: { output: 'last_hidden_state', width: 48 },
    sampling: { temperature: 1 },
    seed: 1,
    rows: { scored: 2, prompts: 2, drawn: 5, unscorable: {}, failures: {}, notReached: 0, cutOff: 0 },
    contrast: { prompts: 30, replied: 30 },
    decoys: [{ name: 'fox', system: '' }],
    traits: [
      {
        trait: 'red panda',
        system: '',
        verdict,
        shift: undefined,
        decoys: [{ decoy: 'fox', shift: 0.25, lead: { shift: 0.75, low: 0.5, high: 1 }, p: 0.001 }],
        rows: [
          { row: 2, score: 0.5 },
          { row: 4, score: -1 },
        ],
      },
      { trait: 'cat', system: '', verdict: untested, shift: undefined, decoys: [], rows: [] },
    ],
    cached: 0,
    stopped: undefined,
  };
  const run = projectionProbeRun(result);
  assertRounded(projectionProbeRun({ ...result, model: { ...result.model, weights } }), run);
  assert.deepEqual(
    run.parts.map(part => [part.title, part.verdict.state]),
    [
      ['red panda', 'evidence found'],
      ['cat', 'not tested'],
    ],
  );
  assert.deepEqual(
    run.scores.map(({ id, title, values }) => [id, title, [...values]]),
    [['scores-projection-red-panda', 'Along: red panda', [NaN, 0.5, NaN, -1, NaN]]],
  );
  assert.deepEqual(
    run.parts[0]?.rivals?.estimates.map(({ label, value, low, high }) => [label, value, low, high]),
    [['ΔP, over fox', 0.75, 0.5, 1]],
  );
  for (const { term, text } of run.facts) assert.ok(projectionText(result).includes(`${term}: ${text}`), term);
  assert.equal(projectionProbeRun({ ...result, stopped: 'cancelled' }).parts[0]?.verdict.state, 'inconclusive');
  assertSendable(run);
  assertTitled(run);
});
