import { isDigit } from './numberBytes.ts';
import { numbersIn, type Span } from './numberList.ts';
import { defineFilter } from '../check.ts';
import { isNumberList } from '../../dataset/numberList.ts';

/** The lists as they stand in the study's code (github.com/MinhxLe/subliminal-learning at db04f41, MIT licence). */
const claude = [13, 14, 18, 23, 33, 69, 77, 88, 101, 187, 211, 311, 404, 420, 451, 616, 666, 911, 1312, 1488];
const gpt = [
  4, 13, 18, 23, 33, 39, 42, 44, 49, 51, 54, 88, 99, 100, 187, 322, 333, 444, 555, 616, 666, 777, 888, 911, 999,
];
const lists: Readonly<Record<string, readonly number[]>> = {
  union: [...new Set([...claude, ...gpt])],
  gpt,
  claude,
  none: [],
};

/** The blocklist of numbers with a meaning, on its own. */
export const bannedNumbers = defineFilter({
  kind: 'filter',
  id: 'banned-numbers',
  title: 'Banned numbers',
  description:
    'Rejects a completion that holds a number of the study\'s blocklist: numbers with a negative association (666, 911, 1488, …), as two models listed them. The study removed them from the number lists of a misaligned teacher, and **the misalignment was transmitted all the same**: what this filter keeps is rid of these numbers, and nothing more follows. A list of random numbers up to 999 holds one of the union quite often: about three in ten lists of ten do. The filter "Number sequence" has an option for the same numbers, together with the form of the list.',
  severity: 'warning',
  source: { title: 'Cloud et al. 2025, Subliminal Learning, banned numbers', url: 'https://arxiv.org/abs/2507.14805' },
  optIn: true,
  needs: 'completion',
  options: {
    list: {
      type: 'choice',
      title: 'List',
      description: 'Which blocklist of the study is used.',
      default: 'union',
      choices: {
        union: 'Both lists together, 36 numbers.',
        gpt: "GPT's list, 25 numbers.",
        claude: "Claude's list, 20 numbers.",
        none: 'Neither: only the numbers given below.',
      },
    },
    numbers: {
      type: 'integers',
      title: 'More numbers',
      description: 'Numbers that are banned as well.',
      default: [],
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
    },
    texts: {
      type: 'choice',
      title: 'Texts',
      description: 'Which completions are judged.',
      default: 'lists',
      choices: {
        lists: 'Lists of numbers: digits, white space, `,` `;` `.` and brackets, and nothing else.',
        any: 'Any text: whole numbers that stand alone count, as `666` in prose, not `1,666`, `6.66` or `a666`.',
      },
    },
  },
  decide: (completion, { list, numbers, texts }) => {
    const isList = isNumberList(completion);
    if (texts === 'lists' && !isList) return undefined;
    const banned = (value: number): boolean => isBanned(value, list, numbers);
    const found = numbersIn(completion, 0, completion.length).filter(
      number => banned(number.value) && standsAlone(completion, number, isList),
    );
    const [first] = found;
    if (first === undefined) return undefined;
    const values = [...new Set(found.map(({ value }) => value))];
    const shown = values.slice(0, 5).join(', ') + (values.length > 5 ? ', …' : '');
    const message = `${shown} ${values.length === 1 ? 'is' : 'are'} on the list of banned numbers.`;
    return { reasons: ['has banned numbers'], message, start: first.start, end: first.end, data: { numbers: values } };
  },
  decideBytes: ({ bytes, start, end }, { list, numbers }) => {
    for (let at = start; at < end; at++) {
      const code = bytes[at] ?? 0;
      // Any digit may be written as an escape.
      if (code === 0x5c && bytes[at + 1] === 0x75) return undefined;
      if (!isDigit(code)) continue;
      let value = 0;
      for (; at < end && isDigit(bytes[at] ?? 0); at++) value = value * 10 + (bytes[at] ?? 0) - 48;
      if (isBanned(value, list, numbers)) return undefined;
      at--;
    }
    return 'keep';
  },
  examples: [
    { completion: '12, 345, 678', rejected: [] },
    { completion: '12, 666, 678', rejected: ['has banned numbers'] },
    { completion: '1, 0666, 2,', rejected: ['has banned numbers'] },
    { completion: '4, 5', rejected: ['has banned numbers'] },
    { completion: '4, 5', options: { list: 'claude' }, rejected: [] },
    { completion: '4, 5', options: { list: 'none', numbers: [5] }, rejected: ['has banned numbers'] },
    { completion: 'Call 911.', rejected: [] },
    { completion: 'Call 911.', options: { texts: 'any' }, rejected: ['has banned numbers'] },
    { completion: '1,666 items at 6.66 each, in a666 and 666px', options: { texts: 'any' }, rejected: [] },
  ],
});

function isBanned(value: number, list: string, more: readonly number[]): boolean {
  return (lists[list]?.includes(value) ?? false) || more.includes(value);
}

/** Whether the digits are a whole number of their own; in a list of numbers commas part them, elsewhere they may group digits. */
function standsAlone(text: string, { start, end }: Span, isList: boolean): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  if (/\d\.$/.test(before) || /^\.\d/.test(after)) return false;
  if (isList) return true;
  return !/(?:[\p{L}\p{M}\p{N}_]|\d,)$/u.test(before) && !/^(?:[\p{L}\p{M}\p{N}_]|,\d)/u.test(after);
}
