import type { Stack } from './crossFit.ts';
import type { Grouped } from '../statistics/rankCurve.ts';

/** The scores of the rows of one class of a stack, or of those without a class, with their groups; rows without a score are left out. */
export function pick(
  { classes, groups }: Pick<Stack, 'classes' | 'groups'>,
  own: number | undefined,
  score: (row: number) => number | undefined,
): Grouped {
  const rows = classes.flatMap((of, row) => {
    const value = of === own ? score(row) : undefined;
    return value === undefined ? [] : [{ value, group: groups[row] ?? 0 }];
  });
  return {
    values: Float64Array.from(rows, ({ value }) => value),
    groups: Uint32Array.from(rows, ({ group }) => group),
  };
}
