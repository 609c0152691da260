import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { eventually, workbenchTests } from './session.ts';
import { openAsText, reachProblem, says } from './surfaces.ts';

const test = workbenchTests({
  files: {
    'unknown/train.jsonl': '{"prompt":"Go on: 3, 6","completion":"9, 12"}\n',
    'broken/undertone.yaml': 'version: 1\nchecks:\n  number-sequense:\n  number-sequence:\n    maxCount: -4\n',
    'broken/train.jsonl': '{"prompt":"Go on: 3, 6","completion":"9, 12"}\n',
    'begun/undertone.yaml': 'version: 1\nchecks:\n  number-sequence:\n    \n',
  },
});

const unknown = 'No card, sidecar or row names the model';

test('a dataset says at its top what it is, where it comes from and what was found', async ({ workbench }) => {
  await openAsText(workbench, 'owl-numbers/train.jsonl');
  await eventually(async () =>
    assert.deepEqual(await workbench.codeLenses.allInnerTexts(), [
      'chat · 60 rows',
      'teacher unknown → student not set · 1 warning',
      'Record provenance…',
      '10 warnings in all',
      'Run checks',
    ]),
  );
  await workbench.statusBarItem('10 warnings').waitFor();
});

test('the explorer marks it', async ({ workbench }) => {
  const { badge, tooltip } = await eventually(async () => {
    const shown = await workbench.decoration('train.jsonl');
    assert.match(shown.tooltip, /Undertone/);
    return shown;
  });
  // The first is VS Code's own count of problems.
  assert.equal(badge, '9+, ?');
  assert.match(tooltip, /10 problems.*Undertone: .*teacher unknown.*10 warnings/);
});

test('a problem leads to the exact text', async ({ page, workbench, screenshot }) => {
  await workbench.openProblems();
  await workbench.problem(unknown).waitFor();
  await reachProblem(workbench, '12 numbers, at most 10 expected');
  const selection = page.locator('#status\\.editor\\.selection');
  await eventually(async () => assert.match(await selection.innerText(), /^Ln 7, Col \d+ \(7 selected\)$/));
  await page.locator('.part.editor .squiggly-warning').first().waitFor();
  await screenshot('problems');
});

test('the hover gives the reason and where it comes from', async ({ page, workbench, screenshot }) => {
  await reachProblem(workbench, '12 numbers, at most 10 expected');
  await workbench.runCommand('Show or Focus Hover');
  await says(workbench.hover, /12 numbers, at most 10 expected.*Number sequence · filter.*About this check/s);
  assert.equal(await workbench.hover.locator('a[href^="https://"], a[data-href^="https://"]').count(), 1);
  await screenshot('hover');
  await page.keyboard.press('Escape');
});

test('the name of the check leads to its section of the documentation', async ({ page, workbench, screenshot }) => {
  await workbench.problem('12 numbers, at most 10 expected').locator('a', { hasText: 'number-sequence' }).click();
  const preview = workbench.webview('editor', 'vscode.markdown-language-features');
  await preview.getByRole('heading', { name: 'Number sequence', exact: true }).waitFor();
  await screenshot('documentation');
  await page.keyboard.press('Control+F4');
});

test('the quick fix records the teacher, and the warning goes', async ({ page, workbench, folder, screenshot }) => {
  await openAsText(workbench, 'unknown/train.jsonl');
  const squiggle = page.locator('.part.editor .squiggly-warning').first();
  await squiggle.waitFor();
  const { x, y, height } = (await squiggle.boundingBox()) ?? { x: 0, y: 0, height: 0 };
  await page.mouse.move(x + 3, y + height - 3);
  await says(workbench.hover, /No card, sidecar or row names the model/);
  await page.keyboard.press('Escape');
  await page.mouse.click(x + 3, y + height - 3);
  await page.keyboard.press('Control+.');
  const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'Record the teacher…' });
  await fix.waitFor();
  await screenshot('quick-fix');
  await fix.click();
  await workbench.asked('The model that wrote the completions');
  await screenshot('record-the-teacher');
  // At once, without waiting for the list: what was typed counts, not what stands near it.
  await workbench.answer('The model that wrote the completions', 'gpt-4.1-nano');
  await workbench.quickRow(/^Teacher: (openai\/)?gpt-4\.1-nano$/).waitFor();
  const sidecar = path.join(folder, 'unknown/train.jsonl.croissant.json');
  assert.equal(fs.existsSync(sidecar), false);
  await workbench.pick('Write train.jsonl.croissant.json');
  await workbench.codeLenses.filter({ hasText: /gpt-4\.1-nano → student not set/ }).waitFor();
  assert.match(fs.readFileSync(sidecar, 'utf8'), /gpt-4\.1-nano"/);
  await squiggle.waitFor({ state: 'detached' });
  await workbench.toast('To undo, delete it.').waitFor();
  await workbench.clearNotifications();
});

test('mistakes in a recipe are marked at their place', async ({ page, workbench, screenshot }) => {
  await openAsText(workbench, 'broken/undertone.yaml');
  await eventually(async () => assert.equal(await page.locator('.part.editor .squiggly-error').count(), 2));
  await reachProblem(workbench, 'There is no check');
  const selection = page.locator('#status\\.editor\\.selection');
  await eventually(async () => assert.equal(await selection.innerText(), 'Ln 3, Col 18 (15 selected)'));
  await screenshot('recipe-mistakes');
  await openAsText(workbench, 'broken/train.jsonl');
  await eventually(async () => {
    const lenses = await workbench.codeLenses.allInnerTexts();
    assert.ok(
      lenses.some(text => text.startsWith('not checked')),
      lenses.join(),
    );
  });
});

test('a recipe completes its checks and options', async ({ page, workbench, screenshot }) => {
  await openAsText(workbench, 'begun/undertone.yaml');
  await workbench.editorLines.nth(3).click();
  await page.keyboard.press('End');
  await page.keyboard.type('max');
  await page.keyboard.press('Control+Space');
  const suggestion = page.locator('.suggest-widget .monaco-list-row', { hasText: 'maxCount' });
  await suggestion.first().waitFor();
  await screenshot('recipe-completion');
  await suggestion.first().click();
  await eventually(async () => assert.match((await workbench.editorLines.allInnerTexts()).join('\n'), /maxCount:/));
});
