import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { assertAccessible, walkWithTab } from './accessibility.ts';
import { eventually, workbenchTests } from './session.ts';
import { inspectorOf, openInInspector, resultsOf, says } from './surfaces.ts';

const test = workbenchTests();

test('the panel welcomes while nothing is open', async ({ page, workbench, screenshot }) => {
  await workbench.openView('Undertone');
  const results = resultsOf(workbench);
  await results.button('Open dataset…').waitFor();
  await assertAccessible(results);
  assert.deepEqual(await walkWithTab(results, page, results.button('Open dataset…')), ['Open dataset…']);
  await screenshot('results-welcome');
});

test('the walkthrough leads to the sample', async ({ page, workbench, screenshot }) => {
  await workbench.runCommand('Welcome: Open Walkthrough...');
  await workbench.quickInputBox.fill('Undertone');
  await workbench.pick('Get started with Undertone');
  await page.locator('.getting-started-step', { hasText: 'Record who wrote the data' }).waitFor();
  await screenshot('walkthrough');
  await page.getByRole('button', { name: 'Open the sample dataset' }).click();
  const inspector = inspectorOf(workbench);
  await inspector.row(1).waitFor();
  await says(inspector.frame.locator('.toolbar'), /60 rows/);
  await workbench.runCommand('View: Close All Editors');
});

test('the panel says of the dataset in view where it comes from and what each check came to', async ({
  workbench,
  screenshot,
}) => {
  await workbench.openView('Explorer');
  await openInInspector(workbench, 'owl-numbers/train.jsonl');
  await workbench.runCommand('Undertone: Show results');
  const results = resultsOf(workbench);
  await says(
    results.provenance,
    /teacher unknown.*student not set.*Unknown risk that traits pass on.*Nothing names the teacher/s,
  );
  await says(results.card('Number sequence'), /7 rows rejected of 60 rows examined/);
  await says(results.card('Trait mentions'), /Evidence found\. 2 of 60 rows examined mention a named trait/);
  await screenshot('results');
});

test('an option out of range is refused at its place; one in range changes the outcome', async ({
  workbench,
  screenshot,
}) => {
  const results = resultsOf(workbench);
  await results.section('Number sequence', /^Options/).click();
  const most = results.card('Number sequence').getByRole('textbox', { name: 'Most numbers' });
  await most.fill('-4');
  await most.press('Enter');
  await says(results.card('Number sequence').getByRole('alert'), /-4.*at least 1/);
  assert.equal(await most.getAttribute('aria-invalid'), 'true');
  await most.scrollIntoViewIfNeeded();
  await screenshot('results-refused');
  await assertAccessible(results);
  await most.fill('ten');
  await most.press('Enter');
  await says(results.card('Number sequence').getByRole('alert'), /Expected a whole number, got “ten”/);
  // The one list that is too long has 12 numbers.
  await most.fill('12');
  await most.press('Enter');
  await results.section('Number sequence', /^Options \(1 changed\)/).waitFor();
  assert.equal(await most.getAttribute('aria-invalid'), 'false');
  await says(results.frame.locator('.footer'), /changed since these checks ran/);
  await results.button('Run checks').click();
  await says(results.card('Number sequence'), /6 rows rejected of 60 rows examined/);
  await workbench.statusBarItem('9 warnings').waitFor();
});

test('what was set is saved to the recipe', async ({ workbench, folder }) => {
  const results = resultsOf(workbench);
  await results.button('Save options to the recipe').click();
  const recipe = path.join(folder, 'owl-numbers/undertone.yaml');
  await eventually(() => assert.match(fs.readFileSync(recipe, 'utf8'), /maxCount: 12/));
  assert.match(fs.readFileSync(recipe, 'utf8'), /^# These rows are number lists/);
  await results.button('Save options to the recipe').waitFor({ state: 'detached' });
  await says(results.card('Number sequence'), /6 rows rejected/);
  await results.section('Number sequence', /^Options/).click();
});

test('a finding leads to its row in the inspector', async ({ workbench, screenshot }) => {
  const results = resultsOf(workbench);
  await results.section('Number sequence', /^6 findings/).click();
  await results
    .card('Number sequence')
    .getByRole('button', { name: /1024 is above 999/ })
    .click();
  const inspector = inspectorOf(workbench);
  await says(inspector.detail, /Row 14\s/);
  assert.equal(await inspector.selected.innerText(), '14');
  await screenshot('results-finding');
});

test('how a verdict was measured can be unfolded', async ({ workbench, screenshot }) => {
  const results = resultsOf(workbench);
  await results.section('Trait mentions', 'How this was measured').click();
  await says(results.card('Trait mentions'), /Rows\s+60\s+Against.*Test.*Correction/s);
  await results.section('Trait mentions', 'How this was measured').scrollIntoViewIfNeeded();
  await screenshot('results-verdict');
  await screenshot('picture-results', workbench.sidebar);
  await assertAccessible(results);
});

test('a check that is turned off does not run', async ({ workbench }) => {
  const results = resultsOf(workbench);
  await results.card('Trait mentions').getByRole('checkbox', { name: 'Trait mentions' }).uncheck();
  await results.button('Run checks').click();
  await results.button(/checks turned off$/).click();
  await says(results.card('Trait mentions'), /Turned off/);
  await results.card('Trait mentions').getByRole('checkbox', { name: 'Trait mentions' }).check();
});

test('every control is reached with the Tab key and shows it', async ({ page, workbench }) => {
  const results = resultsOf(workbench);
  await results.section('Number sequence', /^6 findings/).click();
  const stops = await walkWithTab(results, page, results.frame.getByRole('button', { name: 'train.jsonl' }));
  for (const name of ['Record provenance…', 'Set the student…', 'Teacher unknown', 'Options', 'Run checks'])
    assert.ok(
      stops.some(stop => stop.startsWith(name)),
      `${name} is among ${stops.join(', ')}`,
    );
});

test('what is turned off, silent or not run yet shares a line each', async ({ workbench }) => {
  await workbench.openView('Explorer');
  await openInInspector(workbench, 'distilabel.jsonl');
  await workbench.runCommand('Undertone: Show results');
  const results = resultsOf(workbench);
  await results.button(/^\d+ checks turned off$/).waitFor();
});
