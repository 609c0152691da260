/** A kernel's bytes: src/kernel/kernel.ts or texts.ts compiled, from .cache where that is done. */
export function compileKernel(name?: 'kernel' | 'texts'): Promise<Buffer>;
/** What bundles of the worker are given, so that they need no file beside them. */
export function kernelDefine(): Promise<{ readonly KERNEL_WASM: string; readonly TEXT_KERNEL_WASM: string }>;
