import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { WorkerPool } from '../../../src/engine/workerPool.ts';
import { kernelDefine } from '../../../scripts/kernel.mjs';
import { temporaryFolder } from '../support/temporary.ts';

/** The worker thread's script, bundled as it ships; built before the tests of the file that calls this. */
export function bundledWorker(): string {
  const script = join(temporaryFolder().path, 'worker.js');
  before(async () => {
    const { build } = await import('esbuild');
    await build({
      entryPoints: [join(import.meta.dirname, '../../../src/worker.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      define: { ...(await kernelDefine()) },
    });
  });
  return script;
}

/** Pools of this test file's own, ended when its tests are done. */
export function pools(script: string): (size?: number) => WorkerPool {
  const started: WorkerPool[] = [];
  after(() => Promise.all(started.map(pool => pool.dispose())));
  return (size = Math.min(2, availableParallelism())) => {
    const pool = new WorkerPool({ script, size });
    started.push(pool);
    return pool;
  };
}
