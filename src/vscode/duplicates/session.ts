import { keyTextOfLine, readable } from '../../core/duplicates/keyText.ts';
import type { DuplicateQuery } from '../../core/duplicates/query.ts';
import {
  clusterAt,
  clusterCount,
  matchAt,
  membersOf,
  type DuplicateResult,
  type MatchResult,
  type RowPlace,
} from '../../core/duplicates/result.ts';
import { limitsOf, matchesText, totalsText } from '../../core/duplicates/words.ts';
import { messageOf } from '../../core/text/messageOf.ts';
import type { DuplicateProgress } from '../../engine/duplicates/findDuplicates.ts';
import { duplicatesIn, matchesIn } from '../../engine/duplicates/inDatasets.ts';
import {
  maxShownText,
  type ClusterItem,
  type DuplicatesState,
  type MatchItem,
  type MemberItem,
  type Range,
  type ShownText,
} from '../../rpc/duplicates.ts';
import { throttle } from '../base/delay.ts';
import { bytesText, number } from '../../core/text/numbers.ts';
import type { Dataset } from '../datasets/dataset.ts';

const excerptLength = 160;
const maxRowBytes = 1 << 20;
const mostAtOnce = 200;

type Found =
  | { readonly kind: 'clusters'; readonly result: DuplicateResult }
  | { readonly kind: 'matches'; readonly result: MatchResult };

/** What one duplicates page shows: a question, the run that answers it, and the answer by range. */
export class DuplicatesSession {
  readonly #datasets: readonly Dataset[];
  readonly #checkedFrom: number;
  readonly #tell: (() => void) & { dispose(): void };
  #query: DuplicateQuery;
  #run: DuplicatesState['run'] = { state: 'cancelled' };
  #found: Found | undefined;
  #abort: AbortController | undefined;
  #number = 0;

  /** `against`: files that are looked in for the dataset's rows; without any, rows of the dataset that repeat each other are looked for. */
  constructor(
    { dataset, against }: { readonly dataset: Dataset; readonly against: readonly Dataset[] },
    query: DuplicateQuery,
    tell: () => void,
  ) {
    this.#datasets = [...against, dataset];
    this.#checkedFrom = against.length;
    this.#query = query;
    this.#tell = throttle(100, tell);
  }

  get query(): DuplicateQuery {
    return this.#query;
  }

  state(): DuplicatesState {
    return {
      files: this.#datasets.map(({ name, uri }) => ({ name, uri: uri.toString() })),
      checkedFrom: this.#checkedFrom,
      query: this.#query,
      run: this.#run,
    };
  }

  /** Never rejects: the state says what went wrong. */
  async run(query: DuplicateQuery): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#query = query;
    this.#found = undefined;
    this.#become({ state: 'running', step: 'Starting', share: 0 });
    try {
      const found = await this.#find(query, abort.signal);
      if (this.#abort !== abort) return;
      this.#found = found;
      this.#become(this.#done(found));
    } catch (error) {
      if (this.#abort !== abort) return;
      this.#become(abort.signal.aborted ? { state: 'cancelled' } : { state: 'failed', message: messageOf(error) });
    }
  }

  cancel(): void {
    this.#abort?.abort();
  }

  /** The file changed: rows may no longer be what they were. */
  fileChanged(): void {
    if (this.#run.state === 'cancelled') return;
    this.#abort?.abort();
    this.#abort = undefined;
    this.#found = undefined;
    this.#become({ state: 'failed', message: 'A file changed since, so the result no longer holds. Run it again.' });
  }

  dispose(): void {
    this.#abort?.abort();
    this.#abort = undefined;
    this.#tell.dispose();
  }

  async clusters(range: Range): Promise<readonly ClusterItem[]> {
    const found = this.#found;
    if (found?.kind !== 'clusters') return [];
    const { result } = found;
    const clusters = placesOf(range, clusterCount(result)).flatMap(index => clusterAt(result, index) ?? []);
    return Promise.all(clusters.map(async cluster => ({ ...cluster, excerpt: await this.#excerpt(cluster.kept) })));
  }

  async members({ cluster, start, count }: Range & { readonly cluster: number }): Promise<readonly MemberItem[]> {
    const found = this.#found;
    if (found?.kind !== 'clusters') return [];
    const members = membersOf(found.result, cluster, start, Math.min(count, mostAtOnce));
    return Promise.all(members.map(async member => ({ ...member, excerpt: await this.#excerpt(member) })));
  }

  async matches(range: Range): Promise<readonly MatchItem[]> {
    const found = this.#found;
    if (found?.kind !== 'matches') return [];
    const { result } = found;
    const matches = placesOf(range, result.matches.rows.length).flatMap(at => matchAt(result, at) ?? []);
    return Promise.all(matches.map(async match => ({ ...match, excerpt: await this.#excerpt(match.row) })));
  }

  async text(place: RowPlace): Promise<ShownText> {
    const text = await this.#textOf(place);
    return { text: text.slice(0, maxShownText), length: text.length };
  }

  datasetAt({ file }: RowPlace): Dataset | undefined {
    return this.#datasets[file];
  }

  async #find(query: DuplicateQuery, signal: AbortSignal): Promise<Found> {
    const engines = this.#datasets.map(({ engine }) => engine);
    const options = { signal, onProgress: (progress: DuplicateProgress) => this.#progress(progress, signal) };
    if (this.#checkedFrom === 0) return { kind: 'clusters', result: await duplicatesIn(engines, query, options) };
    const sides = { against: engines.slice(0, this.#checkedFrom), datasets: engines.slice(this.#checkedFrom) };
    return { kind: 'matches', result: await matchesIn(sides, query, options) };
  }

  #done({ kind, result }: Found): DuplicatesState['run'] {
    const { query, counts, near } = result;
    return {
      state: 'done',
      number: ++this.#number,
      total: kind === 'clusters' ? clusterCount(result) : result.matches.rows.length,
      summary: kind === 'clusters' ? totalsText(result) : matchesText(result),
      limits: limitsOf(query, counts, near),
    };
  }

  #progress(progress: DuplicateProgress, signal: AbortSignal): void {
    if (signal.aborted || this.#abort?.signal !== signal) return;
    this.#become({ state: 'running', ...stepOf(progress) });
  }

  #become(run: DuplicatesState['run']): void {
    this.#run = run;
    this.#tell();
  }

  async #excerpt(place: RowPlace): Promise<string> {
    const text = await this.#textOf(place);
    return text.length > excerptLength ? `${text.slice(0, excerptLength)}…` : text;
  }

  async #textOf({ file, row }: RowPlace): Promise<string> {
    const [found] = (await this.#datasets[file]?.engine.rows(row, 1, { maxRowBytes })) ?? [];
    if (found === undefined) return '';
    if (found.content === undefined) return `${found.text} (the beginning of a long row)`;
    // As it stands: what is set aside for the comparison is shown all the same.
    const query = { field: this.#query.field, normalise: [] };
    const key = keyTextOfLine(Buffer.from(found.text), { first: row === 0 }, query);
    return key.kind === 'text' ? readable(key.text) : '';
  }
}

function placesOf({ start, count }: Range, total: number): readonly number[] {
  const length = Math.max(0, Math.min(count, mostAtOnce, total - start));
  return Array.from({ length }, (_, i) => start + i);
}

function stepOf(progress: DuplicateProgress): { readonly step: string; readonly share: number } {
  switch (progress.phase) {
    case 'reading':
      return {
        step: `Reading rows, ${bytesText(progress.bytesDone)} of ${bytesText(progress.bytes)}`,
        share: progress.bytes > 0 ? (progress.bytesDone / progress.bytes) * 0.8 : 0,
      };
    case 'comparing':
      return {
        step: `Comparing texts, ${number(progress.rowsDone)} of ${number(progress.rows)}`,
        share: 0.8 + (progress.rows > 0 ? (progress.rowsDone / progress.rows) * 0.1 : 0),
      };
    case 'clustering':
      return { step: 'Putting rows together', share: 0.9 };
  }
}
