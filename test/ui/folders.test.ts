// Two folders, each with a dataset of the same name.
import { workbenchTests } from './session.ts';
import { openInInspector, resultsOf } from './surfaces.ts';

const row = (answer: string): string => `${JSON.stringify({ prompt: 'Which bird?', completion: answer })}\n`;
const test = workbenchTests({ files: { 'first/train.jsonl': row('An owl.'), 'second/train.jsonl': row('A cat.') } });

test('the results panel says of which folder a dataset is', async ({ workbench, screenshot }) => {
  for (const name of ['first', 'second']) {
    await workbench.openView('Explorer');
    await openInInspector(workbench, `${name}/train.jsonl`);
    await workbench.runCommand('Undertone: Show results');
    await resultsOf(workbench).text(`${name}/train.jsonl`).waitFor();
    await screenshot(`folders-${name}`);
  }
});
