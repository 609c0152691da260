// Every static gate. Prints the output of those that fail.
import './ensure.mjs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { build } from './build.mjs';
import { root } from './files.mjs';

await build();
const results = await Promise.all([
  // Types before lint: what one layer knows of another are the declarations that this leaves in .cache.
  inOrder(
    () => gate('types', bin('typescript/bin/tsc'), '--build'),
    () => gate('lint', bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'),
  ),
  inOrder(
    () => gate('format', bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'),
    () => gate('dead code', bin('knip/bin/knip.js'), '--no-progress', '--no-config-hints'),
    () => gate('layers', 'scripts/layers.mjs'),
    () => gate('generated files', 'scripts/generate.mjs', '--check'),
  ),
]);
process.exitCode = results.flat().every(Boolean) ? 0 : 1;

/** @param {string} file */
function bin(file) {
  return path.join('node_modules', file);
}

/** @template T @param {readonly (() => Promise<T>)[]} steps */
async function inOrder(...steps) {
  const results = [];
  for (const step of steps) results.push(await step());
  return results;
}

/** Runs one gate with Node, quietly unless it fails. @param {string} name @param {readonly string[]} command @returns {Promise<boolean>} */
function gate(name, ...command) {
  const start = performance.now();
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', data => (output += data));
  child.stderr.on('data', data => (output += data));
  return new Promise(resolve => {
    child.once('close', code => {
      console.log(`${code === 0 ? '✔' : '✖'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
      if (code !== 0) console.log(output.trimEnd());
      resolve(code === 0);
    });
  });
}
