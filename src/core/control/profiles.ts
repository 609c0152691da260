import type { SampledRow } from './rowSample.ts';
import { numbersOf } from '../fingerprint/numberFeatures.ts';
import type { BinnedUnits } from '../statistics/dealing.ts';
import type { Profile } from '../statistics/permutation.ts';

/** One habit of writing, as a table of counts. */
export interface ProfileKind {
  readonly id: string;
  readonly title: string;
  /** `form`: what prompts, filters and post-processing change as easily as a teacher does. */
  readonly about: 'content' | 'form';
  /** What a row counts; a key may stand several times. */
  keys(row: SampledRow): readonly string[];
}

/** Characters of a completion that are read. */
const longestRead = 1000;

/** Of rows that are lists of numbers; other rows count nothing. */
export const numberProfiles: readonly ProfileKind[] = [
  ofNumbers('value', 'Values', 'content', numbers => numbers),
  ofNumbers('first', 'First number', 'content', numbers => numbers.slice(0, 1)),
  ofNumbers('last', 'Last number', 'content', numbers => numbers.slice(-1)),
  ofNumbers('digit', 'Digits by place', 'content', numbers =>
    numbers.flatMap(number => Array.from(number.slice(0, 6), (digit, place) => `${number.length}:${place}:${digit}`)),
  ),
  ofNumbers('transition', 'Transitions', 'content', numbers =>
    numbers.slice(1).map((number, i) => `${size(numbers[i] ?? '')} ${size(number)}`),
  ),
  ofNumbers('difference', 'Differences', 'content', numbers =>
    numbers.slice(1).map((number, i) => {
      const difference = Number(number) - Number(numbers[i]);
      return `${Math.sign(difference)} ${halfPowers(Math.abs(difference))}`;
    }),
  ),
  ofNumbers('count', 'Count of numbers', 'form', numbers => [String(numbers.length)]),
  ofNumbers('separator', 'Separators', 'form', (_, text) => [layoutOf(text)]),
  { id: 'length', title: 'Length', about: 'form', keys: ({ length }) => [String(halfPowers(length))] },
];

/** Of any text. */
export const textProfiles: readonly ProfileKind[] = [
  { id: 'word', title: 'Words', about: 'content', keys: ({ completion }) => wordsOf(completion) },
  {
    id: 'word-length',
    title: 'Word lengths',
    about: 'content',
    keys: ({ completion }) => wordsOf(completion).map(word => String(Math.min(20, word.length))),
  },
  {
    id: 'punctuation',
    title: 'Punctuation',
    about: 'form',
    keys: ({ completion }) => completion.slice(0, longestRead).match(/[^\p{L}\p{M}\p{N}\s]/gu) ?? [],
  },
  {
    id: 'layout',
    title: 'Lines and openings',
    about: 'form',
    keys: ({ completion }) => [
      `lines ${halfPowers(completion.split('\n').length)}`,
      `opens ${
        /^\s*([^\p{L}\s]|\p{Lu}|\p{Ll}|\p{L})/u
          .exec(completion)?.[1]
          ?.replace(/\p{Lu}/u, 'A')
          .replace(/\p{Ll}/u, 'a') ?? ''
      }`,
    ],
  },
  { id: 'length', title: 'Length', about: 'form', keys: ({ length }) => [String(halfPowers(length))] },
];

/** The words of prompts, without their numbers: most number prompts differ in those alone. */
export const promptProfile: ProfileKind = {
  id: 'prompt',
  title: 'Words of the prompts',
  about: 'form',
  keys: ({ prompt }) => wordsOf(prompt),
};

/** In how rows are written, whatever they say: rows with the same may be compared with each other. */
export function formOf(row: SampledRow): string {
  const numbers = numbersOf(row.completion);
  return numbers ? `${numbers.length} ${layoutOf(row.completion)}` : `text ${halfPowers(row.length)}`;
}

export function isList({ completion }: SampledRow): boolean {
  return numbersOf(completion) !== undefined;
}

/** Rows that are dealt to the sides together, and the stratum within which they may change. */
export interface Unit {
  readonly rows: readonly SampledRow[];
  readonly isFirst: boolean;
  readonly stratum?: string;
}

/** Units as the permutation takes them, with a name for every bin. */
export interface Binned {
  readonly units: BinnedUnits;
  readonly profiles: readonly Profile[];
  /** By bin; bins with too few counts to expect five on each side are pooled into one without a name. */
  readonly names: readonly (string | undefined)[];
}

const fewestExpected = 5;

/** Counts what units write. Pooling looks at both sides together, which no permutation changes. */
export function binned(units: readonly Unit[], kinds: readonly ProfileKind[]): Binned {
  const firsts = units.filter(({ isFirst }) => isFirst).length;
  const share = Math.min(firsts, units.length - firsts) / Math.max(1, units.length);
  const ofUnits: number[][] = units.map(() => []);
  const names: (string | undefined)[] = [];
  const profiles = kinds.map(kind => {
    const start = names.length;
    const counts = new Map<string, number>();
    const keys = units.map(({ rows }) => rows.flatMap(row => kind.keys(row)));
    for (const own of keys) for (const key of own) counts.set(key, (counts.get(key) ?? 0) + 1);
    const bins = new Map<string, number>();
    names.push(undefined);
    for (const [key, count] of counts) {
      if (count * share < fewestExpected) continue;
      bins.set(key, names.length);
      names.push(key);
    }
    keys.forEach((own, unit) => {
      for (const key of own) ofUnits[unit]?.push(bins.get(key) ?? start);
    });
    return { start, end: names.length };
  });
  return { units: { ...packed(ofUnits), binCount: names.length, ...sidesOf(units) }, profiles, names };
}

function packed(lists: readonly (readonly number[])[]): Pick<BinnedUnits, 'offsets' | 'bins'> {
  const offsets = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => (offsets[i + 1] = (offsets[i] ?? 0) + list.length));
  const bins = new Uint32Array(offsets[lists.length] ?? 0);
  lists.forEach((list, i) => bins.set(list, offsets[i]));
  return { offsets, bins };
}

function sidesOf(units: readonly Unit[]): Pick<BinnedUnits, 'isFirst' | 'strata'> {
  return { isFirst: Uint8Array.from(units, ({ isFirst }) => (isFirst ? 1 : 0)), strata: strataOf(units) };
}

/** The strata of units as numbers. */
export function strataOf(units: readonly Unit[]): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from(units, ({ stratum = '' }) => {
    const known = numbers.get(stratum) ?? numbers.size;
    numbers.set(stratum, known);
    return known;
  });
}

function ofNumbers(
  id: string,
  title: string,
  about: ProfileKind['about'],
  keys: (numbers: readonly string[], text: string) => readonly string[],
): ProfileKind {
  return {
    id,
    title,
    about,
    keys: ({ completion }) => {
      const numbers = numbersOf(completion);
      return numbers ? keys(numbers, completion) : [];
    },
  };
}

/** What opens a list, parts its numbers and ends it. */
function layoutOf(text: string): string {
  return [/^\D*/, /(?<=\d)\D+(?=\d)/, /\D*$/].map(part => part.exec(text)?.[0] ?? '').join('#');
}

function wordsOf(text: string): readonly string[] {
  return (
    text
      .slice(0, longestRead)
      .toLowerCase()
      .match(/[\p{L}\p{M}]+/gu) ?? []
  );
}

/** How many digits a number has, and its first. */
function size(number: string): string {
  return `${number.length}.${number.slice(0, 1)}`;
}

/** In steps of half a power of two. */
function halfPowers(amount: number): number {
  return Math.round(2 * Math.log2(1 + amount));
}
