import type { PrettyToken } from '../../src/core/json/pretty.ts';

export interface JsonLine {
  /** Spaces in front. */
  readonly level: number;
  readonly tokens: readonly PrettyToken[];
}

/** Breaks laid out JSON into its lines, the white space in front of each counted instead of kept. */
export function jsonLines(tokens: readonly PrettyToken[]): JsonLine[] {
  const lines: JsonLine[] = [];
  let level = 0;
  let line: PrettyToken[] = [];
  const end = (): void => {
    if (line.length > 0) lines.push({ level, tokens: line });
    line = [];
  };
  for (const token of tokens) {
    const newline = token.kind === 'space' ? token.text.lastIndexOf('\n') : -1;
    if (newline === -1) {
      line.push(token);
      continue;
    }
    end();
    level = token.text.length - newline - 1;
  }
  end();
  return lines;
}
