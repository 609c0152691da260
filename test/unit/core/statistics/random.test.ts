import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draw, randomIndex, seededRandom, shuffled } from '../../../../src/core/statistics/random.ts';

test('the same seed gives the same numbers, another seed others', () => {
  const three = (seed: number): readonly number[] => Array.from({ length: 3 }, seededRandom(seed));
  assert.deepEqual(three(5), three(5));
  assert.notDeepEqual(three(5), three(6));
});

test('whole numbers fall evenly: chi-squared of ten bins below its 0.999 quantile, 27.9', () => {
  const random = seededRandom(11);
  const counts = Array.from({ length: 10 }, () => 0);
  for (let i = 0; i < 10_000; i++) {
    const bin = randomIndex(random, 10);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const chi = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  assert.ok(chi < 27.9, String(chi));
});

test('shuffling keeps every item once; every place is as likely for the first of them', () => {
  const places = [0, 0, 0, 0];
  for (let seed = 0; seed < 4000; seed++) {
    const order = shuffled(['a', 'b', 'c', 'd'], seededRandom(seed));
    assert.equal(order.toSorted().join(''), 'abcd');
    const place = order.indexOf('a');
    places[place] = (places[place] ?? 0) + 1;
  }
  assert.ok(
    places.every(count => Math.abs(count - 1000) < 130),
    places.join(' '),
  );
});

test('a draw brings different members to the front', () => {
  const pool = Uint32Array.from({ length: 50 }, (_, i) => i);
  draw(pool, 20, seededRandom(3));
  assert.equal(new Set(pool.slice(0, 20)).size, 20);
  assert.equal(new Set(pool).size, 50);
});
