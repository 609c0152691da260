// node hostTests.ts RESULTS.json: runs dist/test/vscode inside the rig's extension host and leaves { passed, failed }.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser, newPage } from './browser.ts';
import { startServer } from './server.ts';
import type { Server } from './server.ts';
import { extensionPath, vscodeVersion } from './vscode.ts';
import { openWorkbench } from './workbench.ts';

const [results = ''] = process.argv.slice(2);
/** How long nothing may be heard of the tests. */
const silenceMs = 120_000;
const temp = fs.mkdtempSync(path.join(os.tmpdir(), 'undertone-host-'));
process.once('exit', () => fs.rmSync(temp, { recursive: true, force: true }));
const folder = path.join(temp, 'workspace');
fs.cpSync(path.join(extensionPath, 'test/fixtures/workspace'), folder, { recursive: true });

const workbenchLog: string[] = [];
const output = follow(path.join(temp, 'output.txt'));
console.log(`VS Code ${vscodeVersion()}, Node ${process.versions.node}`);
const server = await startServer({ env: { UNDERTONE_TEST_OUTPUT: output.file, UNDERTONE_TEST_RESULTS: results } });
const browser = await launchBrowser();
let failed = true;
try {
  const page = await newPage(browser);
  const exitCode = exitOf(page, server);
  await openWorkbench(page, server, {
    folder,
    tests: path.join(extensionPath, 'dist/test/vscode/index.js'),
  });
  failed = (await exitCode) !== 0;
} catch (error) {
  console.error(error);
} finally {
  output.stop();
  if (failed) console.error(`Last lines of the workbench's log:\n${workbenchLog.slice(-15).join('\n')}`);
  await browser.close();
  await server.stop();
}
process.exit(failed ? 1 : 0);

/** VS Code reports its log and the tests' exit code to these two functions when a page has them. */
async function exitOf(page: Page, { process: child }: Server): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const timer = setInterval(() => {
    if (performance.now() - output.heardAt() > silenceMs) reject(new Error(`no test ended for ${silenceMs / 1000} s`));
  }, 1000);
  page.once('crash', () => reject(new Error('the workbench page crashed')));
  child.once('exit', code => reject(new Error(`the VS Code server exited with ${code}`)));
  promise.catch(() => {}).finally(() => clearInterval(timer));
  await page.exposeFunction('codeAutomationExit', resolve);
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
    const line = `[${type}] ${args.map(arg => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ')}`;
    workbenchLog.push(line);
    if (process.env['UNDERTONE_VERBOSE']) console.error(line);
  });
  return promise;
}

/** Streams a growing file to standard output: the extension host's console arrives only mixed with the workbench's log. */
function follow(file: string): { readonly file: string; heardAt(): number; stop(): void } {
  fs.writeFileSync(file, '');
  let shown = 0;
  let heardAt = performance.now();
  const relay = (): void => {
    const text = fs.readFileSync(file);
    if (text.length === shown) return;
    process.stdout.write(text.subarray(shown));
    shown = text.length;
    heardAt = performance.now();
  };
  const timer = setInterval(relay, 200);
  return {
    file,
    heardAt: () => heardAt,
    stop() {
      clearInterval(timer);
      relay();
    },
  };
}
