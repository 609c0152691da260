import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FeatureReader, hasMarkdown, longestText, type FeatureScope } from '../../../../src/core/features/features.ts';
import { featureDimension } from '../../../../src/core/features/hashedFeatures.ts';
import { numbersOf } from '../../../../src/core/features/numberFeatures.ts';

function equal(a: string, b: string, scope: FeatureScope): boolean {
  const [left, right] = [a, b].map(text => new FeatureReader().read(text, scope));
  return left?.indices.join() === right?.indices.join() && left?.values.join() === right?.values.join();
}

test('any text gives the same vector each time: ascending places within the dimension, finite values, none 0', () => {
  const reader = new FeatureReader();
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constantFrom('all', 'content'), (text, scope) => {
      const { indices, values } = new FeatureReader().read(text, scope);
      assert.deepEqual(reader.read(text, scope), { indices, values }, 'after other texts');
      assert.deepEqual(reader.readBoth(text)[scope], { indices, values }, 'with the other scope');
      assert.ok(equal(text, text, scope));
      assert.equal(indices.length, values.length);
      indices.forEach((place, i) => assert.ok(place < featureDimension && (i === 0 || place > (indices[i - 1] ?? 0))));
      assert.ok(values.every(value => Number.isFinite(value) && value > 0));
    }),
  );
});

for (const [what, one, other] of [
  ['separators', '12, 34, 56', '12; 34; 56'],
  ['brackets and a full stop', '[12, 34, 56].', '12, 34, 56'],
  ['bold', 'the **cat** sat', 'the cat sat'],
  ['bullets', '- first\n- second', 'first second'],
  ['white space at the end', 'the cat sat \n', 'the cat sat '],
] as const) {
  test(`${what} count as form, not as content`, () => {
    assert.ok(!equal(one, other, 'all'));
    assert.ok(cosine(one, other) > 0.9, String(cosine(one, other)));
  });
}

test('other values and other words are other content', () => {
  assert.ok(!equal('12, 34, 56', '12, 34, 57', 'content'));
  assert.ok(!equal('the cat sat', 'a cat sat', 'content'));
});

test('a long text costs what its beginning costs, and tells its length', () => {
  const long = 'word '.repeat(100_000);
  assert.ok(equal(long.slice(0, longestText), long, 'content'));
  assert.ok(!equal(long.slice(0, longestText), long, 'all'));
});

test('what is a list of numbers', () => {
  assert.deepEqual(numbersOf('[1, 22; 333]\n'), ['1', '22', '333']);
  for (const text of ['7', '', 'a 1 2', '1, 2, 3 and 4']) assert.equal(numbersOf(text), undefined);
});

test('what is Markdown', () => {
  for (const text of ['# Title', 'a **b**', '- item', '1. item', '```\ncode', '| a | b |'])
    assert.ok(hasMarkdown(text), text);
  for (const text of ['plain text', '712, 527', 'a * b', '-5 degrees']) assert.ok(!hasMarkdown(text), text);
});

/** Of the content of two texts. */
function cosine(one: string, other: string): number {
  const [a, b] = [one, other].map(text => {
    const { indices, values } = new FeatureReader().read(text, 'content');
    return new Map([...indices].map((place, i) => [place, values[i] ?? 0]));
  });
  const length = (map: Map<number, number> = new Map()): number => Math.hypot(...map.values());
  const dot = [...(a ?? [])].reduce((sum, [place, value]) => sum + value * (b?.get(place) ?? 0), 0);
  return dot / (length(a) * length(b));
}
