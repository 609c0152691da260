// VS Code's workbench as a user meets it, for Playwright. Selectors checked against VS Code 1.139.
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { Server } from './server.ts';
import { uriPath } from './vscode.ts';

export interface OpenOptions {
  readonly folder: string;
  /** Extension tests: a module whose `run` the extension host calls. */
  readonly tests?: string;
}

/**
 * Opens the workbench on a folder with our extension, as `code --extensionDevelopmentPath` does. A release build heeds that request in the URL only
 * with the smoke-test driver on, which suppresses notifications; so it is put into the page's own configuration, once the
 * document is parsed and before the workbench's script reads it. (Intercepting the document instead would make Chrome block its
 * sockets as local network access.)
 */
export async function openWorkbench(
  page: Page,
  { authority, extension }: Server,
  { folder, tests }: OpenOptions,
): Promise<void> {
  const uri = (file: string) => ({ $mid: 1, scheme: 'vscode-remote', authority, path: uriPath(file) });
  const development = {
    extensions: [uri(extension)],
    ...(tests !== undefined && { extensionTestsPath: uri(tests) }),
  };
  await page.addInitScript(options => {
    if (window !== window.top) return;
    document.addEventListener('readystatechange', () => {
      const element = document.getElementById('vscode-workbench-web-configuration');
      if (document.readyState !== 'interactive' || element === null) return;
      const configuration = JSON.parse(element.dataset['settings'] ?? '{}');
      element.dataset['settings'] = JSON.stringify({
        ...configuration,
        developmentOptions: { ...configuration.developmentOptions, ...options },
      });
    });
  }, development);
  await page.goto(`http://${authority}/?folder=${encodeURIComponent(uriPath(folder))}`);
}

export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async ready(): Promise<void> {
    // Drawn in a light default until the theme of the settings is loaded.
    await this.page.locator('.monaco-workbench[class*="vscode-theme-defaults"]').waitFor({ timeout: 60_000 });
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
  }

  /** Command palette, quick picks and input boxes are one widget. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  get quickInputBox(): Locator {
    return this.quickInput.locator('.quick-input-box input');
  }

  quickRow(label: string | RegExp): Locator {
    const name = this.page.locator('.label-name', { hasText: label });
    return this.quickInput.locator('.quick-input-list .monaco-list-row', { has: name }).first();
  }

  async pick(label: string): Promise<void> {
    await this.quickRow(label).click();
  }

  /**
   * Waits until the widget asks this: in its title, its message or its empty box. The widget stays open from one question to the
   * next, so keys pressed before would answer the question before.
   */
  async asked(question: string): Promise<void> {
    const box = this.page.locator(`input[placeholder*="${question}"]`);
    await this.quickInput
      .filter({ hasText: question })
      .or(this.quickInput.filter({ has: box }))
      .waitFor();
  }

  /**
   * Enter in the question that is open. In its box: VS Code may give the keyboard back to a webview late, when the next question
   * has already opened.
   */
  async enter(): Promise<void> {
    await this.quickInputBox.press('Enter');
  }

  /** Enter, once this is asked: takes what is chosen, or nothing. */
  async accept(question: string): Promise<void> {
    await this.asked(question);
    await this.enter();
  }

  async answer(question: string, text: string): Promise<void> {
    await this.asked(question);
    await this.quickInputBox.fill(text);
    await this.enter();
  }

  /** Takes a file of the folder that a dialog of files proposes. */
  async pickFile(title: string, name: string): Promise<void> {
    await this.proposed(title, '/');
    await this.pick(name);
  }

  /** Enter in a dialog of files, once it proposes a file of this name. */
  async acceptFile(title: string, name: string): Promise<void> {
    await this.proposed(title, `/${name}`);
    await this.enter();
  }

  private async proposed(title: string, end: string): Promise<void> {
    await this.asked(title);
    const box = await this.quickInputBox.elementHandle();
    await this.page.waitForFunction(([input, text]) => (input as HTMLInputElement).value.endsWith(text), [
      box,
      end,
    ] as const);
  }

  /**
   * Runs a command by its full title, such as "Undertone: Scan Dataset". The palette is a snapshot of the moment it opens, so
   * while the extension is still being loaded it is closed and opened again. A page that has just got the keyboard may lose the
   * key that opens it.
   */
  async runCommand(title: string, timeoutMs = 30_000): Promise<void> {
    const row = this.quickInput.locator(`.quick-input-list .monaco-list-row[aria-label^="${title}"]`).first();
    for (const end = Date.now() + timeoutMs; ;) {
      await this.page.keyboard.press('F1');
      try {
        await this.quickInputBox.fill(`>${title}`, { timeout: 3000 });
        await row.click({ timeout: 1500 });
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
      }
      await this.page.keyboard.press('Escape');
      await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    }
  }

  get sidebar(): Locator {
    return this.page.locator('.part.sidebar');
  }

  /** Shows a view container from the activity bar. */
  async openView(title: string): Promise<void> {
    const label = '.activitybar .action-item .action-label';
    const item = this.page.locator(`${label}[aria-label="${title}"], ${label}[aria-label^="${title} ("]`);
    if ((await item.locator('xpath=..').getAttribute('aria-expanded')) !== 'true') await item.click();
    await this.sidebar.locator('.composite.title .title-label', { hasText: title }).waitFor();
  }

  pane(title: string): Locator {
    const header = this.page.locator('.pane-header .title', { hasText: new RegExp(`^${title}$`, 'i') });
    return this.sidebar.locator('.pane', { has: header });
  }

  treeRow(text: string): Locator {
    return this.sidebar.locator('.monaco-list-row[role="treeitem"]', { hasText: text });
  }

  /** Click a folder to expand it, double-click a file to open it. */
  explorerRow(name: string): Locator {
    return this.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`);
  }

  /** An explorer row's decoration: badges as drawn (several are joined by ", "), colour, and the tooltip's text. */
  async decoration(name: string): Promise<{ badge: string; color: string; tooltip: string }> {
    const label = this.explorerRow(name).locator('.monaco-icon-label').first();
    return label.evaluate(element => ({
      badge: getComputedStyle(element, '::after').content.replace(/^"|"$/g, ''),
      color: getComputedStyle(element.querySelector('.label-name') ?? element).color,
      tooltip: element.getAttribute('aria-label') ?? '',
    }));
  }

  tab(name: string): Locator {
    const tab = '.tabs-container .tab';
    return this.page.locator(`${tab}[data-resource-name="${name}"], ${tab}[aria-label^="${name}"]`).first();
  }

  /** Lines of the active text editor. */
  get editorLines(): Locator {
    return this.page.locator('.part.editor .editor-group-container.active .view-line');
  }

  get codeLenses(): Locator {
    return this.page.locator('.part.editor .codelens-decoration a');
  }

  get hover(): Locator {
    return this.page.locator('.monaco-hover:visible');
  }

  /**
   * The document of a visible webview. VS Code nests two frames: its wrapper, in an overlay of the whole workbench that is not
   * inside the editor or view it belongs to, and in it the extension's document. What tells editors from views in the side bar is
   * that editors reach to the workbench's right edge; the purpose in the wrapper's address is gone once a view is shown again.
   */
  webview(kind: 'editor' | 'view', extension = 'undertone.undertone'): FrameLocator {
    const edge = kind === 'view' ? ':not(.webview-overlay-outer-right)' : '.webview-overlay-outer-right';
    const wrapper = this.page
      .locator(`.webview-overlay-content${edge} > iframe.webview.ready[src*="extensionId=${extension}"]:visible`)
      .first();
    return wrapper.contentFrame().locator('iframe#active-frame').contentFrame();
  }

  async openProblems(): Promise<void> {
    await this.runCommand('Problems: Focus on Problems View');
    await this.page.locator('.markers-panel').waitFor();
  }

  problem(text: string): Locator {
    return this.page.locator('.markers-panel .monaco-list-row', { hasText: text });
  }

  statusBarItem(label: string): Locator {
    return this.page.locator(`.statusbar-item[aria-label*="${label}"]`);
  }

  toast(text: string): Locator {
    return this.page.locator('.notifications-toasts .notification-toast', { hasText: text });
  }

  async clearNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
  }
}
