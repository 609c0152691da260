import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { DatasetError } from '../datasetError.ts';
import { findUpwards } from '../findRecipe.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../core/json/value.ts';
import type { TemplateText } from '../../core/trainers/templates/builtIn.ts';
import { readText } from '../files/readText.ts';

const mostBytes = { template: 4 * 2 ** 20, tokenizer: 128 * 2 ** 20 };

export interface ResourceFile {
  readonly path: string;
  /** Changes when the file does. */
  readonly version: string;
}

/** The file that an option names: an absolute path, or one from the dataset's folder or a folder above it. */
export async function findResource(
  named: string,
  kind: keyof typeof mostBytes,
  datasetPath: string,
): Promise<ResourceFile> {
  // A path of another machine would be asked for over the network.
  const path = /^[\\/]{2}/.test(named) ? undefined : isAbsolute(named) ? named : await findUpwards(datasetPath, named);
  const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
  if (path === undefined || !found?.isFile()) {
    const known = kind === 'template' ? 'chatml, llama3, qwen2.5, qwen3' : 'o200k_base, cl100k_base';
    throw new DatasetError(
      'missing',
      `There is no ${kind} "${named}": neither one of ${known}, nor a file in the dataset's folder or one above it. Correct the option.`,
    );
  }
  if (found.size > mostBytes[kind]) {
    const limit = mostBytes[kind] / 2 ** 20;
    throw new DatasetError('corrupt', `${path} is larger than any ${kind} (${limit} MB). Name another file.`);
  }
  return { path, version: `${found.mtimeMs} ${found.size}` };
}

/** A template from a `tokenizer_config.json`, or from a `.jinja` file with the tokens of the config beside it. */
export async function readTemplate(path: string): Promise<TemplateText> {
  const text = await readText(path);
  if (!path.endsWith('.json')) return { text, ...tokensOf(await besides(path, 'tokenizer_config.json')) };
  const config = parsed(text, path);
  const inside = templateIn(config.chat_template);
  const beside = join(dirname(path), 'chat_template.jinja');
  const template = inside ?? (await readFile(beside, 'utf8').catch(() => undefined));
  if (template !== undefined) return { text: template, ...tokensOf(config) };
  throw new DatasetError(
    'corrupt',
    `${path} has no \`chat_template\`, and no chat_template.jinja stands beside it. Name the file that holds the template.`,
  );
}

/** A `tokenizer.json`, and the `tokenizer_config.json` beside it where there is one. */
export async function readTokenizer(
  path: string,
): Promise<{ readonly tokenizer: JsonObject; readonly config: JsonObject }> {
  const tokenizer = parsed(await readText(path), path);
  if (isObject(tokenizer.model)) return { tokenizer, config: await besides(path, 'tokenizer_config.json') };
  throw new DatasetError('corrupt', `${path} is no tokenizer.json: it has no \`model\`. Name another file.`);
}

function parsed(text: string, path: string): JsonObject {
  try {
    const value = JSON.parse(text) as JsonValue;
    if (isObject(value)) return value;
  } catch {
    // Told below.
  }
  throw new DatasetError('corrupt', `${path} is no JSON object. Fetch it again, or name another file.`);
}

async function besides(path: string, name: string): Promise<JsonObject> {
  try {
    return parsed(await readFile(join(dirname(path), name), 'utf8'), name);
  } catch {
    return {};
  }
}

/** One template, or the default one of several. */
function templateIn(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (!isArray(value)) return undefined;
  const named = value.filter(isObject);
  const chosen = (named.find(({ name }) => name === 'default') ?? named[0])?.template;
  return typeof chosen === 'string' ? chosen : undefined;
}

function tokensOf(config: JsonObject): Pick<TemplateText, 'bosToken' | 'eosToken'> {
  const token = (value: JsonValue | undefined): string => {
    if (typeof value === 'string') return value;
    return isObject(value) && typeof value.content === 'string' ? value.content : '';
  };
  return { bosToken: token(config.bos_token), eosToken: token(config.eos_token) };
}
