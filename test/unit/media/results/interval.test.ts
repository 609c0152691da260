import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axisMaximum, place } from '../../../../media/results/interval.ts';

test('the axis holds every interval', () => {
  assert.equal(axisMaximum([{ high: 0.2 }, { high: 0.5 }]), 0.5);
  assert.equal(axisMaximum([]), 0);
});

test('values stand in proportion, inside the axis', () => {
  assert.equal(place(0, 0.5), 0);
  assert.equal(place(0.25, 0.5), 50);
  assert.equal(place(0.5, 0.5), 100);
  assert.equal(place(2, 0.5), 100);
  assert.equal(place(0.3, 0), 0);
});
