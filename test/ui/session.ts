// A UI test file opens one VS Code, on a copy of a workspace, and drives it as a user would:
//
//   const test = workbenchTests({ theme: 'light' });
//   test('opens the inspector', async ({ workbench, screenshot }) => { … await screenshot('inspector') });
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { launchBrowser, newPage } from '../rig/browser.ts';
import { startServer } from '../rig/server.ts';
import type { ServerOptions } from '../rig/server.ts';
import { extensionPath } from '../rig/vscode.ts';
import { Workbench, openWorkbench } from '../rig/workbench.ts';

export interface SessionOptions extends Pick<ServerOptions, 'theme' | 'settings' | 'env' | 'prepare' | 'untrusted'> {
  /** What to copy and open; the fixture workspace unless told. */
  readonly workspace?: string;
  /** Files to add to the copy: relative path → content. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

export interface Session {
  readonly page: Page;
  readonly workbench: Workbench;
  /** The folder that is open: a copy that the tests may change. */
  readonly folder: string;
  /** Writes test-output/NAME.png, of the whole page or of an area with what lies over it, and returns its path. */
  screenshot(name: string, area?: Locator): Promise<string>;
}

type SessionTest = (name: string, run: (session: Session) => Promise<void>) => void;

/** Declares tests that share one VS Code, in order. A test that fails leaves test-output/FAILED-NAME.png. */
export function workbenchTests(options: SessionOptions = {}): SessionTest {
  let opened: (Session & { close(): Promise<void> }) | undefined;
  before(async () => {
    opened = await openSession(options);
  });
  after(async () => opened?.close());
  return (name, run) => {
    void test(name, async () => {
      if (opened === undefined) throw new Error('VS Code did not open');
      try {
        await run(opened);
      } catch (error) {
        await opened.screenshot(`FAILED-${name.replaceAll(/\W+/g, '-')}`).catch(() => {});
        // A question or dialog that is still open would make those after it fail too.
        for (let open = 0; open < 2; open++) await opened.page.keyboard.press('Escape').catch(() => {});
        throw error;
      }
    });
  };
}

/** Whoever opens it closes it. */
async function openSession(options: SessionOptions = {}): Promise<Session & { close(): Promise<void> }> {
  const folder = copyWorkspace(options);
  const server = await startServer(options);
  const browser = await launchBrowser();
  const close = async (): Promise<void> => {
    await browser.close();
    await server.stop();
    fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  };
  try {
    const page = await newPage(browser, options.theme);
    await openWorkbench(page, server, { folder });
    const workbench = new Workbench(page);
    await workbench.ready();
    return { page, workbench, folder, close, screenshot: (name, area) => screenshot(page, name, area) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Retries an assertion until it holds: for what has no locator to wait for. */
export async function eventually<T>(assertion: () => T | Promise<T>, timeoutMs = 30_000): Promise<T> {
  for (const end = Date.now() + timeoutMs; ;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}

/** The copy is called "workspace" whatever its parent, so that pictures of it do not differ. */
function copyWorkspace({
  workspace = path.join(extensionPath, 'test/fixtures/workspace'),
  files = {},
}: SessionOptions): string {
  const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'undertone-ui-'));
  process.once('exit', () => fs.rmSync(parent, { recursive: true, force: true }));
  const folder = path.join(parent, 'workspace');
  fs.cpSync(workspace, folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

async function screenshot(page: Page, name: string, area?: Locator): Promise<string> {
  const file = path.join(extensionPath, 'test-output', `${name}.png`);
  const clip = await area?.boundingBox();
  await page.screenshot({ path: file, ...(clip && { clip }) });
  return file;
}
