import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as ort from 'onnxruntime-web';
import type { Runtime } from './decoder.ts';

/** ONNX Runtime as WebAssembly, one thread of it, its files beside the bundle. */
export function onnxRuntime(folder: string): Runtime {
  const file = (name: string): string => pathToFileURL(join(folder, name)).href;
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = { wasm: file('ort-wasm-simd-threaded.wasm'), mjs: file('ort-wasm-simd-threaded.mjs') };
  ort.env.logLevel = 'error';
  return {
    Tensor: ort.Tensor,
    create: ({ model, external }) =>
      ort.InferenceSession.create(model, {
        executionProviders: ['wasm'],
        externalData: external,
        // What it says of sessions of their own goes to the error output: nothing below an error.
        logSeverityLevel: 3,
      }),
  };
}
