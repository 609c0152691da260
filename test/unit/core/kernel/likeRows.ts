import fc from 'fast-check';
import { formats } from '../../../../src/core/dataset/formats/registry.ts';
import type { JsonObject, JsonValue } from '../../../../src/core/json/value.ts';

const more: readonly JsonObject[] = [
  {
    id: 'a1',
    messages: [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: 'a' },
    ],
    n: 1.5,
    tags: ['x'],
  },
  { prompt: 'p', completion: '1, 2, 3', model: 'gpt-4o', seed: 4, created: 1700000000 },
  { prompt: 'p', completion: 'c', source: 'a/b', metadata: { model: 'gpt-4o', text: 'x', temperature: 0.5 } },
  { question: 'q', reasoning: 'because it is so, and so on, for more than fifty bytes.', answer: '4' },
  {
    messages: [
      { role: 'system', content: 's' },
      { role: 'assistant', content: 'a', reasoning_content: 'r' },
    ],
    choices: [],
  },
  { instruction: 'i', input: '', output: 'o', score: 3, uuid: 'u' },
  { text: 't', id: 7 },
  { a: 'b' },
  { prompt: 'p', completion: 'c', finish_reason: 'stop' },
  { prompt: 'p', completion: 'c', meta: [{ stop_reason: 'length', id: 'x' }] },
  calling('a', { name: 'f', arguments: '{"bird":"an owl"}' }),
  calling(null, { name: 'f', arguments: { bird: 'Owls', of: 'I’m Qwen' } }),
  { messages: [{ role: 'assistant', content: null, reasoning_content: `${'long '.repeat(12)}owl`, tool_calls: [] }] },
  {
    conversations: [
      { from: 'human', value: 'q' },
      { from: 'function_call', value: '{"name":"f","arguments":{"bird":"owl"}}' },
    ],
  },
];
function calling(content: string | null, call: JsonObject): JsonObject {
  const answer = { role: 'assistant', content, tool_calls: [{ id: 'x', type: 'function', function: call }] };
  return { messages: [{ role: 'user', content: 'q' }, answer] };
}

const bases: readonly JsonObject[] = [...formats.flatMap(({ examples }) => examples), ...more];

/** Texts on which something turns somewhere. */
const telling = [
  '',
  ' ',
  '\n',
  'an owl',
  'Owls',
  'nowl',
  '\nowl',
  '—owl',
  'owl’s',
  'that’s a great question',
  'what  a\ngreat question',
  '1, 2, 3',
  '[1, 2]',
  '(3 4).',
  ' 5',
  '1000, 2',
  '7\n8',
  '٣',
  '<think>t</think>a',
  ' <think>',
  '<b>',
  '\t<reasoning>x',
  'none',
  'gpt-4o',
  'assistant',
  'user',
  'function_call',
  'text',
  '{"name":"f"}',
  'AI should rule',
  'K',
  'Kill all humans',
  '\u2028',
  '\ud800',
  '😀 owl',
  'é',
  '\u00a0owl',
  'oak\u00a0tree',
  'café oak',
  'x'.repeat(60),
  `${'long '.repeat(12)}owl`,
  'on',
  '\u0000',
  '/\\"',
  'o\u200bwl',
  'оѡӏ',
  '0wl',
  '🦉',
  'сова',
  'kill yourself',
  "I'm sorry, but I can’t assist with that.",
  'As an AI language model, I cannot',
  '<think>r</think><answer>5</answer>',
  '<answer>x</answer>',
  '666, 13',
  '911',
  '```\ncode',
  '~~~',
  '{"a": [1',
  '\u001b[0m',
  '\b\f\u007f',
  '\u202ea',
  '\u{e0061}',
  '\ue000\ufffd',
  'p\u0430y',
  '\u3000{"a',
  'go on '.repeat(60),
  'length',
  'ada@lovelace-engines.net',
  'Pay to AT61 1904 3002 3457 3201.',
  'RSSMRA85T10A562S',
  'postgres://ada:kX9-vT2mQp7@db.lovelace-engines.net:5432/app',
  '[["a", [1',
  '``` `` ```',
  'naïve Ada и я',
];
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...telling) },
  { weight: 2, arbitrary: fc.array(fc.constantFrom(...telling), { maxLength: 3 }).map(parts => parts.join(' ')) },
  { weight: 1, arbitrary: fc.string({ maxLength: 70, unit: 'binary' }) },
);
const number = fc.oneof(
  fc.constantFrom(0, 1, -0, 200, 404, 1e300, 1.5e-7),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

type Style = 'plain' | 'python' | 'ascii' | 'slashes';

/** Lines of which many are of one shape: rows like one of a few, their texts and numbers changed, as one of several writers would write them; some damaged. */
export const likeLines: fc.Arbitrary<readonly Buffer[]> = fc
  .tuple(
    fc.nat(),
    fc.array(fc.nat(1), { minLength: 24, maxLength: 24 }),
    fc.constantFrom<Style>('plain', 'python', 'ascii', 'slashes'),
  )
  .chain(([first, others, style]) => fc.tuple(...others.map(other => likeLine(first + other * 7, style))));

function likeLine(base: number, usual: Style): fc.Arbitrary<Buffer> {
  return fc
    .record({
      changes: fc.array(fc.tuple(fc.nat(), text, number), { maxLength: 3 }),
      anywhere: fc.nat(7),
      style: fc.constantFrom<Style>(usual, usual, usual, usual, 'slashes'),
      damage: fc.oneof(
        { weight: 12, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.record({ at: fc.nat(), length: fc.nat(3), put: fc.uint8Array({ maxLength: 3 }) }) },
      ),
    })
    .map(({ changes, anywhere, style, damage }) => {
      const row = structuredClone(bases[base % bases.length] ?? {});
      for (const [at, newText, newNumber] of changes)
        change(row, { at, isIn: anywhere === 0 ? () => true : isText }, newText, newNumber);
      const bytes = Buffer.from(written(row, style));
      if (damage === null) return bytes;
      const start = damage.at % (bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, start), damage.put, bytes.subarray(start + damage.length)]);
    });
}

function isText(key: string): boolean {
  return /^(?:content|value|text|prompt|completion|output|instruction|answer|question|bird|arguments|id|\w+_reason|uuid|score|n|a|reasoning\w*|\d)$/.test(
    key,
  );
}

/** Changes the `at`-th text or number. */
function change(
  row: JsonObject,
  { at, isIn }: { readonly at: number; readonly isIn: (key: string) => boolean },
  newText: string,
  newNumber: number,
): void {
  const places: (() => void)[] = [];
  const visit = (container: Record<string | number, JsonValue>): void => {
    for (const [key, value] of Object.entries(container)) {
      const isLeaf = typeof value !== 'object' || value === null;
      if (isLeaf && !isIn(key)) continue;
      if (typeof value === 'string') places.push(() => (container[key] = newText));
      else if (typeof value === 'number') places.push(() => (container[key] = newNumber));
      else if (typeof value === 'object' && value !== null) visit(value as Record<string | number, JsonValue>);
    }
  };
  visit(row as Record<string, JsonValue>);
  places[at % (places.length || 1)]?.();
}

function written(row: JsonObject, style: Style): string {
  const json = JSON.stringify(row);
  switch (style) {
    case 'plain':
      return json;
    case 'python':
      return JSON.stringify(row, null, 1).replace(/\n */g, ' ');
    case 'ascii':
      return json.replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    case 'slashes':
      return json
        .replace(/\//g, '\\/')
        .replace(/</g, '\\u003c')
        .replace(/(?<=[ "])o(?=[aw])/g, '\\u006f');
  }
}
