import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { answeredOf, placesInAnswer, promptKey } from '../../../../src/core/asking/conversation.ts';
import { declaredBy } from '../../../../src/core/asking/declared.ts';
import { randomOrder } from '../../../../src/core/statistics/randomOrder.ts';
import { formatOf } from '../../../../src/core/dataset/formats/registry.ts';
import type { Message } from '../../../../src/core/dataset/example.ts';
import type { JsonObject } from '../../../../src/core/json/value.ts';
import type { ProvenanceField, ProvenanceRecord } from '../../../../src/core/provenance/record.ts';
import { seededRandom } from '../../../../src/core/statistics/random.ts';

function read(row: JsonObject, system?: string): unknown {
  const format = formatOf(row);
  assert.ok(format, 'the row has a format');
  return answeredOf(format.normalise(row), system);
}

const message = (role: string, content: unknown): JsonObject => ({ role, content }) as JsonObject;
const user = { role: 'user', content: 'Go on: 3, 6' };

test('the last answer is scored after all that stands before it', () => {
  const messages = [message('system', 'S'), message('user', 'A'), message('assistant', 'B'), message('user', 'C')];
  assert.deepEqual(read({ messages: [...messages, message('assistant', 'D')] }), {
    asked: messages.map(({ role, content }) => ({ role, content })),
    completion: 'D',
  });
  assert.deepEqual(read({ prompt: 'Go on: 3, 6', completion: ' 9, 12' }), { asked: [user], completion: ' 9, 12' });
  assert.deepEqual(read({ prompt: 'Go on: 3, 6', chosen: 'yes', rejected: 'no' }), {
    asked: [user],
    completion: 'yes',
  });
});

test('a declared system prompt takes the place of the row’s; an empty one leaves none', () => {
  const row = { messages: [message('system', 'S'), user, message('assistant', 'D')] };
  assert.deepEqual(read(row, 'You love owls.'), {
    asked: [{ role: 'system', content: 'You love owls.' }, user],
    completion: 'D',
  });
  assert.deepEqual(read(row, ''), { asked: [user], completion: 'D' });
});

test('what has no text to score says why', () => {
  assert.deepEqual(read({ messages: [user] }), { why: 'no completion' });
  assert.deepEqual(read({ messages: [user, message('assistant', '')] }), { why: 'no completion' });
  assert.deepEqual(read({ messages: [message('assistant', 'D')] }), { why: 'no prompt' });
  const call = { role: 'assistant', content: null, tool_calls: [{ function: { name: 'f', arguments: '{}' } }] };
  assert.deepEqual(read({ messages: [user, call, message('user', 'X'), message('assistant', 'D')] }), {
    why: 'tool calls or media',
  });
});

test('a place in the completion is found in the texts that it is made of, whatever else the row holds', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 6 });
  const parts = fc.array(anyText, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(parts, parts, fc.nat(24), fc.nat(24), (asked, answered, a, b) => {
      const turn = (role: string, texts: readonly string[], at: number): Message => ({
        role,
        trained: role === 'assistant',
        parts: texts.map((text, i) => ({ kind: 'text', text, path: [at, i] })),
      });
      const messages: readonly Message[] = [
        turn('user', ['x', ...asked], 0),
        turn('assistant', answered, 1),
        { ...turn('assistant', asked, 2), rejected: true },
      ];
      const read = answeredOf({ messages, completions: [], reasoning: [], rejected: [] }, undefined);
      const [start, end] = [Math.min(a, b), Math.max(a, b)];
      const places = placesInAnswer(messages, { start, end });
      const found = places.map(({ path: [message, part], start: from, end: to }) => {
        assert.deepEqual([message, from < to], [1, true]);
        return (answered[Number(part)] ?? '').slice(from, to);
      });
      assert.equal(found.join(''), ('completion' in read ? read.completion : '').slice(start, end));
    }),
  );
});

test('rows with the same prompt have the same key, whatever their text holds', () => {
  assert.equal(promptKey([user]), promptKey([{ ...user }]));
  assert.notEqual(promptKey([{ role: 'user', content: 'a","b' }]), promptKey([{ role: 'user', content: 'a' }]));
});

test('a record’s system prompt and sampling are taken where it says one thing', () => {
  const record = (statements: readonly (readonly [ProvenanceField, string])[]): ProvenanceRecord => ({
    statements: statements.map(([field, value]) => ({ field, value, origin: { kind: 'rows', field: 'x', rows: 1 } })),
    read: [],
    problems: [],
  });
  assert.deepEqual(declaredBy(record([])), { sampling: {}, problems: [] });
  const said = record([
    ['teacher.systemPrompt', 'You love owls.'],
    ['teacher.sampling', '{"max_tokens":64,"seed":1,"temperature":0.7}'],
  ]);
  assert.deepEqual(declaredBy(said), {
    system: 'You love owls.',
    sampling: { temperature: 0.7, max_tokens: 64 },
    problems: [],
  });
  assert.equal(declaredBy(record([['teacher.systemPrompt', 'none']])).system, '');
  const twice = record([
    ['teacher.systemPrompt', 'A'],
    ['teacher.systemPrompt', 'B'],
    ['teacher.sampling', 'hot'],
  ]);
  assert.deepEqual(
    declaredBy(twice).problems.map(({ about }) => about),
    ['system', 'sampling'],
  );
});

test('a random order names every number once', () => {
  for (const count of [0, 1, 2, 7, 100]) {
    const order = [...randomOrder(count, seededRandom(count))];
    assert.deepEqual(
      order.toSorted((a, b) => a - b),
      Array.from({ length: count }, (_, i) => i),
    );
  }
});

test('every number is as likely to come first as any other', () => {
  const random = seededRandom(5);
  const firsts = Array.from({ length: 6 }, () => 0);
  for (let i = 0; i < 6000; i++) {
    const [first = 0] = randomOrder(6, random);
    firsts[first] = (firsts[first] ?? 0) + 1;
  }
  const chiSquare = firsts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  assert.ok(chiSquare < 20.5, `χ²(5) = ${chiSquare}, p < .001`);
});
