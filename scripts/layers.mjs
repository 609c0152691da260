// Fails when a layer imports what is not below it, going by what esbuild really bundled (dist/meta.json). Type-only imports are
// not in there: those fail in tsc, where a layer's tsconfig.json references the layers below it and no others.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './files.mjs';

/** Each layer's folder, and the layers it may import besides itself. The first folder that holds a file is its layer. */
const layers = [
  { folder: 'src/core/', below: [] },
  { folder: 'src/rpc/', below: ['src/core/'] },
  { folder: 'src/engine/', below: ['src/core/', 'src/rpc/'] },
  { folder: 'src/vscode/', below: ['src/core/', 'src/rpc/', 'src/engine/'] },
  { folder: 'src/', below: ['src/core/', 'src/rpc/', 'src/engine/', 'src/vscode/'] },
  { folder: 'media/', below: ['src/core/', 'src/rpc/'] },
];

/** Modules that only some folders may import. */
const reserved = [
  { module: /^vscode$/, folders: ['src/vscode/', 'src/extension.ts'] },
  {
    module: /^node:/,
    folders: ['src/engine/', 'src/vscode/', 'src/extension.ts', 'src/worker.ts', 'src/model.ts', 'src/cli.ts'],
  },
  { module: /^node_modules\/openai\//, folders: ['src/engine/endpoints/'] },
  { module: /^node_modules\/onnxruntime-/, folders: ['src/engine/localModel/'] },
  // Heavy, and for files that others wrote: in bundles of their own.
  {
    module: /^node_modules\/(@huggingface|gpt-tokenizer)\//,
    folders: ['src/engine/trainers/', 'src/engine/localModel/', 'src/o200k_base.ts', 'src/cl100k_base.ts'],
  },
  { module: /^node_modules\/eld\//, folders: ['src/languages.ts'] },
];

/** @type {{ inputs: Record<string, { imports: { path: string }[] }> }} */
const { inputs } = JSON.parse(fs.readFileSync(path.join(root, 'dist/meta.json'), 'utf8'));
const wrong = Object.entries(inputs).flatMap(([file, { imports }]) => {
  const layer = layers.find(({ folder }) => file.startsWith(folder));
  return layer
    ? imports
        .filter(({ path: target }) => !mayImport(file, layer, target))
        .map(({ path: target }) => `${file} imports ${target}`)
    : [];
});
for (const line of wrong) console.log(line);
process.exitCode = wrong.length > 0 ? 1 : 0;

/** @param {string} file @param {typeof layers[number]} layer @param {string} target */
function mayImport(file, layer, target) {
  const rule = reserved.find(({ module }) => module.test(target));
  if (rule) return rule.folders.some(folder => file.startsWith(folder));
  const other = layers.find(({ folder }) => target.startsWith(folder));
  return !other || other === layer || /** @type {readonly string[]} */ (layer.below).includes(other.folder);
}
