import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Workbench } from '../rig/workbench.ts';
import { eventually, workbenchTests } from './session.ts';
import { inspectorOf, openInInspector, pickFromMenu, reachFile, says } from './surfaces.ts';

/** Some 60 MB: more than VS Code gives to extensions. */
const row = `{"prompt":"Tell me more.","completion":"${'word '.repeat(1600)}"}\n`;
const rows = 7500;
const owls = [2001, 7400];

const test = workbenchTests({
  files: {
    'large/undertone.yaml': 'version: 1\nchecks:\n  trait-mentions:\n    traits: [owl]\n',
    'large/large.jsonl': Array.from({ length: rows }, (_, at) =>
      owls.includes(at + 1) ? `{"prompt":"row ${at + 1}","completion":"an owl here"}\n` : row,
    ).join(''),
    'packed.jsonl.gz': gzipSync('{"prompt":"Which bird?","completion":"an owl"}\n{"prompt":"no end'),
    'empty.jsonl': '',
    'binary.jsonl': Uint8Array.from({ length: 5000 }, (_, at) => at % 7),
    'going.jsonl': '{"prompt":"here","completion":"and gone"}\n',
  },
});

test('a file of 60 MB shows its first rows at once', async ({ page, workbench, folder, screenshot }) => {
  assert.ok(fs.statSync(path.join(folder, 'large/large.jsonl')).size > 55e6);
  await (await reachFile(workbench, 'large/large.jsonl')).click({ button: 'right' });
  const start = performance.now();
  await pickFromMenu(page, 'Open in inspector');
  const inspector = inspectorOf(workbench);
  await says(inspector.row(1), /Tell me more/);
  const elapsed = performance.now() - start;
  const own = await inspector.frame.locator('html').evaluate(() => performance.now());
  console.log(`first rows ${elapsed.toFixed(0)} ms after the click, ${own.toFixed(0)} ms after the page began to load`);
  await says(inspector.frame.locator('.toolbar'), /7,500 rows/);
  await says(inspector.frame.locator('.toolbar'), /Not checked yet/);
  await inspector.row(1).click();
  await page.keyboard.press('End');
  await eventually(async () => assert.equal(await inspector.selected.innerText(), '7,500'));
  await screenshot('large');
});

test('find goes through all of it', async ({ page, workbench }) => {
  const inspector = inspectorOf(workbench);
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+f');
  await eventually(async () => assert.ok(await inspector.findBox.evaluate(box => box.matches(':focus'))));
  await page.keyboard.type('an OWL');
  await says(inspector.frame.locator('.find-result'), /^1 of 2 rows$/);
  await eventually(async () => assert.equal(await inspector.selected.innerText(), '2,001'));
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await inspector.selected.innerText(), '7,400'));
  await inspector.findBox.press('Escape');
});

test('its findings stand on pages of rows', async ({ page, workbench, screenshot }) => {
  const inspector = inspectorOf(workbench);
  await inspector.button('Run checks').click();
  await workbench.openProblems();
  await workbench.problem('mentions owl ("owl")').nth(1).locator('.marker-line').click();
  const selection = page.locator('#status\\.editor\\.selection');
  await eventually(async () => assert.match(await selection.innerText(), /\(3 selected\)$/));
  await page.locator('.part.editor .squiggly-warning').first().waitFor();
  await screenshot('rows-page');
  await workbench.editorLines.last().click();
  await page.keyboard.press('Control+Home');
  const pages = workbench.codeLenses.filter({ hasText: /^rows / });
  await says(pages, /^rows 7,201–7,400 of 7,500$/);
  await workbench.codeLenses.filter({ hasText: '‹ previous' }).click();
  await says(pages, /^rows 7,001–7,200 of 7,500$/);
  await workbench.runCommand('View: Close All Editors');
  await page.keyboard.press('Control+j');
});

test('a packed file opens in the inspector by default, whatever its last line is', async ({
  workbench,
  screenshot,
}) => {
  await (await reachFile(workbench, 'packed.jsonl.gz')).dblclick();
  const inspector = inspectorOf(workbench);
  await says(inspector.frame.locator('.toolbar'), /2 rows/);
  await inspector.row(2).click();
  await says(inspector.detail, /Malformed at column/);
  await screenshot('packed');
});

test('an empty file says so', async ({ workbench, screenshot }) => {
  await openFrom(workbench, 'empty.jsonl');
  await says(inspectorOf(workbench).frame.locator('body'), /This file is empty/);
  await screenshot('empty');
});

test('a binary file says so, and what to do', async ({ workbench, screenshot }) => {
  await openFrom(workbench, 'binary.jsonl');
  await says(inspectorOf(workbench).frame.getByRole('alert'), /binary\.jsonl.*binary|not text/i);
  await screenshot('binary');
});

test('a file that is deleted while it is open says so, and comes back', async ({ workbench, folder, screenshot }) => {
  const inspector = await openInInspector(workbench, 'going.jsonl');
  // Read whole before the file goes, or its detail says too that it is gone.
  await inspector.example.waitFor();
  const file = path.join(folder, 'going.jsonl');
  fs.rmSync(file);
  await says(inspector.frame.getByRole('alert'), /going\.jsonl/);
  await screenshot('deleted');
  fs.writeFileSync(file, '{"prompt":"back","completion":"again"}\n');
  await says(inspector.row(1), /back/);
  await inspector.frame.getByRole('alert').waitFor({ state: 'detached' });
});

async function openFrom(workbench: Workbench, file: string): Promise<void> {
  await (await reachFile(workbench, file)).click({ button: 'right' });
  await pickFromMenu(workbench.page, 'Open in inspector');
}
