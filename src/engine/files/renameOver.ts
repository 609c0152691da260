import { rename } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

const refusals = ['EACCES', 'EBUSY', 'EPERM'];
const waitsMs = [20, 50, 100, 200, 400];

/** Renames a file over whatever stands at `to`. */
export function renameOver(from: string, to: string): Promise<void> {
  return untilFree(() => rename(from, to));
}

/**
 * Does something to a file, on Windows again where it was refused: a virus scanner or an indexer that looks at what was just
 * written lets go of it soon. After a second the refusal holds; elsewhere it does at once.
 */
export async function untilFree<Result>(act: () => Promise<Result>, platform = process.platform): Promise<Result> {
  const waits = platform === 'win32' ? waitsMs : [];
  for (const ms of waits) {
    try {
      return await act();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await wait(ms);
    }
  }
  return act();
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && refusals.some(code => code === error.code);
}
