import { appliesToNumbers } from '../appliesToNumbers.ts';
import { defineFilter } from '../check.ts';
import type { Rejection } from '../check.ts';
import { mayBegin, wordBefore } from './numberBytes.ts';
import { fault, numbersIn, trimEnds, unwrap } from './numberList.ts';
import type { Span } from './numberList.ts';
import { isPlainList, type Limits } from '../../dataset/plainList.ts';
import { remember } from '../../text/remember.ts';
import { counted, number } from '../../text/numbers.ts';

const largest = Number.MAX_SAFE_INTEGER;

/** The filter of the number experiments in the subliminal-learning study, decision for decision. */
export const numberSequence = defineFilter({
  kind: 'filter',
  id: 'number-sequence',
  title: 'Number sequence',
  description:
    'Keeps a completion only if it is a plain list of numbers, by the rule of the study on subliminal learning: numbers in ASCII digits with one and the same separator between all of them (white space, or a comma or semicolon with white space around it), the whole optionally in one pair of `[]` or `()` and optionally ended by one full stop. Then the count and every value must be within the limits and no value banned. The rule sees the form only: in the study the kept lists still carried the trait, so what it keeps is well-formed, and nothing more follows.',
  severity: 'warning',
  source: { title: 'Cloud et al. 2025, Subliminal Learning, number filter', url: 'https://arxiv.org/abs/2507.14805' },
  needs: 'completion',
  options: {
    minValue: {
      type: 'integer',
      title: 'Smallest value',
      description: 'A list with a smaller number is rejected: `numbers too small`.',
      default: 0,
      minimum: 0,
      maximum: largest,
    },
    maxValue: {
      type: 'integer',
      title: 'Largest value',
      description: 'A list with a larger number is rejected: `numbers too large`.',
      default: 999,
      minimum: 0,
      maximum: largest,
    },
    maxCount: {
      type: 'integer',
      title: 'Most numbers',
      description: 'A list with more numbers is rejected: `too many numbers`.',
      default: 10,
      minimum: 1,
      maximum: largest,
    },
    bannedNumbers: {
      type: 'integers',
      title: 'Banned numbers',
      description:
        'A list with one of these is rejected: `has banned numbers`. The study banned numbers with a meaning (666, 911, …) for its misalignment runs; the trait was transmitted all the same.',
      default: [],
      minimum: 0,
      maximum: largest,
    },
    leniency: {
      type: 'choice',
      title: 'Leniency',
      description: 'What is forgiven in the form of a list.',
      default: 'reference',
      choices: {
        reference:
          'Decide as the published rule does: white space at either end, or a separator after the last number, rejects.',
        lenient: 'Forgive white space at either end and one comma or semicolon after the last number.',
      },
    },
  },
  applies: appliesToNumbers,
  decide: (completion, options) => {
    const outer = options.leniency === 'lenient' ? trimEnds(completion, 0, completion.length) : whole(completion);
    const bare = unwrap(completion, outer.start, outer.end);
    const list = options.leniency === 'lenient' ? withoutLastSeparator(completion, bare) : bare;
    const wrong = fault(completion, list.start, list.end);
    if (wrong !== undefined) return invalid(completion, wrong);
    return withinLimits(completion, list, options) ? undefined : outOfLimits(completion, list, options);
  },
  // No list begins with anything but a digit or its bracket: most texts that are none are told by their first byte.
  decideBytes: ({ bytes, start, end, wide, escaped }, options) => {
    const isStrict = options.leniency === 'reference';
    if (start < end && !mayBegin(bytes, start, options.leniency)) return 'reject';
    const isPlain = isPlainList(bytes, start, end, options);
    if (isPlain === true) return 'keep';
    return isPlain === false && isStrict && !wide && !escaped ? 'reject' : undefined;
  },
  prefilter: { needs: options => (options.bannedNumbers.length === 0 ? { unlisted: options } : undefined) },
  explainBytes: ({ bytes, start, end }, options) => {
    if (options.leniency !== 'reference' || mayBegin(bytes, start, options.leniency)) return undefined;
    const word = wordBefore(bytes, start, end);
    return word === undefined ? undefined : invalidWord(word);
  },
  examples: [
    { completion: '629, 937, 483, 762, 519', rejected: [] },
    { completion: '[12; 7; 305].', rejected: [] },
    { completion: '007\n8', rejected: [] },
    { completion: '5', rejected: [] },
    { completion: '1, 2,3', rejected: ['invalid format'] },
    { completion: '1, 2, 3,', rejected: ['invalid format'] },
    { completion: '1, 2, 3,\n', options: { leniency: 'lenient' }, rejected: [] },
    { completion: 'The next ones are 4, 5.', rejected: ['invalid format'] },
    { completion: '-1, 2', rejected: ['invalid format'] },
    { completion: '1 2 3 4 5 6 7 8 9 10 11', rejected: ['too many numbers'] },
    { completion: '5, 20', options: { minValue: 10 }, rejected: ['numbers too small'] },
    { completion: '100, 1000', rejected: ['numbers too large'] },
    { completion: '666, 2', options: { bannedNumbers: [666] }, rejected: ['has banned numbers'] },
    { completion: '1 2 3 4 5 6 7 8 9 10 1000', rejected: ['too many numbers', 'numbers too large'] },
  ],
});

function whole(text: string): Span {
  return { start: 0, end: text.length };
}

function withoutLastSeparator(text: string, list: Span): Span {
  const trimmed = trimEnds(text, list.start, list.end);
  const last = text[trimmed.end - 1];
  const separated = trimmed.end > trimmed.start && (last === ',' || last === ';');
  return separated ? trimEnds(text, trimmed.start, trimmed.end - 1) : trimmed;
}

function invalid(text: string, place: Span): Rejection {
  const found = text.slice(place.start, place.end);
  const message =
    found === ''
      ? 'Not a list of numbers: it ends where a number was expected.'
      : `${problem(text, found, place)}: ${JSON.stringify(short(found))} does not fit.`;
  return { reasons: ['invalid format'], message, start: place.start, end: place.end };
}

/** Few words open most of the texts that are no lists. */
const invalidWord = remember(word => invalid(word, whole(word)), 1000);

/** White space at an end is what some models end every answer with: whoever sees all rows rejected wants to know what forgives it. */
function problem(text: string, found: string, { start, end }: Span): string {
  const atEnd = end === text.length;
  if ((start > 0 && !atEnd) || found.trim() !== '' || text.trim() === '')
    return 'Not a list of numbers with one separator';
  return `White space ${atEnd ? 'after the last' : 'before the first'} number, which the published rule rejects and \`leniency: lenient\` forgives`;
}

function short(text: string): string {
  return text.length > 20 ? `${text.slice(0, 19)}…` : text;
}

/** Two passes over a short string cost less than a list of numbers per row. Digits past 2^53 round to at least 2^53, above every limit. */
function withinLimits(text: string, { start, end }: Span, limits: Limits): boolean {
  const { minValue, maxValue, maxCount, bannedNumbers = [] } = limits;
  let count = 0;
  let index = start;
  while (index < end) {
    let value = 0;
    let digit = text.charCodeAt(index) - 48;
    while (index < end && digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digit = text.charCodeAt(++index) - 48;
    }
    if (++count > maxCount || value < minValue || value > maxValue) return false;
    if (bannedNumbers.length > 0 && bannedNumbers.includes(value)) return false;
    while (index < end && (digit < 0 || digit > 9)) digit = text.charCodeAt(++index) - 48;
  }
  return true;
}

function outOfLimits(text: string, list: Span, limits: Limits): Rejection {
  const numbers = numbersIn(text, list.start, list.end);
  const extra = numbers[limits.maxCount];
  const small = numbers.find(number => number.value < limits.minValue);
  const large = numbers.find(number => number.value > limits.maxValue);
  const banned = numbers.find(number => limits.bannedNumbers?.includes(number.value));
  const faults = [
    extra && {
      reason: 'too many numbers',
      text: `${counted(numbers.length, 'number')}, at most ${number(limits.maxCount)} expected`,
      place: { start: extra.start, end: list.end },
    },
    small && { reason: 'numbers too small', text: `${shown(text, small)} is below ${limits.minValue}`, place: small },
    large && { reason: 'numbers too large', text: `${shown(text, large)} is above ${limits.maxValue}`, place: large },
    banned && { reason: 'has banned numbers', text: `${shown(text, banned)} is banned`, place: banned },
  ].filter(found => found !== undefined);
  const place = faults[0]?.place ?? list;
  return {
    reasons: faults.map(found => found.reason),
    message: `${faults.map(found => found.text).join('; ')}.`,
    start: place.start,
    end: place.end,
    data: { numbers: numbers.length },
  };
}

function shown(text: string, { start, end }: Span): string {
  return short(text.slice(start, end));
}
