import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { findWeights, refusePointer, type ModelPlace, type WeightFiles } from './weights.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../core/json/value.ts';
import { messageOf } from '../../core/text/messageOf.ts';
import { DatasetError } from '../datasetError.ts';

/** A model as the hub's exports lay it out in a folder. */
export interface ModelFolder {
  readonly name: string;
  readonly weights: WeightFiles;
  readonly tokenizer: JsonObject;
  readonly tokenizerConfig: JsonObject;
  readonly config: JsonObject;
  readonly generationConfig: JsonObject;
  /** Of the chat; undefined: there is none. */
  readonly template: string | undefined;
}

const longestFile = 256 << 20;

/** Reads all but the weights. Throws `DatasetError` that says what is missing. */
export async function readModelFolder(place: ModelPlace): Promise<ModelFolder> {
  const { folder } = place;
  const weights = await findWeights(place);
  const tokenizer = await readJson(folder, 'tokenizer.json');
  if (tokenizer === undefined) {
    throw unusable(folder, 'has no tokenizer.json, which the model’s repository has: a vocabulary alone is not enough');
  }
  const tokenizerConfig = (await readJson(folder, 'tokenizer_config.json')) ?? {};
  const jinja = await readFile(join(folder, 'chat_template.jinja'), 'utf8').catch(() => undefined);
  return {
    name: basename(folder),
    weights,
    tokenizer,
    tokenizerConfig,
    config: (await readJson(folder, 'config.json')) ?? {},
    generationConfig: (await readJson(folder, 'generation_config.json')) ?? {},
    template: jinja ?? statedTemplate(tokenizerConfig['chat_template']),
  };
}

/** One, or several by name. */
function statedTemplate(stated: JsonValue | undefined): string | undefined {
  if (typeof stated === 'string') return stated;
  const named = isArray(stated) ? stated.filter(isObject).find(({ name }) => name === 'default') : undefined;
  return typeof named?.['template'] === 'string' ? named['template'] : undefined;
}

/** The files that a model's answers depend on, of those there are. */
export async function answerFiles(
  place: ModelPlace,
): Promise<readonly { readonly name: string; readonly path: string }[]> {
  const { folder } = place;
  const names = [
    'tokenizer.json',
    'tokenizer_config.json',
    'chat_template.jinja',
    'config.json',
    'generation_config.json',
  ];
  const { path: weights, external } = await findWeights(place);
  const files = [{ name: 'weights', path: weights }];
  for (const name of external) files.push({ name, path: join(dirname(weights), name) });
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) files.push({ name, path });
  }
  return files;
}

async function readJson(folder: string, name: string): Promise<JsonObject | undefined> {
  const path = join(folder, name);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  if (found.size > longestFile) throw unusable(folder, `has a ${name} of ${found.size >> 20} MB`);
  const bytes = await readFile(path);
  refusePointer(path, bytes);
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (isObject(value as never)) return value as JsonObject;
  } catch (error) {
    throw unusable(folder, `has a ${name} that cannot be read: ${messageOf(error)}`);
  }
  throw unusable(folder, `has a ${name} that is no object`);
}

function unusable(folder: string, what: string): DatasetError {
  return new DatasetError('unreadable', `${folder} ${what}.`);
}
