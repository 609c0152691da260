import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { kernelDefine } from '../../scripts/kernel.mjs';
import type { ChildJob, ChildReport } from './report.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.cache/bench');

/** Bundles the measurements and the worker as the extension is bundled. */
export async function bundleChildren(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: { child: 'test/bench/child.ts', worker: 'src/worker.ts' },
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    define: { ...(await kernelDefine()) },
    logLevel: 'warning',
  });
}

/** Runs one measurement in a process of its own. */
export function measure(job: Omit<ChildJob, 'worker'>): ChildReport {
  const script = join(folder, 'child.js');
  const asked: ChildJob = { ...job, worker: join(folder, 'worker.js') };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, JSON.stringify(asked)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Measuring "${job.what}" ended with status ${status}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout) as ChildReport;
}

/** Times another program from outside, its start included: `wc` and `rg` start in a millisecond or two. */
export function timeProgram(
  command: string,
  args: readonly string[],
): { readonly ms: number; readonly stdout: string } {
  const start = performance.now();
  const { status, stdout, error } = spawnSync(command, args, { encoding: 'utf8' });
  const ms = performance.now() - start;
  if (error !== undefined || status !== 0) throw error ?? new Error(`${command} ended with status ${status}.`);
  return { ms, stdout };
}

/** Where a program is that can be run; nothing where the machine has none. */
export function programPath(name: 'wc' | 'rg'): string | undefined {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const ofRig = join(
    root,
    'test/rig/node_modules/@vscode/ripgrep-universal/bin',
    `${process.platform}-${process.arch}`,
  );
  const folders = [...(process.env['PATH'] ?? '').split(process.platform === 'win32' ? ';' : ':'), ofRig];
  return folders.map(path => join(path, name + suffix)).find(path => existsSync(path));
}
