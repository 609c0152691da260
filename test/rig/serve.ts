// node serve.ts FOLDER: serves VS Code with the extension linked in, until Ctrl+C.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { startServer } from './server.ts';
import { extensionPath, uriPath, vscodeVersion } from './vscode.ts';

const folder = path.resolve(process.argv[2] ?? '.');
const { name, publisher, version } = JSON.parse(fs.readFileSync(path.join(extensionPath, 'package.json'), 'utf8'));
const server = await startServer({
  port: Number(process.env['PORT'] ?? 0),
  prepare: ({ extensions }) =>
    fs.symlinkSync(extensionPath, path.join(extensions, `${publisher}.${name}-${version}`), 'junction'),
});
const url = `http://${server.authority}/?folder=${encodeURIComponent(uriPath(folder))}`;
console.log(`VS Code ${vscodeVersion()} with Undertone is at

  ${url}

Ctrl+C ends it. After a rebuild, run "Developer: Reload Window" in it.`);

const hasDisplay = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
if (hasDisplay && !process.env['UNDERTONE_NO_OPEN']) open(url);

function open(address: string): void {
  const [command, ...args] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  // No browser to open is no error: the address stands above.
  spawn(command ?? '', [...args, address], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
