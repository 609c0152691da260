import { orderFeatures } from './orderFeatures.ts';
import { contentsOf, promptsOf, type OrderedRow, type OrderSample, type PromptRows } from './orderSample.ts';
import { nullPicture } from '../findings/nullPicture.ts';
import { shareEstimate } from '../findings/shareEstimate.ts';
import { caveat, notTested, type Estimate, type Verdict } from '../findings/verdict.ts';
import { changePoint, type ChangePoint } from '../statistics/changePoint.ts';
import { quantile } from '../statistics/interval.ts';
import { level, power, z80, z975 } from '../statistics/levels.ts';
import { moments, permutationP } from '../statistics/permutation.ts';
import { seededRandom } from '../statistics/random.ts';
import { Characters } from '../text/characters.ts';
import { agreeing, counted, decimal, number, pText } from '../text/numbers.ts';

const fewestRows = 50;
/** Rows of a prompt from which on they can be copies of each other. */
const fewestAnswers = 3;
const fewestPrompts = 10;
/** Share of prompts with nothing but copies from which on samples look identical. */
const mostIdentical = 0.9;

const titles = {
  texts: ['Length', 'Number lists', 'Word length', 'Punctuation', 'Lines'],
  lists: ['Length', 'Number lists', 'Mean of the numbers', 'First number', 'Lines'],
} as const;

/** Rows that may not be parted: those of one prompt, at the first of their places. */
interface Item {
  readonly position: number;
  readonly features: readonly number[];
}

/** What the order of a file and the copies in it allow to be said. */
export function orderVerdict(
  state: OrderSample,
  { permutations, seed }: { readonly permutations: number; readonly seed: number },
): Verdict {
  const contents = contentsOf(state);
  const characters = new Characters();
  const features = new Map(contents.map(row => [row, orderFeatures(row, characters)]));
  const items = itemsOf(features);
  if (items.length < fewestRows)
    return notTested(
      `There ${agreeing(items.length, 'is', 'are')} ${counted(items.length, 'different prompt')} with an answer; at least ${fewestRows} are needed.`,
    );
  const found = changePoint(
    items.map(({ features }) => features),
    { permutations, random: seededRandom(seed) },
  );
  const p = permutationP(found.statistic);
  const asked = promptsOf(state).filter(({ rows }) => rows >= fewestAnswers);
  const identical = asked.filter(({ rows, same }) => rows === same).length;
  const looksIdentical = asked.length >= fewestPrompts && identical / asked.length > mostIdentical;
  const names =
    [...features.values()].filter(([, isList]) => isList === 1).length * 2 > contents.length
      ? titles.lists
      : titles.texts;
  const rows = contents.reduce((sum, { copies }) => sum + copies, 0);
  const measured = {
    n: rows,
    against: 'the same rows in random order',
    test: `largest cumulated deviation of five features along the file (CUSUM), ${number(permutations)} random orders of the prompts, add-one p-value; ${number(items.length)} prompts and ${number(rows)} of ${number(state.rows)} rows, sampled by their texts`,
    estimates: [...thirdsOf(items, names), ...copyEstimates(contents, asked, identical)],
    correction: 'none: one test, of the largest over all features',
    nulls: [nullPicture('Largest cumulated deviation', 'number', { ...found.statistic, p })],
    wouldChange: ['Each part of the file on its own: a change between parts is then no longer in it.'],
  };
  const copies = `${copiesText(contents)}${promptsText(asked, identical, looksIdentical)}`;
  if (p <= level || looksIdentical) {
    const change = p <= level ? `${changeText(found, items, names, p)} ` : 'No change along the file was seen. ';
    return {
      state: 'evidence found',
      summary: `${change}${copies} Whether that is a trait, it does not tell.`,
      ...measured,
    };
  }
  if (found.statistic.null.every(value => value === 0))
    return notTested(
      'The rows differ neither in length nor in layout, words or numbers: nothing could change along them.',
    );
  const effect = detectable(found, items.length);
  const summary = `No change along the file (${pText(p)}); a shift of ${decimal(effect)} standard deviations from the middle of the file on would have been seen with power ${power}, one nearer to an end less surely. ${copies}`;
  return { state: 'not detected', summary, detectable: { effect, power, unit: 'number' }, caveat, ...measured };
}

/**
 * A shift of d standard deviations in the middle brings the sum there to d·√n/4, which chance moves by half a standard deviation, as
 * a Brownian bridge.
 */
function detectable({ statistic }: ChangePoint, n: number): number {
  const threshold = quantile(statistic.null.toSorted(), 1 - level);
  return (4 * (threshold + z80 / 2)) / Math.sqrt(n);
}

function itemsOf(contents: ReadonlyMap<OrderedRow, readonly number[]>): readonly Item[] {
  const groups = new Map<number, OrderedRow[]>();
  for (const row of contents.keys()) {
    const group = groups.get(row.group);
    if (group) group.push(row);
    else groups.set(row.group, [row]);
  }
  return [...groups.values()]
    .map(rows => {
      const [first = [], ...more] = rows.map(row => contents.get(row) ?? []);
      return {
        position: Math.min(...rows.map(({ position }) => position)),
        features: first.map((own, i) => more.reduce((sum, its) => sum + (its[i] ?? 0), own) / rows.length),
      };
    })
    .sort((a, b) => a.position - b.position);
}

/** The last third less the first, in standard deviations of the whole: parts that no result has chosen. */
function thirdsOf(items: readonly Item[], names: readonly string[]): readonly Estimate[] {
  const third = Math.floor(items.length / 3);
  return names.flatMap((name, feature) => {
    const values = items.map(({ features }) => features[feature] ?? 0);
    const { sd } = moments(values);
    if (!(sd > 1e-12)) return [];
    const [first, last] = [moments(values.slice(0, third)), moments(values.slice(-third))];
    const value = (last.mean - first.mean) / sd;
    const error = Math.sqrt((first.sd ** 2 + last.sd ** 2) / third) / sd;
    const label = `${name}: last third less the first, in standard deviations`;
    const bounds = { low: value - z975 * error, high: value + z975 * error };
    return [
      { label, value, ...bounds, confidence: 0.95, count: items.length, n: items.length, unit: 'number' as const },
    ];
  });
}

function copyEstimates(
  contents: readonly OrderedRow[],
  asked: readonly PromptRows[],
  identical: number,
): readonly Estimate[] {
  const copied = contents.filter(({ copies }) => copies > 1).length;
  return [
    shareEstimate('Rows that stand more than once, of different rows', copied, contents.length),
    ...(asked.length > 0
      ? [
          shareEstimate(
            `Prompts with nothing but copies, of those with ${fewestAnswers} answers or more`,
            identical,
            asked.length,
          ),
        ]
      : []),
  ];
}

function copiesText(contents: readonly OrderedRow[]): string {
  const clusters = contents.filter(({ copies }) => copies > 1);
  if (clusters.length === 0) return 'No row was seen twice.';
  const rows = clusters.reduce((sum, { copies }) => sum + copies, 0);
  return `${number(clusters.length)} of ${counted(contents.length, 'different row')} ${agreeing(clusters.length, 'stands', 'stand')} more than once (${counted(rows, 'row')}): tests that take rows for independent are too sure.`;
}

function promptsText(asked: readonly PromptRows[], identical: number, looksIdentical: boolean): string {
  if (!looksIdentical) return '';
  return ` Samples look identical: for ${number(identical)} of ${counted(asked.length, 'prompt')} with ${fewestAnswers} answers or more, all answers are copies, as if every request had the same seed; they count as one answer each.`;
}

function changeText(
  { feature, after }: ChangePoint,
  items: readonly Item[],
  names: readonly string[],
  p: number,
): string {
  const row = items[after]?.position;
  const place = row === undefined ? 'at its end' : `about row ${number(row + 1)} of those with an answer`;
  return `The rows change along the file, most in ${(names[feature] ?? '').toLowerCase()} ${place} (${pText(p)}): sources one after the other, another model or setting from there on, or an order that somebody chose.`;
}
