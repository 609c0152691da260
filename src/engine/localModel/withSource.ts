import { join } from 'node:path';
import { withModel } from './localSource.ts';
import { Budget, type Limits } from '../endpoints/budget.ts';
import { EgressLog } from '../endpoints/egressLog.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { TellSilence } from '../endpoints/silence.ts';
import { noLimits, type Source } from '../endpoints/source.ts';

/** Whom the user named: a server, or the folder of a model of this machine. */
export type Asked = { readonly endpoint: Endpoint } | { readonly folder: string };

export interface OpenSource {
  readonly source: Source;
  readonly budget: Budget;
  /** Whose answers a cache keeps. */
  readonly keptFor: { readonly baseUrl: string; readonly model: string };
}

export interface SourceOptions {
  /** Of what is sent to a server. */
  readonly limits: Limits;
  /** Where each request to a server is noted. */
  readonly log: string;
  readonly signal: AbortSignal;
  /** Told what is worth knowing of a local model before it writes, for a run in which it does. */
  readonly tell?: (remark: string) => void;
  /** Told while a server answers nobody. */
  readonly silence?: TellSilence;
}

/** Opens what is asked for the length of a run: the egress log of a server, or the thread of a local model. */
export async function withSource<Result>(
  asked: Asked,
  { limits, log, signal, tell, silence }: SourceOptions,
  use: (open: OpenSource) => Promise<Result>,
): Promise<Result> {
  if ('folder' in asked) {
    return withModel({ folder: asked.folder, script: modelScript(), signal }, local => {
      if (local.writingRemark !== undefined) tell?.(local.writingRemark);
      return use({ source: { local }, budget: new Budget(noLimits), keptFor: local.cacheKey });
    });
  }
  const { endpoint } = asked;
  const egress = await EgressLog.open(log);
  try {
    return await use({ source: { endpoint, egress, silence }, budget: new Budget(limits), keptFor: endpoint });
  } finally {
    await egress.close();
  }
}

/** Beside the bundle that this runs in. */
export function modelScript(): string {
  return join(__dirname, 'model.js');
}
