import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  addToSample,
  emptySample,
  mergeSamples,
  rowsOfSample,
  sampleBeside,
  type RowSample,
} from '../../../../src/core/rowSample/rowSample.ts';
import {
  addToOrder,
  boundOfOrder,
  contentsOf,
  emptyOrder,
  mergeOrders,
  orderBeside,
  type OrderSample,
  promptsOf,
} from '../../../../src/core/order/orderSample.ts';
import { sampleOf, textsOf, type TestRow } from '../control/rows.ts';

const row = fc.record({
  prompt: fc.constantFrom('', 'a', 'b', 'c', 'd', 'e'),
  completion: fc.oneof(
    fc.constantFrom('one and the same long completion', 'another one that is long enough'),
    fc.string({ minLength: 1, maxLength: 4 }),
  ),
});

/** Cuts rows into slices; associativity is tried by merging from the left or from the right. */
function merged<State>(
  rows: readonly TestRow[],
  cuts: readonly number[],
  gather: (rows: readonly TestRow[]) => State,
  merge: (left: State, right: State) => State,
  fromRight: boolean,
): State {
  const borders = [0, ...cuts.map(cut => cut % (rows.length + 1)).sort((a, b) => a - b), rows.length];
  const parts = borders.slice(1).map((end, i) => gather(rows.slice(borders[i], end)));
  return fromRight ? parts.reduceRight((right, left) => merge(left, right)) : parts.reduce(merge);
}

/** Cuts rows into slices of which each knows what those before it gathered. */
function mergedInTurn<State>(
  rows: readonly TestRow[],
  cuts: readonly number[],
  {
    gather,
    merge,
    beside,
  }: {
    readonly gather: (rows: readonly TestRow[], into?: State) => State;
    readonly merge: (left: State, right: State) => State;
    readonly beside: (state: State) => State;
  },
): State {
  const borders = [...cuts.map(cut => cut % (rows.length + 1)).sort((a, b) => a - b), rows.length];
  const first = gather(rows.slice(0, borders[0]));
  return borders.slice(1).reduce((state, end, i) => {
    // As a thread would that was told of all but the last slice.
    const next = gather(rows.slice(borders[i], end), beside(i % 2 === 0 ? state : first));
    return merge(state, next);
  }, first);
}

const manyPrompts = fc.record({
  prompt: fc.nat(40).map(String),
  completion: fc.nat(3).map(number => `a completion that is long enough, ${number}`),
});

describe('a sample of rows', () => {
  it('is the same whatever the slices', () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 60 }),
        fc.array(fc.nat(), { maxLength: 5 }),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        (rows, cuts, size, fromRight) => {
          const whole = sampleOf(rows, size);
          const parts = merged(rows, cuts, part => sampleOf(part, size), mergeSamples, fromRight);
          assert.deepEqual(rowsOfSample(parts), rowsOfSample(whole));
          assert.equal(parts.rows, whole.rows);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is the same where slices pass over what leaves no room for their rows', () => {
    fc.assert(
      fc.property(
        fc.array(manyPrompts, { maxLength: 80 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 8 }),
        (rows, cuts, size) => {
          const gather = (part: readonly TestRow[], into = emptySample(size)): RowSample => {
            for (const each of part) addToSample(into, textsOf(each));
            return into;
          };
          const parts = mergedInTurn(rows, cuts, { gather, merge: mergeSamples, beside: sampleBeside });
          assert.deepEqual(rowsOfSample(parts), rowsOfSample(gather(rows)));
          assert.equal(parts.rows, rows.length);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('takes a row of every prompt before a second of any', () => {
    const rows = Array.from({ length: 300 }, (_, i) => ({
      prompt: i < 280 ? 'often' : `seldom ${i}`,
      completion: `answer ${i}`,
    }));
    const sampled = rowsOfSample(sampleOf(rows, 40));
    assert.equal(sampled.length, 40);
    assert.equal(sampled.filter(({ prompt }) => prompt === 'often').length, 20);
  });

  it('takes the same prompts of two files that share them', () => {
    const file = (answer: string): TestRow[] =>
      Array.from({ length: 500 }, (_, i) => ({ prompt: `question ${i}`, completion: `${answer} ${i}` }));
    const groups = (rows: readonly TestRow[]): number[] => rowsOfSample(sampleOf(rows, 50)).map(({ group }) => group);
    assert.deepEqual(groups(file('yes')), groups(file('no').toReversed()));
  });
});

describe('a sample of rows in order', () => {
  it('is the same whatever the slices, positions and copies included', () => {
    const gather = (size: number) => (rows: readonly TestRow[]) => {
      const state = emptyOrder(size);
      for (const each of rows) addToOrder(state, textsOf(each));
      return state;
    };
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 60 }),
        fc.array(fc.nat(), { maxLength: 5 }),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        (rows, cuts, size, fromRight) => {
          const whole = gather(size)(rows);
          const parts = merged(rows, cuts, gather(size), mergeOrders, fromRight);
          assert.deepEqual(contentsOf(parts), contentsOf(whole));
          assert.deepEqual(promptsOf(parts), promptsOf(whole));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is the same where slices pass over what leaves no room for their rows', () => {
    fc.assert(
      fc.property(
        fc.array(manyPrompts, { maxLength: 80 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 8 }),
        (rows, cuts, size) => {
          const gather = (part: readonly TestRow[], into = emptyOrder(size)): OrderSample => {
            for (const each of part) addToOrder(into, textsOf(each));
            return into;
          };
          const parts = mergedInTurn(rows, cuts, { gather, merge: mergeOrders, beside: orderBeside });
          const whole = gather(rows);
          assert.deepEqual(contentsOf(parts), contentsOf(whole));
          assert.deepEqual(promptsOf(parts), promptsOf(whole));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('soon knows what to pass over, however short the answers are, which count as no copies', () => {
    const state = emptyOrder(10);
    for (let i = 0; i < 300; i++) addToOrder(state, textsOf({ prompt: `q${i % 100}`, completion: 'yes' }));
    assert.ok((boundOfOrder(state) ?? Infinity) < 2 ** 53 / 4);
    assert.deepEqual(promptsOf(state), []);
  });

  it('counts copies, and stands them where they were first', () => {
    const state = emptyOrder(100);
    const texts = ['first of all the rows', 'second of all the rows', 'first of all the rows'];
    for (const completion of texts) addToOrder(state, textsOf({ prompt: 'p', completion }));
    assert.deepEqual(
      contentsOf(state).map(({ position, copies }) => [position, copies]),
      [
        [0, 2],
        [1, 1],
      ],
    );
  });
});
