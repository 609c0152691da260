/** Of 64 kB each, as scripts/kernel.mjs has it. */
const pages = 33;

/** The part of WebAssembly that is used, which the language's own types leave out. */
interface WasmApi {
  readonly validate: (bytes: Uint8Array) => boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => {
    readonly buffer: ArrayBuffer;
  };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

/** A memory of a module's own, or one that several share. */
export type WasmMemory = InstanceType<WasmApi['Memory']>;

/** Room for all kernels; undefined where there is no WebAssembly. */
export function kernelMemory(): WasmMemory | undefined {
  const api = wasm();
  return api && new api.Memory({ initial: pages, maximum: pages });
}

/** Starts a module; undefined where there is no WebAssembly with what the module needs. */
export function webAssembly<Exports>(code: Uint8Array, memory: WasmMemory): Exports | undefined {
  const api = wasm();
  if (api?.validate(code) !== true) return undefined;
  return new api.Instance(new api.Module(code), { env: { memory } }).exports as Exports;
}

function wasm(): WasmApi | undefined {
  return (globalThis as unknown as { readonly WebAssembly?: WasmApi }).WebAssembly;
}
