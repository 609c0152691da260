import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseModelFacts } from '../../../../../src/core/provenance/lineage/facts.ts';

const source = 'undertone.yaml';

test('what a user may say of a model', () => {
  const { facts, problems } = parseModelFacts(
    {
      'acme/owl': 'Qwen/Qwen2.5-7B',
      ' acme/bird ': { base: ' acme/owl ', relation: 'adapter', note: 'rank 8' },
      'acme/blend': { base: ['acme/owl', 'google/gemma-7b'] },
      'acme/own': { relation: 'pretrained' },
    },
    source,
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(facts, [
    { model: 'acme/owl', bases: ['Qwen/Qwen2.5-7B'], source },
    { model: 'acme/bird', bases: ['acme/owl'], relation: 'adapter', source, note: 'rank 8' },
    { model: 'acme/blend', bases: ['acme/owl', 'google/gemma-7b'], source },
    { model: 'acme/own', bases: [], relation: 'pretrained', source },
  ]);
});

test('what is wrong is told with its place', () => {
  const rows: readonly (readonly [unknown, string, RegExp])[] = [
    [['a'], '', /`models` is a list; a mapping/],
    ['a', '', /`models` is a text/],
    [{ a: 3 }, 'a', /`a` is a number; the name of its base/],
    [{ a: null }, 'a', /is empty/],
    [{ '': 'b' }, '', /1 to 300 characters; this one has 0/],
    [{ a: {} }, 'a.base', /Nothing is said of its base/],
    [{ a: { base: 3 } }, 'a.base', /`base` is a number/],
    [{ a: { base: ['b', ''] } }, 'a.base', /`base` is a list/],
    [{ a: { base: '' } }, 'a.base', /an empty text/],
    [{ a: { base: 'b', relation: 'finetuned' } }, 'a.relation', /did you mean `finetune`/],
    [{ a: { base: 'b', relation: {} } }, 'a.relation', /a mapping; one of finetune, continued/],
    [{ a: { base: 'b', bass: 'c' } }, 'a.bass', /did you mean `base`/],
    [{ a: { base: 'b', note: [] } }, 'a.note', /`note` is a list/],
    [{ a: { base: 'b', relation: 'pretrained' } }, 'a.base', /has no base/],
    [{ a: { base: ['b', 'c'], relation: 'finetune' } }, 'a.base', /make a merge/],
  ];
  for (const [value, path, message] of rows) {
    const { problems } = parseModelFacts(value, source);
    assert.equal(problems.length, 1, JSON.stringify(value));
    assert.deepEqual(problems[0]?.path.join('.'), path, JSON.stringify(value));
    assert.match(problems[0]?.message ?? '', message);
  }
});

test('one bad model leaves the others, one bad key the rest of its model', () => {
  const { facts, problems } = parseModelFacts({ a: 3, b: 'c', d: { base: 'e', relation: 'x', note: 1 } }, source);
  assert.deepEqual(
    facts.map(({ model, bases }) => [model, ...bases]),
    [
      ['b', 'c'],
      ['d', 'e'],
    ],
  );
  assert.deepEqual(
    problems.map(({ path }) => path.join('.')),
    ['a', 'd.relation', 'd.note'],
  );
});

test('nothing at all is no fact and no problem', () => {
  for (const value of [undefined, null, {}])
    assert.deepEqual(parseModelFacts(value, source), { facts: [], problems: [] });
});

test('no value makes it throw', () => {
  fc.assert(
    fc.property(fc.anything({ maxDepth: 3 }), value => {
      const { facts } = parseModelFacts(value, source);
      for (const { bases, relation } of facts) assert.ok(bases.length > 0 || relation === 'pretrained');
    }),
    { numRuns: 300 },
  );
});
