import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isObject, type JsonObject } from '../../core/json/value.ts';
import { DatasetError } from '../datasetError.ts';

/** A model as the hub's exports lay it out in a folder. */
export interface ModelFolder {
  readonly name: string;
  readonly modelPath: string;
  readonly tokenizer: JsonObject;
  readonly tokenizerConfig: JsonObject;
  readonly config: JsonObject;
  /** Of the chat; undefined: there is none. */
  readonly template: string | undefined;
}

/** The first that is there is taken. */
const modelFiles = ['model.onnx', 'onnx/model.onnx'];
const longestFile = 256 << 20;

/** Reads all but the weights. Throws `DatasetError` that says what is missing. */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const modelPath = await firstOf(folder, modelFiles);
  if (modelPath === undefined) {
    throw unusable(folder, `has neither ${modelFiles.join(' nor ')}: export the model to ONNX, in one file`);
  }
  const tokenizer = await readJson(folder, 'tokenizer.json');
  if (tokenizer === undefined) throw unusable(folder, 'has no tokenizer.json');
  const tokenizerConfig = (await readJson(folder, 'tokenizer_config.json')) ?? {};
  const jinja = await readFile(join(folder, 'chat_template.jinja'), 'utf8').catch(() => undefined);
  const stated = tokenizerConfig['chat_template'];
  return {
    name: basename(folder),
    modelPath,
    tokenizer,
    tokenizerConfig,
    config: (await readJson(folder, 'config.json')) ?? {},
    template: jinja ?? (typeof stated === 'string' ? stated : undefined),
  };
}

async function firstOf(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return path;
  }
  return undefined;
}

async function readJson(folder: string, name: string): Promise<JsonObject | undefined> {
  const path = join(folder, name);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  if (found.size > longestFile) throw unusable(folder, `has a ${name} of ${found.size >> 20} MB`);
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isObject(value as never)) return value as JsonObject;
  } catch (error) {
    throw unusable(
      folder,
      `has a ${name} that cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  throw unusable(folder, `has a ${name} that is no object`);
}

function unusable(folder: string, what: string): DatasetError {
  return new DatasetError('unreadable', `${folder} ${what}.`);
}
