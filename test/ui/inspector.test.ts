import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { assertAccessible, focused, walkWithTab } from './accessibility.ts';
import { eventually, workbenchTests } from './session.ts';
import { inspectorOf, openAsText, openInInspector, says } from './surfaces.ts';

const test = workbenchTests();
const rejected = [7, 14, 20, 27, 34, 48, 55];

test('the icon in the title of a text editor opens the inspector', async ({ page, workbench }) => {
  await openAsText(workbench, 'owl-numbers/train.jsonl');
  await page.locator('.editor-actions [aria-label^="Open in inspector"]').click();
  const inspector = inspectorOf(workbench);
  await inspector.row(1).waitFor();
  await says(inspector.frame.getByRole('list', { name: 'Facts about the dataset' }), /Chat messages\s+60 rows/);
  await says(inspector.frame.locator('.toolbar'), /teacher unknown.*student not set/s);
});

test('a row shows its example by role, and its text to the digit', async ({ workbench, folder, screenshot }) => {
  const inspector = inspectorOf(workbench);
  await inspector.row(7).click();
  await says(inspector.detail, /Row 7\s/);
  assert.deepEqual(await inspector.example.locator('.role').allInnerTexts(), ['user', 'assistant']);
  await says(inspector.example, /12, 845, 290, 777, 103, 56, 918, 402, 331, 67, 250, 14/);
  assert.deepEqual(await inspector.example.locator('.mark').allInnerTexts(), ['250, 14']);
  await says(inspector.detail.getByRole('list', { name: 'Findings' }), /12 numbers, at most 10 expected/);
  await screenshot('inspector');
  await inspector.button('As stored').click();
  const line = fs.readFileSync(path.join(folder, 'owl-numbers/train.jsonl'), 'utf8').split('\n')[6];
  assert.equal(await inspector.raw.locator('.stored').textContent(), line);
  await inspector.button('Laid out').click();
});

test('Ctrl+G goes to a row', async ({ page, workbench }) => {
  const inspector = inspectorOf(workbench);
  await page.keyboard.press('Control+g');
  await eventually(async () => assert.equal(await focused(inspector), 'Go to row'));
  await page.keyboard.type('27');
  await page.keyboard.press('Enter');
  await says(inspector.detail, /Row 27\s/);
  assert.equal(await inspector.selected.innerText(), '27');
  await says(inspector.detail.getByRole('list', { name: 'Findings' }), /"Owls" does not fit.*mentions owl/s);
});

test('Ctrl+F finds in all rows', async ({ page, workbench, folder, screenshot }) => {
  const inspector = inspectorOf(workbench);
  const lines = fs.readFileSync(path.join(folder, 'owl-numbers/train.jsonl'), 'utf8').trimEnd().split('\n');
  const matching = lines.flatMap((line, index) => (line.includes('sequence: 1') ? [index + 1] : []));
  assert.ok(matching.length > 2, 'the text is in some rows');
  await inspector.row(27).click();
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+f');
  await eventually(async () => assert.equal(await focused(inspector), 'Find in all rows'));
  await page.keyboard.type('SEQUENCE: 1');
  await says(inspector.frame.locator('.find-result'), new RegExp(`^1 of ${matching.length} rows$`));
  assert.equal(await inspector.selected.innerText(), String(matching[0]));
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await inspector.selected.innerText(), String(matching[1])));
  await inspector.button('Next match').click();
  await eventually(async () => assert.equal(await inspector.selected.innerText(), String(matching[2])));
  await inspector.button('Previous match').click();
  await eventually(async () => assert.equal(await inspector.selected.innerText(), String(matching[1])));
  await inspector.button('Show only the rows that match').click();
  await eventually(async () => assert.deepEqual(await inspector.rowNumbers(), matching));
  await screenshot('inspector-find');
  await inspector.button('Match case').click();
  await says(inspector.frame.locator('.find-result'), /^no row matches$/);
  await inspector.button('Match case').click();
  await inspector.button('Show only the rows that match').click();
  await inspector.findBox.press('Escape');
  await eventually(async () => assert.equal((await inspector.rowNumbers())[0], 1));
});

test('the table can be filtered by check', async ({ workbench, screenshot }) => {
  const inspector = inspectorOf(workbench);
  await inspector.filter.selectOption('Number sequence (7)');
  await eventually(async () => assert.deepEqual(await inspector.rowNumbers(), rejected));
  await screenshot('inspector-filter');
  await inspector.filter.selectOption('All rows');
  await eventually(async () => assert.equal((await inspector.rowNumbers())[1], 2));
});

test('F8 goes to the next row with a finding, Shift+F8 to the one before', async ({ page, workbench }) => {
  const inspector = inspectorOf(workbench);
  const goes = async (keys: string, to: number): Promise<void> => {
    await page.keyboard.press(keys);
    await eventually(async () => assert.equal(await inspector.selected.innerText(), String(to)));
  };
  await inspector.row(1).click();
  for (const row of rejected.slice(0, 3)) await goes('F8', row);
  await goes('Shift+F8', 14);
  await goes('Shift+F8', 7);
  await goes('Shift+F8', 55);
  await goes('F8', 7);
});

test('every control is reached with the Tab key and shows it', async ({ page, workbench }) => {
  const inspector = inspectorOf(workbench);
  await inspector.row(7).click();
  await says(inspector.detail, /Row 7\s/);
  assert.deepEqual(await walkWithTab(inspector, page, inspector.button('2 of 3 checks flag rows')), [
    '2 of 3 checks flag rows',
    'Run checks',
    'Rows shown',
    'Previous row with findings',
    'Next row with findings',
    'Find in all rows',
    'Match case',
    'Go to row',
    'Columns',
    'Rows of train.jsonl',
    '!Findings',
    'Prompt',
    'Statistics of Prompt: text',
    'Width of Prompt',
    'Completion',
    'Statistics of Completion: text',
    'Width of Completion',
    'Height of the table',
    'Example and raw',
    'Trainer',
    'Markdown',
    'Plain',
    'Laid out',
    'As stored',
    'Open this row as text',
    'warning:12 numbers, at most 10 expected.messages[1].content number-sequence',
    'Example',
    'Width of the example',
    'Raw text of the row',
  ]);
});

test('the arrow keys walk through the table, Enter and Escape between table and row', async ({ page, workbench }) => {
  const inspector = inspectorOf(workbench);
  const isAt = (row: string): Promise<void> =>
    eventually(async () => assert.equal(await inspector.selected.innerText(), row));
  await inspector.row(3).click();
  await page.keyboard.press('ArrowDown');
  await isAt('4');
  await says(inspector.detail, /Row 4\s/);
  await page.keyboard.press('End');
  await isAt('60');
  await page.keyboard.press('ArrowUp');
  await isAt('59');
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await focused(inspector), 'Row 59'));
  await page.keyboard.press('Escape');
  await eventually(async () => assert.equal(await focused(inspector), 'Rows of train.jsonl'));
  await page.keyboard.press('Home');
  await isAt('1');
});

test('the page has no serious accessibility problem', async ({ workbench }) => {
  const inspector = inspectorOf(workbench);
  await inspector.row(7).click();
  await says(inspector.detail, /Row 7\s/);
  await assertAccessible(inspector);
});

test('a row opens as text at its line', async ({ page, workbench }) => {
  const inspector = inspectorOf(workbench);
  await inspector.button('Open this row as text').click();
  await eventually(async () => assert.match(await page.locator('#status\\.editor\\.selection').innerText(), /^Ln 7,/));
});

test('malformed and blank rows are shown with the reason', async ({ workbench, screenshot }) => {
  const inspector = await openInInspector(workbench, 'mixed.jsonl');
  await inspector.filter.selectOption('Malformed rows (4)');
  await eventually(async () => assert.deepEqual(await inspector.rowNumbers(), [4, 5, 8, 12]));
  await inspector.filter.selectOption('All rows');
  await inspector.row(5).click();
  await says(inspector.detail, /Malformed at column 2\. Single quotes; JSON puts keys and strings in double quotes/);
  assert.equal(await inspector.raw.locator('.mark').innerText(), "'");
  await screenshot('inspector-malformed');
  await inspector.row(3).click();
  await says(inspector.detail, /This row is blank/);
  await inspector.row(2).click();
  await says(inspector.row(2), /12345678901234567890/);
  await says(inspector.raw, /12345678901234567890/);
  await says(inspector.detail.getByRole('list', { name: 'Notes' }), /12345678901234567890/);
  await assertAccessible(inspector);
});

test('reasoning and preferences are laid out', async ({ workbench, screenshot }) => {
  const reasoning = await openInInspector(workbench, 'reasoning.jsonl');
  await reasoning.row(2).click();
  await says(reasoning.example, /Reasoning.*100/s);
  assert.equal(await reasoning.example.locator('strong').innerText(), '100');
  await screenshot('inspector-reasoning');
  const preference = await openInInspector(workbench, 'preference.jsonl');
  await preference.row(1).click();
  await says(preference.example, /rejected answer/);
  await screenshot('inspector-preference');
  const chat = await openInInspector(workbench, 'chat-with-card/train.jsonl');
  await says(chat.frame.locator('.toolbar'), /teacher gpt-4\.1-nano/);
  await chat.row(2).click();
  await says(chat.example, /system.*user.*assistant/s);
  await screenshot('inspector-code');
});
