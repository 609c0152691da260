/** Where in a mapping a cursor stands. */
export interface Cursor {
  /** The keys from the outermost; with role `value` the last is the one whose value it is. */
  readonly path: readonly string[];
  readonly role: 'key' | 'value';
  /** Where the word before the cursor begins, from 1. */
  readonly start: number;
  /** The keys that stand beside a key already. */
  readonly siblings: readonly string[];
}

interface KeyLine {
  readonly indent: number;
  readonly key: string;
}

/**
 * Finds the place by indentation alone: the text at a cursor is seldom valid YAML yet. `line` and `column` from 1.
 * Block mappings, block lists and flow lists on one line are understood, which is all that a recipe needs.
 */
export function cursorAt(text: string, line: number, column: number): Cursor {
  const lines = text.split(/\r?\n/);
  const before = (lines[line - 1] ?? '').slice(0, column - 1);
  const word = /[\w.-]*$/.exec(before.replace(/^(\s*)-(?=\s|$)/, '$1 '))?.[0] ?? '';
  const start = before.length - word.length + 1;
  const item = /^( *)-(\s|$)/.exec(before);
  if (item) return { path: pathAbove(lines, line - 1, (item[1]?.length ?? 0) + 1), role: 'value', start, siblings: [] };
  const pair = /^( *)(["']?)([^\s#:"']+)\2:(\s|$)/.exec(before);
  if (pair) {
    const indent = pair[1]?.length ?? 0;
    return { path: [...pathAbove(lines, line - 1, indent), pair[3] ?? ''], role: 'value', start, siblings: [] };
  }
  const indent = /^ */.exec(before)?.[0].length ?? 0;
  return {
    path: pathAbove(lines, line - 1, indent),
    role: 'key',
    start,
    siblings: siblingsOf(lines, line - 1, indent),
  };
}

/** The keys that hold what stands at `indent` in the line, outermost first. */
function pathAbove(lines: readonly string[], line: number, indent: number): readonly string[] {
  const path: string[] = [];
  let limit = indent;
  for (let index = line - 1; index >= 0 && limit > 0; index--) {
    const found = keyLine(lines[index] ?? '');
    if (found === undefined || found.indent >= limit) continue;
    path.unshift(found.key);
    limit = found.indent;
  }
  return path;
}

function siblingsOf(lines: readonly string[], line: number, indent: number): readonly string[] {
  const siblings: string[] = [];
  for (const step of [-1, 1]) {
    for (let index = line + step; index >= 0 && index < lines.length; index += step) {
      const found = keyLine(lines[index] ?? '');
      if (found === undefined || found.indent > indent) continue;
      if (found.indent < indent) break;
      siblings.push(found.key);
    }
  }
  return siblings;
}

function keyLine(line: string): KeyLine | undefined {
  const found = /^( *)(["']?)([^\s#:"'-][^\s#:"']*)\2:(\s|$)/.exec(line);
  return found ? { indent: found[1]?.length ?? 0, key: found[3] ?? '' } : undefined;
}
