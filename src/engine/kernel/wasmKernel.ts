import { plainKernel } from '../../core/kernel/plainKernel.ts';
import { KernelMemory, layout } from '../../core/kernel/memory.ts';
import type { RowKernel } from '../../core/kernel/rowKernel.ts';
import { kernelMemory, webAssembly, type WasmMemory } from './webAssembly.ts';

/** What the build puts here: src/kernel/kernel.ts compiled, as base64. Sources that run unbundled have none. */
declare const KERNEL_WASM: string | undefined;

interface KernelExports {
  readRows(start: number, end: number, asked: number, noted: number): number;
  findRows(start: number, end: number, length: number, first: number, second: number, anyEscape: number): number;
  findCheckpoints(start: number, end: number, rows: number, bytes: number): number;
}

/** The fastest kernel that there is here. */
export function rowKernel(memory?: WasmMemory): RowKernel {
  const code = typeof KERNEL_WASM === 'string' ? Buffer.from(KERNEL_WASM, 'base64') : undefined;
  return (code && wasmKernel(code, memory)) ?? plainKernel();
}

/** The kernel in WebAssembly; undefined where there is none with SIMD. */
export function wasmKernel(code: Uint8Array, memory = kernelMemory()): RowKernel | undefined {
  if (memory === undefined) return undefined;
  const exports = webAssembly<KernelExports>(code, memory);
  if (exports === undefined) return undefined;
  const { buffer } = memory;
  const { readRows, findRows, findCheckpoints } = exports;
  const block = Buffer.from(buffer, layout.block);
  return {
    memory: new KernelMemory(buffer),
    readRows,
    findRows: (start, end, { length, first, second, escapes }) =>
      findRows(start, end, length, first, second, escapes === 'any' ? 1 : 0),
    findCheckpoints,
    asciiText: (start, end) => block.toString('latin1', start, end),
    wideText: (start, end) => block.toString('utf8', start, end),
  };
}
