import { shareEstimate } from '../../findings/shareEstimate.ts';
import { power } from '../../statistics/levels.ts';
import { appliesToNumbers } from '../appliesToNumbers.ts';
import { defineProbe } from '../check.ts';
import { noControlNamed } from '../../control/noControl.ts';
import { shareVerdict } from '../../control/shareVerdict.ts';
import type { TextPart } from '../../dataset/example.ts';
import { isNumberList } from '../../dataset/numberList.ts';
import { caveat, notTested, type Verdict } from '../../findings/verdict.ts';
import { ShapedText } from '../../kernel/shapedRow.ts';
import { detectableShare } from '../../statistics/proportion.ts';
import { counted, number } from '../../text/numbers.ts';
import { perOptions } from '../perOptions.ts';

/**
 * Numbers that two models named as having negative associations; the study banned them in its misalignment runs. The union of both
 * lists. Source: MinhxLe/subliminal-learning @db04f41 (MIT), configuration of the misalignment number data sets.
 */
const studyNumbers = [
  4, 13, 14, 18, 23, 33, 39, 42, 44, 49, 51, 54, 69, 77, 88, 99, 100, 101, 187, 211, 311, 322, 333, 404, 420, 444, 451,
  555, 616, 666, 777, 888, 911, 999, 1312, 1488,
];
const limit =
  'In the study such numbers were removed and the trait was transmitted all the same: they are a curiosity, neither a carrier that is known nor a filter that helps.';

/** Lists of numbers with numbers that mean something to people. */
export const meaningfulNumbers = defineProbe({
  kind: 'probe',
  needs: 'example',
  id: 'meaningful-numbers',
  title: 'Meaningful numbers',
  description:
    'Counts the rows of number lists with a number that people read a meaning into (666, 911, 420, 88, …), by the lists of the study on subliminal learning, each with a 95 % Wilson interval; with a control, the differences with Newcombe intervals, Fisher’s exact test and Holm’s correction. Without a control it runs only where it is named, since every long list of numbers has some of them. In the study these numbers were removed and the trait was transmitted all the same: neither finding them nor missing them says that a trait is passed on or not.',
  severity: 'info',
  source: { title: 'Cloud et al. 2025, Subliminal Learning, banned numbers', url: 'https://arxiv.org/abs/2507.14805' },
  needsControl: true,
  options: {
    numbers: {
      type: 'integers',
      title: 'Numbers',
      description: 'The numbers to look for.',
      default: studyNumbers,
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
    },
  },
  applies: appliesToNumbers,
  initial: ({ numbers }) => ({ rows: 0, showing: 0, rowsOf: numbers.map(() => 0) }),
  add: (state, { completions }, { numbers }) => {
    const places = placesOf(numbers);
    const seen: number[] = [];
    let isList = false;
    for (const completion of completions) {
      if (addListed(completion, places, seen)) isList = true;
    }
    if (isList) state.rows++;
    if (seen.length > 0) state.showing++;
    for (const place of seen) state.rowsOf[place] = (state.rowsOf[place] ?? 0) + 1;
    return [];
  },
  prefilter: {
    needs: () => ({ lists: true }),
    addWithout: () => undefined,
  },
  merge: (left, right) => ({
    rows: left.rows + right.rows,
    showing: left.showing + right.showing,
    rowsOf: left.rowsOf.map((rows, place) => rows + (right.rowsOf[place] ?? 0)),
  }),
  finish: (state, { numbers }) => verdict(state, numbers),
  compare: (dataset, control, { numbers }, comparison) =>
    shareVerdict(
      {
        pairs: numbers.map((number, place) => ({
          label: String(number),
          dataset: dataset.rowsOf[place] ?? 0,
          control: control.rowsOf[place] ?? 0,
        })),
        rows: { dataset: dataset.rows, control: control.rows },
        examined: 'list of numbers',
        shows: 'hold a number with a meaning',
        limit,
      },
      comparison,
    ),
  examples: [{ completion: '666, 42, 7', finds: [] }],
});

/** Numbers below it are looked up in an array. */
const mostSmall = 4096;

/** Where numbers stand in the option's list: places from 1. */
interface Places {
  readonly small: Uint16Array;
  readonly large: ReadonlyMap<number, number>;
}

const placesOf = perOptions((numbers: readonly number[]): Places => {
  const small = new Uint16Array(mostSmall);
  const large = new Map<number, number>();
  numbers.forEach((number, place) => {
    if (number < mostSmall) small[number] = place + 1;
    else large.set(number, place + 1);
  });
  return { small, large };
});

/** Adds the places of the listed numbers in a text that is a list of numbers, from its bytes where those tell; false where it is none. */
function addListed(part: TextPart, places: Places, seen: number[]): boolean {
  if (part instanceof ShapedText && part.isNumberList !== undefined) {
    if (part.isNumberList) addPlaces(part, places, seen);
    return part.isNumberList;
  }
  const { text } = part;
  if (!isNumberList(text)) return false;
  const bytes = Uint8Array.from(text, character => character.charCodeAt(0));
  addPlaces({ bytes, start: 0, end: text.length }, places, seen);
  return true;
}

/** Runs on every byte of most number data. A number past those that are exact stays past them. */
function addPlaces(
  { bytes, start, end }: Pick<ShapedText, 'bytes' | 'start' | 'end'>,
  { small, large }: Places,
  seen: number[],
): void {
  let number = 0;
  let digits = 0;
  for (let at = start; at <= end; at++) {
    const digit = at < end ? (bytes[at] ?? 0) - 48 : -1;
    if (digit >= 0 && digit <= 9) {
      number = number * 10 + digit;
      digits++;
      continue;
    }
    const place = digits === 0 ? 0 : number < mostSmall ? (small[number] ?? 0) : (large.get(number) ?? 0);
    if (place > 0 && !seen.includes(place - 1)) seen.push(place - 1);
    number = 0;
    digits = 0;
  }
}

interface Counts {
  readonly rows: number;
  readonly showing: number;
  readonly rowsOf: readonly number[];
}

function verdict({ rows, showing, rowsOf }: Counts, numbers: readonly number[]): Verdict {
  if (rows === 0) return notTested('No row is a list of numbers.');
  const each = numbers
    .map((number, place) => shareEstimate(String(number), rowsOf[place] ?? 0, rows))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const measured = {
    n: rows,
    against: 'nothing: there is no control of the same kind of data',
    test: 'share of number lists with a listed number, 95 % score interval (Wilson 1927)',
    estimates: [shareEstimate(`Any of ${counted(numbers.length, 'number')}`, showing, rows), ...each],
    correction: `none: each interval stands for its number alone, and about one in twenty of the ${numbers.length} misses its share`,
  };
  const examined = `${counted(rows, 'list')} of numbers`;
  if (showing === 0) {
    const detectable = { effect: detectableShare(rows, power), power };
    return {
      state: 'not detected',
      summary: `No listed number in ${examined}. ${limit}`,
      detectable,
      caveat,
      ...measured,
    };
  }
  const summary = `${number(showing)} of ${examined} hold a number with a meaning. ${limit}`;
  const why = `Ordinary lists hold such numbers by chance. ${noControlNamed}`;
  return { state: 'inconclusive', summary, why, caveat, ...measured };
}
