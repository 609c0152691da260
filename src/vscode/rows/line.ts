import type { Row } from '../../core/dataset/row.ts';
import { number } from '../../core/text/numbers.ts';

/** A row as one line of a text document: VS Code keeps a byte order mark and a carriage return at the end out of the line. */
export function lineOf(row: Row): string {
  const start = row.span.index === 0 && row.text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const end = row.text.endsWith('\r') ? row.text.length - 1 : row.text.length;
  return row.text.slice(start, end);
}

/** Rows as the lines of a read-only page of at most `budget` characters or so: the longest are cut, and say so. */
export function pageText(rows: readonly Row[], budget: number): string {
  // A lone carriage return would begin a new line.
  const lines = rows.map(row => lineOf(row).replaceAll('\r', '␍'));
  const limit = longestThatFits(
    lines.map(line => line.length),
    budget,
  );
  return lines.map((line, i) => cut(line, limit, rows[i])).join('\n');
}

function cut(line: string, limit: number, row: Row | undefined): string {
  const whole = row?.content !== undefined;
  if (whole && line.length <= limit) return line;
  const shown = line.slice(0, limit);
  const bytes = row ? row.span.byteEnd - row.span.byteStart : line.length;
  return `${shown} … ⟨cut here: ${number(shown.length)} characters of ${number(bytes)} bytes shown⟩`;
}

/** The largest limit for which the lengths, each cut to it, add up to no more than the budget. */
export function longestThatFits(lengths: readonly number[], budget: number): number {
  const ascending = lengths.toSorted((a, b) => a - b);
  let left = budget;
  for (const [i, length] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - i));
    if (length > share) return share;
    left -= length;
  }
  return Infinity;
}

/** Rows that make a page of about `budget` bytes, a round number up to 500, going by the first rows of the file. */
export function rowsPerPage(headBytes: number, headRows: number, budget: number): number {
  const average = headRows === 0 ? 1 : headBytes / headRows;
  return [500, 200, 100, 50, 20, 10, 5, 2].find(count => count * average <= budget) ?? 1;
}
