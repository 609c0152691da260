/** The part of WebAssembly that is used, which the language's own types leave out. */
interface WasmApi {
  readonly validate: (bytes: Uint8Array) => boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => {
    readonly buffer: ArrayBuffer;
  };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

/** Starts a module with a memory of its own; undefined where there is no WebAssembly with what the module needs. */
export function webAssembly<Exports>(
  code: Uint8Array,
  memoryBytes: number,
): { readonly memory: ArrayBuffer; readonly exports: Exports } | undefined {
  const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly?: WasmApi };
  if (wasm?.validate(code) !== true) return undefined;
  const pages = Math.ceil(memoryBytes / 65_536);
  const memory = new wasm.Memory({ initial: pages, maximum: pages });
  const { exports } = new wasm.Instance(new wasm.Module(code), { env: { memory } });
  return { memory: memory.buffer, exports: exports as Exports };
}
