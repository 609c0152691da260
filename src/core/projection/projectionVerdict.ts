import type { Projection } from './projection.ts';
import { caveat, type Verdict } from '../findings/verdict.ts';

/** Rows and distinct prompts below which nothing is said. */
const fewestRows = 50;
const fewestPrompts = 20;
/** Prompts that a direction is made from. */
const fewestContrast = 10;
const level = 0.01;

/** Printed with every result. */
export const projectionLimits: readonly string[] = [
  'A direction is made from this model’s own replies under one wording of a prompt. It may hold more than the trait: length, tone, format.',
  'Directions of traits resemble one another: a shift along one says that the rows lie off the model’s own replies that way, and not which trait they carry.',
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

/** One verdict for a trait, its p corrected for the number of traits. */
export function projectionVerdict(
  { trait, projection }: TraitProjection,
  rows: ProjectionRows,
  traits: number,
): Verdict {
  const untested = whyUntested(projection, rows);
  if (untested !== undefined || projection === undefined) {
    const why = untested ?? '';
    return { state: 'not tested', why, summary: `Not tested: ${why}.`, caveat };
  }
  const { shift, low, high, standardError } = projection;
  const p = Math.min(1, traits * projection.p);
  const shown = `ΔP = ${shift.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
  const measured = {
    n: rows.scored,
    against: `the model’s own replies to the same prompts; direction from ${rows.contrast} other prompts of the dataset`,
    test: `projection difference in standard deviations of the own replies; sign flips of whole prompts, p = ${p < 0.001 ? p.toExponential(1) : p.toFixed(3)}; 95 % bootstrap over prompts`,
    correction: traits === 1 ? 'one trait, no correction' : `Bonferroni over ${traits} traits`,
    estimates: [
      {
        label: `ΔP, ${trait}`,
        value: shift,
        low,
        high,
        confidence: 0.95,
        count: rows.scored,
        n: rows.scored,
        unit: 'number' as const,
      },
    ],
  };
  if (rows.failed > 0.05 * (rows.scored + rows.failed)) {
    const why = `${rows.failed} rows could not be computed, and those that could may differ from them`;
    return { state: 'inconclusive', why, summary: `Inconclusive, ${shown}: ${why}.`, caveat, ...measured };
  }
  if (p < level) {
    const summary = `The rows lie further along the direction of “${trait}” than the model’s own replies (${shown}).`;
    return { state: 'evidence found', summary, ...measured };
  }
  const effect = (2.326348 + 0.841621) * standardError;
  const summary = `No shift along the direction of “${trait}” shows (${shown}).`;
  return { state: 'not detected', summary, detectable: { effect, power: 0.8, unit: 'number' }, caveat, ...measured };
}

function whyUntested(
  projection: Projection | undefined,
  { scored, prompts, contrast }: ProjectionRows,
): string | undefined {
  if (scored < fewestRows) return `${scored} rows were computed and at least ${fewestRows} are needed`;
  if (prompts < fewestPrompts)
    return `the rows have ${prompts} distinct prompts and at least ${fewestPrompts} are needed`;
  if (contrast < fewestContrast)
    return `the model replied to ${contrast} prompts with and without the traits’ prompts, and at least ${fewestContrast} are needed for a direction`;
  if (projection === undefined)
    return 'under the trait’s prompt the model replies as without it, so there is no direction';
  if (!Number.isFinite(projection.shift)) return 'the model’s own replies do not vary along the direction';
  return undefined;
}
