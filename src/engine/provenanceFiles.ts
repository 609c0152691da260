import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { besideNames } from '../core/provenance/readers/registry.ts';

const maxBytes = 8 << 20;

export interface ProvenanceFile {
  readonly path: string;
  readonly text: string;
}

/** The cards and sidecars that stand beside a dataset; one that cannot be read is left out. */
export async function provenanceFiles(datasetPath: string): Promise<readonly ProvenanceFile[]> {
  const folder = dirname(datasetPath);
  const found = await Promise.all(
    besideNames(basename(datasetPath)).map(async (name): Promise<ProvenanceFile | undefined> => {
      const path = join(folder, name);
      const size = await stat(path).then(
        file => (file.isFile() ? file.size : undefined),
        () => undefined,
      );
      if (size === undefined || size > maxBytes) return undefined;
      return readFile(path, 'utf8').then(
        text => ({ path, text }),
        () => undefined,
      );
    }),
  );
  return found.filter(file => file !== undefined);
}
