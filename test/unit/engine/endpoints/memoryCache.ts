/** A cache in memory. */
export function memoryCache() {
  const known = new Map<string, unknown>();
  return {
    known,
    hits: 0,
    get(key: unknown) {
      const value = known.get(JSON.stringify(key));
      if (value !== undefined) this.hits++;
      return value as never;
    },
    put: (key: unknown, value: unknown) => Promise.resolve(void known.set(JSON.stringify(key), value)),
  };
}
