import type { Template } from '@huggingface/jinja';

/** The methods of Python's texts that take off the characters they are given; the library takes off white space, whatever they are given. */
const ends = { strip: 'both', lstrip: 'start', rstrip: 'end' } as const;
type Method = keyof typeof ends;

const nameOf = (method: Method): string => `__${method}`;

/** Gives the calls with characters to functions of ours, which stand in `stripFunctions`. */
export function mendStrips(template: Template): void {
  mend(template.parsed);
}

/** The functions that mended templates call. */
export const stripFunctions: Readonly<Record<string, (text: unknown, characters: unknown) => unknown>> =
  Object.fromEntries(
    (Object.keys(ends) as Method[]).map(method => [
      nameOf(method),
      (text, characters) => {
        if (typeof text !== 'string' || typeof characters !== 'string') throw new Error(`${method} is for texts`);
        return strip(text, characters, ends[method]);
      },
    ]),
  );

function strip(text: string, characters: string, side: 'both' | 'start' | 'end'): string {
  let start = 0;
  let end = text.length;
  if (side !== 'end') while (start < end && characters.includes(text.charAt(start))) start++;
  if (side !== 'start') while (end > start && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Walks a syntax tree of the library, whose nodes are plain objects with a `type`. */
function mend(node: unknown): void {
  if (Array.isArray(node)) return node.forEach(mend);
  if (node instanceof Map) return [...node.values()].forEach(mend);
  if (typeof node !== 'object' || node === null) return;
  Object.values(node).forEach(mend);
  const call = node as { type?: unknown; callee?: unknown; args?: unknown[] };
  if (call.type !== 'CallExpression' || call.args?.length !== 1) return;
  const member = call.callee as {
    type?: unknown;
    object?: unknown;
    property?: { value?: unknown };
    computed?: unknown;
  };
  const method = member.property?.value;
  if (member.type !== 'MemberExpression' || member.computed === true) return;
  if (typeof method !== 'string' || !isMethod(method)) return;
  call.args = [member.object, ...call.args];
  call.callee = { type: 'Identifier', value: nameOf(method) };
}

function isMethod(name: string): name is Method {
  return Object.hasOwn(ends, name);
}
