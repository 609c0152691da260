import type { AskedModel, Weights } from '../../core/asking/askedModel.ts';
import type { Budget, Limits } from './budget.ts';
import type { ClientOptions } from './client.ts';
import type { Scorer, ServerApi, Template } from './scorer.ts';

/** Whom a run asks: a server, or a model in a folder of this machine. */
export type Source = ServerSource | { readonly local: LocalSource };

export type ServerSource = Omit<ClientOptions, 'budget'>;

export interface LocalSource {
  /** As reports tell it. */
  readonly folder: string;
  readonly model: string;
  readonly weights: Weights;
  /** Throws `EndpointError` where the model cannot be asked this way. */
  scorer(template: Template): Scorer;
}

export interface Wish {
  readonly api: ServerApi | 'auto';
  readonly template: Template;
  readonly budget: Budget;
}

/** Said of a run that asks a local model. */
export const staysHere = 'Nothing leaves the machine.';

/** Of a local model: rows are all that limits a run. */
export const noLimits: Limits = { requests: Infinity, promptTokens: Infinity };

/** What a run asks of, as reports tell it. */
export function placeOf(source: Source): Pick<AskedModel, 'baseUrl' | 'model' | 'weights'> {
  if ('local' in source) {
    const { folder, model, weights } = source.local;
    return { baseUrl: folder, model, weights };
  }
  const { baseUrl, model } = source.endpoint;
  return { baseUrl, model };
}

/** Rejects with `EndpointError` where the source cannot be used. */
export async function scorerOf(source: Source, wish: Wish, signal: AbortSignal): Promise<Scorer> {
  const { api, template, budget } = wish;
  if ('local' in source) return source.local.scorer(template);
  // Loaded here, since the package behind it would slow down what asks no server.
  const [{ EndpointClient }, { connect }] = await Promise.all([import('./client.ts'), import('./connect.ts')]);
  return connect(new EndpointClient({ ...source, budget }), { api, template }, signal);
}
