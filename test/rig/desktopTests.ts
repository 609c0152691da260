// node desktopTests.ts RESULTS.json: the same tests as hostTests.ts in desktop VS Code. VSCODE_EXECUTABLE names one (the Electron
// binary, not the `code` script); without it VS Code is downloaded. On Linux without a display run this under `xvfb-run -a`.
import { runTests } from '@vscode/test-electron';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { extensionPath } from './vscode.ts';

const [results = ''] = process.argv.slice(2);
const vscodeExecutablePath = process.env['VSCODE_EXECUTABLE'];
const temp = fs.mkdtempSync(path.join(os.tmpdir(), 'undertone-desktop-'));
process.once('exit', () => fs.rmSync(temp, { recursive: true, force: true, maxRetries: 5 }));
const folder = path.join(temp, 'workspace');
fs.cpSync(path.join(extensionPath, 'test/fixtures/workspace'), folder, { recursive: true });

// It leaves it to a shell there to part the words.
const word = (text: string): string => (process.platform === 'win32' ? `"${text}"` : text);
try {
  await runTests({
    ...(vscodeExecutablePath !== undefined && { vscodeExecutablePath }),
    extensionDevelopmentPath: word(extensionPath),
    extensionTestsPath: word(path.join(extensionPath, 'dist/test/vscode/index.js')),
    extensionTestsEnv: { UNDERTONE_TEST_RESULTS: results },
    launchArgs: [
      word(folder),
      '--disable-extensions',
      '--disable-telemetry',
      `--user-data-dir=${word(path.join(temp, 'user'))}`,
    ],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
