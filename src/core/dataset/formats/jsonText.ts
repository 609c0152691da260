import { isArray, isObject, type JsonValue } from '../../json/value.ts';

/** The text of a string; of anything else, its compact JSON, as `JSON.stringify` writes it, at any depth. */
export function textOfValue(value: JsonValue): string {
  return typeof value === 'string' ? value : jsonText(value);
}

// JSON.stringify recurses, so a row of 100,000 brackets overflows its stack.
function jsonText(root: JsonValue): string {
  let text = '';
  const pending: ({ readonly value: JsonValue } | string)[] = [{ value: root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') text += next;
    else if (isArray(next.value)) pushArray(next.value, pending);
    else if (isObject(next.value)) pushObject(next.value, pending);
    else text += JSON.stringify(next.value);
  }
  return text;
}

type Pending = ({ readonly value: JsonValue } | string)[];

function pushArray(items: readonly JsonValue[], pending: Pending): void {
  pending.push(']');
  for (let i = items.length - 1; i >= 0; i--) {
    pending.push({ value: items[i] ?? null });
    if (i > 0) pending.push(',');
  }
  pending.push('[');
}

function pushObject(object: { readonly [key: string]: JsonValue | undefined }, pending: Pending): void {
  const keys = Object.keys(object);
  pending.push('}');
  for (let i = keys.length - 1; i >= 0; i--) {
    const key = keys[i] ?? '';
    pending.push({ value: object[key] ?? null }, `${i > 0 ? ',' : ''}${JSON.stringify(key)}:`);
  }
  pending.push('{');
}
