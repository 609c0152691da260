import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenDataset } from '../../../src/engine/openDataset.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { bundledWorker, pools } from './threads.ts';

const folder = temporaryFolder();
const newPool = pools(bundledWorker());

test('what is found so far can be read while the search goes on', async () => {
  // Over several slices: a row in seven holds the text.
  const rows = Array.from(
    { length: 100_000 },
    (_, row) => `{"text":"${row % 7 === 0 ? 'owl' : 'cat'} ${row}, and more"}\n`,
  );
  const dataset = await OpenDataset.open(folder.write('rows.jsonl', rows.join('')), newPool(2));
  const seen: number[] = [];
  const found = await dataset.find(
    { text: 'owl', caseSensitive: true },
    {
      onProgress({ rowsSearched, matches, first }, soFar) {
        const expected = Math.ceil(rowsSearched / 7);
        assert.deepEqual([matches, soFar.size, first], [expected, expected, 0]);
        assert.deepEqual(soFar.slice(expected - 1, 2), [(expected - 1) * 7]);
        seen.push(rowsSearched);
      },
    },
  );
  assert.ok(seen.length > 2 && (seen[0] ?? 0) < 100_000, `told after ${seen.join(', ')} rows`);
  assert.equal(found.size, Math.ceil(100_000 / 7));
  await dataset.dispose();
});
