import { formatById } from './formats/registry.ts';
import type { DatasetProfile } from './profile.ts';
import { tableFormat } from './profileBuilder.ts';

/** The format most rows have, and the share of rows with a value that have it. */
export function mainFormat({ rows, blank, malformed, formats }: DatasetProfile): {
  readonly id: string;
  readonly title: string;
  readonly share: number;
} {
  const values = rows - blank - malformed;
  const [[id, count] = [tableFormat, 0]] = Object.entries(formats).toSorted(([, a], [, b]) => b - a);
  return { id, title: formatById(id)?.title ?? 'Table', share: values === 0 ? 0 : count / values };
}
