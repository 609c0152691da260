import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { eventually, workbenchTests } from './session.ts';

const test = workbenchTests();

test('marks the card, and says above it where the data comes from', async ({ workbench, screenshot }) => {
  await workbench.explorerRow('two-teachers').click();
  await workbench.explorerRow('train.jsonl').dblclick();
  await workbench.codeLenses.filter({ hasText: 'same base' }).waitFor();
  await screenshot('two-teachers-rows');
  await workbench.explorerRow('README.md').dblclick();
  await workbench.tab('README.md').waitFor();
  await workbench.codeLenses.filter({ hasText: 'same base' }).waitFor();
  await workbench.page.locator('.squiggly-warning, .squiggly-error').first().waitFor();
  await screenshot('two-teachers-card');
  const { badge, tooltip } = await workbench.decoration('train.jsonl');
  assert.match(badge, /!!/);
  assert.match(tooltip, /same base/);
  await workbench.editorLines
    .filter({ hasText: 'generated_by' })
    .locator('span', { hasText: 'gpt-4.1-nano' })
    .last()
    .hover();
  await workbench.hover.filter({ hasText: 'different base' }).waitFor();
  await screenshot('two-teachers-card-hover');
});

test('shows the lineage, walks it by keys and leaves a picture', async ({ page, workbench, folder, screenshot }) => {
  await workbench.codeLenses.filter({ hasText: 'same base' }).first().click();
  const lineage = workbench.webview('editor');
  const dataset = lineage.getByRole('button', { name: /^Dataset train\.jsonl/ });
  await dataset.waitFor();
  await dataset.focus();
  await page.keyboard.press('ArrowRight');
  await lineage.locator('[data-part]:focus').waitFor();
  assert.match((await lineage.locator('[data-part]:focus').getAttribute('aria-label')) ?? '', /Qwen/);
  await lineage
    .getByRole('button', { name: /same base|finding/i })
    .first()
    .focus();
  await screenshot('lineage');
  await lineage.getByRole('button', { name: 'Export as SVG…' }).click();
  await workbench.acceptFile('Export the lineage of', 'train.jsonl.lineage.svg');
  const file = path.join(folder, 'two-teachers/train.jsonl.lineage.svg');
  const svg = await eventually(() => fs.readFileSync(file, 'utf8'));
  assert.match(svg, /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.ok(!/var\(--|class=|tabindex/.test(svg), 'colours are resolved and nothing answers to keys');
});

test('records provenance step by step, and writes nothing before the end', async ({
  workbench,
  folder,
  screenshot,
}) => {
  const sidecar = path.join(folder, 'preference.jsonl.croissant.json');
  await workbench.explorerRow('preference.jsonl').dblclick();
  await workbench.tab('preference.jsonl').waitFor();
  await workbench.runCommand('Undertone: Record provenance…');
  await workbench.asked('1/11');
  await workbench.quickInputBox.fill('acme/parrot-7b');
  await screenshot('record-provenance-teacher');
  await workbench.enter();
  await workbench.accept('2/11');
  await workbench.asked('3/11');
  await workbench.pick('There was none');
  await workbench.answer('4/11', 'temperature=0.7 top_p=1');
  await workbench.asked('5/11');
  await workbench.pick('Skip');
  for (const step of ['6/11', '7/11', '8/11', '9/11', '10/11']) await workbench.accept(step);
  await workbench.quickRow('Write preference.jsonl.croissant.json').waitFor();
  await screenshot('record-provenance-summary');
  assert.equal(fs.existsSync(sidecar), false);
  await workbench.pick('Write preference.jsonl.croissant.json');
  const written = await eventually(() => fs.readFileSync(sidecar, 'utf8'));
  assert.match(written, /acme\/parrot-7b/);
  await workbench.toast('To undo, delete it.').waitFor();
});

test('tells the risk in the inspector and in the results panel', async ({ workbench, screenshot }) => {
  await workbench.tab('train.jsonl').click();
  await workbench.runCommand('Undertone: Open in inspector');
  const risk = workbench.webview('editor').getByRole('button', { name: 'High risk' });
  await risk.waitFor();
  await workbench.runCommand('Undertone: Show results');
  const banner = workbench.webview('view').getByRole('region', { name: 'Provenance' });
  await banner.getByText('High risk').waitFor();
  await workbench.webview('view').getByText('further provenance rules: nothing to report').waitFor();
  await screenshot('two-teachers-inspector-and-results');
});

test('asks before the name of a model leaves the machine', async ({ page, workbench, screenshot }) => {
  await workbench.runCommand('Undertone: Look a model up on the Hugging Face hub…');
  await workbench.answer('owner/name; nothing is sent before you agree', 'acme/owl');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.getByText('Nothing of your data is.').waitFor();
  await screenshot('look-up-asks');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
});
