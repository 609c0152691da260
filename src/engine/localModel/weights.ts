import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Weights } from '../../core/asking/askedModel.ts';
import { DatasetError } from '../datasetError.ts';

/** Where a user's model is: a folder, and the file of weights in it where that was named. */
export interface ModelPlace {
  readonly folder: string;
  /** From the folder; undefined: the first by `order` is taken. */
  readonly named: string | undefined;
}

/** `path`: a folder, or a file of weights in it or in its `onnx` folder. */
export async function modelPlace(path: string): Promise<ModelPlace> {
  const whole = resolve(path);
  const found = await stat(whole).catch(() => undefined);
  if (!isWeights(whole) || found?.isDirectory() === true) return { folder: whole, named: undefined };
  const parent = dirname(whole);
  const file = basename(whole);
  return basename(parent) === 'onnx'
    ? { folder: dirname(parent), named: `onnx/${file}` }
    : { folder: parent, named: file };
}

export function isWeights(path: string): boolean {
  return path.endsWith('.onnx');
}

/** How the hub's exports name what they rounded, most exact first. */
const roundings: Readonly<Record<string, string | undefined>> = {
  '': undefined,
  _fp16: 'half precision',
  _int8: '8-bit weights',
  _uint8: '8-bit weights',
  _quantized: '8-bit weights',
  _q4: '4-bit weights',
  _q4f16: '4-bit weights, half precision',
  _bnb4: '4-bit weights',
  _q2: '2-bit weights',
  _q2f16: '2-bit weights, half precision',
  _q1: '1-bit weights',
  _q1f16: '1-bit weights, half precision',
};
const stems = ['model', 'decoder_model_merged', 'decoder_model'];
/** The first that is there is taken: the most exact, so that what is computed is near what the model is. */
const order = Object.keys(roundings).flatMap(suffix =>
  stems.flatMap(stem => ['', 'onnx/'].map(within => `${within}${stem}${suffix}.onnx`)),
);

/** A model's file of weights, and those it refers to. */
export interface WeightFiles extends Weights {
  readonly path: string;
  /** Beside it, by name. */
  readonly external: readonly string[];
}

/** Throws `DatasetError` where there is none, with what there is. */
export async function findWeights({ folder, named }: ModelPlace): Promise<WeightFiles> {
  const there = [...(await namesIn(folder)), ...(await namesIn(join(folder, 'onnx'))).map(name => `onnx/${name}`)];
  const files = there.filter(isWeights);
  const file = (named === undefined ? order : [named]).find(name => files.includes(name));
  if (file === undefined) throw missing(folder, named, files);
  const suffix = /_[a-z0-9]+(?=\.onnx$)/.exec(file)?.[0] ?? '';
  const rounding = roundings[suffix];
  const external = there.filter(name => name.startsWith(`${file}_data`) || name.startsWith(`${file}.data`)).toSorted();
  return {
    file,
    path: join(folder, file),
    ...(rounding !== undefined && { rounding }),
    external: external.map(name => basename(name)),
  };
}

function missing(folder: string, named: string | undefined, files: readonly string[]): DatasetError {
  const what =
    named === undefined
      ? 'neither model.onnx nor onnx/model.onnx, nor one of them in half precision or quantised'
      : `no ${named}`;
  const next =
    files.length === 0
      ? 'export the model to ONNX'
      : `name the path of one of its files in place of the folder: ${files.join(', ')}`;
  return new DatasetError('unreadable', `${folder} has ${what}: ${next}.`);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  // The hub's own cache links to files elsewhere.
  return entries.filter(entry => entry.isFile() || entry.isSymbolicLink()).map(({ name }) => name);
}

/** The files of a model in memory, as ONNX Runtime takes them. */
export interface LoadedWeights {
  readonly model: Uint8Array;
  readonly external: readonly { readonly path: string; readonly data: Uint8Array }[];
}

/** What a message in the protocol buffers of ONNX may have. */
const longestFile = 2 ** 31 - 1;
/** What WebAssembly may use; what is computed needs some of it too. */
const memory = 2 ** 32;

/** Throws `DatasetError` for what cannot be loaded, before it is read. */
export async function loadWeights({ path, external }: WeightFiles): Promise<LoadedWeights> {
  const paths = external.map(name => join(dirname(path), name));
  const sizes = await Promise.all([path, ...paths].map(async each => (await stat(each)).size));
  const [own = 0] = sizes;
  if (own > longestFile) throw tooLarge(path, own, longestFile);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (all >= memory) throw tooLarge(`${path} and its external data`, all, memory);
  const model = await readWhole(path);
  const data = [];
  for (const [i, each] of paths.entries()) data.push({ path: external[i] ?? '', data: await readWhole(each) });
  return { model, external: data };
}

function tooLarge(what: string, size: number, most: number): DatasetError {
  const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
  return new DatasetError(
    'unreadable',
    `${what} have ${megabytes(size)} MB; less than ${megabytes(most)} MB can be loaded: ${smaller}.`,
  );
}

/** What to do where weights are too large. */
export const smaller =
  'name a quantised file of the model, or export it with its weights as external data, below 4 GB in all';

/** `readFile` takes nothing of 2 GB and more. */
async function readWhole(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(size);
    let at = 0;
    while (at < size) {
      const { bytesRead } = await file.read(bytes, at, Math.min(size - at, mostAtOnce), at);
      if (bytesRead === 0) throw new DatasetError('unreadable', `${path} became shorter while it was read.`);
      at += bytesRead;
    }
    refusePointer(path, bytes);
    return bytes;
  } finally {
    await file.close();
  }
}

const mostAtOnce = 2 ** 30;

const pointer = 'version https://git-lfs.github.com/spec/';

/** What a clone without Git LFS has in place of a large file. */
export function refusePointer(path: string, bytes: Uint8Array): void {
  if (Buffer.from(bytes.subarray(0, pointer.length)).toString('latin1') !== pointer) return;
  throw new DatasetError(
    'unreadable',
    `${path} stands in for a file that Git LFS has: run git lfs pull in its folder.`,
  );
}
