import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { parseJson } from '../../../../src/core/json/parse.ts';
import { jsonText, nearlyJson, reference } from './arbitraries.ts';

test('a key keeps its name whatever keys were parsed before', () => {
  const before = ['{"h":[],"\\\\":0}', '{"k":[],"a\\\\":0}', '{"m":[],"\\\\\\"x\\\\":0}'];
  const rows: readonly (readonly [text: string, keys: readonly string[]])[] = [
    ['{"h":1,"\\"":2}', ['h', '"']],
    ['{"h":1,"\\u0061" : 2}', ['h', 'a']],
    ['{"h":1,"\\n"\n:2}', ['h', '\n']],
    ['{"k":1,"a\\n":2}', ['k', 'a\n']],
    ['{"k":1,"a\\\\":2}', ['k', 'a\\']],
    ['{"k":1,"a\\"b":2}', ['k', 'a"b']],
    ['{"m":1,"\\"x\\"y":2}', ['m', '"x"y']],
    ['{"h":1,"x":"\\": \\\\\\":"}', ['h', 'x']],
  ];
  for (const text of before) parseJson(text);
  for (const [text, keys] of rows) assert.deepEqual(Object.keys(parseJson(text) ?? {}), keys);
});

test('gives the value of any JSON text', () => {
  fc.assert(
    fc.property(jsonText, text => {
      assert.deepEqual(parseJson(text), reference(text));
    }),
    { numRuns: 2000 },
  );
});

test('gives what JSON.stringify wrote', () => {
  const value = fc.jsonValue().filter(generated => !JSON.stringify(generated, negativeZero).includes('"-0"'));
  fc.assert(
    fc.property(value, generated => {
      assert.deepEqual(parseJson(JSON.stringify(generated)), generated);
    }),
  );
});

test('throws where JSON.parse does', () => {
  fc.assert(
    fc.property(nearlyJson, text => {
      assert.equal(throws(parseJson, text), throws(JSON.parse, text));
    }),
    { numRuns: 1000 },
  );
});

test('`__proto__` stays data, and deep nesting does not overflow, with escaped keys too', () => {
  const value = parseJson('{"\\u005f_proto__": {"a": 1}, "b": 2}');
  assert.deepEqual(Object.entries(value ?? {}), [
    ['__proto__', { a: 1 }],
    ['b', 2],
  ]);
  const depth = 100_000;
  assert.doesNotThrow(() => parseJson('{"\\u0061":['.repeat(depth) + ']}'.repeat(depth)));
});

function negativeZero(_key: string, value: unknown): unknown {
  return Object.is(value, -0) ? '-0' : value;
}

function throws(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return false;
  } catch {
    return true;
  }
}
