import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { locateField, locateInString, parsePath } from '../../../../src/core/json/locate.ts';
import { formatPath, type FieldPath, type JsonValue } from '../../../../src/core/json/value.ts';
import { jsonText, nearlyJson, reference } from './arbitraries.ts';

const fields: readonly (readonly [text: string, path: FieldPath, value: string | undefined, key?: string])[] = [
  ['{"a": 1, "b": "x"}', ['b'], '"x"', '"b"'],
  [' [10, {"a": [ true ]}] ', [1, 'a', 0], 'true'],
  [' [10, {"a": [ true ]}] ', [1, 'a'], '[ true ]', '"a"'],
  ['{"\\u0061": null}', ['a'], 'null', '"\\u0061"'],
  ['{"a": {"b": 1}, "a": {"b": 2}}', ['a', 'b'], '2', '"b"'],
  ['{"a": {"b": 1, "b": [3]}}', ['a', 'b'], '[3]', '"b"'],
  ['{"a": {"b": 1}, "a": {}}', ['a', 'b'], undefined],
  ['{"a": {"b": 1}, "a": 2}', ['a', 'b'], undefined],
  ['{"a": [1, 2], "a": [3]}', ['a', 1], undefined],
  ['{"x": {"a": 1}, "a": 2, "y": {"a": 3}}', ['a'], '2', '"a"'],
  ['{"__proto__": {"a": 5}}', ['__proto__', 'a'], '5', '"a"'],
  ['{"0": 1}', [0], undefined],
  ['[1]', ['0'], undefined],
  ['[1]', [1], undefined],
  ['{"a": 1}', [], '{"a": 1}'],
  ['7', [], '7'],
  ['\ufeff{"a": 1}', ['a'], '1', '"a"'],
  ['{"a": 1, ', ['a'], undefined],
];

for (const [text, path, value, key] of fields) {
  test(`locates ${JSON.stringify(path)} in ${JSON.stringify(text)}`, () => {
    const range = locateField(text, path);
    assert.equal(range && text.slice(range.start, range.end), value);
    assert.equal(range?.keyStart === undefined ? undefined : text.slice(range.keyStart, range.keyEnd), key);
  });
}

test('every field of the parsed line is found, and its slice parses to its value', () => {
  fc.assert(
    fc.property(jsonText, text => {
      for (const { path, value, keyed } of fieldsOf(reference(text) as JsonValue)) {
        const range = locateField(text, path);
        assert.ok(range, formatPath(path));
        assert.deepEqual(reference(text.slice(range.start, range.end)), value);
        assert.equal(range.keyStart !== undefined, keyed);
        if (keyed) assert.equal(JSON.parse(text.slice(range.keyStart, range.keyEnd)), path.at(-1));
      }
    }),
    { numRuns: 500 },
  );
});

test('a field that the parsed line lacks is not found, nor any in a malformed line', () => {
  const path = fc.array(fc.oneof(fc.constantFrom('a', 'b', '0', '__proto__'), fc.nat({ max: 3 })), { maxLength: 3 });
  fc.assert(
    fc.property(fc.oneof(jsonText, nearlyJson), path, (text, path) => {
      assert.equal(locateField(text, path) !== undefined, has(text, path));
    }),
    { numRuns: 1000 },
  );
});

test('characters of a string are found through their escapes', () => {
  const text = '{"s": "a\\n\\u00e9\\ud83d\\ude00z"}';
  const value = locateField(text, ['s']);
  assert.ok(value);
  const shown = (start: number, end: number): string => {
    const range = locateInString(text, value, start, end);
    return text.slice(range.start, range.end);
  };
  assert.equal(shown(0, 1), 'a');
  assert.equal(shown(1, 2), '\\n');
  assert.equal(shown(1, 3), '\\n\\u00e9');
  assert.equal(shown(3, 5), '\\ud83d\\ude00');
  assert.equal(shown(5, 6), 'z');
  assert.equal(shown(0, 6), 'a\\n\\u00e9\\ud83d\\ude00z');
  assert.equal(shown(2, 2), '');
  assert.equal(shown(5, 99), 'z');
  assert.equal(shown(99, 100), '');
});

test('a value that is no string is marked whole', () => {
  assert.deepEqual(locateInString('[ [1, 2] ]', { start: 2, end: 8 }, 0, 1), { start: 2, end: 8 });
});

test('the part of a line that writes a part of a string decodes to it', () => {
  fc.assert(
    fc.property(jsonText, fc.nat({ max: 8 }), fc.nat({ max: 8 }), (text, a, b) => {
      for (const { path, value } of fieldsOf(reference(text) as JsonValue)) {
        const range = locateField(text, path);
        if (typeof value !== 'string' || !range) continue;
        const part = locateInString(text, range, a, a + b);
        assert.equal(JSON.parse(`"${text.slice(part.start, part.end)}"`), value.slice(a, a + b));
      }
    }),
    { numRuns: 500 },
  );
});

test('parsePath reads what formatPath writes', () => {
  const step = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom('a', 'a-b', '', '0', '__proto__', 'ünï'),
    fc.nat(),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 5 }), path => {
      assert.deepEqual(parsePath(formatPath(path)), path);
    }),
    { numRuns: 1000 },
  );
});

const paths: readonly (readonly [text: string, path: FieldPath])[] = [
  ['', []],
  ['messages[1].content', ['messages', 1, 'content']],
  ['["a b"].c', ['a b', 'c']],
  ['[0]["]\\""]', [0, ']"']],
  ['a b', ['a b']],
  ['a..b', ['a..b']],
  ['a[', ['a[']],
  ['a["\\x"]', ['a["\\x"]']],
  ['a["b\\u"x"]', ['a["b\\u"x"]']],
  ['a["b', ['a["b']],
  ['a[01]', ['a[01]']],
];

for (const [text, path] of paths) {
  test(`parsePath(${JSON.stringify(text)})`, () => assert.deepEqual(parsePath(text), path));
}

test('parsePath takes any text', () => {
  const pieces = fc.array(fc.constantFrom('a', '.', '[', ']', '"', '\\', '0', '["', '"]'), { maxLength: 10 });
  fc.assert(
    fc.property(pieces, parts => {
      const text = parts.join('');
      const path = parsePath(text);
      assert.ok(formatPath(path) === text || (path.length === 1 && path[0] === text));
    }),
    { numRuns: 1000 },
  );
});

test('does not overflow on deep nesting', () => {
  const depth = 100_000;
  const text = '[0,{"a":'.repeat(depth) + '"x"' + '}]'.repeat(depth);
  const path = Array.from({ length: depth * 2 }, (_, level) => (level % 2 === 0 ? 1 : 'a'));
  const range = locateField(text, path);
  assert.equal(range && text.slice(range.start, range.end), '"x"');
});

interface Field {
  readonly path: FieldPath;
  readonly value: JsonValue;
  readonly keyed: boolean;
}

function fieldsOf(value: JsonValue, path: FieldPath = [], keyed = false): readonly Field[] {
  const entries: (readonly [string | number, JsonValue])[] = [];
  if (Array.isArray(value)) entries.push(...value.entries());
  else if (typeof value === 'object' && value !== null)
    entries.push(...Object.entries(value as Record<string, JsonValue>));
  return [
    { path, value, keyed },
    ...entries.flatMap(([step, child]) => fieldsOf(child, [...path, step], typeof step === 'string')),
  ];
}

function has(text: string, path: FieldPath): boolean {
  try {
    const json = text.replace(/^\ufeff/, '');
    JSON.parse(json);
    let value = reference(json);
    for (const step of path) {
      if (typeof value !== 'object' || value === null || Array.isArray(value) !== (typeof step === 'number'))
        return false;
      if (!Object.hasOwn(value, step)) return false;
      value = (value as Record<string | number, unknown>)[step];
    }
    return true;
  } catch {
    return false;
  }
}
