import { featureDimension } from '../features/hashedFeatures.ts';
import {
  fitLogistic,
  logisticFits,
  logOdds,
  type LogisticData,
  type LogisticModel,
  type SparseVector,
} from '../statistics/logistic.ts';
import { shuffled, type Random } from '../statistics/random.ts';
import { rankArea } from '../statistics/rankCurve.ts';

/** A row that one of two sides wrote: 0 the dataset, 1 the control. */
export interface SidedRow {
  readonly vector: SparseVector;
  readonly side: 0 | 1;
  /** Rows with the same are taught together or not at all. */
  readonly group: number;
}

/**
 * C of the literature. Marks that are rare and telling are learnt with the largest; what is spread over all that is written, as in
 * the lists of a prompted teacher, with the smallest: there, the largest learns its rows by heart (docs/control.md).
 */
const strengths = [0.05, 0.2, 1];
/** Areas of so few rows differ by as much without a reason; the tighter penalty is then the safer. */
const clearly = 0.01;

/**
 * Teaches the rows of both sides, with the penalty under which half of them best tell the other half's rows apart. Each search begins
 * at the model of the one before.
 */
export async function teach(
  rows: readonly SidedRow[],
  random: Random,
  breathe: () => Promise<void>,
): Promise<LogisticModel> {
  const isTaught = halfOf(rows, random);
  const taught = rows.filter(({ group }) => isTaught.has(group));
  const tried = rows.filter(({ group }) => !isTaught.has(group));
  let best: { readonly strength: number; readonly area: number; readonly model?: LogisticModel } = {
    strength: 0,
    area: -1,
  };
  const fits = logisticFits(dataOf(taught));
  let model: LogisticModel | undefined;
  for (const strength of strengths) {
    await breathe();
    model = fits({ strength, ...(model && { from: model }) });
    const area = areaOf(model, tried);
    if (area > best.area + clearly) best = { strength, area, model };
  }
  await breathe();
  return fitLogistic(dataOf(rows), { strength: best.strength, ...(best.model && { from: best.model }) });
}

/** Half of the groups on both sides, half of those on one. */
export function halfOf(rows: readonly Omit<SidedRow, 'vector'>[], random: Random): ReadonlySet<number> {
  const [own, other] = [0, 1].map(side => new Set(rows.filter(row => row.side === side).map(({ group }) => group)));
  if (!own || !other) return new Set();
  const kinds = [
    [...own].filter(group => other.has(group)),
    [...own].filter(group => !other.has(group)),
    [...other].filter(group => !own.has(group)),
  ];
  return new Set(kinds.flatMap(kind => shuffled(kind, random).slice(0, Math.ceil(kind.length / 2))));
}

function dataOf(rows: readonly SidedRow[]): LogisticData {
  return {
    vectors: rows.map(({ vector }) => vector),
    classes: rows.map(({ side }) => side),
    classCount: 2,
    dimension: featureDimension,
  };
}

function areaOf(model: LogisticModel, rows: readonly SidedRow[]): number {
  const [own, other] = [0, 1].map(side =>
    Float64Array.from(
      rows.filter(row => row.side === side),
      ({ vector }) => logOdds(model, vector),
    ),
  );
  return own && other ? rankArea(own, other) : 0.5;
}
