import { parentPort } from 'node:worker_threads';
import { serveModel } from './engine/localModel/modelServer.ts';
import { onnxRuntime } from './engine/localModel/onnxRuntime.ts';

if (parentPort) serveModel(parentPort, onnxRuntime(__dirname));
