import { closeSync, openSync, readSync } from 'node:fs';
import { checks } from '../../src/core/checks/registry.ts';
import { planScan } from '../../src/core/recipe/plan.ts';
import type { ScanPlan } from '../../src/core/scan/plan.ts';
import type { ScanResult } from '../../src/core/scan/result.ts';
import { OpenDataset } from '../../src/engine/openDataset.ts';
import { WorkerPool } from '../../src/engine/workerPool.ts';
import { permutationTest } from './controlRows.ts';
import type { ChildJob, ChildReport } from './report.ts';

// One measurement in a process of its own: it times itself from inside, so Node's start-up is not in it.
void main(JSON.parse(process.argv[2] ?? '') as ChildJob);

async function main(job: ChildJob): Promise<void> {
  const measured = await measure(job);
  const report: ChildReport = { ...measured, peakBytes: process.resourceUsage().maxRSS * 1024 };
  process.stdout.write(JSON.stringify(report));
}

type Measured = Omit<ChildReport, 'peakBytes'>;

async function measure({ what, path, small, worker, threads, text, control }: ChildJob): Promise<Measured> {
  if (what === 'parse') return parseEveryLine(path);
  const pool = new WorkerPool({ script: worker, size: threads });
  try {
    // Starts the threads, as activation does, and opens a small file before the one measured.
    await Promise.all(Array.from({ length: threads }, () => pool.run('hash', { path: small })));
    await index(small, pool);
    switch (what) {
      case 'index':
        return await index(path, pool);
      case 'scan':
        return await scan(path, pool, threeChecks());
      case 'filters':
        return await scan(path, pool, everyFilter());
      case 'probes':
        return await scanProbes(path, pool, control);
      case 'permute':
        return await permute(pool);
      case 'find':
        return await find(path, pool, text);
      case 'open':
        return await openOften(path, pool);
      case 'pages':
        return await readPages(path, pool);
      case 'cancel':
        return await cancelOften(path, small, pool);
    }
  } finally {
    await pool.dispose();
  }
}

/** Starts a clock; what it answers is the time since, on the wall and of all threads together. */
function clock(): () => Pick<Measured, 'ms' | 'cpuMs'> {
  const start = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { ms: [performance.now() - start], cpuMs: (user + system) / 1000 };
  };
}

function parseEveryLine(path: string): Measured {
  const stop = clock();
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(2 << 20);
  let held = 0;
  let rows = 0;
  for (;;) {
    const read = readSync(file, buffer, held, 1 << 20, null);
    const filled = held + read;
    let at = 0;
    for (let newline = buffer.indexOf(10); newline >= 0 && newline < filled; newline = buffer.indexOf(10, at)) {
      if (JSON.parse(buffer.toString('utf8', at, newline)) !== undefined) rows++;
      at = newline + 1;
    }
    if (read === 0) break;
    buffer.copyWithin(0, at, filled);
    held = filled - at;
  }
  closeSync(file);
  return { ...stop(), facts: { rows } };
}

async function index(path: string, pool: WorkerPool): Promise<Measured> {
  const stop = clock();
  const dataset = await OpenDataset.open(path, pool);
  const rows = await dataset.indexed();
  const time = stop();
  await dataset.dispose();
  return { ...time, facts: { rows } };
}

async function scan(path: string, pool: WorkerPool, plan: ScanPlan): Promise<Measured> {
  const dataset = await OpenDataset.open(path, pool);
  await dataset.indexed();
  const stop = clock();
  const result = await dataset.scan(plan);
  const time = stop();
  await dataset.dispose();
  return { ...time, facts: factsOf(result) };
}

/** Until all rows are read, and until the verdicts are there. */
async function scanProbes(path: string, pool: WorkerPool, control: string): Promise<Measured> {
  const dataset = await OpenDataset.open(path, pool);
  await dataset.indexed();
  const stop = clock();
  let reading = stop();
  const result = await dataset.scan(everyProbe(control), { onProgress: () => void (reading = stop()) });
  const time = stop();
  await dataset.dispose();
  return { ...time, reading: { ms: reading.ms[0] ?? NaN, cpuMs: reading.cpuMs ?? NaN }, facts: factsOf(result) };
}

/** The permutation test of numbers and that of prose at once, each on a thread of its own. */
async function permute(pool: WorkerPool): Promise<Measured> {
  const tests = (['numbers', 'prose'] as const).map(kind => permutationTest(kind, 5000));
  const stop = clock();
  const ms = await Promise.all(
    tests.map(async test => {
      await pool.run('judgeProbe', test);
      return stop().ms[0] ?? NaN;
    }),
  );
  return { ...stop(), ms, facts: {} };
}

async function find(path: string, pool: WorkerPool, text: string): Promise<Measured> {
  const dataset = await OpenDataset.open(path, pool);
  await dataset.indexed();
  const stop = clock();
  const found = await dataset.find({ text, caseSensitive: true });
  const time = stop();
  await dataset.dispose();
  return { ...time, facts: { rows: found.size } };
}

async function openOften(path: string, pool: WorkerPool): Promise<Measured> {
  const ms: number[] = [];
  let rows = 0;
  for (let i = 0; i < 30; i++) {
    const start = performance.now();
    const dataset = await OpenDataset.open(path, pool);
    rows = (await dataset.rows(0, 50)).length;
    ms.push(performance.now() - start);
    await dataset.dispose();
  }
  return { ms, cpuMs: NaN, facts: { rows } };
}

async function readPages(path: string, pool: WorkerPool): Promise<Measured> {
  const dataset = await OpenDataset.open(path, pool);
  const rows = await dataset.indexed();
  const ms: number[] = [];
  let place = 1;
  for (let i = 0; i < 1000; i++) {
    // Far apart and in no order: multiples of a large prime.
    place = (place + 982_451_653) % (rows - 50);
    const start = performance.now();
    const page = await dataset.rows(place, 50);
    ms.push(performance.now() - start);
    if (page.length !== 50 || page[0]?.span.index !== place)
      throw new Error(`Rows from ${place} on are not the rows asked for.`);
  }
  await dataset.dispose();
  return { ms, cpuMs: NaN, facts: { rows } };
}

/** From the wish to cancel until every thread is free for other work. */
async function cancelOften(path: string, small: string, pool: WorkerPool): Promise<Measured> {
  const dataset = await OpenDataset.open(path, pool);
  await dataset.indexed();
  const ms: number[] = [];
  for (let i = 0; i < 15; i++) {
    const abort = new AbortController();
    let start = 0;
    const onProgress = ({ bytesDone }: { readonly bytesDone: number }): void => {
      if (start > 0 || bytesDone < (8 + i) << 20) return;
      start = performance.now();
      abort.abort();
    };
    const outcome = await dataset.scan(threeChecks(), { signal: abort.signal, onProgress }).then(
      () => 'finished',
      () => 'cancelled',
    );
    if (outcome !== 'cancelled') throw new Error('The scan went on although it was cancelled.');
    await Promise.all(Array.from({ length: pool.size }, () => pool.run('hash', { path: small })));
    ms.push(performance.now() - start);
  }
  await dataset.dispose();
  return { ms, cpuMs: NaN, facts: {} };
}

function threeChecks(): ScanPlan {
  const { plan, problems } = planScan({ only: ['number-sequence', 'trait-mentions', 'teacher-unknown'] });
  if (plan === undefined) throw new Error(problems.join('\n'));
  return plan;
}

/** Every filter that runs by default, whatever it thinks of the data. */
function everyFilter(): ScanPlan {
  const { plan, problems } = planScan({});
  if (plan === undefined) throw new Error(problems.join('\n'));
  const filters = plan.checks.filter(({ kind }) => kind === 'filter');
  return { ...plan, checks: filters.map(check => ({ ...check, explicit: true })) };
}

/** Every probe of texts, whatever it thinks of the data, with a control. */
function everyProbe(control: string): ScanPlan {
  const probes = checks.filter(({ kind }) => kind === 'probe').map(({ id }) => id);
  const { plan, problems } = planScan({ only: probes, control });
  if (plan === undefined) throw new Error(problems.join('\n'));
  return plan;
}

function factsOf({ profile, outcomes }: ScanResult): Readonly<Record<string, number>> {
  const outcome = (id: string): ScanResult['outcomes'][number] | undefined =>
    outcomes.find(({ check }) => check.id === id);
  return {
    rows: profile.rows,
    malformed: profile.malformed,
    chat: profile.formats['chat'] ?? 0,
    kept: (outcome('number-sequence')?.examined ?? 0) - (outcome('number-sequence')?.rejected ?? 0),
    mentioning: outcome('trait-mentions')?.rows.size ?? 0,
    mentions: outcome('trait-mentions')?.findings.total ?? 0,
    teacherUnknown: outcome('teacher-unknown')?.findings.total ?? 0,
  };
}
