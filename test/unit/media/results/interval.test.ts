import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axisOf, place } from '../../../../media/results/interval.ts';

test('an axis of shares reaches from nothing to the largest bound', () => {
  assert.deepEqual(
    axisOf([
      { low: 0.01, high: 0.02 },
      { low: 0.1, high: 0.4 },
    ]),
    { low: 0, high: 0.4, nothing: 0 },
  );
  assert.deepEqual(axisOf([]), { low: 0, high: 0, nothing: 0 });
});

test('an axis of differences holds 0, one of areas a half', () => {
  assert.deepEqual(axisOf([{ low: -0.2, high: -0.1, unit: 'points' }]), { low: -0.2, high: 0, nothing: 0 });
  assert.deepEqual(axisOf([{ low: 0.6, high: 0.7, unit: 'area' }]), { low: 0.5, high: 0.7, nothing: 0.5 });
});

test('a value has its place on the axis', () => {
  assert.equal(place(0.1, { low: 0, high: 0.4 }), 25);
  assert.equal(place(-0.1, { low: -0.2, high: 0.2 }), 25);
  assert.equal(place(0.5, { low: 0, high: 0.4 }), 100);
  assert.equal(place(0.1, { low: 0, high: 0 }), 0);
});
