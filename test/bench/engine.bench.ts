import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleChildren, measure, programPath, timeProgram } from './children.ts';
import { benchControl, benchDataset } from './dataset.ts';
import { checkTruth } from './correctness.ts';
import { print, type Line } from './lines.ts';
import { markdown } from './page.ts';
import type { ChildReport } from './report.ts';
import { median, medianRatio, quantile } from './statistics.ts';

const { values: flags } = parseArgs({
  options: {
    size: { type: 'string', default: '256MB' },
    rounds: { type: 'string', default: '5' },
    write: { type: 'boolean', default: false },
  },
});
const page = join(import.meta.dirname, '../../docs/benchmarks.md');
const literal = 'Picture a penguin';

await bundleChildren();
const small = benchDataset(1_000_000);
const big = benchDataset(bytesOf(flags.size));
// Twice the rows that the probes sample of it.
const control = benchControl(10_000_000);
const wc = programPath('wc');
const rg = programPath('rg');
if (wc === undefined) console.warn('SKIPPED: there is no wc here, so the index is compared with nothing.');
if (rg === undefined) console.warn('SKIPPED: there is no rg here, so find is compared with JSON.parse alone.');

const child = (what: Parameters<typeof measure>[0]['what'], threads = 1, path = big.path): ChildReport =>
  measure({ what, path, small: small.path, threads, text: literal, control: control.path });

/** One run each, in this order, round after round. */
const contestants: Readonly<Record<string, () => ChildReport>> = {
  ...(wc !== undefined && { wc: () => program(wc, ['-l', big.path]) }),
  index: () => child('index'),
  parse: () => child('parse'),
  scan1: () => child('scan', 1),
  scan2: () => child('scan', 2),
  filters2: () => child('filters', 2),
  probes2: () => child('probes', 2),
  permute: () => child('permute', 2),
  ...(rg !== undefined && { rg: () => program(rg, ['--count', '--fixed-strings', literal, big.path]) }),
  find1: () => child('find', 1),
  find2: () => child('find', 2),
};
const rounds = Number(flags.rounds);
const reports = new Map<string, ChildReport[]>(Object.keys(contestants).map(name => [name, []]));
for (let round = 0; round <= rounds; round++) {
  process.stderr.write(round === 0 ? 'warm-up' : `, round ${round}`);
  for (const [name, run] of Object.entries(contestants)) {
    const report = run();
    if (round > 0) reports.get(name)?.push(report);
  }
}
process.stderr.write('\n');
const readings = (reports.get('probes2') ?? []).map(({ reading }) => reading ?? { ms: NaN, cpuMs: NaN });

const opens = { small: child('open', 2, small.path), big: child('open', 2) };
const pages = child('pages', 2);
const cancels = child('cancel', 2);
const faults = checkTruth(big.truth, { small: small.sha256, reports });

const lines: readonly Line[] = [
  ratio('index, 1 thread', 'index', 'wc', '`wc -l`', 1.5),
  ratio('scan of the three checks, 2 threads', 'scan2', 'parse', '`JSON.parse` of every line', 1.3),
  ratio('scan of every filter that runs by default, 2 threads', 'filters2', 'parse', '`JSON.parse` of every line', 0.6),
  ratio('scan of the three checks, 1 thread', 'scan1', 'parse', '`JSON.parse` of every line'),
  processorRatio('processor time of the scan, both threads together', 'scan2', 'parse', '`JSON.parse` of every line'),
  processorRatio(
    'processor time of every filter, both threads together',
    'filters2',
    'parse',
    '`JSON.parse` of every line',
  ),
  {
    what: 'reading for every text probe, with a control, 2 threads ÷ scan of every filter that runs by default',
    value: medianRatio(
      readings.map(({ ms }) => ms),
      times('filters2'),
    ),
    unit: '×' as const,
    target: 2,
  },
  ratio('every text probe, its verdicts included, 2 threads', 'probes2', 'filters2', 'the same'),
  {
    what: 'processor time of reading for every text probe, both threads together ÷ the same',
    value: medianRatio(
      readings.map(({ cpuMs }) => cpuMs),
      processorTimes('filters2'),
    ),
    unit: '×' as const,
  },
  ratio('find a literal in all rows, 1 thread', 'find1', 'parse', '`JSON.parse` of every line'),
  ratio('find a literal in all rows, 2 threads', 'find2', 'rg', 'ripgrep', 3),
  { what: 'permutation test of 5,000 × 5,000 rows of numbers, 999 permutations', ...seconds(0), target: 10 },
  { what: 'permutation test of 5,000 × 5,000 rows of prose, 999 permutations', ...seconds(1), target: 10 },
  { what: 'first rows after open, 1 MB file, median', ...milliseconds(median(opens.small.ms)), target: 300 },
  { what: `first rows after open, ${flags.size} file, median`, ...milliseconds(median(opens.big.ms)), target: 300 },
  {
    what: `first rows after open, ${flags.size} file, slowest of ${opens.big.ms.length}`,
    ...milliseconds(quantile(opens.big.ms, 1)),
    target: 300,
  },
  { what: 'rows N…N+50 anywhere, p50', ...milliseconds(quantile(pages.ms, 0.5)) },
  { what: 'rows N…N+50 anywhere, p99', ...milliseconds(quantile(pages.ms, 0.99)), target: 5 },
  { what: 'cancel a scan until its threads are free, slowest', ...milliseconds(quantile(cancels.ms, 1)), target: 200 },
  { what: 'peak memory of a process that indexes, Node included', ...megabytes('index') },
  { what: 'peak memory of a process that indexes and scans, 1 thread', ...megabytes('scan1'), target: 300 },
  { what: 'peak memory of a process that indexes and scans, 2 threads', ...megabytes('scan2'), target: 300 },
].filter(({ value }) => !Number.isNaN(value));

print(lines);
for (const fault of faults) console.error(`✖ ${fault}`);
if (faults.length === 0) console.log('✔ every planted truth was found exactly');
if (flags.write)
  writeFileSync(
    page,
    markdown({ lines, big: big.truth, size: flags.size, rounds, faults, controlRows: control.truth.rows }),
  );
else console.log('(--write keeps this in docs/benchmarks.md, --size 1GB measures on a larger file)');
const missed = lines.filter(({ value, target }) => target !== undefined && value > target);
process.exitCode = faults.length + missed.length > 0 ? 1 : 0;

function program(command: string, args: readonly string[]): ChildReport {
  const { ms, stdout } = timeProgram(command, args);
  return { ms: [ms], cpuMs: null, facts: { rows: Number.parseInt(stdout, 10) }, peakBytes: NaN };
}

function times(name: string): readonly number[] {
  return (reports.get(name) ?? []).flatMap(({ ms }) => ms);
}

function processorTimes(name: string): readonly number[] {
  return (reports.get(name) ?? []).map(({ cpuMs }) => cpuMs ?? NaN);
}

/** Steadier than the wall's where others use the machine too. */
function processorRatio(what: string, name: string, reference: string, against: string): Line {
  return {
    what: `${what} ÷ ${against}`,
    value: medianRatio(processorTimes(name), processorTimes(reference)),
    unit: '×',
  };
}

function ratio(what: string, name: string, reference: string, against: string, target?: number): Line {
  const value = medianRatio(times(name), times(reference));
  return { what: `${what} ÷ ${against}`, value, unit: '×', ...(target !== undefined && { target }) };
}

/** Of the permutation tests, by their place. */
function seconds(test: number): Pick<Line, 'value' | 'unit'> {
  return { value: median((reports.get('permute') ?? []).map(({ ms }) => ms[test] ?? NaN)) / 1000, unit: 's' };
}

function milliseconds(value: number): Pick<Line, 'value' | 'unit'> {
  return { value, unit: 'ms' };
}

function megabytes(name: string): Pick<Line, 'value' | 'unit'> {
  return { value: Math.max(...(reports.get(name) ?? []).map(({ peakBytes }) => peakBytes)) / 2 ** 20, unit: 'MB' };
}

function bytesOf(size: string): number {
  const match = /^(\d+)(kB|MB|GB)$/i.exec(size);
  const factors: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9 };
  if (!match) throw new Error(`--size wants a number with kB, MB or GB, as in 256MB; got ${size}.`);
  return Number(match[1]) * (factors[(match[2] ?? '').toLowerCase()] ?? 1);
}
