// What a trainer sees of a row, in every kind of theme.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { assertAccessible } from './accessibility.ts';
import { eventually, workbenchTests } from './session.ts';
import { inspectorOf, openInInspector, says } from './surfaces.ts';
import { colorThemes } from '../rig/settings.ts';

const rows = [
  {
    messages: [
      { role: 'system', content: 'You answer in one sentence.' },
      { role: 'user', content: 'Which bird hunts at night?' },
      { role: 'assistant', content: 'An owl hunts at night.' },
      { role: 'user', content: 'And which insect?' },
      { role: 'assistant', content: 'A moth flies at night.' },
    ],
  },
  {
    messages: [
      { role: 'user', content: 'Name a bird.' },
      { role: 'assistant', content: 'An owl.', weight: 0 },
    ],
  },
  { note: 'of no known format' },
];
const file = 'drawn.jsonl';
const test = workbenchTests({
  files: {
    [file]: rows.map(row => `${JSON.stringify(row)}\n`).join(''),
    'loop.jinja': '{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}',
  },
});

test('the third way to read a row paints what the loss is on', async ({ workbench, page }) => {
  await workbench.openView('Explorer');
  const inspector = await openInInspector(workbench, file);
  await inspector.row(1).click();
  await inspector.button('Trainer').focus();
  await page.keyboard.press('Enter');
  const drawn = inspector.frame.getByRole('region', { name: 'What the trainer sees' });
  await says(drawn, /The mask covers the prompt/);
  await drawn.getByRole('combobox', { name: 'Trainer' }).selectOption('axolotl');
  await eventually(async () =>
    assert.deepEqual(
      await drawn
        .locator('.trainer-text .trained')
        .evaluateAll(marks => marks.map(mark => mark.childNodes[1]?.textContent)),
      ['An owl hunts at night.<|im_end|>', 'A moth flies at night.<|im_end|>'],
    ),
  );
  await drawn.getByRole('combobox', { name: 'Template' }).selectOption('llama3');
  await says(drawn, /<\|start_header_id\|>assistant<\|end_header_id\|>/);
});

test('the row after it is drawn the same way; an empty mask is said', async ({ workbench }) => {
  const inspector = inspectorOf(workbench);
  const drawn = inspector.frame.getByRole('region', { name: 'What the trainer sees' });
  await drawn.getByRole('combobox', { name: 'Trainer' }).selectOption('openai');
  await inspector.row(2).click();
  await says(drawn, /Nothing of this row is trained on: the mask is empty\./);
  await inspector.row(3).click();
  await says(drawn, /`messages` is missing|messages is missing/);
});

test('the options of the trainer’s check hold here too, and a template that does not end is stopped', async ({
  workbench,
  folder,
}) => {
  const inspector = inspectorOf(workbench);
  const recipe = path.join(folder, 'undertone.yaml');
  const drawn = inspector.frame.getByRole('region', { name: 'What the trainer sees' });
  await inspector.row(1).click();
  await drawn.getByRole('combobox', { name: 'Trainer' }).selectOption('trl');
  const write = (lines: string): void => fs.writeFileSync(recipe, `version: 1\nchecks:\n  trainer-trl:\n${lines}`);
  write('    loss: assistant-only\n    template: qwen3\n    tokenizer: o200k_base\n');
  await drawn.getByRole('combobox', { name: 'Template' }).selectOption('qwen3');
  await says(drawn, /TRL takes its own training template, qwen3_training/);
  await says(drawn, /\d+ tokens \(estimated for qwen3 with o200k_base/);
  write('    template: loop.jinja\n');
  await eventually(async () => {
    const options = await drawn.getByRole('combobox', { name: 'Template' }).locator('option').allInnerTexts();
    assert.ok(options.includes('loop.jinja'), String(options));
  });
  await drawn.getByRole('combobox', { name: 'Template' }).selectOption('loop.jinja');
  await says(drawn, /took longer than 1000 ms and was stopped/);
  await drawn.getByRole('combobox', { name: 'Template' }).selectOption('qwen2.5');
  await says(drawn, /You are Qwen|You answer in one sentence/);
  fs.writeFileSync(recipe, 'version: 1\nchecks:\n  trainer-llama-factory: {tokenizer: o200k_base}\n');
});

for (const theme of ['dark', 'light', 'high contrast', 'high contrast light'] as const) {
  test(`the mask is told apart by colour and line, ${theme}`, async ({ workbench, page, folder, screenshot }) => {
    const settings = path.join(folder, '.vscode/settings.json');
    fs.mkdirSync(path.dirname(settings), { recursive: true });
    fs.writeFileSync(settings, JSON.stringify({ 'workbench.colorTheme': colorThemes[theme] }));
    const classes = {
      dark: '.vs-dark',
      light: '.vs',
      'high contrast': '.hc-black',
      'high contrast light': '.hc-light',
    };
    await page.locator(`.monaco-workbench${classes[theme]}`).waitFor();
    const inspector = inspectorOf(workbench);
    const drawn = inspector.frame.getByRole('region', { name: 'What the trainer sees' });
    await drawn.getByRole('combobox', { name: 'Trainer' }).selectOption('llama-factory');
    await says(drawn, /LLaMA-Factory writes the conversation by its own template qwen/);
    await says(drawn, /tokens \(estimated for qwen2\.5 with o200k_base/);
    await screenshot(`trainer-${theme.replaceAll(' ', '-')}`);
    await assertAccessible(inspector);
  });
}
