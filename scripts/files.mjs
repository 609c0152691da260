import fs from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

/**
 * The files below a folder whose name ends with `ending`, relative to the root; none when there is no such folder.
 * @param {string} folder
 * @param {string} ending
 */
export function listFiles(folder, ending) {
  const absolute = path.join(root, folder);
  if (!fs.existsSync(absolute)) return [];
  const names = fs.readdirSync(absolute, { recursive: true, encoding: 'utf8' });
  return names
    .filter(name => name.endsWith(ending))
    .map(name => path.posix.join(folder, name.replaceAll('\\', '/')))
    .sort();
}
