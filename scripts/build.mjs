// node scripts/build.mjs [--watch]: bundles the extension, its worker, the CLI and the webviews into dist/.
import './ensure.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { listFiles, root } from './files.mjs';
import { kernelDefine } from './kernel.mjs';
import { notices } from './notices.mjs';

const esbuild = await import('esbuild');

/** @type {import('esbuild').BuildOptions} */
const shared = { absWorkingDir: root, bundle: true, metafile: true, logLevel: 'warning' };

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  define: await kernelDefine(),
};

const runtime = path.join(root, 'node_modules/onnxruntime-web/dist');
/** What ONNX Runtime loads beside its bundle. */
const runtimeFiles = ['ort-wasm-simd-threaded.wasm', 'ort-wasm-simd-threaded.mjs'];

/** @type {readonly (Omit<import('esbuild').BuildOptions, 'entryPoints'> & { entryPoints: Record<string, string> })[]} */
const bundles = [
  { ...node, outdir: 'dist', entryPoints: { extension: 'src/extension.ts', worker: 'src/worker.ts' } },
  // Loaded by the worker when a plan or a view needs them.
  {
    ...node,
    outdir: 'dist',
    entryPoints: {
      trainer: 'src/trainer.ts',
      o200k_base: 'src/o200k_base.ts',
      cl100k_base: 'src/cl100k_base.ts',
      languages: 'src/languages.ts',
    },
  },
  {
    ...node,
    outdir: 'dist',
    entryPoints: { model: 'src/model.ts' },
    // Its build for Node that is no module: a bundle has no import.meta.
    alias: { 'onnxruntime-web': path.join(runtime, 'ort.node.min.js') },
  },
  { ...node, outdir: 'dist', entryPoints: { cli: 'src/cli.ts' }, banner: { js: '#!/usr/bin/env node' } },
  {
    ...shared,
    outdir: 'dist/media',
    entryPoints: {
      inspector: 'media/inspector/main.tsx',
      results: 'media/results/main.tsx',
      lineage: 'media/lineage/main.tsx',
      duplicates: 'media/duplicates/main.tsx',
    },
    format: 'iife',
    target: 'chrome120',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  },
];

/** Builds everything once. Packaged builds are minified and have no source maps. */
export async function build({ packaged = false } = {}) {
  // What an earlier build left must not be shipped.
  if (packaged) fs.rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  const results = await Promise.all(
    present().map(bundle => esbuild.build({ ...bundle, minify: packaged, sourcemap: !packaged })),
  );
  const inputs = Object.assign({}, ...results.map(({ metafile }) => metafile?.inputs));
  const outputs = Object.assign({}, ...results.map(({ metafile }) => metafile?.outputs));
  fs.mkdirSync(path.join(root, 'dist'), { recursive: true });
  fs.writeFileSync(path.join(root, 'dist/meta.json'), JSON.stringify({ inputs, outputs }));
  fs.writeFileSync(path.join(root, 'dist/THIRD-PARTY-NOTICES.txt'), notices(Object.keys(inputs)));
  for (const file of runtimeFiles) fs.copyFileSync(path.join(runtime, file), path.join(root, 'dist', file));
  if (`dist/cli.js` in outputs) fs.chmodSync(path.join(root, 'dist/cli.js'), 0o755);
}

/** Builds the tests that run inside the extension host. */
export async function buildHostTests() {
  // The extension host runs whatever is there.
  fs.rmSync(path.join(root, 'dist/test'), { recursive: true, force: true });
  await esbuild.build({
    ...node,
    outdir: 'dist/test/vscode',
    outbase: 'test/vscode',
    entryPoints: ['test/vscode/index.ts', ...listFiles('test/vscode', '.test.ts')],
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
  });
}

async function watch() {
  const contexts = await Promise.all(
    present().map(bundle => esbuild.context({ ...bundle, sourcemap: true, logLevel: 'info' })),
  );
  await Promise.all(contexts.map(context => context.watch()));
}

/** The bundles with the entries that exist so far. */
function present() {
  const exists = (/** @type {[string, string]} */ [, file]) => fs.existsSync(path.join(root, file));
  return bundles
    .map(bundle => ({ ...bundle, entryPoints: Object.fromEntries(Object.entries(bundle.entryPoints).filter(exists)) }))
    .filter(({ entryPoints }) => Object.keys(entryPoints).length > 0);
}

const [, script] = process.argv;
// Links on the way to it are not followed yet.
const isMain = script !== undefined && fs.realpathSync(script) === import.meta.filename;
if (isMain) await (process.argv.includes('--watch') ? watch() : build());
