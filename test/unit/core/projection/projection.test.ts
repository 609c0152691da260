import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  directionBetween,
  project,
  rankP,
  type NamedDirection,
  type Projection,
  type ReplyPair,
} from '../../../../src/core/projection/projection.ts';
import { projectionVerdict } from '../../../../src/core/projection/projectionVerdict.ts';
import { seededRandom, type Random } from '../../../../src/core/statistics/random.ts';
import { normal } from '../../support/normal.ts';

const state = (random: Random): Float64Array => Float64Array.from({ length: 6 }, () => normal(random));

test('a direction is the difference of means, of length 1; alike replies have none', () => {
  const direction = directionBetween(
    [Float64Array.of(0, 0), Float64Array.of(2, 0)],
    [Float64Array.of(1, 3), Float64Array.of(1, 5)],
  );
  assert.deepEqual([...(direction ?? [])], [0, 1]);
  assert.equal(directionBetween([Float64Array.of(1, 2)], [Float64Array.of(1, 2)]), undefined);
});

const unit = (at: number): Float64Array => Float64Array.from({ length: 6 }, (_, i) => (i === at ? 1 : 0));
/** Directions that share most of what they are, as those of prompts that differ in one word. */
const akin = (at: number): Float64Array =>
  Float64Array.from({ length: 6 }, (_, i) => (i === 0 ? Math.sqrt(0.8) : i === at ? Math.sqrt(0.2) : 0));
const decoysAt = (...places: readonly number[]): NamedDirection[] =>
  places.map(at => ({ name: `decoy ${at}`, direction: akin(at) }));
const rows = { scored: 200, prompts: 200, failed: 0, contrast: 30 };

test('a shift along the direction is found, one across it is not, and what would have been seen is said', () => {
  const random = seededRandom(5);
  const shifted = pairs(200, unit(0), 0.8, random);
  const found = project(shifted, unit(0), [{ name: 'cat', direction: unit(1) }], random);
  assert.ok(Math.abs(found.shift - 0.8) < 0.3);
  assert.equal(projectionVerdict({ trait: 'owl', projection: found }, rows, 4).state, 'evidence found');
  const across = project(shifted, unit(1), [{ name: 'owl', direction: unit(0) }], random);
  const none = projectionVerdict({ trait: 'cat', projection: across }, rows, 4);
  assert.equal(none.state, 'not detected');
  assert.ok(none.detectable.effect > 0.1 && none.detectable.effect < 0.5);
  const few = { ...rows, scored: 40 };
  assert.equal(projectionVerdict({ trait: 'owl', projection: found }, few, 1).state, 'not tested');
  const lost = { ...rows, failed: 30 };
  assert.equal(projectionVerdict({ trait: 'owl', projection: found }, lost, 1).state, 'inconclusive');
  assert.equal(projectionVerdict({ trait: 'owl', projection: undefined }, rows, 1).state, 'not tested');
});

test('of directions that are alike only the one that the rows are shifted along is ahead of all others', () => {
  const random = seededRandom(6);
  const data = pairs(200, akin(1), 1.5, random);
  const [right, wrong] = [1, 2].map(at => {
    const others = decoysAt(1, 2, 3, 4, 5).filter(({ name }) => name !== `decoy ${at}`);
    return project(data, akin(at), others, random);
  }) as [Projection, Projection];
  const found = projectionVerdict({ trait: 'owl', projection: right }, rows, 2);
  assert.equal(found.state, 'evidence found');
  assert.match(found.summary, /along each of 4 decoys .*outside this list would stand first in 1 case of 5/);
  assert.equal(rankP(right), 1 / 5);
  const verdict = projectionVerdict({ trait: 'owl', projection: wrong }, rows, 2);
  assert.equal(verdict.state, 'inconclusive');
  assert.match(
    verdict.why,
    /off the model’s own replies, but no further along “owl” than along the decoys: \d of 4 as far or further, the furthest decoy 1/,
  );
  assert.ok(verdict.nulls?.[0] && verdict.nulls[0].high > wrong.shift);
});

test('a decoy’s lead is the mean of the rows’ differences, in standard deviations along the trait', () => {
  const random = seededRandom(7);
  const data = pairs(60, unit(0), 0.5, random);
  const { decoys, shift } = project(data, unit(0), [{ name: 'cat', direction: unit(1) }], random);
  const own = data.map(pair => pair.own[0] ?? 0);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const sd = Math.sqrt((60 / 59) * mean(own.map(value => (value - mean(own)) ** 2)));
  const along = (at: number): number => mean(data.map(pair => (pair.data[at] ?? 0) - (pair.own[at] ?? 0))) / sd;
  assert.ok(Math.abs(shift - along(0)) < 1e-12);
  assert.ok(Math.abs((decoys[0]?.shift ?? NaN) - along(1)) < 1e-12);
  assert.ok(Math.abs((decoys[0]?.lead.shift ?? NaN) - (along(0) - along(1))) < 1e-12);
});

test('rows shifted along what all directions share are put down to a trait no more often than the level says', () => {
  const random = seededRandom(8);
  let named = 0;
  const runs = 120;
  for (let run = 0; run < runs; run++) {
    const data = pairs(60, unit(0), 2, random);
    const projection = project(data, akin(1), decoysAt(2), random);
    assert.ok(projection.p < 0.01, 'the shift itself shows');
    if (projectionVerdict({ trait: 'owl', projection }, { ...rows, scored: 60 }, 1).state === 'evidence found') named++;
  }
  // One decoy is the least favourable number: 1 in 100, of which 5 in 120 would be a chance of 1 in 500.
  assert.ok(named < 5, `${named} of ${runs}`);
});

test('decoys without a direction leave nothing to compare with, and a shift says nothing alone', () => {
  const projection = project(pairs(200, unit(0), 0.8, seededRandom(9)), unit(0), [], seededRandom(9));
  const verdict = projectionVerdict({ trait: 'owl', projection }, rows, 1);
  assert.equal(verdict.state, 'not tested');
  assert.match(verdict.why, /under no decoy’s prompt/);
});

function pairs(count: number, direction: Float64Array, shift: number, random: Random): ReplyPair[] {
  return Array.from({ length: count }, (_, prompt) => ({
    data: state(random).map((value, i) => value + shift * (direction[i] ?? 0)),
    own: state(random),
    prompt,
  }));
}
