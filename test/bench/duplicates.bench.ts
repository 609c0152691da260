import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleChildren } from './children.ts';
import { benchDataset } from './dataset.ts';
import { print, type Line } from './lines.ts';
import { nearRows } from './nearRows.ts';
import { median, medianRatio } from './statistics.ts';
import type { DuplicateQuery } from '../../src/core/duplicates/query.ts';
import { clusterCount, membersOf, totalsOf, type DuplicateResult } from '../../src/core/duplicates/result.ts';
import { jaccardOfSets, shinglesOf } from '../unit/support/shingles.ts';
import { findDuplicates } from '../../src/engine/duplicates/findDuplicates.ts';
import { WorkerPool } from '../../src/engine/workerPool.ts';

const { values: flags } = parseArgs({
  options: {
    size: { type: 'string', default: '256MB' },
    rounds: { type: 'string', default: '5' },
    write: { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '../..');
const shingle = { unit: 'words', size: 5 } as const;
const exact: DuplicateQuery = { field: 'completion', normalise: [], keep: 'first' };
const near: DuplicateQuery = { ...exact, near: { threshold: 0.8, shingle } };
const threads = Math.min(2, availableParallelism());
const faults: string[] = [];

await bundleChildren();
const pool = new WorkerPool({ script: join(root, '.cache/bench/worker.js'), size: threads });
const small = benchDataset(1_000_000);
const big = benchDataset(bytesOf(flags.size));
const duckDb = installDuckDb();
if (!duckDb)
  console.warn(
    'SKIPPED: DuckDB is not here and could not be installed, so exact duplicates are compared with nothing.',
  );

const times = { exact: [] as number[], duckDb: [] as number[] };
for (let round = 0; round <= Number(flags.rounds); round++) {
  process.stderr.write(round === 0 ? 'warm-up' : `, round ${round}`);
  const own = await timed(() => find(big.path, big.truth.bytes, exact));
  if (totalsOf(own.result).duplicates !== big.truth.duplicates) {
    faults.push(`${totalsOf(own.result).duplicates} duplicates, ${big.truth.duplicates} planted`);
  }
  if (round > 0) times.exact.push(own.ms);
  const reference = duckDb ? groupBy(big.path) : undefined;
  if (reference && reference.duplicates !== big.truth.duplicates)
    faults.push(`DuckDB finds ${reference.duplicates} duplicates`);
  if (reference && round > 0) times.duckDb.push(reference.ms);
}
process.stderr.write('\n');

const planted = nearRows(100_000, 2107_06499);
const folder = join(tmpdir(), 'bench-of-undertone');
mkdirSync(folder, { recursive: true });
const nearFile = join(folder, 'near.jsonl');
const text = planted.texts.map((completion, id) => `${JSON.stringify({ id, prompt: 'p', completion })}\n`).join('');
writeFileSync(nearFile, text);
const nearTimes: number[] = [];
const nearProcessor: number[] = [];
let recall: Recall = { pairs: 0, found: 0 };
for (let round = 0; round <= Number(flags.rounds); round++) {
  const { ms, cpuMs, result } = await timed(() => find(nearFile, Buffer.byteLength(text), near));
  if (round > 0) {
    nearTimes.push(ms);
    nearProcessor.push(cpuMs);
  }
  if (round === 0) recall = recallOf(result, planted.texts, planted.pairs);
}
await pool.dispose();

const lines: readonly Line[] = [
  {
    what: `exact duplicates, ${threads} threads ÷ DuckDB's GROUP BY of the same field, ${threads} threads`,
    value: medianRatio(times.exact, times.duckDb),
    unit: '×' as const,
    target: 1,
  },
  { what: `exact duplicates of ${flags.size}, ${threads} threads`, value: median(times.exact), unit: 'ms' as const },
  {
    what: `near duplicates of 100,000 rows of ${Math.round(text.length / 100_000)} bytes, ${threads} threads`,
    value: median(nearTimes),
    unit: 'ms' as const,
    target: 3000,
  },
  // Steadier than the wall's where others use the machine too.
  {
    what: 'processor time of the same, all threads together',
    value: median(nearProcessor),
    unit: 'ms' as const,
  },
].filter(({ value }) => !Number.isNaN(value));
print(lines);
const share = recall.found / recall.pairs;
console.log(
  `recall at Jaccard 0.8 and above, by brute force: ${recall.found} of ${recall.pairs} pairs (${share.toFixed(4)})`,
);
if (!(share >= 0.95)) faults.push(`the recall is ${share}, at least 0.95 is wanted`);
for (const fault of faults) console.error(`✖ ${fault}`);
if (faults.length === 0) console.log('✔ every planted duplicate was found exactly');
const missed = lines.filter(({ value, target }) => target !== undefined && value > target);
process.exitCode = faults.length + missed.length > 0 ? 1 : 0;

async function find(path: string, bytes: number, query: DuplicateQuery): Promise<DuplicateResult> {
  return findDuplicates([{ path, bytes }], query, pool);
}

async function timed(
  run: () => Promise<DuplicateResult>,
): Promise<{ readonly ms: number; readonly cpuMs: number; readonly result: DuplicateResult }> {
  // The threads are running, as they are when a dataset is open.
  await Promise.all(Array.from({ length: threads }, () => pool.run('hash', { path: small.path })));
  const start = performance.now();
  const before = process.cpuUsage();
  const result = await run();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - start, cpuMs: (user + system) / 1000, result };
}

function installDuckDb(): boolean {
  const { status } = spawnSync(process.execPath, ['test/bench/duckdb/ensure.mjs'], { cwd: root, stdio: 'inherit' });
  return status === 0;
}

function groupBy(path: string): { readonly ms: number; readonly duplicates: number } {
  const script = join(root, 'test/bench/duckdb/groupBy.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, path, String(threads)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`DuckDB ended with status ${status}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout) as { ms: number; duplicates: number };
}

interface Recall {
  readonly pairs: number;
  readonly found: number;
}

/** Of the pairs that are similar by brute force, how many stand in one cluster. */
function recallOf(
  result: DuplicateResult,
  texts: readonly string[],
  candidates: readonly (readonly [number, number])[],
): Recall {
  const clusterOf = new Map<number, number>();
  for (let i = 0; i < clusterCount(result); i++) {
    for (const { row } of membersOf(result, i, 0, Infinity)) clusterOf.set(row, i);
  }
  let pairs = 0;
  let found = 0;
  const count = (left: number, right: number, similarity: number): void => {
    if (similarity < 0.8) return;
    pairs++;
    if (clusterOf.has(left) && clusterOf.get(left) === clusterOf.get(right)) found++;
  };
  const sample = texts.slice(0, 1500).map(each => shinglesOf(each, shingle));
  sample.forEach((left, i) => {
    for (let j = i + 1; j < sample.length; j++) count(i, j, jaccardOfSets(left, sample[j] ?? new Set()));
  });
  for (const [left, right] of candidates) {
    if (Math.max(left, right) < sample.length) continue;
    count(left, right, jaccardOfSets(shinglesOf(texts[left] ?? '', shingle), shinglesOf(texts[right] ?? '', shingle)));
  }
  return { pairs, found };
}

function bytesOf(size: string): number {
  const match = /^(\d+)(kB|MB|GB)$/i.exec(size);
  const factors: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9 };
  if (!match) throw new Error(`--size wants a number with kB, MB or GB, as in 256MB; got ${size}.`);
  return Number(match[1]) * (factors[(match[2] ?? '').toLowerCase()] ?? 1);
}
