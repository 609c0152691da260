import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fromFileError } from './datasetError.ts';
import { findDuplicates, type DuplicateProgress } from './duplicates/findDuplicates.ts';
import { provenanceFiles } from './provenanceFiles.ts';
import type { WorkerPool } from './workerPool.ts';
import { checks } from '../core/checks/registry.ts';
import { matchRecords, type Matching } from '../core/control/matching.ts';
import { whileUnread, withUnread } from '../core/control/unread.ts';
import type { DatasetProfile } from '../core/dataset/profile.ts';
import type { Verdict } from '../core/findings/verdict.ts';
import type { JsonValue } from '../core/json/value.ts';
import type { DatasetFile } from '../core/provenance/context.ts';
import { readProvenance } from '../core/provenance/readers/registry.ts';
import { statementsOf } from '../core/provenance/record.ts';
import type { ScanPlan } from '../core/scan/plan.ts';
import type { ControlFacts, ScanResult } from '../core/scan/result.ts';
import type { DuplicateQuery } from '../core/duplicates/query.ts';
import { Repeats } from '../core/duplicates/repeats.ts';
import { applicable, ScanMerge } from '../core/scan/scanMerge.ts';
import type { SliceResult } from '../core/scan/sliceScanner.ts';
import { runInOrder, slicesOf, type ByteRange } from './slices.ts';

export interface ScanProgress {
  readonly bytesDone: number;
  readonly rows: number;
}

export interface ScanOptions {
  readonly signal?: AbortSignal;
  onProgress?(progress: ScanProgress): void;
}

export interface ScanTarget {
  /** The dataset as the user names it: cards stand beside it. */
  readonly path: string;
  /** The rows, uncompressed. */
  readonly content: string;
  readonly contentBytes: number;
  readonly head: DatasetProfile;
}

/**
 * Runs a plan over a whole file on the pool's threads, and over its control what compares the two: the smaller first, so that of the
 * larger the rows that answer its prompts are found. The result does not depend on how many threads there are.
 */
export async function runScan(
  target: ScanTarget & { readonly control?: ScanTarget },
  plan: ScanPlan,
  pool: WorkerPool,
  { signal, onProgress }: ScanOptions,
): Promise<ScanResult> {
  const { control } = target;
  const { plan: running, skipped } = applicable(plan, checks, target.head, { hasControl: control !== undefined });
  const tell = progressOfBoth(target, control, onProgress);
  const reading = { pool, signal, tell: tell.control };
  const isSmaller = control !== undefined && control.contentBytes < target.contentBytes;
  const before = isSmaller ? await readControl(control, running, reading) : undefined;
  const merge = new ScanMerge(running, checks, before?.states);
  const name = basename(target.path);
  const files = await provenanceFiles(target.path);
  const hasHash = statementsOf(readProvenance(files, target.head, name), 'sha256').length > 0;
  const [dataset] = await together(signal, stop => [
    datasetFile(target.path, hasHash ? pool : undefined, stop),
    scanThenCompare(target, running, pool, merge, stop, tell.dataset),
  ]);
  const compared = before ?? (control && (await readControl(control, running, reading, statesOf(merge))));
  const record = readProvenance(files, merge.profile(), name);
  const matching = compared && withUnread(matchRecords(record, compared.record, plan.models), compared);
  const verdicts = await judgeProbes(merge, plan, pool, signal, compared && matching && { ...compared, matching });
  const extras = { verdicts, ...(compared && { control: factsOf(compared) }) };
  return merge.finish({ record, dataset }, skipped, extras);
}

/** Reads the rows, then once more for each filter that compares them with each other. */
async function scanThenCompare(
  target: ScanTarget,
  plan: ScanPlan,
  pool: WorkerPool,
  merge: ScanMerge,
  signal: AbortSignal,
  onProgress: (progress: ScanProgress) => void,
): Promise<void> {
  const comparisons = comparisonsOf(plan);
  const passes = 1 + comparisons.length;
  let read: ScanProgress = { bytesDone: 0, rows: 0 };
  const tell = (bytesDone: number, rows: number): void => {
    read = { bytesDone, rows };
    onProgress(read);
  };
  await readRows(target, plan, pool, merge, signal, ({ bytesDone, rows }) => tell(bytesDone / passes, rows));
  for (const { id, query } of comparisons) {
    const before = read;
    const onCompared = (progress: DuplicateProgress): void => {
      if (progress.phase === 'reading') tell(before.bytesDone + progress.bytesDone / passes, before.rows);
    };
    const file = { path: target.content, bytes: target.contentBytes };
    merge.addRepeats(id, new Repeats(await findDuplicates([file], query, pool, { signal, onProgress: onCompared })));
  }
}

/** What the plan's filters that compare rows look for. */
function comparisonsOf(plan: ScanPlan): readonly { readonly id: string; readonly query: DuplicateQuery }[] {
  return plan.checks.flatMap(({ id, options }) => {
    const check = checks.find(known => known.id === id);
    return check?.kind === 'filter' && check.needs === 'duplicates' ? [{ id, query: check.query(options) }] : [];
  });
}

/** One bar for both files, as long as the dataset. */
function progressOfBoth(target: ScanTarget, control: ScanTarget | undefined, onProgress: ScanOptions['onProgress']) {
  const done = { dataset: 0, control: 0, rows: 0 };
  const scale = target.contentBytes / Math.max(1, target.contentBytes + (control?.contentBytes ?? 0));
  const tell = (): void => onProgress?.({ bytesDone: (done.dataset + done.control) * scale, rows: done.rows });
  return {
    dataset: ({ bytesDone, rows }: ScanProgress): void => {
      Object.assign(done, { dataset: bytesDone, rows });
      tell();
    },
    control: ({ bytesDone }: ScanProgress): void => {
      done.control = bytesDone;
      tell();
    },
  };
}

interface Reading {
  readonly pool: WorkerPool;
  readonly signal: AbortSignal | undefined;
  tell(progress: ScanProgress): void;
}

/** The rows of a control, as the probes that compare gathered them; `smaller` is what they gathered of a dataset that was read before. */
async function readControl(
  control: ScanTarget,
  plan: ScanPlan,
  { pool, signal, tell }: Reading,
  smaller?: ReadonlyMap<string, JsonValue>,
) {
  const comparing = plan.checks.filter(({ id }) => {
    const check = checks.find(each => each.id === id);
    return check?.kind === 'probe' && check.compare !== undefined;
  });
  const merge = new ScanMerge({ ...plan, checks: comparing, maxFindingsPerCheck: 0 }, checks, smaller);
  await readRows(control, { ...plan, checks: comparing }, pool, merge, signal, tell);
  const profile = merge.profile();
  const record = readProvenance(await provenanceFiles(control.path), profile, basename(control.path));
  const { rows, blank, malformed } = profile;
  return { path: control.path, rows: rows - blank - malformed, malformed, record, states: statesOf(merge) };
}

/** What each probe gathered. */
function statesOf(merge: ScanMerge): ReadonlyMap<string, JsonValue> {
  return new Map(merge.probes().map(({ planned, state }) => [planned.id, state]));
}

function factsOf({ path, rows, malformed }: ControlFacts): ControlFacts {
  return { path, rows, malformed };
}

interface Compared extends ControlFacts {
  readonly states: ReadonlyMap<string, JsonValue>;
  readonly matching: Matching;
}

/** On the pool's threads, since a verdict may take seconds. */
async function judgeProbes(
  merge: ScanMerge,
  { traits = [] }: ScanPlan,
  pool: WorkerPool,
  signal: AbortSignal | undefined,
  compared: Compared | undefined,
): Promise<Readonly<Record<string, Verdict>>> {
  // The longest last in the list of checks, begun first: no thread is left with it at the end.
  const probes = merge.probes().toReversed();
  const judged = probes.map(async ({ planned: { id, options }, state }) => {
    const ofControl = compared?.states.get(id);
    const control =
      compared && ofControl !== undefined
        ? { control: { state: ofControl, name: basename(compared.path), matching: compared.matching } }
        : {};
    const job = { id, options, traits, state, ...control };
    const verdict = await pool.run('judgeProbe', job, signal ? { signal } : {});
    return [id, compared && ofControl !== undefined ? whileUnread(verdict, compared) : verdict] as const;
  });
  return Object.fromEntries(await Promise.all(judged));
}

async function readRows(
  target: Pick<ScanTarget, 'path' | 'content' | 'contentBytes'>,
  plan: ScanPlan,
  pool: WorkerPool,
  merge: ScanMerge,
  signal: AbortSignal | undefined,
  onProgress: (progress: ScanProgress) => void,
): Promise<void> {
  let bytesDone = 0;
  let rows = 0;
  const scanOne = (slice: ByteRange, stop: AbortSignal): Promise<SliceResult> =>
    pool.run(
      'scanSlice',
      {
        slice: { path: target.content, ...slice },
        plan,
        room: merge.room(),
        initial: merge.initial(),
        datasetPath: target.path,
      },
      {
        signal: stop,
        onProgress(progress) {
          bytesDone += progress.bytes;
          rows += progress.rows;
          onProgress({ bytesDone, rows });
        },
      },
    );
  const slices = slicesOf(target.contentBytes, pool.size);
  await runInOrder(slices, { width: pool.size, signal }, scanOne, result => merge.add(result));
}

/** The file as it stands on disk; hashed on one of the pool's threads, where there is a hash to compare with. */
async function datasetFile(path: string, pool: WorkerPool | undefined, signal: AbortSignal): Promise<DatasetFile> {
  const found = stat(path).catch((error: unknown) => {
    throw fromFileError(error, path);
  });
  const [{ size, mtime }, sha256] = await Promise.all([found, pool?.run('hash', { path }, { signal })]);
  const file = { name: basename(path), bytes: size, modified: mtime.toISOString() };
  return sha256 === undefined ? file : { ...file, sha256 };
}

/** Runs two at once; when one fails the other is stopped. */
async function together<First, Second>(
  signal: AbortSignal | undefined,
  start: (stop: AbortSignal) => readonly [Promise<First>, Promise<Second>],
): Promise<readonly [First, Second]> {
  const failed = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  try {
    return await Promise.all(start(stop));
  } catch (error) {
    failed.abort(error);
    throw error;
  }
}
