import { basename, resolve } from 'node:path';
import { DatasetColumns } from './datasetColumns.ts';
import { changedWhileRead, DatasetError } from './datasetError.ts';
import type { RowFile } from './duplicates/findDuplicates.ts';
import { contentOf, type Content } from './files/content.ts';
import { FileSource } from './files/fileSource.ts';
import { identify, sameIdentity, stateOf, type FileIdentity, type FileState } from './files/identity.ts';
import { FileWatch } from './files/watch.ts';
import { findRows, type FindOptions, type FindQuery } from './findRows.ts';
import { IndexBuild } from './indexBuild.ts';
import { merkleRoot, proveRow, type RowTreeOptions } from './integrity/rowTree.ts';
import { runScan, type ScanOptions, type ScanTarget } from './runScan.ts';
import { drawFoundRow, type RowDrawing } from './trainers/drawRow.ts';
import type { WorkerPool } from './workerPool.ts';
import { profileHead } from '../core/scan/profileHead.ts';
import type { DatasetProfile } from '../core/dataset/profile.ts';
import { readRows, rowStart } from '../core/dataset/readRows.ts';
import type { Row } from '../core/dataset/row.ts';
import { sniff } from '../core/dataset/sniff.ts';
import type { RowSet } from '../core/findings/rowSet.ts';
import type { MerkleRoot, RowProof } from '../core/provenance/integrity/rowProof.ts';
import type { ScanPlan } from '../core/scan/plan.ts';
import type { ScanResult } from '../core/scan/result.ts';
import type { SliceResult } from '../core/scan/sliceScanner.ts';
import type { IndexState } from '../rpc/inspector.ts';
import type { RenderedRow } from '../rpc/trainerView.ts';

const headBytes = 256 * 1024;
const longestHeadBytes = 4 << 20;
const defaultMaxRowBytes = 256 * 1024;
const pieceBytes = 1 << 20;

export interface OpenOptions {
  /** Where compressed files are unpacked; the system's temporary folder otherwise. */
  readonly temporaryFolder?: string;
}

export interface RowsOptions {
  readonly signal?: AbortSignal;
  /** Bytes of a row that are read; a longer row comes without its content. 256 kB otherwise. */
  readonly maxRowBytes?: number;
}

/**
 * One dataset, open. Its first rows can be read at once; the index grows behind, on a thread; scans and finds run on all threads.
 * Every method rejects with `DatasetError` where the file cannot be read, with the signal's reason where it was aborted.
 */
export class OpenDataset {
  readonly path: string;
  readonly columns: DatasetColumns;
  readonly #pool: WorkerPool;
  readonly #content: Content;
  readonly #source: FileSource;
  readonly #identity: FileIdentity;
  readonly #head: DatasetProfile;
  readonly #build: IndexBuild;
  readonly #watch: FileWatch;
  readonly #closing = new AbortController();

  private constructor(parts: {
    readonly path: string;
    readonly pool: WorkerPool;
    readonly content: Content;
    readonly source: FileSource;
    readonly identity: FileIdentity;
    readonly head: DatasetProfile;
    readonly build: IndexBuild;
  }) {
    this.path = parts.path;
    this.#pool = parts.pool;
    this.#content = parts.content;
    this.#source = parts.source;
    this.#identity = parts.identity;
    this.#head = parts.head;
    this.#build = parts.build;
    this.#watch = new FileWatch(parts.path, parts.identity);
    this.columns = new DatasetColumns({
      pool: parts.pool,
      index: parts.build.index,
      whole: signal => this.#whole(signal),
      indexed: signal => this.indexed(signal),
      head: () => this.#headRows(),
      bound: signal => this.#options({ ...(signal && { signal }) }).signal ?? this.#closing.signal,
      verify: () => this.#rowsMustBeUnchanged(),
    });
  }

  /** Opens a `.jsonl` or `.ndjson` file, plain or packed as `.gz` or `.zst`. */
  static async open(path: string, pool: WorkerPool, options: OpenOptions = {}): Promise<OpenDataset> {
    const identity = await identify(path);
    const content = contentOf(path, options.temporaryFolder);
    const build = new IndexBuild(path, content, pool, () => mustBeUnchanged(path, identity));
    let source: FileSource | undefined;
    try {
      const packed = content.compression !== undefined;
      if (packed) {
        build.start();
        await build.reachBytes(headBytes);
      }
      source = await FileSource.open(content.path, packed ? Infinity : identity.bytes);
      const reach = (bytes: number): Promise<boolean> => build.reachBytes(bytes);
      const head = await readHead(path, source, packed ? reach : bytes => Promise.resolve(bytes >= identity.bytes));
      if (!packed) build.start();
      return new OpenDataset({ path, pool, content, source, identity, head, build });
    } catch (error) {
      build.dispose();
      await source?.close();
      content.dispose();
      throw error;
    }
  }

  get name(): string {
    return basename(this.path);
  }

  /** Bytes of the file as it stands on disk. */
  get bytes(): number {
    return this.#identity.bytes;
  }

  /** The state of the file that all of this is about, to be kept. */
  get file(): FileState {
    return stateOf(this.#identity);
  }

  /** The profile of the first 256 kB of rows. */
  get head(): DatasetProfile {
    return this.#head;
  }

  get index(): IndexState {
    return this.#build.state;
  }

  onDidChangeIndex(listener: (state: IndexState) => void): () => void {
    return this.#build.onDidChange(listener);
  }

  /** Whether the file is there still, as it was when it was opened. */
  async isUnchanged(): Promise<boolean> {
    return isUnchanged(this.path, this.#identity).catch(() => false);
  }

  /** The file grew, was replaced or vanished since it was opened: what was read may not be mixed with what is there now. Open it again. */
  onDidChangeFile(listener: () => void): () => void {
    return this.#watch.onDidChange(listener);
  }

  /** Rows from `start` on, fewer at the end of the file; waits for the index only where it has not come that far. */
  async rows(start: number, count: number, options: RowsOptions = {}): Promise<readonly Row[]> {
    if (start + count > this.#head.rows) await this.#build.reach(start + count, options.signal);
    const rows = await readRows(this.#source, {
      start,
      count,
      from: this.#build.index.before(start),
      maxRowBytes: options.maxRowBytes ?? defaultMaxRowBytes,
      ...(options.signal && { signal: options.signal }),
    });
    await this.#rowsMustBeUnchanged();
    return rows;
  }

  /** The bytes of rows as they stand, newlines included, in pieces. */
  async *rawRows(
    start: number,
    count: number,
    options: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<Uint8Array> {
    if (count === 0) return;
    await this.#build.reach(start + count, options.signal);
    const { index } = this.#build;
    const byteStart = await rowStart(this.#source, index.before(start), start, options.signal);
    const byteEnd = await rowStart(this.#source, index.before(start + count), start + count, options.signal);
    for (let position = byteStart; position < byteEnd;) {
      const piece = await this.#source.read(position, Math.min(byteEnd, position + pieceBytes), options.signal);
      if (piece.length === 0) return;
      await this.#rowsMustBeUnchanged();
      yield piece;
      position += piece.length;
    }
  }

  /** Rows that hold a text. */
  async find(query: FindQuery, options: FindOptions = {}): Promise<RowSet> {
    const target = await this.#whole(options.signal);
    const found = await findRows(target, query, this.#pool, this.#options(options));
    await this.#rowsMustBeUnchanged();
    return found;
  }

  /** Runs a plan over every row. Rejects with code `changed` where the file changed meanwhile: no result mixes two states. */
  async scan(plan: ScanPlan, options: ScanOptions = {}): Promise<ScanResult> {
    await this.#mustBeUnchanged();
    const control = await this.#control(plan.control, options.signal);
    try {
      const target = await this.#target(options.signal);
      const other = control && (await control.#target(options.signal));
      const result = await runScan(
        { ...target, ...(other && { control: other }) },
        plan,
        this.#pool,
        this.#options(options),
      );
      if (control) await control.#mustBeUnchanged();
      await this.#mustBeUnchanged();
      return result;
    } finally {
      await control?.dispose();
    }
  }

  /** A recipe may name one control for a whole folder, itself among the rest: neither it nor a copy of it is its own control. */
  async #control(path: string | undefined, signal: AbortSignal | undefined): Promise<OpenDataset | undefined> {
    if (path === undefined || resolve(path) === resolve(this.path)) return undefined;
    const control = await OpenDataset.open(path, this.#pool);
    try {
      if (!(await this.#hasBytesOf(control, signal))) return control;
    } catch (error) {
      await control.dispose();
      throw error;
    }
    await control.dispose();
    return undefined;
  }

  async #hasBytesOf(other: OpenDataset, signal: AbortSignal | undefined): Promise<boolean> {
    if (this.bytes !== other.bytes) return false;
    const options = signal ? { signal } : {};
    const [own, its] = await Promise.all([this.sha256(options), other.sha256(options)]);
    return own === its;
  }

  async #target(signal: AbortSignal | undefined): Promise<ScanTarget> {
    return { path: this.path, head: this.#head, ...(await this.#whole(signal)) };
  }

  /**
   * Hands the rows over as a plain file, for jobs that read it themselves on the pool's threads. Rejects with code `changed` where
   * the file changed meanwhile.
   */
  async withRowFile<Result>(
    use: (file: RowFile, pool: WorkerPool, signal: AbortSignal) => Promise<Result>,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<Result> {
    await this.#mustBeUnchanged();
    const { content, contentBytes } = await this.#whole(options.signal);
    const { signal } = this.#options(options);
    const result = await use({ path: content, bytes: contentBytes }, this.#pool, signal ?? this.#closing.signal);
    await this.#mustBeUnchanged();
    return result;
  }

  /** Runs a plan over the rows of the head alone, as a slice. */
  async scanHead(plan: ScanPlan, options: { readonly signal?: AbortSignal } = {}): Promise<SliceResult> {
    const [last] = this.#head.rows === 0 ? [] : await this.rows(this.#head.rows - 1, 1, options);
    const slice = { path: this.#content.path, byteStart: 0, byteEnd: (last?.span.byteStart ?? -1) + 1 };
    const job = { slice, plan, room: {}, initial: {}, datasetPath: this.path };
    const result = await this.#pool.run('scanSlice', job, this.#options(options));
    await this.#rowsMustBeUnchanged();
    return result;
  }

  /** Draws a row as a trainer sees it. Rejects with `DatasetError` where there is no such row, or a template does not end. */
  async renderRow(row: number, request: RowDrawing, options: RowsOptions = {}): Promise<RenderedRow> {
    const [found] = await this.rows(row, 1, { ...options, maxRowBytes: options.maxRowBytes ?? longestHeadBytes });
    return drawFoundRow(this, row, found, { request, pool: this.#pool, signal: options.signal });
  }

  /** SHA-256 of the file as it stands on disk, in hexadecimal. */
  async sha256(options: { readonly signal?: AbortSignal } = {}): Promise<string> {
    const hash = await this.#pool.run('hash', { path: this.path }, this.#options(options));
    await this.#mustBeUnchanged();
    return hash;
  }

  /** The Merkle root over the rows as they stand unpacked. */
  async merkleRoot(options: RowTreeOptions = {}): Promise<MerkleRoot> {
    const { content } = await this.#whole(options.signal);
    const root = await merkleRoot(content, this.#pool, this.#options(options));
    await this.#rowsMustBeUnchanged();
    return root;
  }

  /** The proof that a row, counted from 0, belongs to the dataset; undefined where it has fewer rows. */
  async proveRow(index: number, options: RowTreeOptions = {}): Promise<RowProof | undefined> {
    const { content } = await this.#whole(options.signal);
    const proof = await proveRow(content, index, this.#pool, this.#options(options));
    await this.#rowsMustBeUnchanged();
    return proof;
  }

  /** Waits until every row is indexed; answers their number. */
  async indexed(signal?: AbortSignal): Promise<number> {
    await this.#build.reach(Infinity, signal);
    return this.#build.state.rows;
  }

  /** What runs on it rejects with `why`; where there is none, as what was cancelled does. */
  async dispose(why?: DatasetError): Promise<void> {
    this.#closing.abort(why);
    this.#watch.dispose();
    this.#build.dispose(why);
    await this.#source.close(why);
    this.#content.dispose();
  }

  async #whole(signal: AbortSignal | undefined): Promise<{ content: string; contentBytes: number }> {
    // A packed file must be unpacked whole first; a plain one need not be indexed.
    if (this.#content.compression) await this.indexed(signal);
    const contentBytes = this.#content.compression ? this.#build.index.byteCount : this.#identity.bytes;
    return { content: this.#content.path, contentBytes };
  }

  /** The rows of the head, whole. */
  async #headRows(): Promise<{ readonly rows: readonly Row[]; readonly complete: boolean }> {
    const rows = await this.rows(0, this.#head.rows, { maxRowBytes: longestHeadBytes });
    const { compression } = this.#content;
    const end = rows.at(-1)?.span.byteEnd ?? 0;
    // All that follows may be a last newline.
    const complete = compression
      ? this.#build.state.state === 'complete' && this.#build.state.rows === rows.length
      : end >= this.#identity.bytes - 1;
    return { rows, complete };
  }

  #options<Options extends { readonly signal?: AbortSignal }>(options: Options): Options {
    const { signal } = this.#closing;
    return { ...options, signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal };
  }

  #mustBeUnchanged(): Promise<void> {
    return mustBeUnchanged(this.path, this.#identity);
  }

  /** The rows of a packed file are read from a copy, which stays what it was. */
  async #rowsMustBeUnchanged(): Promise<void> {
    if (!this.#content.compression) await this.#mustBeUnchanged();
  }
}

async function isUnchanged(path: string, identity: FileIdentity): Promise<boolean> {
  return sameIdentity(await identify(path), identity);
}

async function mustBeUnchanged(path: string, identity: FileIdentity): Promise<void> {
  if (await isUnchanged(path, identity)) return;
  throw changedWhileRead(path);
}

/** `reach` waits until so many first bytes can be read, and answers whether these are all. */
async function readHead(
  path: string,
  source: FileSource,
  reach: (bytes: number) => Promise<boolean>,
): Promise<DatasetProfile> {
  let complete = await reach(headBytes);
  let head = await source.read(0, headBytes);
  const problem = sniff(head.subarray(0, 64 * 1024));
  if (problem) throw new DatasetError(problem.code, `${path} ${problem.message}`);
  if (!complete && !head.includes(10)) {
    complete = await reach(longestHeadBytes);
    head = await source.read(0, longestHeadBytes);
  }
  return profileHead(head, { complete });
}
