import { duplicateShares, Ngrams, wordsOf } from './repetitionShares.ts';
import { defineFilter } from '../check.ts';
import { percent } from '../../text/numbers.ts';

const published = 'Rae et al. 2021, table A1';

/** Rejects texts that say the same thing over and over. */
export const repetition = defineFilter({
  kind: 'filter',
  id: 'repetition',
  title: 'Repetition',
  description:
    'Rejects a completion that repeats itself, by the measures and thresholds of MassiveText, the data of Gopher: shares of lines and paragraphs that occurred before, of characters in the most frequent 2-, 3- and 4-gram of words, and of characters in 5- to 10-grams that occurred before, without counting a character twice. The measures were made for web pages of 50 words and more, and shorter texts are kept. Tables, lists, code and verse repeat themselves by nature and are rejected too often; a text without spaces between words has few of them.',
  severity: 'warning',
  source: {
    title: 'Rae et al. 2021, Scaling Language Models (Gopher), A.1.1',
    url: 'https://arxiv.org/abs/2112.11446',
  },
  optIn: true,
  needs: 'completion',
  options: {
    minWords: {
      type: 'integer',
      title: 'Fewest words',
      description: 'Texts with fewer words are kept.',
      default: 50,
      minimum: 1,
      maximum: 1_000_000,
    },
    duplicateLines: share('Duplicate lines', 'share of lines that occurred before', 0.3),
    duplicateLineCharacters: share(
      'Characters in duplicate lines',
      'share of characters in lines that occurred before',
      0.2,
    ),
    duplicateParagraphs: share('Duplicate paragraphs', 'share of paragraphs that occurred before', 0.3),
    duplicateParagraphCharacters: share(
      'Characters in duplicate paragraphs',
      'share of characters in paragraphs that occurred before',
      0.2,
    ),
    top2: share('Most frequent 2-gram', 'share of characters in it', 0.2),
    top3: share('Most frequent 3-gram', 'share of characters in it', 0.18),
    top4: share('Most frequent 4-gram', 'share of characters in it', 0.16),
    duplicate5: share('Duplicate 5-grams', 'share of characters in those that occurred before', 0.15),
    duplicate6: share('Duplicate 6-grams', 'share of characters in those that occurred before', 0.14),
    duplicate7: share('Duplicate 7-grams', 'share of characters in those that occurred before', 0.13),
    duplicate8: share('Duplicate 8-grams', 'share of characters in those that occurred before', 0.12),
    duplicate9: share('Duplicate 9-grams', 'share of characters in those that occurred before', 0.11),
    duplicate10: share('Duplicate 10-grams', 'share of characters in those that occurred before', 0.1),
  },
  decide: (completion, options) => {
    const words = wordsOf(completion);
    if (words.length < options.minWords) return undefined;
    const lines = duplicateShares(completion, /\n+/);
    const paragraphs = duplicateShares(completion, /\n{2,}/);
    const { length } = completion;
    const faults = [
      fault('duplicate lines', lines.parts, options.duplicateLines),
      fault('characters in duplicate lines', lines.characters, options.duplicateLineCharacters),
      fault('duplicate paragraphs', paragraphs.parts, options.duplicateParagraphs),
      fault('characters in duplicate paragraphs', paragraphs.characters, options.duplicateParagraphCharacters),
      ...ngramFaults(words, options, length),
    ].filter(each => each !== undefined);
    const [worst] = faults.toSorted((left, right) => right.value / right.most - left.value / left.most);
    if (worst === undefined) return undefined;
    const others =
      faults.length === 1 ? '' : `, and ${faults.length - 1} more ${faults.length === 2 ? 'measure' : 'measures'}`;
    return {
      reasons: faults.map(({ reason }) => reason),
      message: `${percent(worst.value)} ${worst.reason}, at most ${percent(worst.most)} expected${others}.`,
      start: 0,
      end: completion.length,
      data: { shares: Object.fromEntries(faults.map(({ reason, value }) => [reason, value])) },
    };
  },
  examples: [
    { completion: 'no no no no', rejected: [] },
    {
      completion: 'Rain falls on the hills and fills the streams.\n'.repeat(8),
      rejected: [
        'duplicate lines',
        'characters in duplicate lines',
        'most frequent 2-gram',
        'most frequent 3-gram',
        'most frequent 4-gram',
        'duplicate 5-grams',
        'duplicate 6-grams',
        'duplicate 7-grams',
        'duplicate 8-grams',
        'duplicate 9-grams',
        'duplicate 10-grams',
      ],
    },
    { completion: Array.from({ length: 60 }, (_, i) => `word${i}`).join(' '), rejected: [] },
  ],
});

function share<Title extends string>(title: Title, what: string, most: number) {
  const description = `Largest ${what}; \`1\`: any. Default: ${published}.`;
  return { type: 'number', title, description, default: most, minimum: 0, maximum: 1 } as const;
}

/** The 2- to 4-grams by the most frequent one, the 5- to 10-grams by those that occurred before. */
function ngramFaults(
  words: readonly string[],
  most: Readonly<Record<`top${2 | 3 | 4}` | `duplicate${5 | 6 | 7 | 8 | 9 | 10}`, number>>,
  length: number,
): readonly (Fault | undefined)[] {
  const ngrams = new Ngrams(words);
  const top = ([2, 3, 4] as const).map(n => {
    ngrams.lengthen();
    return fault(`most frequent ${n}-gram`, ngrams.topShare(length), most[`top${n}`]);
  });
  const duplicate = ([5, 6, 7, 8, 9, 10] as const).map(n => {
    ngrams.lengthen();
    return fault(`duplicate ${n}-grams`, ngrams.duplicateShare(length), most[`duplicate${n}`]);
  });
  return [...top, ...duplicate];
}

interface Fault {
  readonly reason: string;
  readonly value: number;
  readonly most: number;
}

function fault(reason: string, value: number, most: number): Fault | undefined {
  return value > most && most < 1 ? { reason, value, most } : undefined;
}
