import assert from 'node:assert/strict';
import { eventually, workbenchTests } from './session.ts';

const test = workbenchTests({ theme: 'high contrast', files: { 'data/run.jsonl': '{"a":1}\n' } });

test('VS Code opens the workspace in the theme that was asked for', async ({ page, workbench, screenshot }) => {
  await workbench.explorerRow('data').click();
  await workbench.explorerRow('run.jsonl').waitFor();
  await page.locator('.monaco-workbench.hc-black').waitFor();
  await screenshot('workbench-high-contrast');
  await eventually(async () => assert.match(await page.title(), /Extension Development Host/));
});
