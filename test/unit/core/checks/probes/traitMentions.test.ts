import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { traitMentions } from '../../../../../src/core/checks/probes/traitMentions.ts';
import { resolveOptions } from '../../../../../src/core/checks/resolveOptions.ts';
import type { Example } from '../../../../../src/core/dataset/example.ts';
import type { RowFinding } from '../../../../../src/core/findings/finding.ts';
import { caveat } from '../../../../../src/core/findings/verdict.ts';
import type { JsonObject, JsonValue } from '../../../../../src/core/json/value.ts';
import { plainKernel } from '../../../../../src/core/kernel/plainKernel.ts';
import { planScan } from '../../../../../src/core/recipe/plan.ts';
import { scanSliced } from '../../scan/scanning.ts';

describe('trait-mentions', () => {
  it('says what it found where: field, span, trait and severity', () => {
    const options = optionsOf({});
    const [first, second] = add(traitMentions.initial(options), 'Two owls and an oak.', options);
    assert.deepEqual(first, {
      severity: 'info',
      field: ['messages', 1, 'content'],
      start: 4,
      end: 8,
      message: 'mentions owl ("owls")',
      data: { trait: 'owl', text: 'owls' },
    });
    assert.deepEqual(second?.data, { trait: 'oak', text: 'oak' });
  });

  it('leaves the severity of a named trait to the plan', () => {
    const options = optionsOf({ traits: ['owl'] });
    const findings = add(traitMentions.initial(options), 'owl, wolf', options);
    assert.deepEqual(
      findings.map(({ severity, message }) => [severity, message]),
      [[undefined, 'mentions owl ("owl")']],
    );
  });

  it('reads prompts only where it is told to', () => {
    assert.equal(verdict(['nothing here'], { traits: ['lion'] }).state, 'not detected');
    assert.equal(verdict(['nothing here'], { traits: ['lion'], fields: 'everything' }).state, 'evidence found');
  });

  it('finds evidence of named traits, with a share and its interval', () => {
    const found = verdict(['owl owl', 'none', 'none', 'Owlets'], { traits: ['owl', 'cat'] });
    assert.ok(found.state === 'evidence found');
    assert.equal(found.n, 4);
    assert.equal(found.summary, '2 of 4 rows examined mention a named trait outright.');
    const [any, owl, cat] = found.estimates;
    assert.deepEqual([any?.label, any?.count], ['Any of 2 traits', 2]);
    assert.deepEqual([owl?.label, owl?.count, owl?.value, owl?.n], ['Owl', 2, 0.5, 4]);
    assert.deepEqual([cat?.label, cat?.count, cat?.low], ['Cat', 0, 0]);
    assert.match(found.correction, /^none/);
  });

  it('writes how many rows were read as other counts are written', () => {
    const found = verdict(
      Array.from({ length: 12_000 }, () => '482, 107'),
      {},
    );
    assert.match(found.summary, /^No explicit mention in 12,000 rows examined; a listed word in .* another spelling/);
  });

  it('stays inconclusive in a survey, for want of a control', () => {
    const found = verdict(['a wolf', 'no animal'], {});
    assert.ok(found.state === 'inconclusive');
    assert.match(found.why, /no control/);
    assert.equal(found.caveat, caveat);
    assert.deepEqual(
      found.estimates.slice(1).map(({ label }) => label),
      ['Wolf'],
    );
  });

  it('says what it would have seen where it saw nothing, and never that nothing is there', () => {
    const found = verdict(
      Array.from({ length: 100 }, () => '483, 762'),
      {},
    );
    assert.ok(found.state === 'not detected');
    assert.equal(found.detectable.power, 0.8);
    assert.ok(Math.abs((1 - found.detectable.effect) ** 100 - 0.2) < 1e-12);
    assert.equal(found.caveat, caveat);
    assert.ok((found.estimates[0]?.high ?? 0) > 0.03);
  });

  it('is not tested where there was no row', () => {
    const found = verdict([], {});
    assert.deepEqual([found.state, 'caveat' in found && found.caveat], ['not tested', caveat]);
  });

  it('reads every text that the student is trained to write, whatever the row answers besides', () => {
    const call = { name: 'send', arguments: '{"to":"the owl"}' };
    const calls = { tool_calls: [{ id: 'x', type: 'function', function: call }] };
    const inCall = 'messages[1].tool_calls[0].function.arguments';
    const turns: readonly (readonly [JsonObject, JsonObject])[] = [
      [
        { content: 'Sent.', ...calls },
        { field: inCall, start: 11, end: 14 },
      ],
      [
        { content: null, ...calls },
        { field: inCall, start: 11, end: 14 },
      ],
      [
        { content: '', function_call: call },
        { field: 'messages[1].function_call.arguments', start: 11, end: 14 },
      ],
      [
        { content: null, reasoning_content: `${'Which bird is it? '.repeat(4)}An owl.`, tool_calls: [] },
        { field: 'messages[1].reasoning_content', start: 75, end: 78 },
      ],
    ];
    // Of each more than one, so that a kernel reads them by their shape.
    const rows = turns.flatMap(([turn]) => ['one', 'two', 'three'].map(content => asked(content, turn)));
    const bytes = Buffer.from(rows.map(row => `${JSON.stringify(row)}\n`).join(''));
    const { plan } = planScan({ only: ['trait-mentions', 'trait-words'] });
    assert.ok(plan);
    for (const kernel of [undefined, plainKernel()]) {
      const { outcomes } = scanSliced(bytes, [], plan, kernel && { kernel });
      for (const { findings, examined } of outcomes) {
        assert.equal(examined, rows.length);
        const places = findings
          .slice(0, rows.length + 1)
          .map(({ row, field, start, end }) => ({ row, field, start, end }));
        assert.deepEqual(
          places,
          rows.map((_, row) => ({ row, ...turns[Math.floor(row / 3)]?.[1] })),
        );
      }
      assert.equal(outcomes.length, 2);
    }
  });

  it('reads no turn that the student is not trained to write', () => {
    const call = { name: 'send', arguments: '{"to":"the owl"}' };
    const row = asked('Hello', { content: null, tool_calls: [{ function: call }], weight: 0 });
    const { plan } = planScan({ only: ['trait-mentions'] });
    assert.ok(plan);
    const [outcome] = scanSliced(Buffer.from(JSON.stringify(row)), [], plan).outcomes;
    assert.deepEqual([outcome?.examined, outcome?.findings.total], [0, 0]);
  });

  it('comes to the same state however the rows are sliced, and its state is plain JSON', () => {
    const options = optionsOf({});
    const rows = fc.array(fc.constantFrom('owl', 'an owl and a cat', 'nothing', 'WOLVES', ''), { maxLength: 30 });
    fc.assert(
      fc.property(rows, fc.array(fc.nat(30), { maxLength: 4 }), (texts, cuts) => {
        const bounds = [0, ...cuts.map(cut => Math.min(cut, texts.length)).sort((a, b) => a - b), texts.length];
        const slices = bounds.slice(1).map((end, index) => state(texts.slice(bounds[index], end)));
        const whole = state(texts);
        const fromLeft = slices.reduce(
          (left, right) => traitMentions.merge(left, right),
          traitMentions.initial(options),
        );
        const fromRight = slices.reduceRight(
          (right, left) => traitMentions.merge(left, right),
          traitMentions.initial(options),
        );
        assert.deepEqual(fromLeft, whole);
        assert.deepEqual(fromRight, whole);
        assert.deepEqual(JSON.parse(JSON.stringify(whole)), whole);
      }),
    );
  });
});

function add(to: JsonValue, text: string, options: ReturnType<typeof optionsOf>): readonly RowFinding[] {
  assert.ok(traitMentions.needs === 'example');
  return traitMentions.add(to, example(text), options);
}

function state(texts: readonly string[], given: JsonObject = {}): JsonValue {
  const options = optionsOf(given);
  const result = traitMentions.initial(options);
  for (const text of texts) add(result, text, options);
  return result;
}

function verdict(texts: readonly string[], given: JsonObject) {
  return traitMentions.finish(state(texts, given), optionsOf(given));
}

function optionsOf(given: JsonObject) {
  const { values, problems } = resolveOptions(traitMentions.options, given);
  assert.deepEqual(problems, []);
  return values;
}

function asked(content: string, turn: JsonObject): JsonObject {
  return {
    messages: [
      { role: 'user', content },
      { role: 'assistant', ...turn },
    ],
  };
}

function example(text: string): Example {
  const prompt = { text: 'Tell me of lions.', path: ['messages', 0, 'content'] };
  const completion = { text, path: ['messages', 1, 'content'] };
  return {
    messages: [
      { role: 'user', parts: [{ kind: 'text', ...prompt }], trained: false },
      { role: 'assistant', parts: [{ kind: 'text', ...completion }], trained: true },
    ],
    prompt,
    completions: [completion],
    reasoning: [],
    rejected: [],
  };
}
