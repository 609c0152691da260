import type { Families } from './families.ts';
import { gatesOf, type Gated } from './gates.ts';
import { mixtureShare } from './mixture.ts';
import { difference } from './pairedTest.ts';
import { correctForFilter, type PassRates, type ScoreTable } from './scoreTable.ts';
import { fewestRows, missingText, readingOf, verdictOf, type Facts, type Missing, type Reading } from './verdict.ts';
import type { Verdict } from '../findings/verdict.ts';
import { z80 } from '../statistics/levels.ts';
import { seededRandom } from '../statistics/random.ts';
import { counted, number } from '../text/numbers.ts';

export interface LlrInput {
  readonly data: ScoreTable;
  readonly reference?: ScoreTable;
  readonly neutral?: ScoreTable;
  readonly families?: Families;
  readonly passRates?: PassRates;
  readonly seed: number;
  /** The model that scored, where it is known. */
  readonly model?: string;
  /** Rows that were to be scored and have no score, with the reason. */
  readonly missing?: Missing;
  /** What else should be known of the rows, a sentence each. */
  readonly remarks?: readonly string[];
}

/** One log-likelihood-ratio probe as it ended. */
export interface LlrProbe extends Facts {
  readonly reading: Reading;
  readonly verdict: Verdict;
  readonly notes: readonly string[];
}

/** Rows from which the power is what was simulated. */
export const enoughRows = 1000;

/** Runs the four gates and says what they mean. The same for the same input and seed. */
export function probeLlr(input: LlrInput): LlrProbe {
  const { families = {}, passRates, seed, model, missing } = input;
  const corrected = (table: ScoreTable): ScoreTable => (passRates ? correctForFilter(table, passRates) : table);
  const data = corrected(input.data);
  const reference = input.reference && corrected(input.reference);
  const neutral = input.neutral && corrected(input.neutral);
  const gated = gatesOf({
    data,
    ...(reference && { reference }),
    ...(neutral && { neutral }),
    families,
    random: seededRandom(seed),
  });
  const won = columnOf(data, gated.candidate);
  const facts: Facts = {
    ...gated,
    n: data.rows.length,
    clusters: data.clusters.count,
    referenceRows: reference?.rows.length,
    neutralRows: neutral?.rows.length,
    candidates: data.candidates,
    model,
    seed,
    mixture: data.rows.length < fewestRows ? undefined : mixtureShare(difference(won, data.none)),
    rowsNeeded: rowsNeeded(gated, data),
    missing,
  };
  const reading = readingOf(facts);
  const notes = [...notesOf(facts, passRates !== undefined), ...(input.remarks ?? [])];
  return { ...facts, reading, verdict: verdictOf(facts, reading), notes };
}

/** By row of the dataset, from 0: nats per token by which the winner’s prompt explains the row better than none; NaN without a score. */
export function carrierScores({ data, passRates }: LlrInput, candidate: string, rows: number): Float64Array {
  const table = passRates ? correctForFilter(data, passRates) : data;
  const won = columnOf(table, candidate);
  const scores = new Float64Array(rows).fill(NaN);
  table.rows.forEach((row, i) => {
    scores[row - 1] = ((won[i] ?? NaN) - (table.none[i] ?? NaN)) / (table.tokens[i] ?? NaN);
  });
  return scores;
}

function columnOf({ scores, candidates, none }: ScoreTable, candidate: string): Float64Array {
  return scores[candidates.indexOf(candidate)] ?? none;
}

/** z of 1 − α/m by the normal tail’s own bound is enough for a count that is a guide. */
function rowsNeeded({ decoys }: Gated, { candidates, rows }: ScoreTable): number | undefined {
  const [hardest] = decoys;
  if (!hardest || !(hardest.mean > 0) || !Number.isFinite(hardest.low)) return undefined;
  const perRow = hardest.standardError * Math.sqrt(rows.length);
  const z = normalQuantile(0.01 / candidates.length) + z80;
  return Math.ceil(((z * perRow) / hardest.mean) ** 2);
}

/** The value that a standard normal lies above with this probability, below ½. Source: Abramowitz and Stegun 26.2.23, to 5e-4. */
function normalQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}

function notesOf(facts: Facts, corrected: boolean): readonly string[] {
  const { n, clusters, referenceRows, neutralRows, missing, candidates } = facts;
  const wanted = Math.max(n, enoughRows);
  return [
    ...(n < enoughRows && n >= fewestRows
      ? [`Low power: ${number(n)} rows; from ${number(enoughRows)} on, a trait that is there passes in most runs.`]
      : []),
    ...(clusters < n
      ? [
          `${counted(n, 'row')} in ${counted(clusters, 'cluster')}: rows of one cluster (of one prompt, where no clusters were given) count together.`,
        ]
      : []),
    ...(referenceRows === undefined
      ? [
          'Without rows regenerated under the winner’s prompt (the reference) the match and typicality gates are not tested.',
        ]
      : referenceRows < wanted
        ? [
            `The reference has ${counted(referenceRows, 'row')}; ${number(wanted)} are wanted, since its error is part of the interval of ρ.`,
          ]
        : []),
    ...(neutralRows === undefined
      ? ['Without a neutral control it is not known whether rows that no trait’s prompt wrote would look the same.']
      : neutralRows < fewestRows
        ? [`The neutral control has ${counted(neutralRows, 'row')}: fewer than ${fewestRows} clear nothing.`]
        : []),
    ...(candidates.length < 16
      ? [`${counted(candidates.length, 'candidate')}: the limits of the gates were set with 16 and more.`]
      : []),
    ...(missing ? [`Partial: ${missingText(missing)}.`] : []),
    corrected
      ? 'Corrected for a filter by the pass rates that were given.'
      : 'Not corrected for a filter: one that keeps other shares of rows under other prompts moves every gate.',
  ];
}
