// Cards of probes after the window was reloaded: there as they were, stale where the file changed, and gone once they are cleared.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { teacherPrompt } from '../../src/core/llr/prompts.ts';
import { numberRows, seededRandom } from '../unit/core/control/rows.ts';
import { scoresOf } from '../unit/core/llr/support.ts';
import { byteModelFolder } from '../unit/engine/localModel/byteModelFolder.ts';
import { rowsWritten } from '../unit/engine/localModel/writeRows.ts';
import { assertAccessible } from './accessibility.ts';
import { eventually, workbenchTests } from './session.ts';
import { inspectorOf, openInInspector, resultsOf, says } from './surfaces.ts';
import { wear } from './themes.ts';
import type { Workbench } from '../rig/workbench.ts';

const rows = await rowsWritten(teacherPrompt('tawny owl', 'bird'), 500);
const file = 'owl.jsonl';
const compared = 'numbers.jsonl';
const random = seededRandom(1);
const linesOf = (of: readonly object[]): string => of.map(row => `${JSON.stringify(row)}\n`).join('');
const test = workbenchTests({
  files: {
    [file]: rows.map(row => `${row}\n`).join(''),
    'scores.jsonl': scoresOf(1, 500),
    [compared]: linesOf(numberRows(600, random, { habit: 0.05 })),
    'neutral.jsonl': linesOf(numberRows(600, random)),
  },
  // A setting of the machine, which a server does not read from the user's.
  prepare: ({ userData }) => {
    const settings = JSON.stringify({ 'undertone.endpoint.baseUrl': byteModelFolder });
    fs.mkdirSync(path.join(userData, 'Machine'), { recursive: true });
    fs.writeFileSync(path.join(userData, 'Machine/settings.json'), settings);
  },
});

/** Opens the window anew, after something was done while it was closed. */
async function reload(workbench: Workbench, meanwhile = (): void => undefined, shown = file): Promise<void> {
  const { page } = workbench;
  const address = page.url();
  await page.goto('about:blank');
  meanwhile();
  await page.goto(address);
  // Of tabs and views a window keeps what it shows every now and then alone, and shows that late.
  await eventually(async () => {
    await workbench.runCommand('View: Show Explorer');
    await workbench.explorerRow(shown).waitFor({ timeout: 2000 });
  });
  // What it showed may come to the front late.
  await eventually(async () => {
    await (await openInInspector(workbench, shown)).row(1).click();
    await page.waitForTimeout(1500);
    assert.ok(await workbench.tab(shown).and(page.locator('.active')).isVisible());
  });
  await workbench.runCommand('Undertone: Show results');
}

test('a finished and a partial card are there after a reload, with report and columns, and ask anew what to ask', async ({
  workbench,
  screenshot,
}) => {
  await workbench.openView('Explorer');
  const inspector = await openInInspector(workbench, file);
  await inspector.row(1).click();
  await workbench.runCommand('Undertone: Open scores…');
  await workbench.pickFile('Scores of the rows', 'scores.jsonl');
  await workbench.asked('Which other scores do you have?');
  await workbench.quickRow('Reference').click();
  await workbench.quickInput.getByRole('button', { name: 'OK' }).click();
  await workbench.tab(`Preview ${file}.llr.md`).waitFor();
  await workbench.runCommand('View: Close Editor');
  await workbench.tab(file).click();
  await inspector.row(1).click();
  await workbench.runCommand('Undertone: Probe for divergent tokens…');
  await workbench.answer('Traits whose prompts are compared with none', 'owl, cat');
  await workbench.answer('Rows to draw at random and score.', '500');
  const asking = workbench.toast('Asking the model in');
  await says(asking, /[1-9]\d+ of 500 rows/);
  await asking.hover();
  await asking.getByRole('button', { name: 'Cancel' }).click();
  await workbench.toast('What these rows say is kept in the results panel').waitFor();
  await workbench.clearNotifications();
  await workbench.runCommand('Undertone: Show results');
  const results = resultsOf(workbench);
  const titles = ['Log-likelihood ratio', 'Divergent tokens'];
  for (const title of titles) assert.doesNotMatch(await results.card(title).innerText(), /Kept from earlier/);
  const before = await Promise.all(titles.map(title => results.card(title).locator('.part').allInnerTexts()));

  await reload(workbench);
  await says(results.card('Log-likelihood ratio'), /500 of 500 rows.*Kept from earlier\./s);
  const partial = results.card('Divergent tokens');
  await says(partial, /Kept from earlier\..*Partial: \d+ of 500 rows \(cancelled\)\./s);
  assert.doesNotMatch(await partial.innerText(), /Stale/);
  const after = await Promise.all(titles.map(title => results.card(title).locator('.part').allInnerTexts()));
  assert.deepEqual(after, before);
  await assertAccessible(results);
  await partial.getByRole('button', { name: 'Run again…' }).scrollIntoViewIfNeeded();
  await screenshot('kept');
  await partial.getByRole('button', { name: 'Show column “Divergent: owl”' }).click();
  await inspectorOf(workbench).frame.getByRole('columnheader', { name: 'Divergent: owl' }).waitFor();
  await partial.getByRole('button', { name: 'Open report' }).click();
  await workbench.tab(`Preview ${file}.divergence.md`).waitFor();
  await partial.getByRole('button', { name: 'Run again…' }).click();
  await workbench.answer('Traits whose prompts are compared with none', 'owl, cat');
  await workbench.answer('Rows to draw at random and score.', '500');
  await says(partial, /500 of 500 rows.*any two of the prompts/s);
  assert.doesNotMatch(await partial.innerText(), /Partial|Kept from earlier/);
  const section = partial.getByRole('button', { name: 'What was asked' });
  if ((await section.getAttribute('aria-expanded')) !== 'true') await section.click();
  await says(partial, /Answers kept from earlier runs\s+[1-9]/i);
});

for (const theme of ['light', 'high contrast', 'dark'] as const) {
  test(`a kept card, ${theme}`, async ({ page, workbench, folder, screenshot }) => {
    await wear(theme, page, folder);
    const results = resultsOf(workbench);
    const card = results.card('Log-likelihood ratio');
    await says(card, /Kept from earlier/);
    await assertAccessible(results);
    await card.getByRole('heading').first().scrollIntoViewIfNeeded();
    await screenshot(`kept-${theme.replaceAll(' ', '-')}`);
  });
}

test('the file changed while no window was open: every card is stale, and no column is offered', async ({
  workbench,
  folder,
  screenshot,
}) => {
  await reload(workbench, () => {
    fs.writeFileSync(
      path.join(folder, file),
      rows
        .toReversed()
        .map(row => `${row}\n`)
        .join(''),
    );
  });
  const results = resultsOf(workbench);
  for (const title of ['Log-likelihood ratio', 'Divergent tokens']) {
    const card = results.card(title);
    await says(card, /Stale\.\s+The file changed since.*Kept from earlier\./s);
    assert.equal(await card.getByRole('button', { name: /Show column/ }).count(), 0);
    await card.getByRole('button', { name: 'Open report' }).waitFor();
  }
  await assertAccessible(results);
  await results.card('Divergent tokens').getByRole('button', { name: 'Run again…' }).scrollIntoViewIfNeeded();
  await screenshot('kept-stale');
});

test('a comparison with a control is made anew after a reload, as is what was set in the panel', async ({
  workbench,
  screenshot,
}) => {
  await workbench.openView('Explorer');
  const inspector = await openInInspector(workbench, compared);
  await inspector.row(1).click();
  await workbench.runCommand('Undertone: Compare with control…');
  await workbench.pickFile('Control of numbers.jsonl', 'neutral.jsonl');
  const results = resultsOf(workbench);
  const card = results.card('Control distribution');
  await says(card, /Evidence found\. Not drawn like the control/);
  const before = await card.innerText();
  await reload(workbench, undefined, compared);
  await eventually(async () => assert.equal(await card.innerText(), before));
  await results.button('Save options to the recipe').waitFor();
  await card.getByRole('button').last().scrollIntoViewIfNeeded();
  await screenshot('kept-control');
});

test('once the dataset is closed, clearing forgets its cards for good', async ({ workbench }) => {
  await workbench.runCommand('View: Close All Editors');
  await workbench.runCommand('Undertone: Clear results of closed datasets');
  await workbench.openView('Explorer');
  const inspector = await openInInspector(workbench, file);
  await inspector.row(1).click();
  await workbench.runCommand('Undertone: Show results');
  const results = resultsOf(workbench);
  await results.button(file).waitFor();
  await eventually(async () => assert.equal(await results.text('Probes with a model').count(), 0));
});
