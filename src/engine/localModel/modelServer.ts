import type { MessagePort } from 'node:worker_threads';
import type { Runtime } from './decoder.ts';
import { LocalModel } from './localModel.ts';
import { DatasetError } from '../datasetError.ts';
import { threadPort } from '../threadPort.ts';
import { serve } from '../../rpc/messenger.ts';
import type { ModelContract } from '../../rpc/model.ts';

/** Answers for one local model on a thread's port. */
export function serveModel(port: MessagePort, runtime: Runtime): void {
  let opened: LocalModel | undefined;
  const model = (): LocalModel => {
    if (opened) return opened;
    throw new DatasetError('unreadable', 'No model is open.');
  };
  serve<ModelContract>(threadPort(port), {
    async open({ path }) {
      opened = await LocalModel.open(path, runtime);
      return opened.facts;
    },
    encode: request => ({ ids: model().encode(request) }),
    score: request => model().score(request),
    write: request => model().write(request),
    texts: ({ ids }) => ({ texts: model().texts(ids) }),
  });
}
