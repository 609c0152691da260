import { readFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';

/** What to call the person at the machine: git's `user.name` as its files have it, nothing run; else the name of the account. */
export async function userName(folder: string, home = homedir()): Promise<string> {
  const files = [join(folder, '.git', 'config'), join(home, '.gitconfig'), join(home, '.config', 'git', 'config')];
  for (const file of files) {
    const name = gitUserName(await readFile(file, 'utf8').catch(() => ''));
    if (name !== undefined) return name;
  }
  return userInfo().username;
}

/** `user.name` of a git configuration; undefined where it is not set in the file itself. */
export function gitUserName(config: string): string | undefined {
  let section = '';
  let found: string | undefined;
  for (const line of config.split(/\r?\n/)) {
    const [, header] = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line) ?? [];
    if (header !== undefined) section = header.toLowerCase();
    const [, value] = /^\s*name\s*=\s*(.*?)\s*$/i.exec(line) ?? [];
    if (section === 'user' && value !== undefined) found = value.replace(/^"(.*)"$/, '$1');
  }
  return found === undefined || found === '' ? undefined : found;
}
