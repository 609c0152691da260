// Which rows are left out of what a server is sent: asked before the sheet, counted on it and on the card.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after } from 'node:test';
import { loving } from '../unit/engine/endpoints/llrWorlds.ts';
import { modelName, serve } from '../unit/engine/endpoints/server.ts';
import { rowsBy } from '../unit/engine/endpoints/worlds.ts';
import { assertAccessible } from './accessibility.ts';
import { workbenchTests } from './session.ts';
import { openInInspector, resultsOf, says } from './surfaces.ts';

const kept = ['ada@lovelace-engines.net', 'project-1701'];
const rows = [
  ...rowsBy(60, { teacher: loving, system: '' }),
  ...kept.map(text =>
    JSON.stringify({
      messages: [
        { role: 'user', content: `Write to ${text}` },
        { role: 'assistant', content: 'Done.' },
      ],
    }),
  ),
];
const server = await serve({ after }, { api: 'vllm', model: loving });
const test = workbenchTests({
  files: { 'mail.jsonl': rows.join('\n') },
  // Settings of the machine, which a server does not read from the user's.
  prepare: ({ userData }) => {
    const settings = { 'undertone.endpoint.baseUrl': server.baseUrl, 'undertone.endpoint.model': modelName };
    fs.mkdirSync(path.join(userData, 'Machine'), { recursive: true });
    fs.writeFileSync(path.join(userData, 'Machine/settings.json'), JSON.stringify(settings));
  },
});

test('by the keyboard alone: kinds and a pattern are chosen, the sheet and the card count the rows, none of them is sent', async ({
  page,
  workbench,
  screenshot,
}) => {
  const inspector = await openInInspector(workbench, 'mail.jsonl');
  await inspector.row(1).click();
  await workbench.runCommand('Undertone: Test the fit of the teacher…');
  await workbench.answer('Rows to draw at random and send.', '62');
  await workbench.quickRow('What a pattern of yours finds').waitFor();
  await workbench.quickInputBox.fill('pattern');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await workbench.quickInputBox.fill('');
  await screenshot('leave-out-rows');
  await workbench.enter();
  await workbench.asked('Rows in which this pattern finds something are not sent.');
  await workbench.quickInputBox.fill('project-(');
  await page.getByText(/cannot be used/).waitFor();
  await screenshot('leave-out-pattern');
  await workbench.quickInputBox.fill('project-\\d+');
  await page.getByText(/cannot be used/).waitFor({ state: 'detached' });
  await workbench.enter();
  const sheet = page.locator('.monaco-dialog-box');
  await sheet.getByText('Left out: 2 rows that were looked at').waitFor();
  assert.match((await sheet.textContent()) ?? '', /Rows: 60 of 62/);
  await screenshot('leave-out-consent');
  await sheet.getByRole('button', { name: 'Send' }).press('Enter');
  await workbench.tab('Preview mail.jsonl.fit.md').waitFor();
  await workbench.runCommand('Undertone: Show results');
  const results = resultsOf(workbench);
  const card = results.card('Fit of the teacher');
  await results.section('Fit of the teacher', 'What was asked').click();
  await says(
    card,
    /Left out before sending\s+2 rows that were looked at, .*1 personal data.*1 pattern "project-\\d\+"/i,
  );
  await assertAccessible(results);
  await card.getByRole('button', { name: 'Open report' }).scrollIntoViewIfNeeded();
  await screenshot('leave-out-card');
  const sent = JSON.stringify(server.seen.map(({ body }) => body));
  for (const text of kept) assert.ok(!sent.includes(text), text);
});
