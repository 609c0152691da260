import { plainKernel } from '../../core/kernel/plainKernel.ts';
import { KernelMemory, layout } from '../../core/kernel/memory.ts';
import type { RowKernel } from '../../core/kernel/rowKernel.ts';

/** What the build puts here: src/kernel/kernel.ts compiled, as base64. Sources that run unbundled have none. */
declare const KERNEL_WASM: string | undefined;

/** The part of WebAssembly that is used, which the language's own types leave out. */
interface WasmApi {
  readonly validate: (bytes: Uint8Array) => boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => {
    readonly buffer: ArrayBuffer;
  };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

interface KernelExports {
  match(start: number, end: number): number;
  readFacts(start: number, end: number, wanted: number): number;
  findRows(start: number, end: number, length: number, first: number, second: number, anyEscape: number): number;
  findCheckpoints(start: number, end: number, rows: number, bytes: number): number;
}

/** The fastest kernel that there is here. */
export function rowKernel(): RowKernel {
  const code = typeof KERNEL_WASM === 'string' ? Buffer.from(KERNEL_WASM, 'base64') : undefined;
  return (code && wasmKernel(code)) ?? plainKernel();
}

/** The kernel in WebAssembly; undefined where there is none with SIMD. */
export function wasmKernel(code: Uint8Array): RowKernel | undefined {
  const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly?: WasmApi };
  if (wasm?.validate(code) !== true) return undefined;
  const pages = Math.ceil(layout.end / 65_536);
  const shared = new wasm.Memory({ initial: pages, maximum: pages });
  const { exports } = new wasm.Instance(new wasm.Module(code), { env: { memory: shared } });
  const { match, readFacts, findRows, findCheckpoints } = exports as KernelExports;
  const block = Buffer.from(shared.buffer, layout.block);
  return {
    memory: new KernelMemory(shared.buffer),
    match,
    readFacts,
    findRows: (start, end, { length, first, second, escapes }) =>
      findRows(start, end, length, first, second, escapes === 'any' ? 1 : 0),
    findCheckpoints,
    asciiText: (start, end) => block.toString('latin1', start, end),
    wideText: (start, end) => block.toString('utf8', start, end),
  };
}
