import { generationMarks, type ChatTemplate } from './resources.ts';
import { variablesOf, type TextSpan } from './view.ts';
import type { JsonObject } from '../json/value.ts';

/** The text and, where the template has `generation` blocks, what stands in them. */
export function renderMarked(
  template: ChatTemplate,
  variables: JsonObject,
): { readonly text: string; readonly generated: readonly TextSpan[] } {
  const marks = unusedCharacters(JSON.stringify(variables));
  const marked = template.render({
    ...variables,
    [generationMarks.start]: marks.start,
    [generationMarks.end]: marks.end,
  });
  const generated: TextSpan[] = [];
  let text = '';
  let start = -1;
  for (const piece of marked.split(new RegExp(`([${marks.start}${marks.end}])`, 'u'))) {
    if (piece === marks.start) start = text.length;
    else if (piece === marks.end) {
      if (start >= 0) generated.push({ start, end: text.length });
      start = -1;
    } else text += piece;
  }
  return { text, generated };
}

/** Two characters of the private use area that are not in a text. */
function unusedCharacters(text: string): { readonly start: string; readonly end: string } {
  const free: string[] = [];
  for (let code = 0xe000; code < 0xf900 && free.length < 2; code++) {
    const character = String.fromCharCode(code);
    if (!text.includes(character)) free.push(character);
  }
  const [start, end] = free;
  if (start === undefined || end === undefined) throw new Error('The row uses the whole private use area.');
  return { start, end };
}

export type TurnSpan =
  | { readonly found: true; readonly span: TextSpan }
  /** The template renders the turn otherwise in the whole conversation. */
  | { readonly found: false };

/**
 * Where a turn stands in the rendered conversation, by rendering what comes before it with the words that prompt the assistant, and
 * the same with the turn. Decided only where each begins like the next, and the whole like both.
 */
export function turnByPrefix(
  template: ChatTemplate,
  text: string,
  messages: readonly JsonObject[],
  index: number,
  more: JsonObject,
): TurnSpan {
  const before = template.render(
    variablesOf(template, messages.slice(0, index), { ...more, add_generation_prompt: true }),
  );
  const after = template.render(variablesOf(template, messages.slice(0, index + 1), more));
  if (!after.startsWith(before) || !text.startsWith(after)) return { found: false };
  return { found: true, span: { start: before.length, end: after.length } };
}

/**
 * Where Axolotl finds a turn: between the first and the last character in which the conversation up to the turn differs from the same
 * with another content. `shifted`: the whole conversation does not begin like the conversation up to the turn.
 */
export function turnByDifference(
  template: ChatTemplate,
  text: string,
  messages: readonly JsonObject[],
  index: number,
  more: JsonObject,
): (TextSpan & { readonly shifted: boolean }) | undefined {
  const turn = messages[index];
  if (turn === undefined) return undefined;
  const context = messages.slice(0, index);
  const render = (last: JsonObject): string => template.render(variablesOf(template, [...context, last], more));
  const full = render(turn);
  const dummy = render({ role: turn.role, content: otherThan(turn.content) });
  let start = 0;
  while (start < full.length && start < dummy.length && full[start] === dummy[start]) start++;
  let tail = 0;
  while (tail < full.length - start && tail < dummy.length - start && full.at(-1 - tail) === dummy.at(-1 - tail))
    tail++;
  const end = full.length - tail;
  return end > start ? { start, end, shifted: !text.startsWith(full.slice(0, end)) } : undefined;
}

/** A text that shares neither its first nor its last character with the content. */
function otherThan(content: unknown): string {
  const said = typeof content === 'string' ? content.trim() : '';
  const first = said.startsWith('[') ? '(' : '[';
  const last = said.endsWith(']') ? ')' : ']';
  return `${first}dummy message${last}`;
}
