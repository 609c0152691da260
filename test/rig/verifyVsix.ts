// node verifyVsix.ts FILE.vsix: installs the package into a fresh VS Code.
import fs from 'node:fs';
import { installVsix, startServer } from './server.ts';
import { vscodeVersion } from './vscode.ts';

const [vsix = ''] = process.argv.slice(2);
const server = await startServer({
  prepare(folders) {
    installVsix(folders, vsix);
    console.log(
      `VS Code ${vscodeVersion()} installed ${fs
        .readdirSync(folders.extensions)
        .filter(name => name.startsWith('undertone'))
        .join()}`,
    );
  },
});
await server.stop();
