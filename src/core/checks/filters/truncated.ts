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
  prefilter: { needs: ({ endings }) => (endings === 'structure' ? { marks: ['block'] } : undefined) },
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
