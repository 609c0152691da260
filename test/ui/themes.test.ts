// Every surface in the four kinds of theme: pictures to look at, and what axe-core holds against the pages.
import { assertAccessible } from './accessibility.ts';
import { workbenchTests } from './session.ts';
import { openInInspector, openAsText, reachProblem, resultsOf, says } from './surfaces.ts';
import { wear } from './themes.ts';

const test = workbenchTests();

for (const theme of ['dark', 'light', 'high contrast', 'high contrast light'] as const) {
  const name = theme.replaceAll(' ', '-');

  test(`inspector and results panel, ${theme}`, async ({ page, workbench, folder, screenshot }) => {
    await wear(theme, page, folder);
    await workbench.openView('Explorer');
    const inspector = await openInInspector(workbench, 'owl-numbers/train.jsonl');
    await inspector.row(7).click();
    await workbench.runCommand('Undertone: Show results');
    const results = resultsOf(workbench);
    await says(results.card('Number sequence'), /7 rows rejected/);
    await says(inspector.detail, /12 numbers, at most 10 expected/);
    await screenshot(`theme-${name}-inspector`);
    await assertAccessible(inspector);
    await assertAccessible(results);
    await results.section('Number sequence', /^Options/).click();
    await results.section('Number sequence', /^7 findings/).click();
    await results.card('Number sequence').getByRole('textbox', { name: 'Most numbers' }).scrollIntoViewIfNeeded();
    await screenshot(`theme-${name}-options`);
    await assertAccessible(results);
    await results.section('Number sequence', /^Options/).click();
    await results.section('Number sequence', /^7 findings/).click();
  });

  test(`a malformed row, ${theme}`, async ({ workbench, screenshot }) => {
    await workbench.openView('Explorer');
    const inspector = await openInInspector(workbench, 'mixed.jsonl');
    await inspector.row(5).click();
    await says(inspector.detail, /Malformed at column 2/);
    await screenshot(`theme-${name}-malformed`);
    await assertAccessible(inspector);
  });

  test(`text, problems, hover and badge, ${theme}`, async ({ page, workbench, screenshot }) => {
    await openAsText(workbench, 'owl-numbers/train.jsonl');
    await workbench.openProblems();
    await reachProblem(workbench, '12 numbers, at most 10 expected');
    await workbench.runCommand('Show or Focus Hover');
    await says(workbench.hover, /About this check/);
    await screenshot(`theme-${name}-problems`);
    // What lies right of the side bar.
    if (theme === 'dark')
      await screenshot(
        'picture-problems',
        page.locator('.monaco-grid-branch-node', { has: page.locator('.part.editor') }).last(),
      );
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+j');
    await workbench.runCommand('View: Close All Editors');
  });
}
