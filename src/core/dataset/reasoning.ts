/** Part of a text, tags left out: half-open, in UTF-16 code units. */
export type ReasoningPiece =
  | { readonly kind: 'text'; readonly start: number; readonly end: number }
  | {
      readonly kind: 'reasoning';
      readonly start: number;
      readonly end: number;
      /** False where the text ends before the closing tag does. */
      readonly closed: boolean;
    };

/** What models write around their reasoning: DeepSeek, Qwen and most others; Sky-T1 and OpenThoughts; prompts that ask for it. */
const tags = [
  { open: '<think>', close: '</think>' },
  { open: '<|begin_of_thought|>', close: '<|end_of_thought|>' },
  { open: '<reasoning>', close: '</reasoning>' },
  { open: '<thinking>', close: '</thinking>' },
  { open: '<thought>', close: '</thought>' },
] as const;

type Tag = (typeof tags)[number];

/**
 * Tells reasoning in tags from the rest of a text, in order. The pieces leave nothing out but the tags themselves; text pieces are
 * never empty. An opening tag without its closing one holds everything to the end. Linear in the text.
 */
export function splitReasoning(text: string): readonly ReasoningPiece[] {
  const pieces: ReasoningPiece[] = [];
  let textStart = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const tag = tagAt(text, at);
    if (tag === undefined) continue;
    if (at > textStart) pieces.push({ kind: 'text', start: textStart, end: at });
    const start = at + tag.open.length;
    const close = text.indexOf(tag.close, start);
    const end = close < 0 ? text.length : close;
    pieces.push({ kind: 'reasoning', start, end, closed: close >= 0 });
    textStart = close < 0 ? text.length : close + tag.close.length;
    at = textStart - 1;
  }
  if (textStart < text.length) pieces.push({ kind: 'text', start: textStart, end: text.length });
  return pieces;
}

/** Whether the first thing in a text, white space aside, is a tag that opens reasoning. Looks at its first characters only. */
export function opensWithReasoning(text: string): boolean {
  let at = 0;
  while (isSpace(text.charCodeAt(at))) at++;
  return text.charCodeAt(at) === 60 && tagAt(text, at) !== undefined;
}

function tagAt(text: string, at: number): Tag | undefined {
  for (const tag of tags) if (text.startsWith(tag.open, at)) return tag;
  return undefined;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
