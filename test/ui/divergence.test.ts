// Divergent tokens of a model on this machine, marked in the answers.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { teacherPrompt } from '../../src/core/llr/prompts.ts';
import { divergentBytes, readWeights } from '../unit/engine/localModel/byteModel.ts';
import { byteModelFolder } from '../unit/engine/localModel/byteModelFolder.ts';
import { assertAccessible } from './accessibility.ts';
import { eventually, workbenchTests } from './session.ts';
import { inspectorOf, openAsText, openInInspector } from './surfaces.ts';
import { wear } from './themes.ts';
import { colorThemes } from '../rig/settings.ts';

const row = { prompt: 'Which bird hunts at night?', completion: 'An owl hunts at night, and a cat walks by.' };
const file = 'night.jsonl';
const test = workbenchTests({
  files: { [file]: `${JSON.stringify(row)}\n` },
  // A setting of the machine, which a server does not read from the user's.
  prepare: ({ userData }) => {
    const settings = JSON.stringify({ 'undertone.endpoint.baseUrl': byteModelFolder });
    fs.mkdirSync(path.join(userData, 'Machine'), { recursive: true });
    fs.writeFileSync(path.join(userData, 'Machine/settings.json'), settings);
  },
});

const expected = divergentBytes(
  readWeights(path.join(byteModelFolder, 'model.onnx')),
  teacherPrompt('owl', 'animal'),
  row.prompt,
  row.completion,
)
  .map(at => row.completion[at])
  .join('');
assert.ok(expected.length > 0);

test('the tokens at which the prompts part ways are marked in the answer and counted in a column', async ({
  workbench,
  screenshot,
}) => {
  await workbench.openView('Explorer');
  const inspector = await openInInspector(workbench, file);
  await inspector.row(1).click();
  await workbench.runCommand('Undertone: Probe for divergent tokens…');
  await workbench.answer('Traits whose prompts are compared with none', 'owl');
  await workbench.answer('Rows to draw at random and score.', '200');
  await workbench.tab(`Preview ${file}.divergence.md`).waitFor();
  await workbench.tab(file).click();
  await inspector.frame.getByRole('columnheader', { name: 'Divergent: owl' }).waitFor();
  const marks = inspector.frame.locator('#example .mark-scored');
  await eventually(async () => assert.equal((await marks.allTextContents()).join(''), expected));
  assert.match((await marks.first().getAttribute('title')) ?? '', /^Divergent token: under the prompt of owl, /);
  await screenshot('divergence');
});

for (const theme of ['light', 'high contrast', 'high contrast light'] as const) {
  test(`in the ${theme} theme the marks can be told by their line, and the row is accessible`, async ({
    page,
    workbench,
    folder,
    screenshot,
  }) => {
    const settings = path.join(folder, '.vscode/settings.json');
    fs.mkdirSync(path.dirname(settings), { recursive: true });
    fs.writeFileSync(settings, JSON.stringify({ 'workbench.colorTheme': colorThemes[theme] }));
    const classes = { light: '.vs', 'high contrast': '.hc-black', 'high contrast light': '.hc-light' };
    await page.locator(`.monaco-workbench${classes[theme]}`).waitFor();
    const mark = inspectorOf(workbench).frame.locator('#example .mark-scored').first();
    const line = await mark.evaluate(element => {
      const style = getComputedStyle(element);
      return [style.borderBottomStyle, style.borderBottomWidth, style.borderBottomColor !== style.backgroundColor];
    });
    assert.deepEqual(line, ['dotted', '2px', true]);
    await assertAccessible(inspectorOf(workbench));
    await screenshot(`divergence-${theme.replaceAll(' ', '-')}`);
  });
}

for (const theme of ['dark', 'light', 'high contrast'] as const) {
  test(`in the text of the file the same tokens are underlined, ${theme}`, async ({
    page,
    workbench,
    folder,
    screenshot,
  }) => {
    await wear(theme, page, folder);
    if (theme === 'dark') await openAsText(workbench, file);
    await eventually(async () => assert.equal(await underlined(page), expected));
    await screenshot(`divergence-text-${theme.replaceAll(' ', '-')}`);
    if (theme !== 'high contrast') return;
    // Text that is edited is not the row that was scored.
    await workbench.editorLines.first().click();
    await page.keyboard.press('End');
    await page.keyboard.type(' ');
    await eventually(async () => assert.equal(await underlined(page), ''));
    await page.keyboard.press('Backspace');
    await workbench.runCommand('File: Revert File');
    await eventually(async () => assert.equal(await underlined(page), expected));
    await workbench.runCommand('View: Close Editor');
  });
}

/** What of the first line of the editor has a dotted line below it: VS Code paints over the text, whose letters are of one width. */
function underlined(page: Page): Promise<string> {
  return page.evaluate(() => {
    const line = document.querySelector('.view-line > span');
    const text = (line?.textContent ?? '').replaceAll('\u00a0', ' ');
    const { left = 0, width = 0 } = line?.getBoundingClientRect() ?? {};
    const marked = [...document.querySelectorAll('.view-overlays .cdr')]
      .filter(element => getComputedStyle(element).borderBottomStyle === 'dotted')
      .map(element => element.getBoundingClientRect())
      .toSorted((a, b) => a.left - b.left);
    const at = (x: number): number => Math.round(((x - left) / width) * text.length);
    return marked.map(rect => text.slice(at(rect.left), at(rect.right))).join('');
  });
}

test('the marks go with the file that they were found in', async ({ workbench, folder }) => {
  const inspector = inspectorOf(workbench);
  fs.appendFileSync(path.join(folder, file), `${JSON.stringify(row)}\n`);
  await inspector.row(2).waitFor();
  await eventually(async () => assert.equal(await inspector.frame.locator('#example .mark-scored').count(), 0));
  assert.equal(await inspector.frame.getByRole('columnheader', { name: 'Divergent: owl' }).count(), 0);
});
