import type { LocatedSubject } from './located.ts';

export interface ReportContext {
  /** Undertone's version. */
  readonly version: string;
  /** Findings that are listed, of each dataset. */
  readonly maxFindings: number;
}

/** A way to write down what was scanned. One file per format, one line in `registry.ts`. */
export interface ReportFormat {
  /** Stable, kebab-case: stands on the command line. */
  readonly id: string;
  readonly title: string;
  /** Of its files, without the dot. */
  readonly extension: string;
  /** One report on all subjects, a newline at its end. */
  write(subjects: readonly LocatedSubject[], context: ReportContext): string;
}
