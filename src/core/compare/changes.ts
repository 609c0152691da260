import { isObject, type JsonValue } from '../json/value.ts';

/** How a top-level field of a row differs from the other row's. */
export interface FieldChange {
  readonly field: string;
  readonly kind: 'added' | 'removed' | 'changed';
}

/** The top-level fields that differ, in the order of the first row; none where the values are equal and only written otherwise. */
export function changedFields(before: JsonValue, after: JsonValue): readonly FieldChange[] {
  if (!isObject(before) || !isObject(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ field: '(the row)', kind: 'changed' }];
  }
  const changes: FieldChange[] = [];
  for (const field of Object.keys(before)) {
    if (!Object.hasOwn(after, field)) changes.push({ field, kind: 'removed' });
    else if (JSON.stringify(before[field]) !== JSON.stringify(after[field])) changes.push({ field, kind: 'changed' });
  }
  for (const field of Object.keys(after)) if (!Object.hasOwn(before, field)) changes.push({ field, kind: 'added' });
  return changes;
}

const signs: Readonly<Record<FieldChange['kind'], string>> = { added: '+', removed: '−', changed: '' };

/** "completion, +score"; "written otherwise" where no value differs. */
export function changesText(changes: readonly FieldChange[]): string {
  return changes.length === 0
    ? 'written otherwise'
    : changes.map(({ field, kind }) => `${signs[kind]}${field}`).join(', ');
}
