// A node:test reporter that only counts: { passed, failed } of the whole run, and which files failed with their counts.
import type { TestEvent } from 'node:test/reporters';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export default async function* counts(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const failedFiles: Record<string, Counts> = {};
  for await (const { type, data } of events) {
    // A file that ended before its tests did has no summary; it counts as one test, of its own name.
    if (type === 'test:fail' && data.file === data.name) failedFiles[data.name] = { passed: 0, failed: 1 };
    if (type !== 'test:summary') continue;
    const { tests, passed, skipped, todo } = data.counts;
    const counted = { passed, failed: tests - passed - skipped - todo };
    // Without a file it is the summary of all files together.
    if (data.file === undefined) yield JSON.stringify({ ...counted, failedFiles });
    else if (counted.failed > 0) failedFiles[data.file] = counted;
  }
}
