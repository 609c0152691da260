import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createPageCache } from '../../../../media/inspector/pageCache.ts';

interface Asked {
  readonly start: number;
  readonly count: number;
  readonly signal: AbortSignal;
  answer(rows?: readonly number[]): Promise<void>;
  fail(error: Error): Promise<void>;
}

/** A source that is answered by hand; row n of the list is the number n. */
function harness(maxPages = 3) {
  const asked: Asked[] = [];
  const errors: unknown[] = [];
  let changes = 0;
  const cache = createPageCache<number>({
    pageSize: 10,
    maxPages,
    fetch: (start, count, signal) =>
      new Promise((resolve, reject) => {
        const settled = (): Promise<void> => new Promise(done => setImmediate(done));
        asked.push({
          start,
          count,
          signal,
          answer: (rows = Array.from({ length: count }, (_, index) => start + index)) => (resolve(rows), settled()),
          fail: error => (reject(error), settled()),
        });
      }),
    onChange: () => changes++,
    onError: error => errors.push(error),
  });
  return { cache, asked, errors, changes: () => changes };
}

const spans = (asked: readonly Asked[]): string[] => asked.map(({ start, count }) => `${start}+${count}`);

test('asks for the pages in view, once, and not past the end of the list', () => {
  const { cache, asked } = harness();
  cache.want(5, 23, 23);
  cache.want(6, 23, 23);
  assert.deepEqual(spans(asked), ['0+10', '10+10', '20+3']);
});

test('rows are there once their page has come', async () => {
  const { cache, asked, changes } = harness();
  cache.want(0, 5, 100);
  assert.equal(cache.row(3), undefined);
  await asked[0]?.answer();
  assert.equal(cache.row(3), 3);
  assert.equal(changes(), 1);
});

test('gives up the pages that were scrolled past', async () => {
  const { cache, asked } = harness();
  cache.want(0, 10, 1000);
  cache.want(500, 510, 1000);
  assert.deepEqual(spans(asked), ['0+10', '500+10']);
  assert.equal(asked[0]?.signal.aborted, true);
  assert.equal(asked[1]?.signal.aborted, false);
  await asked[0]?.answer();
  assert.equal(cache.row(0), undefined, 'the answer to a request that was given up is not taken');
});

test('forgets the pages seen longest ago', async () => {
  const { cache, asked } = harness(2);
  for (const start of [0, 10, 0, 20]) {
    cache.want(start, start + 1, 100);
    await asked.at(-1)?.answer();
  }
  assert.deepEqual(
    [0, 10, 20].map(position => cache.row(position)),
    [0, undefined, 20],
  );
});

test('a page that has grown is asked for again, without dropping a request under way', async () => {
  const { cache, asked } = harness();
  cache.want(0, 5, 5);
  cache.want(0, 8, 8);
  assert.deepEqual(spans(asked), ['0+5']);
  await asked[0]?.answer();
  assert.equal(asked[0]?.signal.aborted, false);
  cache.want(0, 8, 8);
  assert.deepEqual(spans(asked), ['0+5', '0+8']);
  assert.equal(cache.row(4), 4, 'what is here stays to be read');
});

test('a list that is shorter than was said is not asked for over and over', async () => {
  const { cache, asked } = harness();
  cache.want(0, 10, 10);
  await asked[0]?.answer([0, 1]);
  cache.want(0, 10, 10);
  assert.equal(asked.length, 1);
});

test('a page that failed is asked for again only after it was out of view or things changed', async () => {
  const { cache, asked, errors } = harness();
  cache.want(0, 5, 100);
  await asked[0]?.fail(new Error('gone'));
  cache.want(0, 5, 100);
  assert.equal(asked.length, 1);
  assert.match(String(errors[0]), /gone/);
  cache.want(50, 55, 100);
  cache.want(0, 5, 100);
  assert.deepEqual(spans(asked), ['0+10', '50+10', '0+10']);
  await asked[2]?.fail(new Error('still gone'));
  cache.refresh();
  cache.want(0, 5, 100);
  assert.equal(asked.length, 4);
});

test('after a refresh the old rows are shown until the new ones come', async () => {
  const { cache, asked } = harness();
  cache.want(0, 5, 100);
  await asked[0]?.answer();
  cache.refresh();
  cache.want(0, 5, 100);
  assert.equal(cache.row(0), 0);
  await asked[1]?.answer([100]);
  assert.equal(cache.row(0), 100);
});

test('another list shares nothing with the one before it', async () => {
  const { cache, asked } = harness();
  cache.want(0, 5, 100);
  await asked[0]?.answer();
  cache.want(10, 15, 100);
  cache.clear();
  assert.equal(cache.row(0), undefined);
  assert.equal(asked[1]?.signal.aborted, true);
});

test('wherever one scrolls, what is asked for is what is in view', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(990), fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 20 }),
      views => {
        const { cache, asked } = harness();
        const total = 1000;
        for (const [start, length] of views) cache.want(start, start + length, total);
        const [start, length] = views.at(-1) ?? [0, 0];
        const open = asked.filter(({ signal }) => !signal.aborted);
        const positions = new Set(
          open.flatMap(page => Array.from({ length: page.count }, (_, index) => page.start + index)),
        );
        for (let position = start; position < Math.min(start + length, total); position++)
          assert.ok(positions.has(position));
        for (const page of open)
          assert.ok(page.start < start + length && page.start + page.count > start && page.start + page.count <= total);
      },
    ),
  );
});
