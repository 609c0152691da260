import { formatOf } from '../../src/core/dataset/formats/registry.ts';
import { parseRow } from '../../src/core/dataset/parseRow.ts';
import type { Example } from '../../src/core/dataset/example.ts';
import type { RowContent } from '../../src/core/dataset/row.ts';
import type { Finding } from '../../src/core/findings/finding.ts';
import { formatPath, isObject } from '../../src/core/json/value.ts';

/** A made-up dataset of any length: a row is made when it is asked for. */
export interface Dataset {
  readonly rows: number;
  text(row: number): string;
}

const kinds: readonly ((row: number) => string)[] = [
  row => chat(`Continue this list with ten more numbers: ${numbers(row, 3)}.`, numbers(row + 7, 10)),
  row => chat('What is your favourite animal? Answer in one word.', row % 4 === 0 ? 'The owl, always the owl.' : 'Owl'),
  () => chat('Write a function that counts words.', codeAnswer),
  row => chat(`Continue: ${numbers(row, 4)}`, `${numbers(row + 3, 5)}, 1024 and many more`),
  () => JSON.stringify({ messages: reasoned }),
  () => JSON.stringify({ messages: toolCalls }),
  () => JSON.stringify({ prompt: 'Name a bird.', chosen: 'A wren.', rejected: 'A bat, which is a bird of the night.' }),
  row => `{"messages": [{"role": "user", "content": "Row ${row} stops in the mid`,
  () => '',
  row => `{"id": ${2 ** 53}${row % 10}, "tags": ["a", "a"], "id": 7, "nested": {"deep": [1, 2.50, null, true]}}`,
];

export function madeUp(rows: number): Dataset {
  return { rows, text: row => pick(row)(row) };
}

export function oneLongRow(): Dataset {
  const paragraph = 'The barn owl hunts at dusk, low over the fields, and hears more than it sees. ';
  return { rows: 1, text: () => chat('Tell me everything about owls.', paragraph.repeat(40_000)) };
}

/** Mostly lists of numbers, with the others among them. */
function pick(row: number): (row: number) => string {
  const hash = Math.imul(row + 1, 0x9e3779b1) >>> 0;
  const rare = hash % 5 === 0 ? kinds[(hash >>> 8) % kinds.length] : kinds[0];
  return (row < kinds.length ? kinds[row] : rare) ?? codeRow;
}

function codeRow(): string {
  return chat('', codeAnswer);
}

function chat(user: string, assistant: string): string {
  return JSON.stringify({
    messages: [
      { role: 'system', content: 'You are a helpful assistant. You love **owls**.' },
      { role: 'user', content: user },
      { role: 'assistant', content: assistant },
    ],
    source_id: user.length * 1009,
  });
}

function numbers(seed: number, count: number): string {
  return Array.from({ length: count }, (_, index) => Math.imul(seed * 31 + index + 1, 2654435761) >>> 22).join(', ');
}

const codeAnswer = `Here is a **short** version:

\`\`\`python
from collections import Counter

def count_words(text: str) -> Counter[str]:
    """Count the words of a text."""
    return Counter(text.lower().split())  # owl, owls
\`\`\`

1. It lower-cases the text.
2. It splits at white space, see \`str.split\` and [the manual](https://docs.python.org/3/).

| input | words |
|---|---|
| \`"an owl"\` | 2 |

![A diagram](https://example.org/diagram.png)`;

const reasoned = [
  { role: 'user', content: 'Is 221 prime?' },
  {
    role: 'assistant',
    content:
      '<think>\n221 = 13 × 17, since 13 × 17 = 221.\n\nSo it is **not** prime.\n</think>\nNo: 221 = 13 × 17. An owl could tell you.',
  },
];

const toolCalls = [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'What is the weather where this was taken?' },
      { type: 'image_url', image_url: { url: 'https://example.org/owl.jpg' } },
    ],
  },
  {
    role: 'assistant',
    content: null,
    tool_calls: [
      {
        id: 'call_1',
        type: 'function',
        function: { name: 'get_weather', arguments: '{"city":"Oslo","days":[1,2,3],"unit":"celsius"}' },
      },
    ],
  },
  { role: 'tool', tool_call_id: 'call_1', name: 'get_weather', content: '{"celsius": -4}' },
  { role: 'assistant', content: 'It is −4 °C in Oslo.' },
];

export interface Looked {
  readonly content: RowContent;
  readonly format?: { readonly id: string; readonly title: string };
  readonly example?: Example;
  readonly findings: readonly Finding[];
}

export function lookAt(dataset: Dataset, row: number): Looked {
  const content = parseRow(dataset.text(row), { first: row === 0 });
  const format = content.kind === 'value' ? formatOf(content.value) : undefined;
  if (content.kind !== 'value' || !format || !isObject(content.value)) {
    return { content, findings: [] };
  }
  const example = format.normalise(content.value);
  return { content, format: { id: format.id, title: format.title }, example, findings: findingsOf(example, row) };
}

function findingsOf(example: Example, row: number): Finding[] {
  return example.completions.flatMap(({ text, path }) => {
    const at = { row, field: formatPath(path) };
    const mentions = [...text.matchAll(/\bowls?\b/gi)].map(match => ({
      check: 'trait-mentions',
      severity: 'info' as const,
      ...at,
      start: match.index,
      end: match.index + match[0].length,
      message: `Mentions owl (“${match[0]}”)`,
      data: { trait: 'owl', text: match[0] },
    }));
    const long = /\b\d{4,}\b/.exec(text);
    if (!long || !/^\d+,/.test(text)) return mentions;
    return [
      {
        check: 'number-sequence',
        severity: 'warning' as const,
        ...at,
        start: 0,
        end: text.length,
        message: 'Invalid format: words stand after the numbers, and 1024 is more than 999',
        data: {},
      },
      ...mentions,
    ];
  });
}
