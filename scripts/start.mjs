// node scripts/start.mjs [FOLDER]: builds, and opens VS Code with the extension on a folder: an installed VS Code, else the rig's
// in a browser (always so with UNDERTONE_WEB=1).
import './ensure.mjs';
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { runOnRig } from '../test/rig/ensure.mjs';
import { build } from './build.mjs';
import { root } from './files.mjs';

// npm runs scripts in the project's root, wherever it was called.
const folder = path.resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? path.join(root, 'test/fixtures/workspace'));
await build();
const desktop = findDesktop();
if (desktop === undefined) process.exitCode = await runOnRig(['test/rig/serve.ts', folder]);
else {
  console.log(`Opening ${folder} in ${desktop}`);
  process.exitCode = run(desktop, ['--new-window', `--extensionDevelopmentPath=${root}`, folder], 'inherit') ?? 1;
}

/** The command that opens an installed VS Code. */
function findDesktop() {
  const { DISPLAY, WAYLAND_DISPLAY, VSCODE_IPC_HOOK_CLI, UNDERTONE_WEB } = process.env;
  // In a terminal of a remote VS Code `code` reaches the window that the terminal stands in.
  const hasScreen = process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY || VSCODE_IPC_HOOK_CLI;
  if (UNDERTONE_WEB || !hasScreen) return undefined;
  const named = ['code', 'code-insiders', 'codium'];
  // On a Mac it is put on the PATH only by who asks for it.
  const apps = ['/Applications', path.join(os.homedir(), 'Applications')].map(
    folder => `${folder}/Visual Studio Code.app/Contents/Resources/app/bin/code`,
  );
  const commands = process.platform === 'darwin' ? [...named, ...apps] : named;
  return commands.find(command => run(command, ['--version'], 'ignore') === 0);
}

/** Its exit status. @param {string} command @param {readonly string[]} args @param {'inherit' | 'ignore'} stdio */
function run(command, args, stdio) {
  if (process.platform !== 'win32') return spawnSync(command, args, { stdio }).status;
  // `code` is a script there, which only a shell runs, and a shell parts what is not quoted.
  return spawnSync([command, ...args].map(word => `"${word}"`).join(' '), { stdio, shell: true }).status;
}
