import { reportVersion } from './json.ts';
import { counted, number } from '../text/numbers.ts';
import { changesText, type FieldChange } from '../compare/changes.ts';
import type { RowMatches } from '../compare/matchRows.ts';

interface CompareSubject {
  readonly left: string;
  readonly right: string;
  readonly comparison: RowMatches & { readonly leftRows: number; readonly rightRows: number; readonly key?: string };
  /** The first changed rows, from 0. */
  readonly changed: readonly {
    readonly left: number;
    readonly right: number;
    readonly by: 'key' | 'prompt';
    readonly changes: readonly FieldChange[];
  }[];
  /** Rows listed of each kind. */
  readonly limit: number;
}

/** `undertone compare --format json`. */
export function compareReport({ left, right, comparison, changed, limit }: CompareSubject): object {
  const { leftRows, rightRows, same, moved, changedByKey, changedByPrompt, removed, added, key, keyIsUnique } =
    comparison;
  return {
    version: reportVersion,
    left: { path: left, rows: leftRows },
    right: { path: right, rows: rightRows },
    key: key === undefined ? null : { column: key, unique: keyIsUnique },
    same,
    moved: moved.length / 2,
    changed: { byKey: changedByKey.length / 2, byPrompt: changedByPrompt.length / 2 },
    removed: removed.length,
    added: added.length,
    listed: {
      changed: changed.map(({ left: before, right: after, by, changes }) => ({
        left: before + 1,
        right: after + 1,
        by,
        fields: changes,
      })),
      moved: pairs(moved, limit).map(([before, after]) => ({ left: before + 1, right: after + 1 })),
      removed: [...removed.subarray(0, limit)].map(row => row + 1),
      added: [...added.subarray(0, limit)].map(row => row + 1),
    },
  };
}

/** `undertone compare` for people. */
export function compareText({ left, right, comparison, changed, limit }: CompareSubject): string {
  const { leftRows, rightRows, same, moved, changedByKey, changedByPrompt, removed, added } = comparison;
  const total = (changedByKey.length + changedByPrompt.length) / 2;
  const lines = [
    `${left}: ${counted(leftRows, 'row')}`,
    `${right}: ${counted(rightRows, 'row')}`,
    `  same     ${number(same)}, byte for byte${moved.length > 0 ? `; ${number(moved.length / 2)} of them moved` : ''}`,
    `  changed  ${number(total)}${total > 0 ? ` (${matchedBy(comparison)})` : ''}`,
    `  removed  ${number(removed.length)}`,
    `  added    ${number(added.length)}`,
    ...section(
      'changed',
      total,
      changed.map(
        ({ left: before, right: after, changes }) =>
          `row ${number(before + 1)} → ${number(after + 1)}: ${changesText(changes)}`,
      ),
    ),
    ...section(
      'removed',
      removed.length,
      [...removed.subarray(0, limit)].map(row => `row ${number(row + 1)}`),
    ),
    ...section(
      'added',
      added.length,
      [...added.subarray(0, limit)].map(row => `row ${number(row + 1)}`),
    ),
    ...section(
      'moved',
      moved.length / 2,
      pairs(moved, limit).map(([before, after]) => `row ${number(before + 1)} → ${number(after + 1)}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** "12 by `id`, 3 by prompt": what the changed rows were matched by. */
export function matchedBy({ changedByKey, changedByPrompt, key, keyIsUnique }: CompareSubject['comparison']): string {
  const byKey = changedByKey.length > 0 ? [`${number(changedByKey.length / 2)} matched by ${key}`] : [];
  const byPrompt = changedByPrompt.length > 0 ? [`${number(changedByPrompt.length / 2)} matched by prompt`] : [];
  const unused =
    key !== undefined && !keyIsUnique ? [`${key} does not name each row once, so no row was matched by it`] : [];
  return [...byKey, ...byPrompt, ...unused].join(', ');
}

function section(name: string, total: number, listed: readonly string[]): string[] {
  if (total === 0 || listed.length === 0) return [];
  const more =
    listed.length < total ? [`  … ${number(listed.length)} of ${number(total)} listed; --rows lists more`] : [];
  return ['', `${name}:`, ...listed.map(line => `  ${line}`), ...more];
}

function pairs(flat: Uint32Array, limit: number): (readonly [number, number])[] {
  const count = Math.min(limit, flat.length / 2);
  return Array.from({ length: count }, (_, at) => [flat[at * 2] ?? 0, flat[at * 2 + 1] ?? 0] as const);
}
