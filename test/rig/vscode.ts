// The VS Code build inside the code-server package (only its server and web workbench are used), and the Node it runs on.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export const rigModules = path.join(import.meta.dirname, 'node_modules');
export const extensionPath = path.resolve(import.meta.dirname, '../..');

const vscode = path.join(rigModules, 'code-server/lib/vscode');

/** Path of VS Code's server, ready to be run by this process's Node. */
export function vscodeServer(): string {
  // The server resolves (and serves to the browser) its modules below itself, and the built-in TypeScript extension finds the
  // compiler below extensions/: this package lists all of them, so both are links to one folder.
  for (const link of ['node_modules', 'extensions/node_modules']) linkTo(rigModules, path.join(vscode, link));
  return path.join(vscode, 'out/server-main.js');
}

export function vscodeVersion(): string {
  return JSON.parse(fs.readFileSync(path.join(vscode, 'product.json'), 'utf8')).version;
}

function linkTo(target: string, link: string): void {
  if (fs.existsSync(link)) return;
  fs.symlinkSync(process.platform === 'win32' ? target : path.relative(path.dirname(link), target), link, 'junction');
}

/** The path of a file in an address of VS Code: `/C:/data` for what Windows calls `C:\\data`. */
export function uriPath(file: string): string {
  return decodeURIComponent(pathToFileURL(file).pathname);
}
