import { createHash, randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { commit, Draft, type WrittenFile } from './draft.ts';
import { mustBeFree, type Target } from './targets.ts';
import { checks } from '../../core/checks/registry.ts';
import { keptProvenance } from '../../core/export/keptProvenance.ts';
import { exportRecord, type ExportRecord, type OutputRecord } from '../../core/export/record.ts';
import { explain, rejectionLine, type Rejection } from '../../core/export/rejections.ts';
import { RowSorter, type SortedPiece } from '../../core/export/rowSorter.ts';
import type { RowSelection } from '../../core/export/selection.ts';
import { filtersOf, ReasonCounter, rejectedRows } from '../../core/export/tally.ts';
import { sidecarName } from '../../core/provenance/writers/croissant.ts';
import type { ScanPlan } from '../../core/scan/plan.ts';
import type { ScanResult } from '../../core/scan/result.ts';
import { DatasetError } from '../datasetError.ts';
import { maxRowBytes } from '../files/lineBlocks.ts';
import type { OpenDataset } from '../openDataset.ts';
import { toJson } from '../../core/json/toJson.ts';

const textAtOnce = 1 << 20;

export interface ExportRequest {
  /** Its filters decide; nothing else of it runs. */
  readonly plan: ScanPlan;
  /** Where kept rows go; the record and their provenance stand beside it. */
  readonly kept: string;
  /** Where rejected rows go, with reasons; malformed rows too where they have no file of their own. */
  readonly rejected?: string;
  /** Where malformed rows go, as they stand. */
  readonly quarantine?: string;
  readonly existing: 'refused' | 'replaced';
  /** Rows that leave by their scores, beside those that filters reject. */
  readonly selection?: RowSelection;
  /** The recipe in force. */
  readonly recipe?: { readonly path: string; readonly text: string };
  /** Undertone's. */
  readonly version: string;
  /** For the record, in UTC: `2025-11-20T09:30:00Z`. */
  readonly date: string;
}

export interface ExportOptions {
  readonly signal?: AbortSignal;
  onProgress?(progress: ExportProgress): void;
}

export interface ExportProgress {
  readonly phase: 'checking' | 'writing';
  /** Of the rows, unpacked. */
  readonly bytesDone: number;
}

/** The path of the record beside a file of kept rows. */
export function recordPath(kept: string): string {
  return `${kept}.record.json`;
}

/** The path of the provenance record beside a file of kept rows. */
export function provenancePath(kept: string): string {
  return join(dirname(kept), sidecarName(basename(kept)));
}

/**
 * Sorts a dataset into files of kept, rejected and malformed rows, with the record of what was done and the provenance of the kept
 * rows: all of them, or none. Kept rows
 * stand as they stood, in order. Rejects with `DatasetError` where a target may not be written or the file changed meanwhile.
 */
export async function exportRows(
  dataset: OpenDataset,
  request: ExportRequest,
  { signal, onProgress }: ExportOptions = {},
): Promise<ExportRecord> {
  const targets = targetsOf(request);
  const rules = { inputs: inputsOf(dataset, request), existing: request.existing };
  await mustBeFree(targets, rules);
  const drafts: Draft[] = [];
  const begin = async (path: string): Promise<Draft> => {
    const draft = await Draft.begin(path);
    drafts.push(draft);
    return draft;
  };
  try {
    const abortable = signal ? { signal } : {};
    const checking = ({ bytesDone }: { bytesDone: number }): void => onProgress?.({ phase: 'checking', bytesDone });
    const [result, sha256] = await Promise.all([
      dataset.scan(onlyFilters(request.plan), { ...abortable, onProgress: checking }),
      dataset.sha256(abortable),
    ]);
    const writing = (bytesDone: number): void => onProgress?.({ phase: 'writing', bytesDone });
    const outputs = await beginOutputs(request, begin);
    const sorted = await writeRows(dataset, result, outputs, {
      ...abortable,
      onProgress: writing,
      ...(request.selection && { selection: request.selection }),
    });
    if (!isPacked(dataset.path) && sorted.sha256 !== sha256) throw changed(dataset.path);
    const record = exportRecord({
      ...factsOf(dataset, request),
      ...sorted,
      sha256,
      result,
      outputs: await finish(outputs),
    });
    const beside = [
      [recordPath(request.kept), toJson(record)],
      [provenancePath(request.kept), keptProvenance(record, result, randomUUID())],
    ] as const;
    for (const [path, text] of beside) {
      const draft = await begin(path);
      await draft.write(Buffer.from(text));
      await draft.finish();
    }
    signal?.throwIfAborted();
    await mustBeFree(targets, rules);
    await commit(drafts);
    return record;
  } catch (error) {
    await Promise.all(drafts.map(draft => draft.discard()));
    throw error;
  }
}

function inputsOf({ path }: OpenDataset, { recipe }: ExportRequest): readonly Target[] {
  const dataset = { path, role: 'the dataset itself' };
  return recipe ? [dataset, { path: recipe.path, role: 'the recipe' }] : [dataset];
}

function factsOf({ path, bytes }: OpenDataset, { recipe, version, date, selection }: ExportRequest) {
  return {
    name: basename(path),
    bytes,
    version,
    date,
    ...(recipe && { recipe: { name: basename(recipe.path), sha256: sha256Of(recipe.text) } }),
    ...(selection && { selection: selection.record }),
  };
}

function targetsOf({ kept, rejected, quarantine }: ExportRequest): readonly Target[] {
  return [
    { path: kept, role: 'kept rows' },
    ...(rejected === undefined ? [] : [{ path: rejected, role: 'rejected rows' }]),
    ...(quarantine === undefined ? [] : [{ path: quarantine, role: 'malformed rows' }]),
    { path: recordPath(kept), role: 'the record' },
    { path: provenancePath(kept), role: 'the provenance of the kept rows' },
  ];
}

/** Findings are told by the second pass, row by row: the scan need not keep any. */
function onlyFilters(plan: ScanPlan): ScanPlan {
  const filters = plan.checks.filter(({ kind }) => kind === 'filter');
  return { ...plan, checks: filters };
}

interface Outputs {
  readonly kept: Draft;
  readonly rejected?: Draft;
  readonly quarantine?: Draft;
}

async function beginOutputs(
  { kept, rejected, quarantine }: ExportRequest,
  begin: (path: string) => Promise<Draft>,
): Promise<Outputs> {
  return {
    kept: await begin(kept),
    ...(rejected !== undefined && { rejected: await begin(rejected) }),
    ...(quarantine !== undefined && { quarantine: await begin(quarantine) }),
  };
}

async function finish(outputs: Outputs): Promise<readonly OutputRecord[]> {
  const written: OutputRecord[] = [];
  for (const [role, draft] of Object.entries(outputs)) written.push(outputRecord(role, draft, await draft.finish()));
  return written;
}

interface WriteOptions {
  readonly selection?: RowSelection;
  readonly signal?: AbortSignal;
  onProgress(bytesDone: number): void;
}

/** The second pass: rows to their files, as the first pass judged them. */
async function writeRows(
  dataset: OpenDataset,
  result: ScanResult,
  outputs: Outputs,
  { signal, onProgress, selection }: WriteOptions,
): Promise<{
  readonly counts: RowSorter['counts'];
  readonly reasons: ReasonCounter;
  readonly sha256: string;
}> {
  const filters = filtersOf(result);
  const rejected = rejectedRows(filters);
  if (selection) rejected.addAll(selection.dropped, 0);
  const verdicts = { rejected, malformed: result.malformedRows };
  const malformed = outputs.quarantine ? 'as they stand' : outputs.rejected ? 'with reason' : 'nowhere';
  const sorter = new RowSorter(verdicts, { malformed, maxHeldBytes: maxRowBytes });
  const reasons = new ReasonCounter();
  const hash = createHash('sha256');
  const take = async ({ kept, quarantined, held }: SortedPiece): Promise<void> => {
    await outputs.kept.write(joined(kept));
    await outputs.quarantine?.write(joined(quarantined));
    const rejections = withSelection(explain(held, filters, checks), selection);
    reasons.add(rejections);
    if (outputs.rejected) await writeLines(outputs.rejected, rejections);
  };
  let bytesDone = 0;
  const rows = await dataset.indexed(signal);
  for await (const piece of dataset.rawRows(0, rows, signal ? { signal } : {})) {
    hash.update(piece);
    await take(sorter.add(piece));
    bytesDone += piece.length;
    onProgress(bytesDone);
  }
  await take(sorter.finish());
  const { counts } = sorter;
  const { profile } = result;
  if (counts.rows !== profile.rows || counts.blank !== profile.blank) throw changed(dataset.path);
  return { counts, reasons, sha256: hash.digest('hex') };
}

function withSelection(rejections: readonly Rejection[], selection: RowSelection | undefined): readonly Rejection[] {
  if (!selection) return rejections;
  return rejections.map(({ row, why }) =>
    row.kind === 'rejected' && selection.dropped.has(row.index)
      ? { row, why: [...why, selection.why(row.index)] }
      : { row, why },
  );
}

/** Lines are written some together: each write alone costs more than its line. */
async function writeLines(draft: Draft, rejections: readonly Rejection[]): Promise<void> {
  let lines = '';
  for (const rejection of rejections) {
    lines += rejectionLine(rejection);
    if (lines.length < textAtOnce) continue;
    await draft.write(Buffer.from(lines));
    lines = '';
  }
  await draft.write(Buffer.from(lines));
}

/** Small runs of rows are written together. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  return parts.length === 1 && first ? first : Buffer.concat(parts);
}

function isPacked(path: string): boolean {
  return /\.(gz|zst)$/i.test(path);
}

/** A file may change without its size or date doing so. */
function changed(path: string): DatasetError {
  return new DatasetError('changed', `${path} changed while it was exported, so nothing was written. Run it again.`);
}

function outputRecord(role: string, { target }: Draft, { bytes, sha256, contentSha256 }: WrittenFile): OutputRecord {
  return { role, name: basename(target), bytes, sha256, ...(sha256 !== contentSha256 && { contentSha256 }) };
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
