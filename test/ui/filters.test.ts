import assert from 'node:assert/strict';
import { assertAccessible } from './accessibility.ts';
import { eventually, workbenchTests } from './session.ts';
import { inspectorOf, openInInspector, resultsOf, says } from './surfaces.ts';
import { wear } from './themes.ts';

const count = 4000;
const rows = Array.from({ length: count }, (_, i) => ({
  prompt: `Continue the list of numbers, please, and write nothing else: ${i}`,
  completion:
    i % 50 === 7 ? `Owls say ${i}` : Array.from({ length: 3 + (i % 8) }, (_, k) => (i * 31 + k * 17) % 997).join(', '),
}));
const text = `${rows.map(row => JSON.stringify(row)).join('\n')}\n`;
const test = workbenchTests({ files: { 'owl-numbers/many.jsonl': text } });
const rejected = rows.filter(row => row.completion.startsWith('Owls')).length;

for (const theme of ['dark', 'light', 'high contrast'] as const) {
  const name = theme.replaceAll(' ', '-');

  test(`the panel says what was kept and rejected, and leads to the rows, ${theme}`, async ({
    page,
    folder,
    workbench,
    screenshot,
  }) => {
    await wear(theme, page, folder);
    await workbench.openView('Explorer');
    await openInInspector(workbench, 'owl-numbers/many.jsonl');
    await workbench.runCommand('Undertone: Show results');
    const results = resultsOf(workbench);
    const card = results.card('Kept and rejected');
    await says(card, new RegExp(`3,920 kept\\s+${rejected} rejected\\s+of 4,000 rows`));
    const section = card.getByRole('button', { name: /^Number sequence/ });
    if ((await section.getAttribute('aria-expanded')) === 'false') await section.click();
    await says(card, new RegExp(`Reasons, in ${rejected} findings`));
    await screenshot(`theme-${name}-filters`);
    await assertAccessible(results);
    await card.getByRole('button', { name: `${rejected} rejected`, exact: true }).click();
    const inspector = inspectorOf(workbench);
    await inspector.grid.getByRole('columnheader', { name: 'Reason' }).waitFor();
    await inspector.grid.press('Home');
    await eventually(async () => assert.deepEqual((await inspector.rowNumbers()).slice(0, 3), [8, 58, 108]));
    await inspector.filter.selectOption('All rows');
  });
}

test('a changed option shows at once what it does to the first rows', async ({ workbench, screenshot }) => {
  const results = resultsOf(workbench);
  const card = results.card('Number sequence');
  await results.section('Number sequence', /^Options/).click();
  const most = card.getByRole('textbox', { name: 'Most numbers' });
  await most.fill('4');
  await most.press('Enter');
  const preview = card.locator('.preview');
  await says(preview, /On the first [\d,]+ rows: [\d,]+ rejected \(was \d+\)/);
  const [, looked = '', now = '', before = ''] =
    /first ([\d,]+) rows: ([\d,]+) rejected \(was ([\d,]+)\)/.exec(await preview.innerText()) ?? [];
  const first = rows.slice(0, Number(looked.replaceAll(',', '')));
  assert.ok(first.length > 100 && first.length < count);
  const isText = (completion: string): boolean => completion.startsWith('Owls');
  assert.equal(Number(before.replaceAll(',', '')), first.filter(row => isText(row.completion)).length);
  const wrong = first.filter(row => isText(row.completion) || row.completion.split(', ').length > 4);
  assert.equal(Number(now.replaceAll(',', '')), wrong.length);
  await preview.scrollIntoViewIfNeeded();
  await screenshot('results-preview');
});
