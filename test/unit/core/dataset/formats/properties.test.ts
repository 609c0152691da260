import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Example, MessagePart, TextPart } from '../../../../../src/core/dataset/example.ts';
import { formats } from '../../../../../src/core/dataset/formats/registry.ts';
import { teacherOf } from '../../../../../src/core/provenance/teacherColumn.ts';
import type { FieldPath, JsonObject, JsonValue } from '../../../../../src/core/json/value.ts';

function get(row: JsonValue, path: FieldPath): unknown {
  let value: unknown = row;
  for (const step of path) value = (value as Record<string | number, unknown>)[step];
  return value;
}

/** Every string under a value, in order. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

function assertLeads(row: JsonObject, { text, path }: TextPart): void {
  const value = get(row, path);
  if (typeof value === 'string') assert.equal(text, value);
  else {
    // Several texts of one list: each stands in it, and together they are the text.
    assert.ok(Array.isArray(value), `${JSON.stringify(path)} leads to ${JSON.stringify(value)}`);
    let rest = text;
    for (const item of strings(value)) if (item !== '' && rest.startsWith(item)) rest = rest.slice(item.length);
    assert.equal(rest, '');
  }
}

function assertPart(row: JsonObject, part: MessagePart): void {
  const value = get(row, part.path);
  if (part.kind === 'media') assert.ok(typeof value === 'object' && value !== null);
  else if (part.kind === 'tool-call')
    assert.equal(part.text, typeof value === 'string' ? value : JSON.stringify(value));
  else assert.equal(part.text, value);
}

function assertExample(row: JsonObject, example: Example): void {
  for (const message of example.messages) for (const part of message.parts) assertPart(row, part);
  const { systemPrompt, prompt, completions, reasoning, rejected } = example;
  for (const part of [systemPrompt, prompt, ...completions, ...reasoning, ...rejected])
    if (part) assertLeads(row, part);
}

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
const word = fc.oneof({ weight: 4, arbitrary: fc.string({ maxLength: 6 }) }, fc.constantFrom('<think>t</think>a', ''));
const type = fc.constantFrom(
  'text',
  'reasoning',
  'thinking',
  'image_url',
  'tool_use',
  'tool_call',
  'tool_result',
  'refusal',
);
const mixed = (...likely: fc.Arbitrary<JsonValue>[]): fc.Arbitrary<JsonValue> =>
  fc.oneof(...likely.map(arbitrary => ({ weight: 3, arbitrary })), { weight: 1, arbitrary: json });

const keyed = (keys: readonly string[], value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> =>
  fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 5 });
const callee = keyed(['name', 'arguments', 'input'], mixed(word));
const part = fc
  .tuple(type, keyed(['text', 'value', 'thinking', 'refusal', 'content', 'input', 'name'], mixed(word)))
  .map(([kind, rest]): JsonObject => ({ ...rest, type: kind }));
const content = mixed(word, fc.array(mixed(part, word), { maxLength: 3 }));
const message = fc
  .record({
    role: fc.constantFrom('system', 'user', 'assistant', 'tool', 'human', 'gpt', 'function_call'),
    content,
    more: keyed(
      ['reasoning_content', 'thinking', 'weight', 'loss_weight', 'name', 'refusal'],
      mixed(word, fc.constant(0)),
    ),
    call: fc.option(fc.record({ function: callee })),
  })
  .map(({ role, content: said, more, call }): JsonObject => ({
    ...more,
    role,
    content: said,
    tool_calls: call && [call],
  }));
const turn = fc.record({ from: fc.constantFrom('human', 'gpt', 'observation', 'function_call'), value: mixed(word) });
const turns = fc.array(mixed(message, turn as fc.Arbitrary<JsonValue>), { maxLength: 4 });
const side = mixed(word, turns, message);

const names = [
  'messages conversations conversation prompt completion question response instruction input output answer problem solution query',
  'chosen rejected chosen_messages rejected_messages rejected_response preferred_output non_preferred_output chosen_model label',
  'kto_tag text system system_prompt history context generation generations generation_models model_name distilabel_metadata',
  'reasoning reasoning_content thinking deepseek_reasoning deepseek_solution content model source metadata custom_id response',
  'result error object choices output',
].flatMap(line => line.split(' '));

/** Rows made of the keys that formats know, with values that fit and values that do not. */
const known = fc.dictionary(fc.constantFrom(...names), mixed(side, fc.boolean()), { maxKeys: 6 });
const body = fc.record({
  model: mixed(word),
  choices: fc.array(fc.record({ message: mixed(message) }), { maxLength: 2 }),
});
const batch = fc.oneof(
  fc.record({ custom_id: word, response: fc.record({ status_code: mixed(fc.constant(200)), body: mixed(body) }) }),
  fc.record({ custom_id: word, result: fc.record({ type: fc.constant('succeeded'), message: mixed(message) }) }),
  body.map((answer): JsonObject => ({ ...answer, object: 'chat.completion' })),
) as fc.Arbitrary<JsonObject>;
/** An example of a format, one of its values taken by another, between keys that other formats know. */
const near = fc
  .tuple(fc.constantFrom(...formats), fc.nat(), fc.nat(), known, mixed(side, fc.boolean()))
  .map(([{ examples }, which, at, others, other]): JsonObject => {
    const example = examples[which % examples.length] ?? {};
    const keys = Object.keys(example);
    const key = keys[at % (keys.length + 1)];
    return { ...others, ...example, ...(key === undefined ? {} : { [key]: other }) };
  });
const anything = fc.dictionary(fc.string(), json) as fc.Arbitrary<JsonObject>;

test('no object makes a format throw, and every text stands where its path leads', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      fc.oneof(
        { weight: 4, arbitrary: known },
        { weight: 4, arbitrary: near },
        { weight: 2, arbitrary: batch },
        anything,
      ),
      value => {
        const before = JSON.stringify(value);
        for (const format of formats) {
          if (!format.matches(value)) continue;
          seen.add(format.id);
          assertExample(value, format.normalise(value));
        }
        const teacher = teacherOf(value);
        if (teacher)
          assert.ok(
            strings(get(value, teacher.path))
              .join(', ')
              .includes(teacher.text.split(', ')[0] ?? ''),
          );
        assert.equal(JSON.stringify(value), before);
      },
    ),
    { numRuns: 4000 },
  );
  const unseen = formats.filter(({ id }) => !seen.has(id)).map(({ id }) => id);
  assert.deepEqual(unseen, [], 'the generator reaches every format');
});

test('a format whose keys hold values of a wrong type does not throw', () => {
  const breakOne = fc
    .tuple(fc.constantFrom(...formats.flatMap(({ examples }) => examples)), fc.nat(), json)
    .map(([example, at, wrong]) => {
      const places = paths(example);
      const place = places[at % places.length] ?? [];
      return replace(example, place, wrong) as JsonObject;
    });
  fc.assert(
    fc.property(breakOne, value => {
      for (const format of formats) if (format.matches(value)) assertExample(value, format.normalise(value));
    }),
    { numRuns: 3000 },
  );
});

function paths(value: JsonValue, path: FieldPath = []): FieldPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Array.isArray(value)
    ? value.flatMap((item: JsonValue, i) => paths(item, [...path, i]))
    : Object.entries(value).flatMap(([key, item]) => paths(item as JsonValue, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function replace(value: JsonValue, [step, ...rest]: FieldPath, wrong: JsonValue): JsonValue {
  if (step === undefined) return wrong;
  if (Array.isArray(value)) return value.map((item: JsonValue, i) => (i === step ? replace(item, rest, wrong) : item));
  const object = value as JsonObject;
  return { ...object, [step]: replace(object[step] ?? null, rest, wrong) };
}
