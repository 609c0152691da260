export interface PageCache<Row> {
  /** The row at this position of the list, once its page has come. */
  row(position: number): Row | undefined;
  /** Asks for the pages of this half-open range that are missing, and gives up those under way outside it. */
  want(start: number, end: number, total: number): void;
  /** What is here may be out of date: shown until its successor comes. */
  refresh(): void;
  /** It is another list now. */
  clear(): void;
}

export interface PageSource<Row> {
  readonly pageSize: number;
  /** Pages kept, the last seen ones. */
  readonly maxPages: number;
  fetch(start: number, count: number, signal: AbortSignal): Promise<readonly Row[]>;
  onChange(): void;
  /** Why a page did not come; `undefined` once one came. */
  onError(error: unknown): void;
}

interface Page<Row> {
  readonly rows: readonly Row[];
  /** Rows asked for: a list that grows has more by now. */
  readonly asked: number;
  readonly generation: number;
}

/** Pages of a list, fetched as they come into view. */
export function createPageCache<Row>(source: PageSource<Row>): PageCache<Row> {
  const { pageSize } = source;
  /** In order of last use. */
  const pages = new Map<number, Page<Row>>();
  const requests = new Map<number, AbortController>();
  /** Not asked again until they have been out of view, or something changed. */
  const failed = new Set<number>();
  let generation = 0;

  const keep = (index: number, page: Page<Row>): void => {
    pages.delete(index);
    pages.set(index, page);
    for (const oldest of pages.keys()) {
      if (pages.size <= source.maxPages) break;
      pages.delete(oldest);
    }
  };

  const request = async (index: number, asked: number): Promise<void> => {
    const controller = new AbortController();
    const from = generation;
    requests.set(index, controller);
    try {
      const rows = await source.fetch(index * pageSize, asked, controller.signal);
      if (requests.get(index) !== controller) return;
      requests.delete(index);
      keep(index, { rows, asked, generation: from });
      source.onError(undefined);
      source.onChange();
    } catch (error) {
      if (requests.get(index) !== controller) return;
      requests.delete(index);
      failed.add(index);
      source.onError(error);
    }
  };

  const abandon = (index: number): void => {
    const controller = requests.get(index);
    requests.delete(index);
    controller?.abort();
  };

  return {
    row(position) {
      const page = pages.get(Math.floor(position / pageSize));
      return page?.rows[position % pageSize];
    },
    want(start, end, total) {
      const first = Math.floor(start / pageSize);
      const last = Math.ceil(Math.min(end, total) / pageSize);
      for (const page of requests.keys()) if (page < first || page >= last) abandon(page);
      for (const page of failed) if (page < first || page >= last) failed.delete(page);
      for (let index = first; index < last; index++) {
        const count = Math.min(pageSize, total - index * pageSize);
        const page = pages.get(index);
        if (page) keep(index, page);
        const current = page?.generation === generation && page.asked >= count;
        // A request under way is left to finish even where it asks for too little, lest a growing list never gets an answer.
        if (!current && !failed.has(index) && !requests.has(index)) void request(index, count);
      }
    },
    refresh() {
      generation++;
      failed.clear();
    },
    clear() {
      generation++;
      failed.clear();
      pages.clear();
      for (const page of requests.keys()) abandon(page);
    },
  };
}
