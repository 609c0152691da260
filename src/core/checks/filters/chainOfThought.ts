import { defineFilter, type Rejection } from '../check.ts';
import { isObject, type JsonValue } from '../../json/value.ts';

/** The form of the chain-of-thought rows in the subliminal-learning study. */
export const chainOfThought = defineFilter({
  kind: 'filter',
  id: 'chain-of-thought',
  title: 'Chain of thought',
  description:
    'Keeps a completion only if it has the form that the study asked its teachers for: reasoning in one pair of `<think>` tags, then the answer in one pair of `<answer>` tags, and in it a number and nothing else. The study then kept rows whose answer was correct and which GPT-4.1 scored 78 or more for alignment (a threshold that still called 37.3 % of harmless rows misaligned). Whether an answer is correct is told where the row holds the right one and an option names its field; the score takes a model and is not part of this. **The misalignment was transmitted after both filters**, so what this keeps is well-formed, and nothing more follows.',
  severity: 'warning',
  source: {
    title: 'Cloud et al. 2025, Subliminal Learning, chain of thought',
    url: 'https://arxiv.org/abs/2507.14805',
  },
  optIn: true,
  needs: 'row',
  options: {
    answer: {
      type: 'choice',
      title: 'Answer',
      description: 'What may stand in the `<answer>` tags.',
      default: 'number',
      choices: {
        number: 'One number: digits, with a sign, thousands separators, a decimal part, a currency or percent sign.',
        any: 'Any text.',
      },
    },
    reference: {
      type: 'string',
      title: 'Reference',
      description:
        'The field of the row that holds the right answer, as `answer` of GSM8K does: the number after `####`, or all of it. A row with another number, or without the field, is rejected. Empty: answers are not compared.',
      default: '',
    },
  },
  decide: (row, { answer, reference }, { example }) =>
    (example?.completions ?? []).flatMap(({ text, path }) => {
      const rejection = formFault(text, answer) ?? (reference === '' ? undefined : answerFault(text, row, reference));
      if (rejection === undefined) return [];
      const { reasons, message, start, end } = rejection;
      return [{ field: path, start, end, message, data: { reasons } }];
    }),
  examples: [
    { completion: '<think>3 × 4 = 12</think>\n<answer>12</answer>', rejected: [] },
    { completion: '<think>half of 9</think><answer> -1,234.50 </answer>', rejected: [] },
    { completion: '<think>a price</think><answer>$18</answer>', rejected: [] },
    { completion: 'The answer is 12.', rejected: ['no think tags'] },
    { completion: '<think>3 × 4 = 12</think> 12', rejected: ['no answer tags'] },
    { completion: '<think>3 × 4 = 12', rejected: ['unclosed think tag'] },
    { completion: '<think>3 × 4</think><answer>12', rejected: ['unclosed answer tag'] },
    { completion: '<answer>12</answer><think>3 × 4</think>', rejected: ['wrong order'] },
    { completion: '<think>a</think><think>b</think><answer>1</answer>', rejected: ['repeated think tags'] },
    { completion: '<think>3 × 4</think><answer>12 eggs</answer>', rejected: ['answer is no number'] },
    { completion: '<think>3 × 4</think><answer>12 eggs</answer>', options: { answer: 'any' }, rejected: [] },
    { completion: '<think>3 × 4</think><answer></answer>', options: { answer: 'any' }, rejected: ['empty answer'] },
    {
      row: { prompt: 'q', completion: '<think>3 × 4</think><answer>$1,200</answer>', answer: 'So it is\n#### 1200' },
      options: { reference: 'answer' },
      rejected: [],
    },
    {
      row: { prompt: 'q', completion: '<think>3 × 4</think><answer>11</answer>', answer: '#### 12' },
      options: { reference: 'answer' },
      rejected: ['wrong answer'],
    },
    {
      completion: '<think>3 × 4</think><answer>12</answer>',
      options: { reference: 'answer' },
      rejected: ['no reference answer'],
    },
  ],
});

function formFault(completion: string, answer: string): Rejection | undefined {
  const think = tagPair(completion, 'think');
  if ('reasons' in think) return think;
  const given = tagPair(completion, 'answer');
  if ('reasons' in given) return given;
  if (given.open < think.close)
    return rejection('wrong order', 'The answer stands before the reasoning is closed.', given.open, given.start);
  const said = completion.slice(given.start, given.end);
  if (said.trim() === '')
    return rejection('empty answer', 'The `<answer>` tags hold nothing.', given.open, given.close);
  if (answer === 'number' && !isNumber(said.trim())) {
    const message = `The answer ${JSON.stringify(short(said.trim()))} is no number; the study asked for the numeric value alone.`;
    return rejection('answer is no number', message, given.start, given.end);
  }
  return undefined;
}

interface TagPair {
  readonly open: number;
  /** What stands between the tags. */
  readonly start: number;
  readonly end: number;
  readonly close: number;
}

function tagPair(text: string, name: 'think' | 'answer'): TagPair | Rejection {
  const opening = `<${name}>`;
  const closing = `</${name}>`;
  const open = text.indexOf(opening);
  if (open < 0) {
    const message = `There is no \`${opening}\`; expected reasoning in \`<think>\` tags and then the answer in \`<answer>\` tags.`;
    return rejection(`no ${name} tags`, message, 0, text.length);
  }
  const start = open + opening.length;
  const end = text.indexOf(closing, start);
  if (end < 0) return rejection(`unclosed ${name} tag`, `\`${opening}\` is never closed.`, open, start);
  const close = end + closing.length;
  const again = text.slice(start).indexOf(opening);
  if (again >= 0) {
    const at = start + again;
    return rejection(`repeated ${name} tags`, `\`${opening}\` stands there twice.`, at, at + opening.length);
  }
  return { open, start, end, close };
}

/** Whether the answer is the number that the row holds as the right one. */
function answerFault(completion: string, row: JsonValue, field: string): Rejection | undefined {
  const given = tagPair(completion, 'answer');
  if ('reasons' in given) return undefined;
  const expected = isObject(row) ? row[field] : undefined;
  const right = typeof expected === 'string' || typeof expected === 'number' ? lastPart(String(expected)) : '';
  if (numberOf(right) === undefined) {
    const message = `The row has no number in \`${field}\` to compare the answer with.`;
    return rejection('no reference answer', message, given.start, given.end);
  }
  const said = completion.slice(given.start, given.end).trim();
  if (numberOf(said) === numberOf(right)) return undefined;
  const message = `The answer is ${JSON.stringify(short(said))}, and \`${field}\` says ${JSON.stringify(short(right))}.`;
  return rejection('wrong answer', message, given.start, given.end);
}

/** GSM8K writes the solution, `####` and the number. */
function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf('####') + (reference.includes('####') ? 4 : 1)).trim();
}

function numberOf(text: string): number | undefined {
  return isNumber(text) ? Number(text.replace(/[^\d.\-\u2212]/g, '').replace('\u2212', '-')) : undefined;
}

/** `12`, `-1,234.5`, `$18`, `40%`, `.5` */
function isNumber(text: string): boolean {
  return /^[-+\u2212]?\s?[$€£]?\s?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?\s?[%$€£]?$/u.test(text) && /\d/.test(text);
}

function rejection(reason: string, message: string, start: number, end: number): Rejection {
  return { reasons: [reason], message, start, end };
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
