import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareName, findModel, modelFamilies, spellingKey } from '../../../../../src/core/provenance/lineage/models.ts';

const entries = modelFamilies.flatMap(family => family.models);
const ids = new Set(entries.map(({ id }) => id));

test('every entry of the table cites a source', () => {
  assert.ok(entries.length > 350, `${entries.length} entries`);
  for (const { id, source } of entries) assert.match(source, /^https:\/\/[\w.-]+\/.+/, id);
});

test('every base, relative and teacher that an entry names is in the table by its id', () => {
  for (const { id, start, kin, taughtBy } of entries) {
    const named = [...(start.kind === 'derived' ? [start.base] : []), ...kin.map(({ model }) => model), ...taughtBy];
    for (const other of named) assert.ok(ids.has(other), `${id} names ${other}`);
  }
});

test('no entry descends from itself, and no line of descent is longer than the walk allows', () => {
  const baseOf = new Map(entries.map(({ id, start }) => [id, start.kind === 'derived' ? start.base : undefined]));
  for (const { id } of entries) {
    const seen = new Set<string>();
    for (let at: string | undefined = id; at !== undefined; at = baseOf.get(at)) {
      assert.ok(!seen.has(at), `${id} comes back to ${at}`);
      seen.add(at);
    }
    assert.ok(seen.size <= 8, `${id}: ${[...seen].join(' ← ')}`);
  }
});

test('no two models share a name, however it is spelled', () => {
  const owners = new Map<string, string>();
  for (const { id, aka } of entries) {
    for (const key of new Set([id, bareName(id), ...aka].map(spellingKey))) {
      assert.equal(owners.get(key) ?? id, id, key);
      owners.set(key, id);
    }
    assert.equal(findModel(id)?.entry.id, id);
  }
});

test('families are told apart by their ids', () => {
  assert.equal(new Set(modelFamilies.map(({ id }) => id)).size, modelFamilies.length);
});

test('numbers in a name keep their borders', () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['Qwen2-57B-A14B', 'Qwen2.5-7B-A14B', false],
    ['llama3.1-8b', 'Llama-3-18b', false],
    ['Llama 3.1 8B', 'llama_3_1_8b', true],
    ['gpt-4o', 'GPT4o', true],
    ['gpt-4.1', 'gpt-41', false],
    ['gemma-2-2b', 'gemma-22b', false],
  ];
  for (const [one, other, same] of rows) assert.equal(spellingKey(one) === spellingKey(other), same, `${one} ${other}`);
});
