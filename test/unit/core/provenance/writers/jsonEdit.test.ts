import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { appendItem, setField } from '../../../../../src/core/provenance/writers/jsonEdit.ts';

const spaced = '{\n  "big": 12345678901234567890,\n  "list": [\n    1\n  ],\n  "in": {"a": 1}\n}\n';

for (const [title, got, expected] of [
  ['a value is replaced', setField(spaced, ['big'], 'x'), spaced.replace('12345678901234567890', '"x"')],
  [
    'a member comes last',
    setField(spaced, ['new'], { a: 1 }),
    spaced.replace('1}\n}', '1},\n  "new": {\n    "a": 1\n  }\n}'),
  ],
  ['an object on one line stays on it', setField(spaced, ['in', 'b'], 2), spaced.replace('"a": 1}', '"a": 1, "b": 2}')],
  ['an item comes last', appendItem(spaced, ['list'], 2), spaced.replace('1\n  ]', '1,\n    2\n  ]')],
  ['a value becomes a list', appendItem('{"a":1}', ['a'], 2), '{"a":[1,2]}'],
  ['a missing list is one value', appendItem('{"a":1}', ['b'], 2), '{"a":1,"b":2}'],
  ['an empty object is filled', setField('{}\n', ['a'], 1), '{\n  "a": 1\n}\n'],
  ['there is no such object', setField('{"a":1}', ['b', 'c'], 2), undefined],
  ['the parent is a list', setField('{"a":[1]}', ['a', 'c'], 2), undefined],
  ['line ends stay', setField('{\r\n\t"a": 1\r\n}', ['b'], [1]), '{\r\n\t"a": 1,\r\n\t"b": [\r\n\t\t1\r\n\t]\r\n}'],
  ['a byte order mark stays', setField('\uFEFF{"a": 1}', ['b'], 2), '\uFEFF{"a": 1, "b": 2}'],
] as const) {
  test(title, () => assert.equal(got, expected));
}

test('an edit is what it would be on the value, in any layout', () => {
  const member = fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 2 }), {
    maxKeys: 4,
    noNullPrototype: true,
  });
  const layout = fc.constantFrom(undefined, 1, 2, '\t');
  fc.assert(
    fc.property(
      member,
      fc.string({ maxLength: 3 }),
      fc.jsonValue({ maxDepth: 1 }),
      layout,
      (value, key, added, indent) => {
        fc.pre(key !== '__proto__' && !Object.hasOwn(value, '__proto__'));
        const text = JSON.stringify(value, undefined, indent);
        const expected = { ...(JSON.parse(text) as object), [key]: added };
        const got = setField(text, [key], added);
        assert.equal(JSON.stringify(JSON.parse(got ?? '')), JSON.stringify(expected));
        const list = Array.isArray(value[key]) ? value[key] : Object.hasOwn(value, key) ? [value[key]] : undefined;
        const appended = JSON.parse(appendItem(text, [key], added) ?? '') as Record<string, unknown>;
        assert.equal(JSON.stringify(appended[key]), JSON.stringify(list === undefined ? added : [...list, added]));
      },
    ),
    { numRuns: 300 },
  );
});
