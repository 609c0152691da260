// node scripts/package.mjs [--verify]: builds dist/undertone-VERSION.vsix; with --verify also installs it into a fresh VS Code.
import './ensure.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { runOnRig } from '../test/rig/ensure.mjs';
import { build } from './build.mjs';
import { root } from './files.mjs';

const { name, version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const vsix = `dist/${name}-${version}.vsix`;
await build({ packaged: true });
const packaged = await runOnRig([
  'test/rig/node_modules/@vscode/vsce/vsce',
  'package',
  '--no-dependencies',
  '--allow-missing-repository',
  // There is no address yet that the README's links could lead to.
  '--no-rewrite-relative-links',
  '--out',
  vsix,
]);
process.exitCode =
  packaged === 0 && process.argv.includes('--verify') ? await runOnRig(['test/rig/verifyVsix.ts', vsix]) : packaged;
