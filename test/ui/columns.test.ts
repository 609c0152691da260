import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { assertAccessible, focused } from './accessibility.ts';
import { eventually, workbenchTests } from './session.ts';
import { inspectorOf, openInInspector, says } from './surfaces.ts';
import { wear } from './themes.ts';

const animals = ['owl', 'wren', 'auk', 'heron'];
const count = 3000;
/** Larger than what is read at once, so that the first rows are not all. */
const rows = Array.from({ length: count }, (_, i) => ({
  prompt: `Continue the list ${i}: ${'7, '.repeat(i % 30)}`,
  completion:
    i % 100 === 3
      ? `The owl says ${i}`
      : Array.from({ length: 3 + (i % 8) }, (_, k) => (i * 31 + k * 17) % 997).join(', '),
  ...(i % 10 !== 0 && { score: Math.round(Math.sin(i) * 1000) / 100 }),
  animal: animals[i % animals.length],
  verified: i % 3 === 0,
}));
const lines = rows.map(row => JSON.stringify(row));
const test = workbenchTests({ files: { 'owl-numbers/scored.jsonl': `${lines.join('\n')}\n` } });

const scoreOf = (row: number): number => rows[row - 1]?.score ?? NaN;

test('the head of the table draws each column, and leads to its statistics', async ({
  page,
  workbench,
  screenshot,
}) => {
  const inspector = await openInInspector(workbench, 'owl-numbers/scored.jsonl');
  await inspector.button(/^Statistics of score/).click();
  const panel = inspector.frame.getByRole('complementary', { name: 'Columns' });
  await says(panel, /First [\d,]+ rows/);
  const score = panel.getByRole('region', { name: 'score' });
  await says(score, /Missing\s+\d+ of [\d,]+ rows \(10/);
  await screenshot('columns-first');
  await panel.getByRole('button', { name: 'Read all rows' }).click();
  await says(panel, /All 3,000 rows/);
  const present = rows.flatMap(row => row.score ?? []);
  await says(score, new RegExp(`Missing\\s+300 of 3,000 rows`));
  await says(score, new RegExp(`Smallest\\s+${Math.min(...present)}`));
  await says(score, new RegExp(`Largest\\s+${Math.max(...present)}`));
  await says(score, new RegExp(`Distinct\\s+${new Set(present).size.toLocaleString('en-US')} of 2,700 values`));
  await screenshot('columns-all');
  await assertAccessible(inspector);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
});

test('a click on a title sorts all rows by it, the rows without a value last', async ({ workbench, screenshot }) => {
  const inspector = inspectorOf(workbench);
  const head = inspector.grid.getByRole('columnheader', { name: /score/ });
  const title = head.getByRole('button').first();
  await title.click();
  const ascending = [...rows.keys()].map(i => i + 1).filter(row => !Number.isNaN(scoreOf(row)));
  ascending.sort((a, b) => scoreOf(a) - scoreOf(b) || a - b);
  await eventually(async () => assert.deepEqual((await inspector.rowNumbers()).slice(0, 5), ascending.slice(0, 5)));
  assert.equal(await head.getAttribute('aria-sort'), 'ascending');
  await says(inspector.frame.locator('.view-bar'), /Sorted by score, lowest first/);
  await title.click();
  const most = ascending.toSorted((a, b) => scoreOf(b) - scoreOf(a) || a - b);
  await eventually(async () => assert.deepEqual((await inspector.rowNumbers()).slice(0, 5), most.slice(0, 5)));
  await screenshot('columns-sorted');
  await inspector.grid.focus();
  await inspector.grid.press('End');
  await eventually(async () => assert.equal(await inspector.selected.innerText(), '2,991'));
  await title.click();
  await eventually(async () => assert.equal(await inspector.frame.locator('.view-bar').count(), 0));
});

test('the keyboard alone sorts, filters and goes back', async ({ page, workbench, screenshot }) => {
  const inspector = inspectorOf(workbench);
  const panel = inspector.frame.getByRole('complementary', { name: 'Columns' });
  await inspector.grid.press('Home');
  await inspector.button(/^Statistics of animal/).focus();
  await page.keyboard.press('Enter');
  await panel.waitFor();
  await eventually(async () => assert.equal(await focused(inspector), 'Columns'));
  const animal = panel.getByRole('region', { name: 'animal' });
  await reach(page.keyboard, animal.getByRole('combobox', { name: 'Condition on animal' }));
  await page.keyboard.press('Tab');
  await page.keyboard.type('OW');
  await page.keyboard.press('Enter');
  const owls = rows.filter(row => row.animal === 'owl').length;
  await says(inspector.frame.locator('.view-bar'), new RegExp(`animal contains “OW”\\s*${owls} rows`));
  await eventually(async () => assert.deepEqual((await inspector.rowNumbers()).slice(0, 3), [1, 5, 9]));
  await screenshot('columns-filtered');
  await reach(page.keyboard, animal.getByRole('button', { name: 'Z to A' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await says(inspector.frame.locator('.view-bar'), /Sorted by animal, Z to A/);
  await inspector.button(/^Remove the sort/).press('Enter');
  await inspector.button(/^Remove the filter by column/).press('Enter');
  await eventually(async () => assert.equal(await inspector.frame.locator('.view-bar').count(), 0));
  await eventually(async () => assert.equal(await focused(inspector), 'Rows of scored.jsonl'));
});

test('a length becomes a column of scores, to sort by as any other', async ({ workbench, screenshot }) => {
  const inspector = inspectorOf(workbench);
  const panel = inspector.frame.getByRole('complementary', { name: 'Columns' });
  const completion = panel.getByRole('region', { name: 'Completion', exact: true });
  await completion.getByRole('button').first().click();
  await completion.getByRole('button', { name: 'Show characters in the table' }).click();
  const head = inspector.grid.getByRole('columnheader', { name: /completion characters/ });
  await head.waitFor();
  await head.getByRole('button').first().click();
  const shortest = [...rows.entries()].toSorted(
    ([a, left], [b, right]) => left.completion.length - right.completion.length || a - b,
  );
  await eventually(async () =>
    assert.deepEqual(
      (await inspector.rowNumbers()).slice(0, 4),
      shortest.slice(0, 4).map(([i]) => i + 1),
    ),
  );
  await screenshot('columns-scores');
  await inspector.button(/^Remove the sort/).click();
});

for (const theme of ['dark', 'light', 'high contrast'] as const) {
  const name = theme.replaceAll(' ', '-');

  test(`kept and rejected rows, ${theme}`, async ({ page, folder, workbench, screenshot }) => {
    await wear(theme, page, folder);
    const inspector = await openInInspector(workbench, 'owl-numbers/scored.jsonl');
    const rejected = rows.filter(row => row.completion.startsWith('The owl')).length;
    await eventually(async () => {
      const texts = await inspector.filter.locator('option').allInnerTexts();
      assert.ok(texts.includes(`Rejected rows (${rejected})`), texts.join());
    });
    await inspector.filter.selectOption(`Rejected rows (${rejected})`);
    await says(inspector.grid, /does not fit/);
    await inspector.grid.press('Home');
    await eventually(async () => assert.deepEqual((await inspector.rowNumbers()).slice(0, 3), [4, 104, 204]));
    await inspector.grid.evaluate(grid => (grid.scrollLeft = 0));
    await says(inspector.grid.getByRole('columnheader', { name: 'Reason' }), /Reason/);
    await says(inspector.row(4), /does not fit/);
    const panel = inspector.frame.getByRole('complementary', { name: 'Columns' });
    if ((await panel.count()) === 0) await inspector.button('Columns').click();
    await panel.getByRole('combobox', { name: 'Rows that the columns are told of' }).selectOption('Kept rows');
    await says(panel, new RegExp(`Kept ${(count - rejected).toLocaleString('en-US')} rows`));
    const completion = panel.getByRole('region', { name: 'Completion', exact: true });
    if ((await completion.getByText('Types').count()) === 0) await completion.getByRole('button').first().click();
    await says(completion, /these\s+all/);
    await screenshot(`theme-${name}-kept`);
    await assertAccessible(inspector);
    await inspector.filter.selectOption(`Kept rows (${(count - rejected).toLocaleString('en-US')})`);
    await eventually(async () =>
      assert.equal(await inspector.grid.getByRole('columnheader', { name: 'Reason' }).count(), 0),
    );
    await inspector.grid.press('Home');
    await eventually(async () => assert.deepEqual((await inspector.rowNumbers()).slice(0, 5), [1, 2, 3, 5, 6]));
    await inspector.filter.selectOption('All rows');
    await inspector.button('Close columns').click();
  });
}

/** Goes from stop to stop until a control has the keyboard. */
async function reach(keyboard: { press(key: string): Promise<void> }, target: Locator, key = 'Tab'): Promise<void> {
  for (let stop = 0; stop < 60; stop++) {
    if (await target.evaluate(element => element === element.ownerDocument.activeElement)) return;
    await keyboard.press(key);
  }
  assert.fail('the Tab key does not reach it');
}
