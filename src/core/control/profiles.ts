import { KeyTally } from './keyTally.ts';
import type { Unit } from './units.ts';
import { writtenRow, type WrittenRow } from './writtenRow.ts';
import { numbersOf } from '../features/numberFeatures.ts';
import type { SampledRow, SampledText } from '../rowSample/rowTexts.ts';
import type { BinnedUnits } from '../statistics/dealing.ts';
import type { Profile } from '../statistics/permutation.ts';
import { Characters } from '../text/characters.ts';

/** One habit of writing, as a table of counts. */
export interface ProfileKind {
  readonly id: string;
  readonly title: string;
  /** `form`: what prompts, filters and post-processing change as easily as a teacher does. */
  readonly about: 'content' | 'form';
  /** What a row counts; a key may stand several times. */
  keys(row: WrittenRow): readonly string[];
}

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
const textProfiles: readonly ProfileKind[] = [
  { id: 'word', title: 'Words', about: 'content', keys: ({ words }) => words() },
  {
    id: 'word-length',
    title: 'Word lengths',
    about: 'content',
    keys: ({ words }) => words().map(word => String(Math.min(20, word.length))),
  },
  {
    id: 'punctuation',
    title: 'Punctuation',
    about: 'form',
    keys: ({ marks }) => marks(),
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

/** Of what stands beside a completion or in its place; whether there is any counts with its length. */
const reasoningProfiles: readonly ProfileKind[] = [
  {
    id: 'reasoning-word',
    title: 'Words of the reasoning',
    about: 'content',
    keys: ({ reasoningWords }) => reasoningWords(),
  },
  {
    id: 'reasoning-length',
    title: 'Length of the reasoning',
    about: 'form',
    keys: ({ reasoning }) => [lengthKey(reasoning)],
  },
];
const callProfiles: readonly ProfileKind[] = [
  { id: 'call-word', title: 'Words of the calls', about: 'content', keys: ({ callWords }) => callWords() },
  { id: 'call-length', title: 'Length of the calls', about: 'form', keys: ({ calls }) => [lengthKey(calls)] },
];

/** Of what rows have: those of completions, which are all numbers or are not, of reasoning and of calls. */
export function profilesOf(rows: readonly SampledRow[], asNumbers: boolean): readonly ProfileKind[] {
  return [
    ...(rows.some(saysSomething) ? (asNumbers ? numberProfiles : textProfiles) : []),
    ...(rows.some(({ reasoning }) => reasoning) ? reasoningProfiles : []),
    ...(rows.some(({ calls }) => calls) ? callProfiles : []),
  ];
}

/** Whether most completions are lists of numbers. */
export function areLists(rows: readonly SampledRow[]): boolean {
  const completions = rows.filter(saysSomething);
  return completions.filter(isList).length * 2 > completions.length;
}

/** The words of prompts, without their numbers: most number prompts differ in those alone. */
export const promptProfile: ProfileKind = {
  id: 'prompt',
  title: 'Words of the prompts',
  about: 'form',
  keys: ({ promptWords }) => promptWords(),
};

/**
 * In how rows are written, whatever they say, and whether they reason or call: rows with the same may be compared with each other.
 * Lengths of texts in steps of an eighth of a power of two: within half a power, texts that are a third longer were told apart by
 * their length.
 */
export function formOf({ completion, length, reasoning, calls }: SampledRow): string {
  const numbers = numbersOf(completion);
  const steps = (characters: number): number => Math.round(8 * Math.log2(1 + characters));
  if (!reasoning && !calls) return numbers ? `${numbers.length} ${layoutOf(completion)}` : `text ${steps(length)}`;
  const has = [completion, reasoning, calls].map(part => (part ? 1 : 0)).join('');
  const all = (numbers ? 0 : length) + (reasoning?.length ?? 0) + (calls?.length ?? 0);
  return `${has} ${steps(all)}${numbers ? ` ${numbers.length} ${layoutOf(completion)}` : ''}`;
}

function saysSomething({ completion }: SampledRow): boolean {
  return completion.trim() !== '';
}

function isList({ completion }: SampledRow): boolean {
  return numbersOf(completion) !== undefined;
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
  const tally = new KeyTally(kinds.length);
  const characters = new Characters();
  const offsets = new Uint32Array(units.length + 1);
  units.forEach(({ rows }, unit) => {
    for (const row of rows) {
      const written = writtenRow(row, characters);
      kinds.forEach((kind, i) => tally.add(i, kind.keys(written)));
    }
    offsets[unit + 1] = tally.size;
  });
  const names: (string | undefined)[] = [];
  const binOf = new Uint32Array(tally.keys.length);
  const profiles = kinds.map((_, kind) => {
    const start = names.length;
    names.push(undefined);
    tally.keys.forEach((key, number) => {
      if (key.kind !== kind) return;
      const isRare = key.count * share < fewestExpected;
      binOf[number] = isRare ? start : names.length;
      if (!isRare) names.push(key.name);
    });
    return { start, end: names.length };
  });
  const bins = tally.counted().map(number => binOf[number] as number);
  return { units: { offsets, bins, binCount: names.length, ...sideColumns(units) }, profiles, names };
}

function sideColumns(units: readonly Unit[]): Pick<BinnedUnits, 'isFirst' | 'strata'> {
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
    keys: ({ numbers, completion }) => {
      const listed = numbers();
      return listed ? keys(listed, completion) : [];
    },
  };
}

/** What opens a list, parts its numbers and ends it. */
function layoutOf(text: string): string {
  return [/^\D*/, /(?<=\d)\D+(?=\d)/, /\D*$/].map(part => part.exec(text)?.[0] ?? '').join('#');
}

/** How many digits a number has, and its first. */
function size(number: string): string {
  return `${number.length}.${number.slice(0, 1)}`;
}

function lengthKey(part: SampledText | undefined): string {
  return part ? String(halfPowers(part.length)) : 'none';
}

/** In steps of half a power of two. */
function halfPowers(amount: number): number {
  return Math.round(2 * Math.log2(1 + amount));
}
