const placeholders = new Set([
  '',
  '-',
  '?',
  'n/a',
  'na',
  'nil',
  'no',
  'none',
  'null',
  'tba',
  'tbd',
  'todo',
  'unknown',
  'unspecified',
]);

/** A name or text as it was written, trimmed; nothing where it is a placeholder such as "unknown". */
export function stated(written: string): string | undefined {
  const text = written.trim();
  return placeholders.has(text.toLowerCase()) ? undefined : text;
}

/** The name of a model as it was written, trimmed; nothing where it is a placeholder such as "unknown". */
export function modelName(written: string): string | undefined {
  return stated(written);
}
