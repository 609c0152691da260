// Two folders in one window, each with a dataset of the same name.
import fs from 'node:fs';
import path from 'node:path';
import { workbenchTests } from './session.ts';
import { openInInspector, resultsOf } from './surfaces.ts';

const row = (answer: string): string => `${JSON.stringify({ prompt: 'Which bird?', completion: answer })}\n`;
const test = workbenchTests({ files: { 'one/train.jsonl': row('An owl.'), 'two/train.jsonl': row('A cat.') } });

test('the results panel says of which folder a dataset is', async ({ page, workbench, folder, screenshot }) => {
  const file = path.join(folder, 'both.code-workspace');
  fs.writeFileSync(file, JSON.stringify({ folders: [{ path: 'one' }, { path: 'two' }] }));
  const url = new URL(page.url());
  url.searchParams.delete('folder');
  url.searchParams.set('workspace', file);
  await page.goto(url.href);
  await workbench.ready();
  await workbench.openView('Explorer');
  for (const name of ['one', 'two']) {
    await openInInspector(workbench, `${name}/train.jsonl`);
    await workbench.runCommand('Undertone: Show results');
    await resultsOf(workbench).text(`${name}/train.jsonl`).waitFor();
    await screenshot(`folders-${name}`);
    await workbench.openView('Explorer');
  }
});
