import type { ColumnProfile } from '../../dataset/profile.ts';
import { provenanceFields, valuesOf as valuesSaid, type ProvenanceField, type Statement } from '../record.ts';

/** All that a record of a dataset is written from. */
export interface DatasetRecord {
  readonly file: MeasuredFile;
  /** What is said of it. Fields that `file` has by measurement are taken from there. */
  readonly statements: readonly Pick<Statement, 'field' | 'value'>[];
  readonly columns: readonly ColumnProfile[];
  /** When the record is written: ISO 8601 in UTC, `2025-11-20T09:30:00Z`. */
  readonly written: string;
  /** Undertone's version. */
  readonly version: string;
  /** A UUID of this record, in lower case. */
  readonly uuid: string;
}

/** The dataset's file as it stands on disk. */
export interface MeasuredFile {
  readonly name: string;
  readonly bytes?: number;
  /** In lower-case hexadecimal. Records that lack it are incomplete by the rules of most standards. */
  readonly sha256?: string;
  readonly rows?: number;
  /** Over the rows, in lower-case hexadecimal. */
  readonly merkleRoot?: string;
}

/** Fields whose values are measured when a record is written, not taken over from others. */
export const measuredFields = ['file', 'sha256', 'md5', 'bytes', 'rows', 'merkleRoot', 'modified'] as const;
type StatedField = Exclude<ProvenanceField, (typeof measuredFields)[number]>;

/** What is said of a field; one that is measured stands in `file`, so that asking for it here does not compile. */
export function valuesOf(record: Pick<DatasetRecord, 'statements'>, field: StatedField): readonly string[] {
  return valuesSaid(record, field);
}

/** One value as it is, several as a list, none not at all. */
export function oneOrList(values: readonly string[]): string | readonly string[] | undefined {
  return values.length > 1 ? values : values[0];
}

/** `teacher.systemPrompt` → `teacherSystemPrompt`, the name under which this project's readers know the field. */
export function ownKey(field: ProvenanceField): string {
  const [first = '', ...rest] = field.split('.');
  return first + rest.map(part => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}

/** Every value of these fields, by own key. */
export function ownValues(
  record: Pick<DatasetRecord, 'statements'>,
  fields: readonly StatedField[],
): readonly { readonly key: string; readonly value: string }[] {
  return fields.flatMap(field => valuesOf(record, field).map(value => ({ key: ownKey(field), value })));
}

/** The same with several values in a list, as members of a JSON object. */
export function ownMembers(
  record: Pick<DatasetRecord, 'statements'>,
  fields: readonly StatedField[],
  prefix: string,
): Readonly<Record<string, string | readonly string[]>> {
  return Object.fromEntries(
    fields.flatMap(field => {
      const value = oneOrList(valuesOf(record, field));
      return value === undefined ? [] : [[prefix + ownKey(field), value] as const];
    }),
  );
}

/** A whole date and time by ISO 8601, or a date alone. */
export function isDate(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(value);
}

/** The date and time in UTC, to the second; a date alone is its midnight. Nothing where it is no date. */
export function toTimestamp(value: string): string | undefined {
  const time = isDate(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** A name for an id: ASCII letters, digits, `.`, `-` and `_`, different for every name of a list. */
export function idsOf(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map(name => {
    const plain = name.replaceAll(/[^A-Za-z0-9._-]+/g, '_').replace(/^\.+/, '_') || '_';
    let id = plain;
    for (let count = 2; taken.has(id); count++) id = `${plain}-${count}`;
    taken.add(id);
    return id;
  });
}

/** Whether a text is one of the fields. */
export function isProvenanceField(text: string): text is ProvenanceField {
  return Object.hasOwn(provenanceFields, text);
}
