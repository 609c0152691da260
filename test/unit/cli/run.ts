import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

export interface Ran {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The user to run as, where this one may choose. */
  readonly uid?: number;
  /** Called with the process as soon as it runs. */
  readonly started?: (child: ReturnType<typeof spawn>) => void;
}

/** The oldest Node at hand: the one that runs npm, where npm runs the tests. */
export const node = process.env['npm_node_execpath'] ?? process.execPath;
export const script = join(root, 'dist/cli.js');

/** Runs the command line as it ships. */
export function undertone(
  args: readonly string[],
  { env = {}, cwd = root, uid, started }: RunOptions = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [script, ...args], {
      cwd,
      env: { ...process.env, ...env },
      ...(uid !== undefined && { uid }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => stdout.push(data));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.once('error', reject);
    child.once('close', (status, signal) => resolve({ status, signal, stdout: Buffer.concat(stdout), stderr }));
    started?.(child);
  });
}

/** The JSON that a command printed. */
export function json({ stdout }: Ran): unknown {
  return JSON.parse(stdout.toString());
}
