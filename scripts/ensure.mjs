// Installs what a lock file asks for, when it is not there yet. Needs no package itself; who imports it loads packages with
// `await import(…)`, because static imports are resolved before anything runs.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './files.mjs';

/**
 * Makes `folder`/node_modules match `folder`/package-lock.json; does nothing when it already does.
 * @param {string} folder
 * @param {{ what: string, args?: string[] }} options
 */
export function ensurePackages(folder, { what, args = [] }) {
  if (isInstalled(folder)) return;
  console.log(`Installing ${what} …`);
  const npm = process.env.npm_execpath;
  const command = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...args];
  const { status } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...command], { cwd: folder, stdio: 'inherit' })
    : spawnSync('npm', command, { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status === 0) return;
  console.error(`npm ci failed in ${folder}`);
  process.exit(1);
}

/** npm leaves a lock file of what it really installed; packages for other platforms are absent from it. @param {string} folder */
function isInstalled(folder) {
  const hidden = path.join(folder, 'node_modules', '.package-lock.json');
  if (!fs.existsSync(hidden)) return false;
  const wanted = readPackages(path.join(folder, 'package-lock.json'));
  const installed = readPackages(hidden);
  return Object.entries(wanted).every(
    ([name, { version, optional }]) =>
      !name.startsWith('node_modules/') || (installed[name] ? installed[name].version === version : optional),
  );
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} */
const readPackages = file => JSON.parse(fs.readFileSync(file, 'utf8')).packages;

// npm runs `prepare` while it installs.
if (process.env.npm_lifecycle_event !== 'prepare') ensurePackages(root, { what: "the project's packages" });
