import type { Match } from './match.ts';
import { alpha, type Rival } from './result.ts';

export function isKin({ relation }: Pick<Rival, 'relation'>): boolean {
  return relation === 'same base' || relation === 'same family';
}

/** The other teacher that the dataset is told to be nearer to than to the declared one. */
export function nearest(rivals: readonly Rival[]): Rival | undefined {
  return rivals
    .filter(({ unusable, match, p }) => unusable === undefined && match && p !== undefined && points(match, p))
    .toSorted((a, b) => (a.match?.fraction.value ?? 0) - (b.match?.fraction.value ?? 0))[0];
}

/** Whether a comparison points away from the declared teacher, towards the other. */
export function points({ fraction }: Match, p: number): boolean {
  return p < alpha && fraction.high < 0.5;
}
