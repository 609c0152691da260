import { FeatureReader, type FeatureScope } from '../features/features.ts';
import { featureDimension } from '../features/hashedFeatures.ts';
import { groupKey, type TeacherRow } from './samples.ts';
import { fitLogistic, logProbabilities, type LogisticModel, type SparseVector } from '../statistics/logistic.ts';
import { shuffled, type Random } from '../statistics/random.ts';

/** Rows of several sides, side by side. */
export interface Stack {
  readonly vectors: readonly SparseVector[];
  /** Of each row the class that it teaches; undefined: it is only scored. */
  readonly classes: readonly (number | undefined)[];
  /** Of each row the group that it may not be parted from, from 0. */
  readonly groups: Uint32Array;
  readonly classCount: number;
  readonly dimension: number;
}

const foldCount = 5;

/** What is done between two pieces of work of a second or so: lets a cancel message in, and throws where one came. */
export type Breathe = () => Promise<void>;

/**
 * The logarithms of the class probabilities of every row, `classCount` a row, each from a model that saw neither the row nor any
 * of its group.
 */
export async function crossFit(stack: Stack, random: Random, breathe: Breathe): Promise<Float64Array> {
  const { vectors, groups, classCount } = stack;
  const folds = foldsOf(stack, foldCount, random);
  const result = new Float64Array(vectors.length * classCount);
  for (let fold = 0; fold < foldCount; fold++) {
    await breathe();
    const model = teach(stack, row => folds[groups[row] ?? 0] !== fold);
    vectors.forEach((vector, i) => {
      if (folds[groups[i] ?? 0] !== fold) return;
      logProbabilities(model, vector, result.subarray(i * classCount, (i + 1) * classCount));
    });
  }
  return result;
}

/**
 * The same of the rows whose group is in the half that one model was not taught; undefined for the others. Given that model, rows
 * of one writer are alike whichever side they stand on, which cross-fitting only nearly gives: with 60 rows a side and thousands
 * of features its test at .01 rejected a true null in .028 of simulations.
 */
export async function halfFit(
  stack: Stack,
  random: Random,
  breathe: Breathe,
): Promise<readonly (Float64Array | undefined)[]> {
  const { vectors, classes, groups, classCount } = stack;
  const halves = foldsOf(stack, 2, random);
  await breathe();
  const inFirstHalf = (row: number): boolean => classes[row] !== undefined && halves[groups[row] ?? 0] === 0;
  const taught = new Set(groups.filter((_, row) => inFirstHalf(row)));
  const model = teach(stack, inFirstHalf);
  return vectors.map((vector, row) => {
    if (taught.has(groups[row] ?? 0)) return undefined;
    const logs = new Float64Array(classCount);
    logProbabilities(model, vector, logs);
    return logs;
  });
}

function teach({ vectors, classes, classCount, dimension }: Stack, isTaught: (row: number) => boolean): LogisticModel {
  const taught = vectors.flatMap((vector, row) => {
    const own = classes[row];
    return own === undefined || !isTaught(row) ? [] : [{ vector, own }];
  });
  return fitLogistic({
    vectors: taught.map(({ vector }) => vector),
    classes: taught.map(({ own }) => own),
    classCount,
    dimension,
  });
}

/** Deals the groups out at random, those that stand on the same sides evenly. */
function foldsOf({ classes, groups }: Stack, count: number, random: Random): Uint8Array {
  const sides = new Map<number, Set<number>>();
  groups.forEach((group, i) => {
    const of = sides.get(group) ?? new Set<number>();
    sides.set(group, of.add(classes[i] ?? -1));
  });
  const alike = new Map<string, number[]>();
  for (const [group, of] of sides) {
    const key = [...of].sort((a, b) => a - b).join(' ');
    const members = alike.get(key);
    if (members) members.push(group);
    else alike.set(key, [group]);
  }
  const folds = new Uint8Array(1 + groups.reduce((a, b) => Math.max(a, b), 0));
  let dealt = 0;
  for (const members of alike.values()) {
    for (const group of shuffled(members, random)) folds[group] = dealt++ % count;
  }
  return folds;
}

/** Vectors of rows that stand in several stacks of one scope. */
export type VectorCache = Map<TeacherRow, SparseVector>;

export interface Side {
  readonly rows: readonly TeacherRow[];
  /** Absent: only scored. */
  readonly class?: number;
}

/** Rows whose features are computed between two breaths. */
const rowsPerBreath = 500;

/** Puts sides one after the other. `of`: what of a row is looked at, and how. */
export async function stackOf(
  sides: readonly Side[],
  of: FeatureScope | 'prompt',
  breathe: Breathe,
  known: VectorCache = new Map(),
): Promise<Stack> {
  const rows = sides.flatMap(side => side.rows.map(row => ({ row, own: side.class })));
  const numbers = new Map<string, number>();
  const groups = Uint32Array.from(rows, ({ row }) => {
    const key = groupKey(row);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
  const vectors: SparseVector[] = [];
  const reader = new FeatureReader();
  for (const { row } of rows) {
    if (vectors.length % rowsPerBreath === 0) await breathe();
    const vector =
      known.get(row) ?? (of === 'prompt' ? reader.read(row.prompt ?? '', 'all') : reader.read(row.completion, of));
    known.set(row, vector);
    vectors.push(vector);
  }
  return {
    vectors,
    classes: rows.map(({ own }) => own),
    groups,
    classCount: new Set(sides.flatMap(side => (side.class === undefined ? [] : [side.class]))).size,
    dimension: featureDimension,
  };
}
