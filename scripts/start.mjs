// node scripts/start.mjs [FOLDER]: builds, and opens VS Code with the extension on a folder: an installed VS Code, else the rig's
// in a browser (always so with UNDERTONE_WEB=1).
import './ensure.mjs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { runOnRig } from '../test/rig/ensure.mjs';
import { build } from './build.mjs';
import { root } from './files.mjs';

// npm runs scripts in the project's root, wherever it was called.
const folder = path.resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? path.join(root, 'test/fixtures/workspace'));
const shell = process.platform === 'win32';
await build();
const desktop = process.env.UNDERTONE_WEB
  ? undefined
  : ['code', 'code-insiders', 'codium'].find(command => spawnSync(command, ['--version'], { shell }).status === 0);
if (desktop === undefined) process.exitCode = await runOnRig(['test/rig/serve.ts', folder]);
else {
  console.log(`Opening ${folder} in ${desktop}`);
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, folder];
  process.exitCode = spawnSync(desktop, args, { stdio: 'inherit', shell }).status ?? 1;
}
