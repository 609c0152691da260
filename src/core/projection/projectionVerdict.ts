import { rankP, type DecoyLead, type Projection } from './projection.ts';
import { nullPicture } from '../findings/nullPicture.ts';
import { intervalText } from '../findings/units.ts';
import { caveat, notTestedSince, type Verdict } from '../findings/verdict.ts';
import { power, z80, z99 } from '../statistics/levels.ts';
import { agreeing, counted, decimal, number, pText } from '../text/numbers.ts';

/** Rows and distinct prompts below which nothing is said. */
const fewestRows = 50;
const fewestPrompts = 20;
/** Prompts that a direction is made from. */
const fewestContrast = 10;
const level = 0.01;

/** Printed with every result. */
export const projectionLimits: readonly string[] = [
  'A direction is made from this model’s own replies under one wording of a prompt. It may hold more than the trait: length, tone, format.',
  'Directions of traits resemble one another: a shift along one alone says that the rows lie off the model’s own replies that way, and not which trait they carry. Only the comparison with the decoys names a trait.',
  'A trait that is none of the directions lies nearer to one of them than to the others: among a trait and 19 decoys, to the trait in one case of 20. The tests do not hold against that, nor against how the prompts of the directions happened to be drawn.',
  'What rows teach depends on the student. A shift here, in this model, forecasts it at best for students that start from this model.',
];

export interface TraitProjection {
  readonly trait: string;
  /** Undefined: the model’s replies under the trait’s prompt do not differ. */
  readonly projection: Projection | undefined;
}

export interface ProjectionRows {
  readonly scored: number;
  readonly prompts: number;
  readonly failed: number;
  /** Prompts that the directions were made from. */
  readonly contrast: number;
}

/** One verdict for a trait, its p corrected for the number of traits that were named. */
export function projectionVerdict(
  { trait, projection }: TraitProjection,
  rows: ProjectionRows,
  traits: number,
): Verdict {
  const untested = whyUntested(projection, rows);
  if (untested !== undefined || projection === undefined) {
    const why = untested ?? '';
    return notTestedSince(why);
  }
  const { shift, standardError, decoys } = projection;
  const [p, leadP] = [projection.p, decoys[0]?.p ?? 1].map(each => Math.min(1, traits * each)) as [number, number];
  const rank = rankP(projection);
  const directions = decoys.length + 1;
  const measured = {
    n: rows.scored,
    against: `the model’s own replies to the same prompts, and the directions of ${counted(decoys.length, 'decoy')}; directions from ${counted(rows.contrast, 'other prompt')} of the dataset`,
    test: `projection difference in standard deviations of the own replies; sign flips of whole prompts, ${pText(p)}, and against each decoy, ${pText(leadP)}; place ${Math.round(rank * directions)} of ${directions} directions; 95 % bootstrap over prompts`,
    correction: `intersection–union over the decoys; ${traits === 1 ? 'one trait, no further correction' : `Bonferroni over ${traits} traits`}`,
    estimates: [
      {
        label: `ΔP, ${trait}`,
        value: shift,
        low: projection.low,
        high: projection.high,
        confidence: 0.95,
        count: rows.scored,
        n: rows.scored,
        unit: 'number' as const,
      },
    ],
    nulls: [
      nullPicture(`ΔP along ${trait}, and along ${counted(decoys.length, 'decoy')}`, 'number', {
        observed: shift,
        null: decoys.map(decoy => decoy.shift),
        p: rank,
        of: 'decoys',
      }),
    ],
  };
  const shown = `ΔP = ${interval(projection)}`;
  const inconclusive = (why: string, wouldChange: readonly string[] = []): Verdict => ({
    state: 'inconclusive',
    why,
    summary: `Inconclusive, ${shown}: ${why}.`,
    caveat,
    ...measured,
    wouldChange,
  });
  if (rows.failed > 0.05 * (rows.scored + rows.failed)) {
    return inconclusive(
      `${counted(rows.failed, 'row')} could not be computed, and those that could may differ from them`,
    );
  }
  if (p < level && leadP < level) {
    const summary = `The rows lie further along the direction of “${trait}” than the model’s own replies (${shown}), and further along it than ${eachDecoy(decoys.length)} (${nearest(decoys)}). A trait outside this list would stand first in 1 case of ${directions}.`;
    return { state: 'evidence found', summary, ...measured };
  }
  if (p < level) {
    return inconclusive(`the rows lie off the model’s own replies, but ${noFurther(trait, projection)}`, [
      'More rows would tell a small lead; a decoy that is another word for the trait has to be left out.',
    ]);
  }
  const effect = (z99 + z80) * standardError;
  const summary = `No shift along the direction of “${trait}” shows (${shown}).`;
  return { state: 'not detected', summary, detectable: { effect, power, unit: 'number' }, caveat, ...measured };
}

function noFurther(trait: string, { shift, decoys }: Projection): string {
  const [furthest, ...more] = decoys.filter(decoy => decoy.shift >= shift).toSorted((a, b) => b.shift - a.shift);
  if (!furthest) return `not certainly further along “${trait}” than along every decoy (${nearest(decoys)})`;
  const as = `${more.length + 1} of ${decoys.length} as far or further, the furthest ${furthest.decoy} (ΔP = ${decimal(furthest.shift)})`;
  return `no further along “${trait}” than along the decoys: ${as}`;
}

function eachDecoy(decoys: number): string {
  return decoys === 1 ? 'along its one decoy' : `along each of ${number(decoys)} decoys`;
}

function nearest([hardest]: readonly DecoyLead[]): string {
  return hardest ? `nearest: ${hardest.decoy}, lead ${interval(hardest.lead)}` : 'there is none';
}

function interval({ shift, low, high }: Pick<Projection, 'shift' | 'low' | 'high'>): string {
  return intervalText({ value: shift, low, high }, 'number');
}

function whyUntested(
  projection: Projection | undefined,
  { scored, prompts, contrast }: ProjectionRows,
): string | undefined {
  if (scored < fewestRows)
    return `${counted(scored, 'row')} ${agreeing(scored, 'was', 'were')} computed and at least ${fewestRows} are needed`;
  if (prompts < fewestPrompts)
    return `the rows have ${counted(prompts, 'distinct prompt')} and at least ${fewestPrompts} are needed`;
  if (contrast < fewestContrast)
    return `the model replied to ${contrast} prompts with and without the traits’ prompts, and at least ${fewestContrast} are needed for a direction`;
  if (projection === undefined)
    return 'under the trait’s prompt the model replies as without it, so there is no direction';
  if (projection.decoys.length === 0)
    return 'under no decoy’s prompt the model replies otherwise than without it, so there is nothing to compare with';
  if (!Number.isFinite(projection.shift)) return 'the model’s own replies do not vary along the direction';
  return undefined;
}
