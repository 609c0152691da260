import { permutations } from '../../core/duplicates/bands.ts';
import { plainTextKernel } from '../../core/duplicates/plainTextKernel.ts';
import { permutationConstants, textLayout, type TextKernel } from '../../core/duplicates/textKernel.ts';
import { kernelMemory, webAssembly, type WasmMemory } from './webAssembly.ts';

/** What the build puts here: src/kernel/texts.ts compiled, as base64. Sources that run unbundled have none. */
declare const TEXT_KERNEL_WASM: string | undefined;

interface TextKernelExports {
  copy(from: number, length: number): void;
  unescape(from: number, length: number): number;
  hashText(length: number): void;
  sign(length: number, characters: number, size: number): number;
}

/** The fastest text kernel that there is here. */
export function textKernel(memory?: WasmMemory): TextKernel {
  const code = typeof TEXT_KERNEL_WASM === 'string' ? Buffer.from(TEXT_KERNEL_WASM, 'base64') : undefined;
  return (code && wasmTextKernel(code, memory)) ?? plainTextKernel();
}

/** The text kernel in WebAssembly; undefined where there is none with SIMD. */
export function wasmTextKernel(code: Uint8Array, memory = kernelMemory()): TextKernel | undefined {
  if (memory === undefined) return undefined;
  const exports = webAssembly<TextKernelExports>(code, memory);
  if (exports === undefined) return undefined;
  const { buffer } = memory;
  const { multipliers, addends } = permutationConstants();
  new Uint32Array(buffer, textLayout.multipliers, permutations).set(multipliers);
  new Uint32Array(buffer, textLayout.addends, permutations).set(addends);
  const json = new Uint8Array(buffer, textLayout.json, textLayout.capacity);
  // To ask an array for its buffer costs as much as to hash a short text.
  let last: Uint8Array | undefined;
  let isShared = false;
  const bytesShared = (bytes: Uint8Array): boolean => {
    if (bytes !== last) isShared = bytes.buffer === buffer;
    last = bytes;
    return isShared;
  };
  const state = new Uint32Array(buffer, textLayout.state, 1);
  return {
    text: new Uint8Array(buffer, textLayout.text, textLayout.capacity),
    hash: new Uint32Array(buffer, textLayout.hash, 2),
    signature: new Uint32Array(buffer, textLayout.signature, permutations),
    put({ bytes, start, end, escaped }) {
      const length = end - start;
      const from = bytesShared(bytes) ? bytes.byteOffset + start : textLayout.json;
      if (from === textLayout.json) json.set(bytes.subarray(start, end));
      if (escaped) return exports.unescape(from, length);
      exports.copy(from, length);
      return length;
    },
    hashText: exports.hashText,
    sign: (length, { unit, size }) => exports.sign(length, unit === 'characters' ? 1 : 0, size),
    get isShort() {
      return state[0] === 1;
    },
  };
}
