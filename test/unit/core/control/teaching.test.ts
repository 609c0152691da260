import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { teach, type SidedRow } from '../../../../src/core/control/teaching.ts';
import { featureDimension } from '../../../../src/core/features/hashedFeatures.ts';
import { fitLogistic, logOdds, type LogisticModel } from '../../../../src/core/statistics/logistic.ts';
import { randomIndex, seededRandom, type Random } from '../../../../src/core/statistics/random.ts';
import { rankArea } from '../../../../src/core/statistics/rankCurve.ts';

const breathe = (): Promise<void> => Promise.resolve();

type Writer = (side: 0 | 1, random: Random) => number;

/** Each of a thousand features a little more often on one side than on the other. */
const spread: Writer = (side, random) => {
  const feature = randomIndex(random, 1000);
  return random() < 0.12 ? 2 * (feature >> 1) + side : feature;
};

/** Hundreds of marks that one side alone has, each of them in a few rows. */
const marks: Writer = (side, random) =>
  random() < 0.08 ? 2000 + randomIndex(random, 400) * 2 + side : Math.floor(30 * random() ** 2);

describe('teaching', () => {
  it('penalises as much as the taught rows ask for', async () => {
    const [ofSpread, ofMarks] = [await gains(spread), await gains(marks)];
    assert.ok(ofSpread.overLoose > 0.01 && ofSpread.overTight > -0.005, JSON.stringify(ofSpread));
    assert.ok(ofMarks.overTight > 0.2 && ofMarks.overLoose > -0.005, JSON.stringify(ofMarks));
  });
});

/** Area on rows that were not taught, less that of a penalty chosen beforehand; means of three worlds. */
async function gains(writer: Writer): Promise<{ readonly overLoose: number; readonly overTight: number }> {
  const found = { overLoose: 0, overTight: 0 };
  for (const seed of [1, 2, 3]) {
    const random = seededRandom(seed);
    const [taught, tried] = [rowsOf(writer, random), rowsOf(writer, random)];
    const area = areaOf(await teach(taught, random, breathe), tried);
    found.overLoose += (area - areaOf(fitted(taught, 1), tried)) / 3;
    found.overTight += (area - areaOf(fitted(taught, 0.05), tried)) / 3;
  }
  return found;
}

function rowsOf(writer: Writer, random: Random): SidedRow[] {
  return Array.from({ length: 800 }, (_, group) => {
    const side = group % 2 === 0 ? 0 : 1;
    const features = new Set(Array.from({ length: 30 }, () => writer(side, random)));
    const indices = Uint16Array.from(features).sort();
    return { side, group, vector: { indices, values: new Float32Array(indices.length).fill(0.5) } };
  });
}

function fitted(rows: readonly SidedRow[], strength: number): LogisticModel {
  const data = {
    vectors: rows.map(({ vector }) => vector),
    classes: rows.map(({ side }) => side),
    classCount: 2,
    dimension: featureDimension,
  };
  return fitLogistic(data, { strength });
}

function areaOf(model: LogisticModel, rows: readonly SidedRow[]): number {
  const scores = ([0, 1] as const).map(side =>
    rows.filter(row => row.side === side).map(row => logOdds(model, row.vector)),
  );
  return rankArea(Float64Array.from(scores[0] ?? []), Float64Array.from(scores[1] ?? []));
}
