// Where things stand in Undertone's two pages, and what a user does with them.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Page, FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from '../rig/workbench.ts';
import { eventually } from './session.ts';

/** The page of an inspector or of the results panel. */
export class Surface {
  readonly frame: FrameLocator;

  constructor(frame: FrameLocator) {
    this.frame = frame;
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) });
  }

  text(text: string | RegExp): Locator {
    return this.frame.getByText(text);
  }
}

export class InspectorPage extends Surface {
  get grid(): Locator {
    return this.frame.getByRole('grid');
  }

  /** A row of the table that is drawn, by its number in the file. */
  row(number: number): Locator {
    const header = this.frame.getByRole('rowheader', { name: number.toLocaleString('en-US'), exact: true });
    return this.grid.locator('.table-row').filter({ has: header });
  }

  get selected(): Locator {
    return this.grid.locator('[aria-selected=true] [role=rowheader]');
  }

  /** The row that is shown in full. */
  get detail(): Locator {
    return this.frame.locator('#detail');
  }

  get example(): Locator {
    return this.frame.getByRole('region', { name: 'Example' });
  }

  get raw(): Locator {
    return this.frame.getByRole('region', { name: 'Raw text of the row' });
  }

  get findBox(): Locator {
    return this.frame.getByRole('textbox', { name: 'Find in all rows' });
  }

  get rowBox(): Locator {
    return this.frame.getByRole('textbox', { name: 'Go to row' });
  }

  get filter(): Locator {
    return this.frame.getByRole('combobox', { name: 'Rows shown' });
  }

  /** The numbers of the rows that are drawn. */
  async rowNumbers(): Promise<number[]> {
    const texts = await this.grid.locator('.table-body [role=rowheader]').allTextContents();
    return texts.map(text => Number(text.replaceAll(',', '')));
  }
}

export class ResultsPage extends Surface {
  /** Of one check. */
  card(title: string): Locator {
    return this.frame.getByRole('region', { name: title, exact: true });
  }

  get provenance(): Locator {
    return this.frame.getByRole('region', { name: 'Provenance', exact: true });
  }

  /** A section of a card that folds. */
  section(check: string, title: string | RegExp): Locator {
    return this.card(check).getByRole('button', { name: title });
  }
}

export function inspectorOf(workbench: Workbench): InspectorPage {
  return new InspectorPage(workbench.webview('editor'));
}

export function resultsOf(workbench: Workbench): ResultsPage {
  return new ResultsPage(workbench.webview('view'));
}

/** Unfolds the folders of a path in the explorer and answers its row. */
export async function reachFile(workbench: Workbench, file: string): Promise<Locator> {
  const parts = file.split('/');
  const name = parts.pop() ?? '';
  for (const folder of parts) {
    const row = workbench.explorerRow(folder);
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
  }
  const label = workbench.page.locator(`.monaco-icon-label[aria-label*="/${file}"]`);
  return workbench.explorerRow(name).filter({ has: label });
}

export async function openAsText(workbench: Workbench, file: string): Promise<void> {
  await (await reachFile(workbench, file)).dblclick();
  await workbench.editorLines.first().waitFor();
}

/** Through the file's context menu. */
export async function openInInspector(workbench: Workbench, file: string): Promise<InspectorPage> {
  await (await reachFile(workbench, file)).click({ button: 'right' });
  await pickFromMenu(workbench.page, 'Open in inspector');
  const inspector = inspectorOf(workbench);
  // The tab that was in front before may still be seen.
  await inspector.frame.getByRole('grid', { name: `Rows of ${path.basename(file)}`, exact: true }).waitFor();
  await inspector.grid.locator('[role=gridcell]').first().waitFor();
  return inspector;
}

export async function pickFromMenu(page: Page, label: string): Promise<void> {
  const item = page.locator('.monaco-menu .action-item', { hasText: label }).first();
  // A menu that has just opened does not heed the mouse yet.
  for (;;) {
    await item.click();
    try {
      return await item.waitFor({ state: 'detached', timeout: 1000 });
    } catch {
      continue;
    }
  }
}

/** Waits until an element says what is expected. */
export async function says(element: Locator, expected: RegExp): Promise<void> {
  await eventually(async () => assert.match(await element.innerText(), expected));
}

/** Clicks a problem at the end of its line: in the middle may be a link. */
export async function reachProblem(workbench: Workbench, text: string): Promise<void> {
  await workbench.problem(text).first().locator('.marker-line').click();
}
