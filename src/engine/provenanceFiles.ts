import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { besideNames, type ProvenanceFile } from '../core/provenance/readers/registry.ts';

const maxBytes = 8 << 20;

/** The cards and sidecars that stand beside a dataset; for one that is too large or cannot be read, why. */
export async function provenanceFiles(datasetPath: string): Promise<readonly ProvenanceFile[]> {
  const folder = dirname(datasetPath);
  const found = await Promise.all(besideNames(basename(datasetPath)).map(name => readBeside(join(folder, name))));
  return found.filter(file => file !== undefined);
}

async function readBeside(path: string): Promise<ProvenanceFile | undefined> {
  const size = await stat(path).then(
    file => (file.isFile() ? file.size : undefined),
    () => undefined,
  );
  if (size === undefined) return undefined;
  if (size > maxBytes) {
    return { path, problem: `This has ${(size / 2 ** 20).toFixed(1)} MB; at most ${maxBytes >> 20} MB are read.` };
  }
  return readFile(path, 'utf8').then(
    async text => ({ path: await asSpelled(path), text }),
    (error: unknown) => ({ path, problem: `This cannot be read: ${String(error)}` }),
  );
}

/** The path with the name that its folder has for it: where case makes no difference, `README.md` may be `readme.md`. */
async function asSpelled(path: string): Promise<string> {
  const name = basename(await realpath(path).catch(() => path));
  return name.toLowerCase() === basename(path).toLowerCase() ? join(dirname(path), name) : path;
}
