import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { localScorer, type LocalScorer } from './localScorer.ts';
import { answerFiles } from './modelFolder.ts';
import { ModelThread } from './modelThread.ts';
import { isWeights, modelPlace, type ModelPlace } from './weights.ts';
import { EndpointError } from '../endpoints/endpoint.ts';
import type { Template } from '../endpoints/scorer.ts';
import type { LocalSource } from '../endpoints/source.ts';

/** A model of this machine, open for the length of a run. */
export interface OpenModel extends LocalSource {
  /** What is worth knowing before it writes; undefined: nothing. */
  readonly writingRemark: string | undefined;
  readonly thread: ModelThread;
  scorer(template: Template): LocalScorer;
  /** Under which its answers are kept: other weights, tokenizer or template, other answers. */
  readonly cacheKey: { readonly baseUrl: string; readonly model: string };
}

/** Whether a text names a folder there is or a file of weights, and not the address of a server. */
export async function isLocalModel(text: string): Promise<boolean> {
  if (text.trim() === '' || /^https?:/i.test(text)) return false;
  const found = await stat(text).catch(() => undefined);
  return found?.isDirectory() === true || (found?.isFile() === true && isWeights(text));
}

/** Of the model at a path: that of its folder. */
export async function modelNameOf(path: string): Promise<string> {
  return basename((await modelPlace(path)).folder);
}

/**
 * Opens the model of a folder, or of a file of weights in it, uses it and ends its thread, whatever happens. Rejects with
 * `DatasetError` for one that holds no usable model.
 */
export async function withModel<Result>(
  { folder: path, script, signal }: { readonly folder: string; readonly script: string; readonly signal: AbortSignal },
  use: (model: OpenModel) => Promise<Result>,
): Promise<Result> {
  const place = await modelPlace(path);
  const thread = await ModelThread.open({ script, path, signal });
  try {
    const { name: model, weights, hasTemplate, keepsPast } = thread.facts;
    const cacheKey = { baseUrl: `sha256:${await digest(place, signal)}`, model: 'onnx' };
    return await use({
      folder: place.folder,
      model,
      weights,
      thread,
      cacheKey,
      writingRemark: keepsPast
        ? undefined
        : `The model ${model} computes the whole text anew for each token that it writes: an export with past_key_values and present is faster.`,
      scorer(template) {
        if (template === 'none' || hasTemplate) return localScorer(thread, template);
        throw new EndpointError(
          `The model ${model} has no chat template: put a chat_template.jinja into its folder, or, for a base model, score plain text with --template none.`,
        );
      },
    });
  } finally {
    await thread.dispose();
  }
}

/** Of all files that answers depend on. */
async function digest(place: ModelPlace, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, path } of await answerFiles(place)) {
    const one = createHash('sha256');
    await pipeline(createReadStream(path), one, { signal });
    hash.update(`${name} ${one.digest('hex')}\n`);
  }
  return hash.digest('hex');
}
