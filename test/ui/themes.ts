import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { colorThemes } from '../rig/settings.ts';
import type { Theme } from '../rig/settings.ts';

const classes: Readonly<Record<Theme, string>> = {
  dark: '.vs-dark',
  light: '.vs',
  'high contrast': '.hc-black',
  'high contrast light': '.hc-light',
};

/** Small pictures: the documentation takes some of them. */
const plain = { 'editor.minimap.enabled': false };

/** Puts a theme on, through the settings of the folder that is open. */
export async function wear(theme: Theme, page: Page, folder: string): Promise<void> {
  const settings = path.join(folder, '.vscode/settings.json');
  fs.mkdirSync(path.dirname(settings), { recursive: true });
  fs.writeFileSync(settings, JSON.stringify({ ...plain, 'workbench.colorTheme': colorThemes[theme] }));
  await page.locator(`.monaco-workbench${classes[theme]}`).waitFor();
}
