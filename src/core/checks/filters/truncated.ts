import { endsMidSentence, truncations } from './truncations.ts';
import { defineFilter } from '../check.ts';

/** Rejects completions that were cut off. */
export const truncated = defineFilter({
  kind: 'filter',
  id: 'truncated',
  title: 'Truncated',
  description:
    'Rejects a completion whose form shows that it was cut off: reasoning that opens the answer and is never closed (`<think>` and its like), a fenced code block without its end, a JSON answer without its last bracket. With sentence endings asked for, also prose that stops in the middle of a sentence: a heuristic that rejects titles, names and answers without a full stop only where they are longer than a line of 80 characters. What a row says of itself (`finish_reason`) is for the filter of that name. A text cut at a full stop shows nothing.',
  severity: 'warning',
  source: {
    title: 'CommonMark 0.31, fenced code blocks',
    url: 'https://spec.commonmark.org/0.31.2/#fenced-code-blocks',
  },
  needs: 'completion',
  options: {
    endings: {
      type: 'choice',
      title: 'Endings',
      description: 'What must have come to its end.',
      default: 'structure',
      choices: {
        structure: 'Reasoning, code blocks and JSON.',
        sentences: 'Also the last sentence.',
      },
    },
  },
  decide: (completion, { endings }) => {
    const found = truncations(completion);
    const [first] = found;
    if (first)
      return { reasons: found.map(({ reason }) => reason), message: first.message, start: first.start, end: first.end };
    if (endings !== 'sentences' || !endsMidSentence(completion)) return undefined;
    const start = completion.slice(0, -1).lastIndexOf(' ') + 1;
    return {
      reasons: ['ends mid-sentence'],
      message: 'Ends in the middle of a sentence.',
      start,
      end: completion.length,
    };
  },
  decideBytes: ({ bytes, start, end, escaped }, { endings }) => {
    if (endings === 'sentences') return undefined;
    // A block begins a line; a reasoning tag or JSON begins the text.
    if (mayOpenBlock(bytes, start)) return undefined;
    for (let at = escaped ? bytes.indexOf(0x5c, start) : -1; at >= 0 && at < end; at = bytes.indexOf(0x5c, at + 2)) {
      const letter = bytes[at + 1];
      if (letter === 0x75 || (letter === 0x6e && mayOpenBlock(bytes, at + 2))) return undefined;
    }
    return opensPlainly(bytes, start, end) ? 'keep' : undefined;
  },
  examples: [
    { completion: 'A full sentence, with `code` in it', rejected: [] },
    { completion: '<think>\nFirst, 3 × 4', rejected: ['unclosed reasoning'] },
    { completion: '<think>3 × 4 = 12</think>12', rejected: [] },
    { completion: 'Use `<think>` tags.', rejected: [] },
    { completion: 'Here:\n```python\nprint(1)\n', rejected: ['unclosed code block'] },
    { completion: 'Here:\n```python\nprint(1)\n```\nDone.', rejected: [] },
    { completion: 'Here:\n```python\nprint(1)\n```\nDone.\n```', rejected: [] },
    { completion: '{"name": "Ada", "tags": ["a", "b', rejected: ['unclosed JSON'] },
    { completion: '{"name": "Ada", "note": "a } in a text"}', rejected: [] },
    { completion: '[0, 1) is half-open.', rejected: [] },
    { completion: `${'A long line of words that goes on '.repeat(3)}and then`, rejected: [] },
    {
      completion: `${'A long line of words that goes on '.repeat(3)}and then`,
      options: { endings: 'sentences' },
      rejected: ['ends mid-sentence'],
    },
    { completion: 'A short answer', options: { endings: 'sentences' }, rejected: [] },
  ],
});

/** Whether a line may open with a fence; white space, quotes and items of lists may stand before it. */
function mayOpenBlock(bytes: Uint8Array, start: number): boolean {
  for (let at = start; ; at++) {
    const code = bytes[at] ?? 0;
    if (code === 0x60 || code === 0x7e) return true;
    if (code === 0x5c && bytes[at + 1] === 0x74) at++;
    else if (!isBeforeFence(code)) return false;
  }
}

/** A space, `>`, or what marks an item: `-` `*` `+` or digits with `.` or `)`. */
function isBeforeFence(code: number): boolean {
  if (code === 0x20 || code === 0x3e) return true;
  return (code >= 0x29 && code <= 0x2e && code !== 0x2c) || (code >= 0x30 && code <= 0x39);
}

/** Whether a text as it stands in JSON opens with neither a tag nor a bracket, white space aside. */
function opensPlainly(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = bytes[at] ?? 0;
    if (code === 0x20) continue;
    if (code === 0x5c && isSpaceLetter(bytes[at + 1] ?? 0)) at++;
    else return code !== 0x3c && code !== 0x7b && code !== 0x5b && code !== 0x5c && !mayBeSpace(bytes, at);
  }
  return true;
}

/** Whether a white space beyond ASCII may begin there. */
function mayBeSpace(bytes: Uint8Array, at: number): boolean {
  const code = bytes[at] ?? 0;
  if (code === 0xe3) return bytes[at + 1] === 0x80 && bytes[at + 2] === 0x80;
  return code === 0xc2 || code === 0xe1 || code === 0xe2 || code === 0xef;
}

/** \n \t \r \f */
function isSpaceLetter(letter: number): boolean {
  return letter === 0x6e || letter === 0x74 || letter === 0x72 || letter === 0x66;
}
