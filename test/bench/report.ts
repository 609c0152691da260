/** What a child process is asked to measure. */
export interface ChildJob {
  readonly what: 'parse' | 'index' | 'scan' | 'filters' | 'probes' | 'permute' | 'find' | 'open' | 'pages' | 'cancel';
  readonly path: string;
  /** A file of 1 MB, for warming up. */
  readonly small: string;
  /** The bundled worker entry. */
  readonly worker: string;
  readonly threads: number;
  /** What `find` looks for. */
  readonly text: string;
  /** What `probes` are compared with. */
  readonly control: string;
}

/** What it answers. */
export interface ChildReport {
  /** One time, or one per repetition; of `permute` one for numbers and one for prose. */
  readonly ms: readonly number[];
  /** Processor time of all threads of its process together, where it was taken. */
  readonly cpuMs: number | null;
  /** Of a scan of probes: until all rows were read, its verdicts not in it. */
  readonly reading?: { readonly ms: number; readonly cpuMs: number };
  /** Counts to be compared with what was planted. */
  readonly facts: Readonly<Record<string, number>>;
  /** The most memory its process held, threads included. */
  readonly peakBytes: number;
}
