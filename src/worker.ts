import { parentPort } from 'node:worker_threads';
import { bundlesIn } from './engine/trainers/bundles.ts';
import { serveWorker } from './engine/workerServer.ts';

if (parentPort) serveWorker(parentPort, bundlesIn(__dirname));
