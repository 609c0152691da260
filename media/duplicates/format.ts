import type { RowPlace } from '../../src/core/duplicates/result.ts';
import type { DuplicatesState } from '../../src/rpc/duplicates.ts';
import { formatCount } from '../shared/numbers.ts';

/** `row 12`, with the file's name where there are several. */
export function placeName({ file, row }: RowPlace, { files }: Pick<DuplicatesState, 'files'>): string {
  const number = formatCount(row + 1);
  return files.length > 1 ? `row ${number} of ${files[file]?.name ?? ''}` : `row ${number}`;
}
