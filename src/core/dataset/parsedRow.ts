import type { Example } from './example.ts';
import type { RowFormat } from './formats/format.ts';
import { formatOf } from './formats/registry.ts';
import type { JsonValue } from '../json/value.ts';

/** A row's value, the format it is of, and how that reads it; neither where it is of none that is known. */
export interface ParsedRow {
  readonly value: JsonValue;
  readonly format: RowFormat | undefined;
  readonly example: Example | undefined;
}

/** Tells a value's format and reads it. */
export function readValue(value: JsonValue): ParsedRow {
  const format = formatOf(value);
  return { value, format, example: format?.normalise(value as never) };
}
