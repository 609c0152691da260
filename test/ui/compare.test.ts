import { eventually, workbenchTests } from './session.ts';
import { openInInspector, reachFile } from './surfaces.ts';
import { wear } from './themes.ts';
import assert from 'node:assert/strict';

const row = (id: number, completion: string): string => JSON.stringify({ id, prompt: `Question ${id}`, completion });
const before = Array.from({ length: 60 }, (_, id) => row(id, `The answer to question ${id} is a number: ${id * 7}.`));
const after = [
  before[50] ?? '',
  ...before.slice(0, 12),
  row(12, 'The answer to question 12 is an owl: 84.'),
  ...before.slice(14, 50),
  ...before.slice(51),
  row(900, 'A new answer.'),
];
const test = workbenchTests({
  files: { 'compare/before.jsonl': before.join('\n'), 'compare/after.jsonl': after.join('\n') },
});

for (const theme of ['dark', 'light', 'high contrast'] as const) {
  const name = theme.replaceAll(' ', '-');

  test(`two datasets are compared row by row, by keyboard, ${theme}`, async ({
    page,
    folder,
    workbench,
    screenshot,
  }) => {
    await wear(theme, page, folder);
    await workbench.openView('Explorer');
    await reachFile(workbench, 'compare/before.jsonl');
    await openInInspector(workbench, 'compare/before.jsonl');
    await workbench.runCommand('Undertone: Compare datasets…');
    await workbench.asked('Compare before.jsonl with…');
    await workbench.quickRow('compare/after.jsonl').waitFor();
    await workbench.quickInputBox.fill('compare/after');
    await workbench.enter();
    const title = workbench.quickInput.locator('.quick-input-title');
    await eventually(async () =>
      assert.match(
        await title.innerText(),
        /before\.jsonl → after\.jsonl: 1 changed, 1 removed, 1 added, 1 moved, 58 the same/,
      ),
    );
    await screenshot(`theme-${name}-compare`);
    await workbench.quickRow('Row 13').waitFor();
    await workbench.enter();
    await workbench.tab('before.jsonl row 13').waitFor();
    await page.locator('.monaco-diff-editor .char-insert, .monaco-diff-editor .line-insert').first().waitFor();
    await screenshot(`theme-${name}-compare-row`);
    await workbench.runCommand('Undertone: Show last comparison');
    await workbench.quickRow('Row 60').click();
    await eventually(async () =>
      assert.match((await workbench.editorLines.allInnerTexts()).join('\n'), /A.new.answer/),
    );
    await workbench.runCommand('View: Close All Editors');
  });
}
