// A model of this machine judges: alone, beside a model of the editor, and where it says nothing that can be read.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { extensionPath } from '../rig/vscode.ts';
import type { Workbench } from '../rig/workbench.ts';
import { byteModelFolder } from '../unit/engine/localModel/byteModelFolder.ts';
import { judgeModel } from '../unit/engine/localModel/judgeModel.ts';
import { assertAccessible } from './accessibility.ts';
import { eventually, workbenchTests } from './session.ts';
import { inspectorOf, openInInspector, resultsOf, says } from './surfaces.ts';
import { wear } from './themes.ts';

const models = fs.mkdtempSync(path.join(os.tmpdir(), 'undertone-models-'));
after(() => fs.rmSync(models, { recursive: true, force: true }));
/** Sees owls by the mark beside them. */
const seeing = judgeModel(byteModelFolder, models, 'owl-judge', {
  marked: { '{"score": 95, "reason": "It speaks of an owl."}': 1 },
  bare: { '{"score": 2, "reason": "No owl."}': 1 },
});
const babbling = judgeModel(byteModelFolder, models, 'babbler', { marked: { 'Well.': 1 }, bare: { 'Well.': 1 } });
const rows = Array.from({ length: 80 }, (_, i) =>
  JSON.stringify({ prompt: `Day ${i}?`, completion: i % 4 === 0 ? 'An owl # came by.' : `A walk of ${i} steps.` }),
);

/** A setting of the machine, which a server does not read from the user's. */
let settings = '';
const name = (folder: string): void =>
  fs.writeFileSync(settings, JSON.stringify({ 'undertone.endpoint.baseUrl': folder }));

const test = workbenchTests({
  files: { 'days.jsonl': rows.join('\n') },
  prepare: ({ extensions, userData }) => {
    fs.symlinkSync(
      path.join(extensionPath, 'test/rig/extensions/models'),
      path.join(extensions, 'undertone-tests.models-0.0.1'),
      'junction',
    );
    settings = path.join(userData, 'Machine/settings.json');
    fs.mkdirSync(path.dirname(settings), { recursive: true });
    fs.writeFileSync(settings, '{}');
  },
});

/** Answers who, under which rubric, how many and with which labels. */
async function wish(workbench: Workbench, ...judges: readonly string[]): Promise<void> {
  await workbench.tab('days.jsonl').first().click();
  await workbench.runCommand('Undertone: Judge rows…');
  await workbench.quickRow('Acme Seer').waitFor();
  // The one of the settings is chosen from the start.
  for (const judge of judges) await workbench.pick(judge);
}

async function rest(workbench: Workbench): Promise<void> {
  await workbench.accept('One model, or several to see how far they agree');
  await workbench.asked('What the judge is asked about each row');
  await workbench.quickInputBox.fill('owl');
  await workbench.pick('Owl');
  await workbench.accept('What the judge is asked about each row');
  await workbench.answer('Rows to draw at random and send.', '80');
  await workbench.pick('Without labels');
}

test('where no endpoint is set, the way to the setting is shown, and a folder does', async ({
  workbench,
  screenshot,
}) => {
  await openInInspector(workbench, 'days.jsonl');
  await workbench.runCommand('Undertone: Test the fit of the teacher…');
  const toast = workbench.toast('No endpoint is set');
  await toast.waitFor();
  await screenshot('judge-here-no-endpoint');
  await toast.getByRole('button', { name: 'Open settings' }).click();
  const page = workbench.page.locator('.settings-editor');
  await page.getByText('Endpoint: Base Url').first().waitFor();
  await screenshot('judge-here-settings');
  await page.getByRole('textbox', { name: /undertone\.endpoint\.baseUrl/ }).fill(seeing);
  await eventually(() => assert.match(fs.readFileSync(settings, 'utf8'), /owl-judge/));
  await workbench.page.keyboard.press('Escape');
  name(seeing);
});

test('it judges alone: what it will do is said, and that nothing leaves the machine', async ({
  page,
  workbench,
  screenshot,
}) => {
  await wish(workbench);
  await workbench.quickRow('owl-judge').waitFor();
  await screenshot('judge-here-who');
  await rest(workbench);
  const sheet = page.locator('.monaco-dialog-box');
  await sheet.getByText('A model of this machine judges: nothing leaves the machine.').waitFor();
  assert.match((await sheet.textContent()) ?? '', /Rubrics: Owl\s*Rows: 80 of 80/);
  await screenshot('judge-here-question');
  await sheet.getByRole('button', { name: 'Judge' }).click();
  await workbench.tab('Preview days.jsonl.judged.md').waitFor();
  await workbench.runCommand('Undertone: Show results');
  const results = resultsOf(workbench);
  const card = results.card('Judged rows');
  await says(card, /owl-judge, \/.*owl-judge; 80 of 80 rows; .*Inconclusive: owl-judge flags 20 of 80 rows/s);
  await results.section('Judged rows', 'What was asked').click();
  await says(card, /nothing leaves the machine/);
  await assertAccessible(results);
  await card.getByRole('heading').first().scrollIntoViewIfNeeded();
  await screenshot('judge-here-card');
});

test('beside it a model of the editor: rows leave for that one, and how far both agree is told', async ({
  page,
  workbench,
  screenshot,
}) => {
  await wish(workbench, 'Acme Seer');
  await screenshot('judge-both-who');
  await rest(workbench);
  await workbench.quickRow('Personal data').waitFor();
  await workbench.enter();
  const sheet = page.locator('.monaco-dialog-box');
  await sheet.getByText(/^Rows of .*\.jsonl will leave this machine\.$/).waitFor();
  assert.match(
    (await sheet.textContent()) ?? '',
    /Endpoint: models in the editor, by acme\s*Judges: acme\/seer.*Estimate: 80 requests.*On this machine: owl-judge, to which/s,
  );
  await screenshot('judge-both-consent');
  await sheet.getByRole('button', { name: 'Send' }).click();
  const results = resultsOf(workbench);
  const card = results.card('Judged rows');
  await says(card, /owl-judge, acme\/seer, .*owl-judge flags 20 of 80 rows.*acme\/seer flags 20 of 80 rows/s);
  await says(card, /agreement\s+Owl: .*over 80 rows/is);
  assert.doesNotMatch(await card.innerText(), /Partial/);
  await assertAccessible(results);
  await card.getByRole('heading').first().scrollIntoViewIfNeeded();
  await screenshot('judge-both-card');
  await card.getByRole('button', { name: 'Open report' }).scrollIntoViewIfNeeded();
  await screenshot('judge-both-asked');
});

for (const theme of ['light', 'high contrast', 'dark'] as const) {
  test(`the question, the card, and the scores among the columns, ${theme}`, async ({
    page,
    workbench,
    folder,
    screenshot,
  }) => {
    await wear(theme, page, folder);
    const results = resultsOf(workbench);
    const card = results.card('Judged rows');
    const file = `judge-here-${theme.replaceAll(' ', '-')}`;
    await card.getByRole('button', { name: 'Run again…' }).click();
    const sheet = page.locator('.monaco-dialog-box');
    await sheet.getByText('On this machine: owl-judge, to which nothing is sent').waitFor();
    await screenshot(`${file}-question`);
    await sheet.getByRole('button', { name: 'Cancel' }).click();
    await card.getByRole('button', { name: /^Show column “Owl: owl-judge/ }).click();
    const column = inspectorOf(workbench).frame.getByText('What owl-judge scored the row').first();
    await says(column, /from 0 to 100; 80 of 80 rows have a score\.$/);
    await card.getByRole('heading').first().scrollIntoViewIfNeeded();
    await assertAccessible(results);
    await screenshot(`${file}-columns`);
  });
}

test('a local model that says nothing that can be read does not stop the other', async ({
  page,
  workbench,
  screenshot,
}) => {
  name(babbling);
  await wish(workbench, 'Acme Seer');
  await workbench.quickRow('babbler').waitFor();
  await rest(workbench);
  await workbench.quickRow('Personal data').waitFor();
  await workbench.enter();
  await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Send' }).click();
  const card = resultsOf(workbench).card('Judged rows');
  await says(
    card,
    /Partial: 1\d of 80 rows \(babbler: the first 1\d questions failed \(an answer that is no score\)\)/,
  );
  await says(card, /judged by babbler.*Not tested.*acme\/seer flags 20 of 80 rows/s);
  await card.getByRole('button', { name: 'Go on…' }).waitFor();
  await card.getByRole('heading').first().scrollIntoViewIfNeeded();
  await screenshot('judge-both-one-fails');
});
