// Compiles the kernels in src/kernel (AssemblyScript) to WebAssembly; what it made of a source is kept in .cache.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './files.mjs';

const flags = '--enable simd --importMemory --initialMemory 33 --maximumMemory 33 --runtime stub -O3 --noAssert';
const folder = path.join(root, 'src/kernel');

/** The bytes of a kernel. @param {'kernel' | 'texts'} name @returns {Promise<Buffer>} */
export async function compileKernel(name = 'kernel') {
  const sources = new Map(fs.readdirSync(folder).map(file => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'node_modules/assemblyscript/package.json'), 'utf8'));
  const hash = createHash('sha256')
    .update(`${version}\n${flags}\n${name}\n${JSON.stringify([...sources])}`)
    .digest('hex')
    .slice(0, 16);
  const cached = path.join(root, `.cache/kernel/${hash}.wasm`);
  if (fs.existsSync(cached)) return fs.readFileSync(cached);
  // By a name that the type checker does not follow: its types declare a `console` of their own.
  const compiler = 'assemblyscript/asc';
  const { default: asc } = await import(compiler);
  const { error, stderr, binary } = await compile(asc, name, sources);
  if (error || !binary) throw new Error(`${folder}/${name}.ts does not compile: ${error?.message}\n${stderr}`);
  fs.mkdirSync(path.dirname(cached), { recursive: true });
  const whole = `${cached}.${process.pid}`;
  fs.writeFileSync(whole, binary);
  fs.renameSync(whole, cached);
  return Buffer.from(binary);
}

/** @param {any} asc @param {string} name @param {ReadonlyMap<string, string>} sources */
async function compile(asc, name, sources) {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await asc.main([`${name}.ts`, '--outFile', 'kernel.wasm', ...flags.split(' ')], {
    readFile: (/** @type {string} */ file) => sources.get(file) ?? null,
    writeFile: (/** @type {string} */ file, /** @type {Uint8Array} */ data) =>
      void (file === 'kernel.wasm' && (binary = data)),
    listFiles: () => [],
  });
  return { error, stderr: String(stderr), binary };
}

/** What bundles of the worker are given, so that they need no file beside them. */
export async function kernelDefine() {
  const embedded = async (/** @type {'kernel' | 'texts'} */ name) =>
    JSON.stringify((await compileKernel(name)).toString('base64'));
  return { KERNEL_WASM: await embedded('kernel'), TEXT_KERNEL_WASM: await embedded('texts') };
}
