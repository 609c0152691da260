// node scripts/generate.mjs [--check]: writes what follows from the declarations in src (settings, recipe schema, docs); with
// --check only says which of those files are stale.
import './ensure.mjs';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { root } from './files.mjs';

const esbuild = await import('esbuild');
const check = process.argv.includes('--check');
const source = path.join(root, 'src/generate.ts');
if (!fs.existsSync(source)) {
  console.log('Nothing to generate yet: there is no src/generate.ts.');
  process.exit(0);
}

const generate = await loadGenerate();
const stale = generate(read('package.json') ?? '').filter(({ path: file, content }) => read(file) !== content);
for (const { path: file, content } of stale) {
  console.log(`${file} ${check ? 'is stale' : 'written'}`);
  if (!check) write(file, content);
}
if (check && stale.length > 0) {
  console.log('Run `npm run generate` and commit the result.');
  process.exitCode = 1;
}

/** @returns {Promise<(packageJson: string) => { path: string, content: string }[]>} */
async function loadGenerate() {
  const { outputFiles } = await esbuild.build({
    entryPoints: [source],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    write: false,
  });
  /** @type {{ exports: Record<string, any> }} */
  const module = { exports: {} };
  const load = compileFunction(outputFiles[0]?.text ?? '', ['module', 'exports', 'require'], { filename: source });
  load(module, module.exports, createRequire(source));
  return module.exports['generate'];
}

/** @param {string} file */
function read(file) {
  const absolute = path.join(root, file);
  return fs.existsSync(absolute) ? fs.readFileSync(absolute, 'utf8') : undefined;
}

/** @param {string} file @param {string} content */
function write(file, content) {
  const absolute = path.join(root, file);
  fs.mkdirSync(path.dirname(absolute), { recursive: true });
  fs.writeFileSync(absolute, content);
}
