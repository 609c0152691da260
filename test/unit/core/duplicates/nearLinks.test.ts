import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkNear, matchNear } from '../../../../src/core/duplicates/nearLinks.ts';

/** Texts that share every band, whatever their shingles are. */
function sharing(shingles: readonly (readonly number[])[], keys: readonly number[] = [7, 8, 9]) {
  const count = keys.length;
  const bands = {
    count,
    slices: [Uint32Array.from(shingles.flatMap(() => keys))],
    sliceOf: new Uint16Array(shingles.length),
    firstRows: Uint32Array.of(0),
  };
  return {
    docs: Uint32Array.from(shingles, (_, row) => row),
    bands,
    threshold: 0.8,
    shingles: (row: number): Float64Array => Float64Array.from(shingles[row] ?? []),
    breathe: (): Promise<void> => Promise.resolve(),
  };
}

test('texts that share bands are linked only where their shingles are alike', async () => {
  const { roots, linked, compared, crowded } = await linkNear(sharing([[1, 2, 3, 4, 5], [6], [1, 2, 3, 4, 5], [6]]));
  assert.deepEqual([...roots], [0, 1, 0, 1]);
  assert.deepEqual([...linked], [0, 1, 0, 1]);
  assert.equal(crowded, 0);
  // In the first band all but those that hang together already; none again in the others.
  assert.ok(compared <= 6, `${compared} pairs`);
});

test('texts beyond those that each is compared with are counted, not passed over', async () => {
  const different = Array.from({ length: 80 }, (_, i) => [i]);
  const { roots, crowded } = await linkNear(sharing(different));
  assert.deepEqual([...roots], [...roots.keys()]);
  assert.equal(crowded, 80 - 64);
  const alike = await linkNear(sharing(Array.from({ length: 500 }, () => [1, 2, 3])));
  assert.equal(alike.crowded, 0);
  assert.ok(alike.roots.every(root => root === 0));
});

test('one band in common is not enough to be compared', async () => {
  const input = sharing([[1], [1]], [5]);
  assert.equal((await linkNear(input)).compared, 0);
});

test('the most similar of the others is found, the first of equals', async () => {
  const input = sharing([[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6, 7], [9]]);
  const { best, similarity, crowded } = await matchNear(
    { ...input, docs: Uint32Array.of(3, 4) },
    Uint32Array.of(0, 1, 2),
  );
  assert.deepEqual([...best], [0, -1]);
  assert.ok(Math.abs((similarity[0] ?? 0) - 6 / 7) < 1e-12);
  assert.equal(crowded, 0);
  const equal = await matchNear({ ...input, docs: Uint32Array.of(0) }, Uint32Array.of(1, 2));
  assert.deepEqual([...equal.best], [0]);
});
