import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from './commandLine.ts';
import { severities, type Severity } from '../../core/findings/finding.ts';
import type { ScanResult } from '../../core/scan/result.ts';

/** Refuses to write a report over a dataset; throws `UsageError`. */
export async function mustNotBeADataset(output: string, datasets: readonly string[]): Promise<void> {
  // By identity, so that a link to a dataset counts as the dataset.
  const [written, ...read] = await Promise.all(
    [output, ...datasets].map(path =>
      stat(path).then(
        ({ dev, ino }) => `${dev} ${ino}`,
        () => resolve(path),
      ),
    ),
  );
  if (written === undefined || !read.includes(written)) return;
  throw new UsageError(`--output ${output} is one of the datasets: a dataset is never written to. Name another file.`);
}

/** A malformed row counts as an error: what could not be read was not checked. */
export function reaches(result: ScanResult, failOn: Severity | 'never'): boolean {
  if (failOn === 'never') return false;
  if (result.profile.malformed > 0) return true;
  const limit = severities.indexOf(failOn);
  return result.outcomes.some(({ findings }) => findings.totals.slice(0, limit + 1).some(count => count > 0));
}
