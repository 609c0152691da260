import { permutations } from '../../core/duplicates/bands.ts';
import { plainTextKernel } from '../../core/duplicates/plainTextKernel.ts';
import { permutationConstants, textLayout, type TextKernel } from '../../core/duplicates/textKernel.ts';
import { webAssembly } from './webAssembly.ts';

/** What the build puts here: src/kernel/texts.ts compiled, as base64. Sources that run unbundled have none. */
declare const TEXT_KERNEL_WASM: string | undefined;

interface TextKernelExports {
  unescape(length: number): number;
  hashText(length: number): void;
  sign(length: number, characters: number, size: number): number;
}

/** The fastest text kernel that there is here. */
export function textKernel(): TextKernel {
  const code = typeof TEXT_KERNEL_WASM === 'string' ? Buffer.from(TEXT_KERNEL_WASM, 'base64') : undefined;
  return (code && wasmTextKernel(code)) ?? plainTextKernel();
}

/** The text kernel in WebAssembly; undefined where there is none with SIMD. */
export function wasmTextKernel(code: Uint8Array): TextKernel | undefined {
  const loaded = webAssembly<TextKernelExports>(code, textLayout.end);
  if (loaded === undefined) return undefined;
  const { memory, exports } = loaded;
  const { multipliers, addends } = permutationConstants();
  new Uint32Array(memory, textLayout.multipliers, permutations).set(multipliers);
  new Uint32Array(memory, textLayout.addends, permutations).set(addends);
  const state = new Uint32Array(memory, textLayout.state, 1);
  return {
    text: new Uint8Array(memory, textLayout.text, textLayout.capacity),
    escaped: new Uint8Array(memory, textLayout.escaped, textLayout.capacity),
    hash: new Uint32Array(memory, textLayout.hash, 2),
    signature: new Uint32Array(memory, textLayout.signature, permutations),
    unescape: exports.unescape,
    hashText: exports.hashText,
    sign: (length, { unit, size }) => exports.sign(length, unit === 'characters' ? 1 : 0, size),
    get isShort() {
      return state[0] === 1;
    },
  };
}
