import { parsePath } from '../../json/locate.ts';
import { isArray, isObject, type FieldPath, type JsonValue } from '../../json/value.ts';

export interface FoundField {
  readonly path: FieldPath;
  readonly value: JsonValue;
}

/** The fields of a row that a name stands for (`[*]`: every item of a list), and those that should be there and are not. */
export function fieldsAt(
  row: JsonValue,
  name: string,
): { readonly fields: readonly FoundField[]; readonly missing: readonly FieldPath[] } {
  let fields: readonly FoundField[] = [{ path: [], value: row }];
  const missing: FieldPath[] = [];
  for (const [i, part] of name.split('[*]').entries()) {
    if (i > 0) fields = fields.flatMap(field => itemsOf(field, missing));
    const steps = part === '' ? [] : parsePath(part.replace(/^\./, ''));
    fields = fields.flatMap(field => below(field, steps, missing));
  }
  return { fields, missing };
}

function itemsOf({ path, value }: FoundField, missing: FieldPath[]): readonly FoundField[] {
  if (isArray(value)) return value.map((item, i) => ({ path: [...path, i], value: item }));
  missing.push([...path, 0]);
  return [];
}

function below({ path, value }: FoundField, steps: FieldPath, missing: FieldPath[]): readonly FoundField[] {
  let at: JsonValue | undefined = value;
  for (const step of steps) {
    if (typeof step === 'number') at = isArray(at) ? at[step] : undefined;
    else at = isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  const whole = [...path, ...steps];
  if (at !== undefined) return [{ path: whole, value: at }];
  missing.push(whole);
  return [];
}
