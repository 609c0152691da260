import type { Uri } from 'vscode';

/** The name of the file that an address ends in. Not by `fileName`: a backslash may stand in a name where paths have slashes. */
export function nameOf({ path }: Pick<Uri, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
