import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { colorThemes, quietSettings, untrustedSettings } from './settings.ts';
import type { Settings, Theme } from './settings.ts';
import { extensionPath, vscodeServer } from './vscode.ts';

export interface ServerOptions {
  readonly theme?: Theme;
  readonly settings?: Settings;
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: number;
  /** Folders are opened in restricted mode, as VS Code opens what nobody has said to trust. */
  readonly untrusted?: boolean;
  /** Runs on the fresh, still empty extensions folder before the server starts. */
  readonly prepare?: (folders: Folders) => void;
}

export interface Server {
  readonly authority: string;
  /** Where to load the extension under development from. */
  readonly extension: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

export interface Folders {
  readonly extensions: string;
  readonly serverData: string;
  readonly userData: string;
  readonly temp: string;
}

/** Starts a VS Code server on 127.0.0.1 with data folders of its own, which go when it stops (UNDERTONE_KEEP=1 leaves them). */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'undertone-rig-'));
  const folders = makeFolders(home);
  const settings = {
    ...quietSettings,
    ...(options.untrusted && untrustedSettings),
    'workbench.colorTheme': colorThemes[options.theme ?? 'dark'],
    ...options.settings,
  };
  fs.mkdirSync(path.join(folders.userData, 'User'));
  fs.writeFileSync(path.join(folders.userData, 'User/settings.json'), JSON.stringify(settings, undefined, 2));
  // A link, because VS Code takes every theme below a developed extension's folder for that extension's own and then ignores the
  // setting; its built-in themes are below ours.
  const extension = path.join(home, 'undertone');
  fs.symlinkSync(extensionPath, extension, 'junction');
  options.prepare?.(folders);

  const child = spawn(
    process.execPath,
    [
      vscodeServer(),
      '--host=127.0.0.1',
      `--port=${options.port ?? 0}`,
      '--without-connection-token',
      '--accept-server-license-terms',
      '--telemetry-level=off',
      ...(options.untrusted ? [] : ['--disable-workspace-trust']),
      ...folderArguments(folders),
      ...(process.env['UNDERTONE_LOG'] ? ['--log', process.env['UNDERTONE_LOG']] : []),
    ],
    {
      env: { ...process.env, ...serverEnv(folders), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      windowsHide: true,
    },
  );
  const remove = (): void => {
    killGroup(child, 'SIGKILL');
    if (!process.env['UNDERTONE_KEEP']) fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const interrupt = (): never => process.exit(130);
  process.once('exit', remove).once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()));

  // "localhost" and not the address: browsers grant webviews their service worker only in a secure context.
  return {
    authority: `localhost:${await listening(child)}`,
    extension,
    process: child,
    async stop() {
      killGroup(child, 'SIGTERM');
      await Promise.race([exited, new Promise(resolve => setTimeout(resolve, 1500))]);
      process.off('exit', remove).off('SIGINT', interrupt).off('SIGTERM', interrupt);
      remove();
    },
  };
}

/** Installs a packaged extension; for `prepare`. Throws what VS Code says when it refuses. */
export function installVsix(folders: Folders, vsix: string): void {
  const args = [
    '--accept-server-license-terms',
    '--install-extension',
    path.resolve(vsix),
    ...folderArguments(folders),
  ];
  const { stdout, stderr } = spawnSync(process.execPath, [vscodeServer(), ...args], { encoding: 'utf8' });
  if (!stdout.includes('successfully installed'))
    throw new Error(`VS Code did not install ${vsix}:\n${stdout}${stderr}`);
}

function makeFolders(home: string): Folders {
  const folder = (name: string): string => {
    fs.mkdirSync(path.join(home, name));
    return path.join(home, name);
  };
  return {
    extensions: folder('extensions'),
    serverData: folder('server'),
    userData: folder('user'),
    temp: folder('tmp'),
  };
}

function folderArguments({ extensions, serverData, userData }: Folders): string[] {
  return ['--extensions-dir', extensions, '--server-data-dir', serverData, '--user-data-dir', userData];
}

function serverEnv({ temp }: Folders): Record<string, string> {
  const noGallery = { EXTENSIONS_GALLERY: '{}' };
  // Sockets and temporary files go with the folder; not on macOS, whose temporary path is too long for a socket's.
  return process.platform === 'linux' ? { ...noGallery, TMPDIR: temp, XDG_RUNTIME_DIR: temp } : noGallery;
}

async function listening(child: ChildProcess): Promise<number> {
  let log = '';
  return new Promise((resolve, reject) => {
    const fail = (what: string): void => reject(new Error(`VS Code's server ${what}:\n${log}`));
    const timer = setTimeout(fail, 60_000, 'did not start within 60 s');
    const read = (data: Buffer): void => {
      log += data;
      if (process.env['UNDERTONE_VERBOSE']) process.stderr.write(data);
      const port = /Extension host agent listening on (\d+)/.exec(log)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', code => {
      clearTimeout(timer);
      fail(`exited with ${code}`);
    });
  });
}

/** The server has a process group of its own, extension hosts and terminals included. */
function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  // Windows has no groups of processes, but knows whose child each is.
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}
