import { stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';

/** The control that a recipe names, as a path of its own. */
export function controlBeside(
  { control }: { readonly control?: string },
  recipePath: string,
): { readonly control?: string } {
  return control === undefined ? {} : { control: resolve(dirname(recipePath), control) };
}

export const recipeName = 'undertone.yaml';

/** The nearest recipe in the dataset's folder or one above it, up to `root` (included) or the file system's. */
export function findRecipe(datasetPath: string, root?: string): Promise<string | undefined> {
  return findUpwards(datasetPath, recipeName, root);
}

/** The nearest file of a name in the dataset's folder or one above it, up to `root` (included) or the file system's. */
export async function findUpwards(datasetPath: string, name: string, root?: string): Promise<string | undefined> {
  // Counted, not compared: the editor takes two spellings of a folder for one where its file system does.
  const top = root === undefined ? 0 : depthOf(resolve(root));
  for (let folder = dirname(resolve(datasetPath)); ; folder = dirname(folder)) {
    const path = join(folder, name);
    const isFile = await stat(path).then(
      found => found.isFile(),
      () => false,
    );
    if (isFile) return path;
    if (depthOf(folder) <= top || folder === dirname(folder)) return undefined;
  }
}

function depthOf(folder: string): number {
  return folder.split(sep).filter(name => name !== '').length;
}
