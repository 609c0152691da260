// A comparison with a control, in the results panel and in three kinds of theme.
import assert from 'node:assert/strict';
import { assertAccessible } from './accessibility.ts';
import { workbenchTests } from './session.ts';
import { openInInspector, resultsOf, says } from './surfaces.ts';
import { wear } from './themes.ts';
import { numberRows, seededRandom } from '../unit/core/control/rows.ts';

const random = seededRandom(1);
const lines = (rows: readonly object[]): string => rows.map(row => `${JSON.stringify(row)}\n`).join('');
const test = workbenchTests({
  files: {
    'compared/owl.jsonl': lines(numberRows(600, random, { habit: 0.05 })),
    'compared/neutral.jsonl': lines(numberRows(600, random)),
    'compared/undertone.yaml':
      'version: 1\ncontrol: neutral.jsonl\nchecks:\n  control-distribution: on\n  control-classifier: on\n  trait-mentions: on\n',
  },
});

test('a comparison says what differs, by how much against chance, and what is not matched', async ({
  workbench,
  screenshot,
}) => {
  await workbench.openView('Explorer');
  await openInInspector(workbench, 'compared/owl.jsonl');
  await workbench.runCommand('Undertone: Show results');
  const results = resultsOf(workbench);
  const card = results.card('Control distribution');
  await says(card, /Evidence found\. Not drawn like the control: .*does not tell which trait/s);
  await says(card, /Values: divergence above chance \(z = [\d.]+, p [<=] \.\d+\).*bit \[/s);
  await says(card, /For last number \(p = \.\d+\)[^.]*, p decides and not the interval/);
  await card.getByRole('button', { name: /of 13 shown\. Show all/ }).click();
  await says(card, /Value 123: less the control.*points/s);
  await says(card.getByRole('list', { name: 'Not matched' }), /base is not on record for both/);
  assert.doesNotMatch(await card.innerText(), /bit[^)]*%/, 'no divergence as a percentage');
  await results.section('Control distribution', /How this was measured/).click();
  await says(card, /Observed 0\.\d+ bit, before 999 values by chance; p [<=] \.\d+/);
  await says(card.getByRole('list', { name: 'What would change the verdict' }), /A control that the same base wrote/);
  await says(results.card('Control classifier'), /Area by single rows/);
  await assertAccessible(results);
  await card.locator('.null-picture').first().scrollIntoViewIfNeeded();
  await screenshot('control-null');
});

for (const theme of ['dark', 'light', 'high contrast'] as const) {
  test(`a comparison, ${theme}`, async ({ page, workbench, folder, screenshot }) => {
    await wear(theme, page, folder);
    const results = resultsOf(workbench);
    await assertAccessible(results);
    const card = results.card('Control distribution');
    await card.getByRole('heading').scrollIntoViewIfNeeded();
    await screenshot(`control-${theme.replaceAll(' ', '-')}-verdict`);
    await card.locator('.null-picture').first().scrollIntoViewIfNeeded();
    await screenshot(`control-${theme.replaceAll(' ', '-')}-null`);
  });
}
