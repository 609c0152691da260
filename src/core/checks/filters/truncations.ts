import { opensWithReasoning, splitReasoning } from '../../dataset/reasoning.ts';

/** Something that was opened and not closed; half-open, in UTF-16 code units. */
export interface Truncation {
  readonly reason: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** What a text opens and does not close. */
export function truncations(text: string): readonly Truncation[] {
  return [unclosedReasoning(text), unclosedFence(text), unclosedJson(text)].filter(found => found !== undefined);
}

function unclosedReasoning(text: string): Truncation | undefined {
  if (!opensWithReasoning(text)) return undefined;
  const [first] = splitReasoning(text.trimStart());
  if (first?.kind !== 'reasoning' || first.closed) return undefined;
  const open = text.length - text.trimStart().length;
  const end = open + first.start;
  const message = `The reasoning that ${text.slice(open, end)} opens is never closed.`;
  return { reason: 'unclosed reasoning', message, start: open, end };
}

/** Only where both readings say so: CommonMark's, and that of writers who put one block into another. */
function unclosedFence(text: string): Truncation | undefined {
  let open: { readonly mark: string; readonly start: number; readonly end: number } | undefined;
  let fences = 0;
  for (const found of text.matchAll(/(?:^|\n)[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})([^\n]*)/g)) {
    const { 0: line, 1: mark = '', 2: info = '', index } = found;
    // ```like this``` is code in a line.
    if (mark.startsWith('`') && info.includes('`')) continue;
    fences++;
    if (open === undefined) open = { mark, start: index + line.indexOf(mark), end: index + line.length };
    else if (mark[0] === open.mark[0] && mark.length >= open.mark.length && info.trim() === '') open = undefined;
  }
  if (open === undefined || fences % 2 === 0) return undefined;
  const { start, end } = open;
  // A mark with nothing after it is one too many, not a block that was cut off.
  if (text.slice(end).trim() === '' && text.slice(start, end).trim() === open.mark) return undefined;
  return { reason: 'unclosed code block', message: 'The code block that opens here has no end.', start, end };
}

/** Of a text that opens as a JSON object or a list of texts, lists or objects does. */
function unclosedJson(text: string): Truncation | undefined {
  if (!/^\s*(?:\{\s*"|\[\s*["[{])/.test(text)) return undefined;
  const start = text.search(/\S/);
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return undefined;
  }
  const message = inString
    ? 'A JSON answer that ends inside of a text.'
    : `A JSON answer that ends before its last ${depth === 1 ? 'bracket' : `${depth} brackets`}.`;
  return { reason: 'unclosed JSON', message, start, end: start + 1 };
}

const shortLine = 80;

/** Whether the last line is prose, longer than a title would be, and stops at a letter, a comma or the like. */
export function endsMidSentence(text: string): boolean {
  const trimmed = text.trimEnd();
  const line = trimmed.slice(trimmed.lastIndexOf('\n') + 1);
  if (line.length <= shortLine || !/[\p{L}\p{N},;:(-]$/u.test(line)) return false;
  // Neither an address, nor a row of a table, nor scripts that end sentences in other ways.
  return !/\S{40,}$/.test(line) && !line.startsWith('|') && /^\P{Script=Thai}*$/u.test(line);
}
