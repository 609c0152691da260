import type { RowPlace } from '../../src/core/duplicates/result.ts';
import type { DuplicatesState } from '../../src/rpc/duplicates.ts';

const grouping = new Intl.NumberFormat('en');

export function formatNumber(value: number): string {
  return grouping.format(value);
}

/** `row 12`, with the file's name where there are several. */
export function placeName({ file, row }: RowPlace, { files }: Pick<DuplicatesState, 'files'>): string {
  const number = formatNumber(row + 1);
  return files.length > 1 ? `row ${number} of ${files[file]?.name ?? ''}` : `row ${number}`;
}
