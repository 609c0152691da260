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
/** What a file may hold that is read in one piece. */
const longestModel = 2 ** 31 - 1;
const longestFile = 256 << 20;

/** Reads all but the weights. Throws `DatasetError` that says what is missing. */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const modelPath = await firstOf(folder, modelFiles);
  if (modelPath === undefined) {
    throw unusable(folder, `has neither ${modelFiles.join(' nor ')}: export the model to ONNX, in one file`);
  }
  const { size } = await stat(modelPath);
  if (size > longestModel) {
    throw unusable(
      folder,
      `has weights of ${Math.round(size / 2 ** 20)} MB; up to 2047 MB can be loaded: export it quantised`,
    );
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

/** The files that a model's answers depend on, of those there are. */
export async function answerFiles(
  folder: string,
): Promise<readonly { readonly name: string; readonly path: string }[]> {
  const names = ['tokenizer.json', 'tokenizer_config.json', 'chat_template.jinja', 'config.json'];
  const weights = await firstOf(folder, modelFiles);
  const files = [];
  for (const name of names) {
    const path = await firstOf(folder, [name]);
    if (path !== undefined) files.push({ name, path });
  }
  return weights === undefined ? files : [{ name: 'weights', path: weights }, ...files];
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
