import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { assertAccessible } from './accessibility.ts';
import { colorThemes } from '../rig/settings.ts';
import { eventually, workbenchTests } from './session.ts';
import { Surface } from './surfaces.ts';

const base =
  'First, let me write down what is given: the speed is 40 and the time is 12 minutes. Converting the minutes to hours gives a fifth, so the train is eight kilometres ahead when the second one leaves. ' +
  'The second train gains twenty kilometres on the first in every hour, and so it needs two fifths of an hour for what is between them, which is twenty-four minutes after it left the station.';
const nearly = base.replace('eight kilometres', '8 kilometres');
const rows = (completions: readonly string[]): string =>
  completions.map((completion, i) => `${JSON.stringify({ prompt: `question ${i}`, completion })}\n`).join('');
const train = [base, 'Nothing like it.', '7, 9, 11', nearly, base, '7, 9, 11', base];
const many = Array.from({ length: 240 }, (_, i) => `completion number ${i % 120}`);

const test = workbenchTests({
  files: {
    'dup/train.jsonl': rows(train),
    'dup/eval.jsonl': rows(['Held out.', nearly, '7, 9, 11']),
    'dup/many.jsonl': rows(many),
  },
});

test('finds rows that repeat another, and opens a cluster by keys', async ({ page, workbench, screenshot }) => {
  await workbench.explorerRow('dup').click();
  await workbench.explorerRow('train.jsonl').last().dblclick();
  await workbench.tab('train.jsonl').waitFor();
  await workbench.runCommand('Undertone: Find duplicates…');
  await workbench.quickRow('Same or similar text').first().waitFor();
  await screenshot('duplicates-ask');
  await workbench.pick('Same or similar text');
  await workbench.pick('completion');
  await workbench.tab('Duplicates in train.jsonl').waitFor();
  const frame = workbench.webview('editor');
  await frame
    .getByText('4 of 7 rows compared repeat another (3 copies, 1 similar, 0 linked through another), in 2 clusters.')
    .waitFor();
  const opener = frame.getByRole('button', { name: /^4 rows/ });
  await opener.focus();
  await page.keyboard.press('Enter');
  const members = frame.getByRole('list', { name: 'Rows of the cluster of row 1' });
  await members.getByText('the same text').first().waitFor();
  assert.deepEqual(await members.locator('.place').allInnerTexts(), ['row 1', 'row 4', 'row 5', 'row 7']);
  await frame.getByRole('button', { name: 'Compare row 4 with the kept row' }).click();
  await frame.getByRole('region', { name: 'row 1, kept' }).locator('ins', { hasText: 'eight' }).waitFor();
  assert.deepEqual(await frame.getByRole('region', { name: 'row 4' }).locator('ins').allInnerTexts(), ['8']);
  await screenshot('duplicates-cluster');
});

test('can be read in every kind of theme', async ({ page, workbench, folder, screenshot }) => {
  const frame = workbench.webview('editor');
  const settings = path.join(folder, '.vscode/settings.json');
  fs.mkdirSync(path.dirname(settings), { recursive: true });
  const classes = {
    light: '.vs',
    'high contrast': '.hc-black',
    'high contrast light': '.hc-light',
    dark: '.vs-dark',
  } as const;
  for (const theme of ['light', 'high contrast', 'high contrast light', 'dark'] as const) {
    fs.writeFileSync(settings, JSON.stringify({ 'workbench.colorTheme': colorThemes[theme] }));
    await page.locator(`.monaco-workbench${classes[theme]}`).waitFor();
    await screenshot(`duplicates-theme-${theme.replaceAll(' ', '-')}`);
    await assertAccessible(new Surface(frame));
  }
});

test('looks again by other options, and says what is out of range', async ({ workbench, screenshot }) => {
  const frame = workbench.webview('editor');
  await frame.getByLabel('From similarity').fill('7');
  await frame.getByText('from 0.1 to 1').waitFor();
  assert.equal(await frame.getByRole('button', { name: 'Look again' }).isDisabled(), true);
  await frame.getByLabel('Similar texts too').uncheck();
  await frame.getByRole('button', { name: 'Look again' }).click();
  await frame.getByText('3 of 7 rows compared repeat another, in 2 clusters.').waitFor();
  await screenshot('duplicates-exact');
});

test('shows a row in the inspector', async ({ workbench }) => {
  const frame = workbench.webview('editor');
  await frame.getByRole('button', { name: /^3 rows/ }).click();
  await frame.getByRole('button', { name: 'row 5', exact: true }).click();
  const inspector = workbench.webview('editor');
  await inspector.locator('[aria-selected=true] [role=rowheader]', { hasText: '5' }).waitFor();
});

test('exports the rows without those that repeat another', async ({ workbench, folder }) => {
  await workbench.tab('Duplicates in train.jsonl').click();
  const frame = workbench.webview('editor');
  await frame.getByRole('button', { name: 'Export rows without duplicates…' }).click();
  await workbench.accept('Rejected rows');
  await workbench.acceptFile('Kept rows of', 'train.kept.jsonl');
  const kept = await eventually(() => fs.readFileSync(path.join(folder, 'dup/train.kept.jsonl'), 'utf8'));
  assert.deepEqual(
    kept
      .trim()
      .split('\n')
      .map(line => (JSON.parse(line) as { completion: string }).completion),
    [base, 'Nothing like it.', '7, 9, 11', nearly],
  );
});

test('looks for rows in another file', async ({ workbench, screenshot }) => {
  await workbench.explorerRow('eval.jsonl').dblclick();
  await workbench.tab('eval.jsonl').waitFor();
  await workbench.runCommand('Undertone: Find duplicates…');
  await workbench.pick('Same or similar text in another file…');
  await workbench.pick('completion');
  await workbench.pickFile('The file in which rows of', 'train.jsonl');
  await workbench.tab('eval.jsonl in train.jsonl').waitFor();
  const frame = workbench.webview('editor');
  await frame.getByText('2 of 3 rows compared stand there too: 2 with the same text, 0 similar.').waitFor();
  await frame.getByRole('button', { name: 'Compare row 2 of eval.jsonl with row 4 of train.jsonl' }).click();
  await frame.getByRole('region', { name: 'row 2 of eval.jsonl' }).waitFor();
  await screenshot('duplicates-other-file');
});

test('long lists come by pages', async ({ workbench, screenshot }) => {
  await workbench.explorerRow('many.jsonl').click();
  await workbench.runCommand('Undertone: Find duplicates…');
  await workbench.pick('Same text');
  await workbench.pick('completion');
  await workbench.tab('Duplicates in many.jsonl').waitFor();
  const frame = workbench.webview('editor');
  await frame.getByText('1–50 of 120 clusters').waitFor();
  await frame.getByRole('button', { name: 'Next' }).click();
  await frame.getByText('51–100 of 120 clusters').waitFor();
  await screenshot('duplicates-pages');
});
