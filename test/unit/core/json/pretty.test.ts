import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { prettyTokens, type PrettyToken } from '../../../../src/core/json/pretty.ts';
import { formatPath, type FieldPath } from '../../../../src/core/json/value.ts';
import { jsonText, nearlyJson } from './arbitraries.ts';

test('keeps digits, escapes, key order and duplicate keys', () => {
  const text = ' {"b":1.50, "a" :[12345678901234567890,{}, [ ]],"\\u0061":"\\/\\u00e9"}';
  const expected = `{
  "b": 1.50,
  "a": [
    12345678901234567890,
    {},
    []
  ],
  "\\u0061": "\\/\\u00e9"
}`;
  assert.equal(join(prettyTokens(text, { indent: 2 })), expected);
});

test('names the kind and the field of each token', () => {
  const tokens = prettyTokens('{"a":[1,"x"],"b":{"c":null}}', { indent: 2 });
  const described = tokens
    .filter(({ kind }) => kind !== 'space')
    .map(({ kind, text, path }) => `${kind} ${text}${path ? ` @${formatPath(path)}` : ''}`);
  assert.deepEqual(described, [
    'punctuation { @',
    'key "a" @a',
    'punctuation :',
    'punctuation [ @a',
    'number 1 @a[0]',
    'punctuation ,',
    'string "x" @a[1]',
    'punctuation ]',
    'punctuation ,',
    'key "b" @b',
    'punctuation :',
    'punctuation { @b',
    'key "c" @b.c',
    'punctuation :',
    'literal null @b.c',
    'punctuation }',
    'punctuation }',
  ]);
});

test('lays out as JSON.stringify does, and each path leads to its value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat({ max: 4 }), (generated, indent) => {
      const value = JSON.parse(JSON.stringify(generated)) as unknown;
      const tokens = prettyTokens(JSON.stringify(value), { indent });
      assert.equal(join(tokens), JSON.stringify(value, null, indent));
      for (const { kind, text, path } of tokens) {
        if (kind === 'key') assert.equal(path?.at(-1), JSON.parse(text));
        if (kind === 'string' || kind === 'number' || kind === 'literal') {
          assert.ok(path);
          assert.deepEqual(at(value, path), JSON.parse(text));
        }
      }
    }),
  );
});

test('changes nothing but insignificant white space', () => {
  fc.assert(
    fc.property(jsonText, text => {
      const compact = text.replaceAll(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/gu, '$1');
      assert.equal(join(withoutSpace(prettyTokens(text, { indent: 2 }))), compact);
      assert.equal(join(prettyTokens(text, { indent: 0 })), compact);
    }),
    { numRuns: 500 },
  );
});

test('loses nothing of a malformed line or past the limit: the rest follows as it stands', () => {
  fc.assert(
    fc.property(fc.oneof(jsonText, nearlyJson), fc.nat({ max: 20 }), (text, limit) => {
      const tokens = prettyTokens(text, { indent: 2, limit });
      assert.equal(join(withoutSpace(tokens)).replaceAll(/\s/g, ''), text.replaceAll(/\s/g, ''));
      const laidOut = tokens.filter(({ kind }) => kind !== 'rest').length;
      assert.ok(laidOut <= limit + 1);
    }),
    { numRuns: 500 },
  );
  assert.deepEqual(prettyTokens('{"a": 1, oops', { indent: 2 }).at(-1), { kind: 'rest', text: ' oops' });
  assert.deepEqual(prettyTokens('[1, 2]', { indent: 0, limit: 3 }).at(-1), { kind: 'rest', text: ' 2]' });
  assert.equal(join(prettyTokens('[1, 2] ', { indent: 0, limit: 5 })), '[1,2]');
  assert.equal(join(prettyTokens('\ufeff[1]', { indent: 0 })), '[1]');
});

test('stays small on deep nesting', () => {
  const depth = 100_000;
  const text = '['.repeat(depth) + ']'.repeat(depth);
  const tokens = prettyTokens(text, { indent: 2 });
  assert.equal(join(withoutSpace(tokens)), text);
  assert.ok(join(tokens).length < 300 * depth);
});

function join(tokens: readonly PrettyToken[]): string {
  return tokens.map(({ text }) => text).join('');
}

function withoutSpace(tokens: readonly PrettyToken[]): readonly PrettyToken[] {
  return tokens.filter(({ kind }) => kind !== 'space');
}

function at(value: unknown, path: FieldPath): unknown {
  return path.reduce((inner, step) => (inner as Record<string | number, unknown>)[step], value);
}
