import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BoundedCounter } from '../../../../src/core/dataset/boundedCounter.ts';

class Count {
  count = 0;
  merge(other: { readonly count: number }): void {
    this.count += other.count;
  }
}

function counted(names: readonly string[]): BoundedCounter<Count> {
  const counter = new BoundedCounter(5, () => new Count());
  for (const name of names) {
    const entry = counter.entry(name);
    if (entry) entry.count++;
  }
  return counter;
}

const plain = (counter: BoundedCounter<Count>): Record<string, number> =>
  Object.fromEntries(counter.entries().map(([name, { count }]) => [name, count]));

test('what is kept is counted exactly, and slicing does not matter', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }).map(String), { maxLength: 200 }), fc.nat(200), (names, at) => {
      const whole = counted(names);
      const merged = counted(names.slice(0, at));
      const later = counted(names.slice(at));
      merged.merge(later.entries(), later.cut);
      const kept = plain(whole);
      assert.deepEqual(plain(merged), kept);
      assert.equal(merged.cut, whole.cut);
      assert.equal(whole.cut, new Set(names).size > 5);
      for (const [name, count] of Object.entries(kept)) {
        assert.equal(count, names.filter(each => each === name).length);
      }
    }),
  );
});
