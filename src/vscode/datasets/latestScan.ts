import type { Uri } from 'vscode';
import type { Accepted } from '../../core/acceptance/accepted.ts';
import type { ScanPlan } from '../../core/scan/plan.ts';
import type { ScanResult } from '../../core/scan/result.ts';
import type { OpenDataset } from '../../engine/openDataset.ts';
import type { Acceptances } from '../acceptance/acceptances.ts';
import { throttle } from '../base/delay.ts';
import { countBySeverity, type SeverityCounts } from './facts.ts';

/** The last scan that finished; stale once the file, its cards or the plan have changed since. */
export interface LatestScan {
  /** Without the findings that were accepted. */
  readonly result: ScanResult;
  readonly accepted: Accepted;
  /** With them. */
  readonly whole: ScanResult;
  readonly plan: ScanPlan;
  readonly stale: boolean;
  readonly counts: SeverityCounts;
}

/** A scan that has not ended. */
export interface ScanUnderWay {
  readonly abort: AbortController;
  /** Undefined: it is not known yet. */
  plan: ScanPlan | undefined;
  /** The plan, or what else the scan is made of, has changed since it began. */
  outdated: boolean;
}

export interface RunningScan {
  readonly bytesDone: number;
  readonly rowsPerSecond: number;
}

/** Keeps how far a scan has come, as long as it runs, and tells it not too often. */
export function toldProgress({
  isRunning,
  set,
  tell,
}: {
  isRunning(): boolean;
  set(running: RunningScan): void;
  tell(): void;
}): { onProgress(progress: { readonly bytesDone: number; readonly rows: number }): void } {
  const start = performance.now();
  const told = throttle(150, () => {
    if (isRunning()) tell();
  });
  return {
    onProgress: ({ bytesDone, rows }) => {
      if (!isRunning()) return;
      const seconds = (performance.now() - start) / 1000;
      set({ bytesDone, rowsPerSecond: seconds > 0 ? rows / seconds : 0 });
      told();
    },
  };
}

/** Parts what a scan found by what was accepted of it. Never rejects. */
export async function partedScan(
  { engine, uri }: { readonly engine: OpenDataset; readonly uri: Uri },
  acceptances: Acceptances,
  whole: ScanResult,
): Promise<Pick<LatestScan, 'whole' | 'accepted' | 'result' | 'counts'>> {
  const accepted = await acceptances.part(engine, uri, whole);
  return { whole, accepted, result: accepted.open, counts: countBySeverity(accepted.open) };
}
