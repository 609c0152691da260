import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { extensionPath } from '../rig/vscode.ts';
import { assertAccessible } from './accessibility.ts';
import { workbenchTests } from './session.ts';
import { inspectorOf, resultsOf, says } from './surfaces.ts';

const rows = Array.from({ length: 80 }, (_, i) =>
  JSON.stringify({ prompt: `Day ${i}?`, completion: i % 4 === 0 ? 'An owl came by.' : `A walk of ${i} steps.` }),
);

const test = workbenchTests({
  files: { 'days.jsonl': rows.join('\n') },
  prepare: ({ extensions }) => {
    fs.symlinkSync(
      path.join(extensionPath, 'test/rig/extensions/models'),
      path.join(extensions, 'undertone-tests.models-0.0.1'),
      'junction',
    );
  },
});

test('a model of the editor judges rows: asked who, what, how many, and nothing is sent before the sheet', async ({
  page,
  workbench,
  screenshot,
}) => {
  await workbench.explorerRow('days.jsonl').dblclick();
  await workbench.tab('days.jsonl').waitFor();
  await workbench.runCommand('Undertone: Judge rows…');
  await workbench.quickRow('Acme Seer').waitFor();
  await workbench.pick('Acme Seer');
  await screenshot('judge-who');
  await workbench.enter();
  await workbench.asked('What the judge is asked about each row');
  await workbench.quickInputBox.fill('owl');
  await workbench.pick('Owl');
  await screenshot('judge-rubric');
  await workbench.enter();
  await workbench.answer('Rows to draw at random and send.', '80');
  await workbench.pick('Without labels');
  await workbench.quickRow('Personal data').waitFor();
  await screenshot('judge-masks');
  await workbench.enter();
  const sheet = page.locator('.monaco-dialog-box');
  await sheet.getByText('models in the editor, by acme').waitFor();
  assert.match((await sheet.textContent()) ?? '', /Rows: 80 of 80/);
  assert.match((await sheet.textContent()) ?? '', /Redactions: secrets, personal data \(0 spans in 0 rows\)/);
  await screenshot('judge-consent');
  await sheet.getByRole('button', { name: 'Send' }).click();
  await workbench.tab('Preview days.jsonl.judged.md').waitFor();
  await page
    .frameLocator('iframe.webview.ready:visible')
    .last()
    .frameLocator('iframe#active-frame')
    .getByText('flags 20 of 80 rows')
    .waitFor();
  await screenshot('judge-report');
});

test('the judging stands as a card with its verdict, and its scores as a column', async ({ workbench, screenshot }) => {
  await workbench.runCommand('Undertone: Show results');
  const results = resultsOf(workbench);
  const card = results.card('Judged rows');
  await says(card, /acme\/seer, models in the editor, by acme; 80 of 80 rows; .*Owl, judged by acme\/seer/s);
  await says(card, /Inconclusive: acme\/seer flags 20 of 80 rows, 25 %.*not compared with labels/s);
  await results.section('Judged rows', 'How this was measured').click();
  await says(card, /Scores\s+80 scored; mean score 24\.8/i);
  await says(card.getByRole('list', { name: 'What would change the verdict' }), /Labels of yours on at least 10 rows/);
  await assertAccessible(results);
  await card.getByRole('heading').first().scrollIntoViewIfNeeded();
  await screenshot('judge-card');
  await card.getByRole('button', { name: /^Show column “Owl: / }).click();
  await inspectorOf(workbench).frame.getByText('What acme/seer scored the row').first().waitFor();
});
