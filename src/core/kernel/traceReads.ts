import type { FieldPath, JsonObject, JsonValue } from '../json/value.ts';

type Container = JsonObject | readonly JsonValue[];

/**
 * Runs a function over a value and tells which of its fields the function read. What it did not read it cannot depend on. To go
 * over the names of fields is not to read them.
 */
export function traceReads(value: JsonObject, run: (value: JsonObject) => unknown): (path: FieldPath) => boolean {
  const read = new Map<object, Set<string>>();
  const watched = new Map<object, object>();
  const watch = <Value extends Container>(container: Value): Value => {
    const known = watched.get(container) ?? new Proxy(container, { get: (target, key) => take(target, key) });
    watched.set(container, known);
    return known as Value;
  };
  const take = (target: Container, key: string | symbol): unknown => {
    const found: unknown = Reflect.get(target, key);
    if (typeof key === 'string') {
      const keys = read.get(target) ?? new Set();
      read.set(target, keys.add(key));
    }
    return typeof found === 'object' && found !== null ? watch(found as Container) : found;
  };
  run(watch(value));
  return path => {
    let at: unknown = value;
    for (const step of path.slice(0, -1)) at = (at as Record<string | number, unknown>)[step];
    return read.get(at as object)?.has(String(path.at(-1))) ?? false;
  };
}
