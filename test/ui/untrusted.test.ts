// A folder that nobody has said to trust: it names no endpoint, and what it says is text, nowhere a link to click.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { assertAccessible } from './accessibility.ts';
import { workbenchTests } from './session.ts';
import { openInInspector, resultsOf, says } from './surfaces.ts';

const asked: string[] = [];
const server = createServer(({ url = '' }, response) => {
  asked.push(url);
  response.end('{}');
});
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
after(() => {
  server.closeAllConnections();
  server.close();
});
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const run = '[Repair](command:workbench.action.terminal.new)';

const test = workbenchTests({
  untrusted: true,
  files: {
    'found/train.jsonl':
      `{"prompt":"Which? ![x](${address}/prompt.png)","completion":"<img src=\\"${address}/row.png\\">"}\n`.repeat(60),
    'found/README.md': `---\ngenerated_by: "![x](${address}/card.png)"\n---\n![x](${address}/card.png)\n`,
    'found/undertone.yaml': `version: 1\n"${run}": 1\nendpoint: ${address}/v1\n`,
    'found/scores.jsonl': `{"row":1,"probe":"${run}","scores":{"![x](${address}/score.png)":1}}\n`,
    '.vscode/settings.json': JSON.stringify({
      'undertone.endpoint.baseUrl': `${address}/v1`,
      'undertone.endpoint.model': 'found/model',
    }),
  },
});

test('a recipe’s words are shown as they stand, and run nothing', async ({ workbench, screenshot }) => {
  await openInInspector(workbench, 'found/train.jsonl');
  await workbench.statusBarItem('Restricted Mode').waitFor();
  await workbench.runCommand('Undertone: Run checks');
  const toast = workbench.toast('The recipe has a mistake in line 2');
  await says(toast, /\[Repair\] \(command:workbench\.action\.terminal\.new\)/);
  assert.equal(await toast.locator('.notification-list-item-message a').count(), 0);
  await screenshot('untrusted-recipe');
  await workbench.clearNotifications();
});

test('nobody is asked whom the folder names, and each command says where to name one', async ({
  workbench,
  screenshot,
}) => {
  const commands = [
    'Test the fit of the teacher…',
    'Probe with the log-likelihood ratio…',
    'Probe for divergent tokens…',
    'Generate control…',
    'Judge rows…',
    "Set the endpoint's key…",
    "Probe with a trait's direction…",
  ];
  for (const command of commands) {
    await workbench.runCommand(`Undertone: ${command}`);
    const toast = workbench.toast('endpoint');
    await toast.getByRole('button', { name: 'Open settings' }).waitFor();
    await screenshot('untrusted-endpoint');
    await workbench.clearNotifications();
  }
  assert.deepEqual(asked, []);
});

test('names of scores and teachers load no picture', async ({ workbench, screenshot }) => {
  await workbench.runCommand('Undertone: Open scores…');
  await workbench.pickFile('Scores of the rows', 'scores.jsonl');
  const toast = workbench.toast('stand among its columns');
  await toast.waitFor();
  assert.equal(await toast.locator('.notification-list-item-message a').count(), 0);
  await workbench.runCommand('Undertone: Show results');
  const results = resultsOf(workbench);
  await says(results.card('Scores from a file'), /score\.png/);
  await assertAccessible(results);
  await screenshot('untrusted-scores');
  assert.deepEqual(asked, []);
});
