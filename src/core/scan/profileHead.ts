import type { DatasetProfile } from '../dataset/profile.ts';
import { ScanMerge } from './scanMerge.ts';
import { SliceScanner } from './sliceScanner.ts';

/** The profile of the whole rows in a file's first bytes; `complete`: these are all its bytes. */
export function profileHead(bytes: Uint8Array, { complete }: { readonly complete: boolean }): DatasetProfile {
  const plan = { checks: [], maxFindingsPerCheck: 0 };
  const scanner = new SliceScanner(plan, [], { fromStart: true });
  const end = complete ? bytes.length : bytes.lastIndexOf(10) + 1;
  scanner.addLines(bytes.subarray(0, end));
  const merge = new ScanMerge(plan, []);
  merge.add(scanner.result());
  return merge.profile();
}
