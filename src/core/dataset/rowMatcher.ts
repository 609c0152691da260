/** The rows of a block of whole lines that hold the text, numbered from the block's first. */
export interface BlockMatch {
  readonly rows: number;
  readonly found: readonly number[];
}

/**
 * Looks for a text in rows, as it stands in the file or as its strings read once unescaped: `é` is found in `\u00e9`,
 * a quotation mark in `\"`. A block of rows is searched at once; only rows with escapes that may matter are unescaped.
 */
export function rowMatcher(
  text: string,
  options: { readonly caseSensitive: boolean },
): (block: Uint8Array) => BlockMatch {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const pattern = new RegExp(escapeRegExp(text), options.caseSensitive ? 'g' : 'giu');
  const escape = escapeThatMayMatter(text);
  return bytes => {
    const block = decoder.decode(bytes);
    const starts = lineStarts(block);
    const found = new Set<number>();
    if (text === '') return { rows: starts.length, found: [] };
    // A text of several lines stands in no row as it is, only escaped.
    if (!text.includes('\n')) addRowsOf(block, pattern, starts, found);
    if (block.includes(escape)) {
      starts.forEach((start, row) => {
        if (found.has(row)) return;
        const line = block.slice(start, (starts[row + 1] ?? block.length + 1) - 1);
        pattern.lastIndex = 0;
        if (line.includes(escape) && pattern.test(unescapeJson(line))) found.add(row);
      });
    }
    return { rows: starts.length, found: [...found].sort((a, b) => a - b) };
  };
}

function addRowsOf(block: string, pattern: RegExp, starts: readonly number[], found: Set<number>): void {
  let row = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(block); match; match = pattern.exec(block)) {
    while ((starts[row + 1] ?? Infinity) <= match.index) row++;
    found.add(row);
    pattern.lastIndex = starts[row + 1] ?? block.length;
  }
}

function lineStarts(block: string): number[] {
  const starts: number[] = [];
  for (let start = 0; start < block.length;) {
    starts.push(start);
    const newline = block.indexOf('\n', start);
    if (newline < 0) break;
    start = newline + 1;
  }
  return starts;
}

/** A row without this holds no escape that could stand for a character of the text. */
function escapeThatMayMatter(text: string): string {
  if (/["\\/\p{Cc}]/u.test(text)) return '\\';
  return /^\p{ASCII}*$/u.test(text) ? '\\u00' : '\\u';
}

const shortEscapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescapeJson(line: string): string {
  return line.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex: string | undefined, character: string | undefined) =>
    hex === undefined ? (shortEscapes[character ?? ''] ?? character ?? '') : String.fromCharCode(parseInt(hex, 16)),
  );
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
