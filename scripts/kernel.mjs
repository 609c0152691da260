// Compiles src/kernel (AssemblyScript) to WebAssembly; what it made of a source is kept in .cache.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './files.mjs';

const flags = '--enable simd --importMemory --initialMemory 20 --maximumMemory 20 --runtime stub -O3 --noAssert';
const folder = path.join(root, 'src/kernel');

/** The kernel's bytes. @returns {Promise<Buffer>} */
export async function compileKernel() {
  const sources = new Map(fs.readdirSync(folder).map(name => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'node_modules/assemblyscript/package.json'), 'utf8'));
  const hash = createHash('sha256')
    .update(`${version}\n${flags}\n${JSON.stringify([...sources])}`)
    .digest('hex')
    .slice(0, 16);
  const cached = path.join(root, `.cache/kernel/${hash}.wasm`);
  if (fs.existsSync(cached)) return fs.readFileSync(cached);
  // By a name that the type checker does not follow: its types declare a `console` of their own.
  const compiler = 'assemblyscript/asc';
  const { default: asc } = await import(compiler);
  const { error, stderr, binary } = await compile(asc, sources);
  if (error || !binary) throw new Error(`${folder} does not compile: ${error?.message}\n${stderr}`);
  fs.mkdirSync(path.dirname(cached), { recursive: true });
  const whole = `${cached}.${process.pid}`;
  fs.writeFileSync(whole, binary);
  fs.renameSync(whole, cached);
  return Buffer.from(binary);
}

/** @param {any} asc @param {ReadonlyMap<string, string>} sources */
async function compile(asc, sources) {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await asc.main(['kernel.ts', '--outFile', 'kernel.wasm', ...flags.split(' ')], {
    readFile: (/** @type {string} */ name) => sources.get(name) ?? null,
    writeFile: (/** @type {string} */ name, /** @type {Uint8Array} */ data) =>
      void (name === 'kernel.wasm' && (binary = data)),
    listFiles: () => [],
  });
  return { error, stderr: String(stderr), binary };
}

/** What bundles of the worker are given, so that they need no file beside them. */
export async function kernelDefine() {
  return { KERNEL_WASM: JSON.stringify((await compileKernel()).toString('base64')) };
}
