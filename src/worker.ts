import { parentPort } from 'node:worker_threads';
import { serveWorker } from './engine/workerServer.ts';

if (parentPort) serveWorker(parentPort);
