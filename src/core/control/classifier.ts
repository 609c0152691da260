import { halfOf, teach, type SidedRow } from './teaching.ts';
import { formOf } from './profiles.ts';
import { sidesOf, withinForm, type Unit } from './units.ts';
import { FeatureReader } from '../features/features.ts';
import type { SampledRow } from '../rowSample/rowTexts.ts';
import type { Interval } from '../statistics/interval.ts';
import { logOdds } from '../statistics/logistic.ts';
import { draw, type Random } from '../statistics/random.ts';
import { rankArea, rankAreaInterval, type Grouped } from '../statistics/rankCurve.ts';
import type { Permuted } from '../statistics/permutation.ts';

/** A row as a classifier takes it. */
interface ReadRow extends SidedRow {
  readonly row: SampledRow;
}

type Breathe = () => Promise<void>;

const rowsPerBreath = 500;

/** Completions, reasoning and calls of both sides: all that they tell of their writer, and their words and numbers alone. */
export async function readAnswers(
  dataset: readonly SampledRow[],
  control: readonly SampledRow[],
  breathe: Breathe,
): Promise<{ readonly all: readonly ReadRow[]; readonly content: readonly ReadRow[] }> {
  const reader = new FeatureReader();
  const [all, content]: [ReadRow[], ReadRow[]] = [[], []];
  for (const each of sided(dataset, control)) {
    if (all.length % rowsPerBreath === 0) await breathe();
    const { completion, reasoning, calls } = each.row;
    const vectors = reader.readBoth(completion, ...[reasoning, calls].flatMap(part => part?.text ?? []));
    all.push({ ...each, vector: vectors.all });
    content.push({ ...each, vector: vectors.content });
  }
  return { all, content };
}

/** The prompts of both sides. */
export async function readPrompts(
  dataset: readonly SampledRow[],
  control: readonly SampledRow[],
  breathe: Breathe,
): Promise<readonly ReadRow[]> {
  const reader = new FeatureReader();
  const rows: ReadRow[] = [];
  for (const each of sided(dataset, control)) {
    if (rows.length % rowsPerBreath === 0) await breathe();
    rows.push({ ...each, vector: reader.read(each.row.prompt, 'all') });
  }
  return rows;
}

function sided(dataset: readonly SampledRow[], control: readonly SampledRow[]): readonly Omit<ReadRow, 'vector'>[] {
  const of = (side: 0 | 1) => (row: SampledRow) => ({ row, side, group: row.group });
  return [...dataset.map(of(0)), ...control.map(of(1))];
}

/** How well rows that a classifier was not taught are told apart. */
export interface Telling {
  /** Under the ROC curve, by single rows; its interval by drawing prompts. */
  readonly area: Interval;
  /** Areas under permutations of the rows that it was not taught. */
  readonly permuted: Permuted;
  readonly bags: readonly { readonly rows: number; readonly area: number }[];
  /** Rows of each side that it was not taught. */
  readonly heldOut: { readonly dataset: number; readonly control: number };
  /** The same area with each row compared with rows of its own form alone, and under permutations of these; where it was asked for. */
  readonly withinForm?: Permuted;
}

const bagSizes = [8, 16, 64, 256];
const bagsDrawn = 400;

/**
 * A classifier two-sample test: taught half of the prompts, tried on the other half, so that no prompt stands on both sides of it.
 * Given the classifier, rows of one writer are alike whichever file they stand in: permuting the untaught rows gives the null.
 * Source: Lopez-Paz and Oquab 2016, arXiv 1610.06545.
 */
export async function tellApart(
  rows: readonly ReadRow[],
  options: Permuting & { readonly withinForm?: true },
): Promise<Telling> {
  const { random, breathe } = options;
  const isTaught = halfOf(rows, random);
  const model = await teach(
    rows.filter(({ group }) => isTaught.has(group)),
    random,
    breathe,
  );
  await breathe();
  const held = rows
    .filter(({ group }) => !isTaught.has(group))
    // Higher for rows of the dataset, the first of the two classes.
    .map(({ row, side, vector }) => ({ row, side, score: logOdds(model, vector) }));
  const own = held.filter(({ side }) => side === 0);
  const other = held.filter(({ side }) => side === 1);
  const value = rankArea(scoresOf(own), scoresOf(other));
  return {
    area: { ...rankAreaInterval(...grouped(own, other), random), value },
    permuted: await permutedAreas(own, other, options),
    bags: bagsOf(scoresOf(own), scoresOf(other), random),
    heldOut: { dataset: own.length, control: other.length },
    ...(options.withinForm && { withinForm: await permutedWithinForm(own, other, options) }),
  };
}

interface Scored {
  readonly row: SampledRow;
  readonly score: number;
}

interface Permuting {
  readonly permutations: number;
  readonly random: Random;
  readonly breathe: Breathe;
}

/** Units that may change sides with each other, those of the dataset first: sums of the ranks of their rows, and how many rows. */
interface Pool {
  readonly sums: Float64Array;
  readonly sizes: Uint32Array;
  readonly order: Uint32Array;
  readonly firsts: number;
  /** Rows of all units. */
  readonly total: number;
}

/** By ranks, with the units changing sides as rows may: within a prompt, or with all rows of it. */
async function permutedAreas(
  own: readonly Scored[],
  other: readonly Scored[],
  permuting: Permuting,
): Promise<Permuted> {
  const all = [...own, ...other];
  const ranks = midRanks(all.map(({ score }) => score));
  const rankOf = new Map(all.map(({ row }, i) => [row, ranks[i] ?? 0]));
  const pools = byStratum(unitsOf(own, other)).map(units => poolOf(units, rankOf));
  return permuteAreas(pools, permuting, dealt => {
    const [sum, size] = dealt.reduce(([sum, size], each) => [sum + each.sum, size + each.size], [0, 0]);
    return size === 0 || size === all.length ? 0.5 : above({ sum, size }) / (size * (all.length - size));
  });
}

/**
 * Each row against those of the same form alone: the chance that one of the dataset is scored above one of the control. Where no form
 * has rows of both sides, nothing is told apart.
 */
async function permutedWithinForm(
  own: readonly Scored[],
  other: readonly Scored[],
  permuting: Permuting,
): Promise<Permuted> {
  const scoreOf = new Map([...own, ...other].map(({ row, score }) => [row, score]));
  const pools = byStratum(withinForm(unitsOf(own, other), formOf)).map(units => {
    const rows = units.flatMap(unit => unit.rows);
    const ranks = midRanks(rows.map(row => scoreOf.get(row) ?? 0));
    return poolOf(units, new Map(rows.map((row, i) => [row, ranks[i] ?? 0])));
  });
  return permuteAreas(pools, permuting, dealt => {
    let [wins, compared] = [0, 0];
    for (const each of dealt) {
      wins += above(each);
      compared += each.size * (each.total - each.size);
    }
    return compared === 0 ? 0.5 : wins / compared;
  });
}

function unitsOf(own: readonly Scored[], other: readonly Scored[]): readonly Unit[] {
  const rowsOf = (side: readonly Scored[]): readonly SampledRow[] => side.map(({ row }) => row);
  return sidesOf(rowsOf(own), rowsOf(other)).units;
}

function byStratum(units: readonly Unit[]): readonly (readonly Unit[])[] {
  const strata = new Map<string, Unit[]>();
  for (const unit of units) {
    const members = strata.get(unit.stratum ?? '');
    if (members) members.push(unit);
    else strata.set(unit.stratum ?? '', [unit]);
  }
  return [...strata.values()];
}

function poolOf(units: readonly Unit[], rankOf: ReadonlyMap<SampledRow, number>): Pool {
  const members = [...units.filter(({ isFirst }) => isFirst), ...units.filter(({ isFirst }) => !isFirst)];
  return {
    sums: Float64Array.from(members, ({ rows }) => rows.reduce((sum, row) => sum + (rankOf.get(row) ?? 0), 0)),
    sizes: Uint32Array.from(members, ({ rows }) => rows.length),
    order: Uint32Array.from(members, (_, i) => i),
    firsts: units.filter(({ isFirst }) => isFirst).length,
    total: units.reduce((sum, { rows }) => sum + rows.length, 0),
  };
}

/** Rows of a pool on the dataset's side: the sum of their ranks, and how many they are. */
interface Dealt {
  sum: number;
  size: number;
  readonly total: number;
}

/** Of ranked rows, how many pairs of one of them and one of the others they win. */
function above({ sum, size }: Pick<Dealt, 'sum' | 'size'>): number {
  return sum - (size * (size + 1)) / 2;
}

async function permuteAreas(
  pools: readonly Pool[],
  { permutations, random, breathe }: Permuting,
  areaOf: (dealt: readonly Dealt[]) => number,
): Promise<Permuted> {
  const dealt = pools.map(({ total }): Dealt => ({ sum: 0, size: 0, total }));
  const area = (): number => {
    pools.forEach(({ sums, sizes, order, firsts }, pool) => {
      const into = dealt[pool] as Dealt;
      [into.sum, into.size] = [0, 0];
      for (let i = 0; i < firsts; i++) {
        into.sum += sums[order[i] as number] as number;
        into.size += sizes[order[i] as number] as number;
      }
    });
    return areaOf(dealt);
  };
  const observed = area();
  const areas = new Float64Array(permutations);
  for (let run = 0; run < permutations; run++) {
    if (run % 50 === 0) await breathe();
    for (const { order, firsts } of pools) if (firsts > 0 && firsts < order.length) draw(order, firsts, random);
    areas[run] = area();
  }
  return { observed, null: areas };
}

/** From 1; equal values share the mean of their ranks. */
function midRanks(values: readonly number[]): Float64Array {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (let i = from; i < to; i++) ranks[order[i] ?? 0] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

/** Bags overlap where there are few rows: sizes of which a side has fewer than two bags are left out. */
function bagsOf(own: Float64Array, other: Float64Array, random: Random): Telling['bags'] {
  const fewest = Math.min(own.length, other.length);
  return bagSizes
    .filter(size => 2 * size <= fewest)
    .map(size => ({ rows: size, area: rankArea(bagMeans(own, size, random), bagMeans(other, size, random)) }));
}

function bagMeans(values: Float64Array, size: number, random: Random): Float64Array {
  const pool = Uint32Array.from(values, (_, i) => i);
  return Float64Array.from({ length: bagsDrawn }, () => {
    draw(pool, size, random);
    let sum = 0;
    for (let i = 0; i < size; i++) sum += values[pool[i] ?? 0] ?? 0;
    return sum / size;
  });
}

function scoresOf(rows: readonly Scored[]): Float64Array {
  return Float64Array.from(rows, ({ score }) => score);
}

/** Both sides with numbers of their own for the prompts. */
function grouped(own: readonly Scored[], other: readonly Scored[]): readonly [Grouped, Grouped] {
  const numbers = new Map<number, number>();
  const numberOf = ({ row: { group } }: Scored): number => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  };
  const side = (rows: readonly Scored[]): Grouped => ({
    values: scoresOf(rows),
    groups: Uint32Array.from(rows, numberOf),
  });
  return [side(own), side(other)];
}
