import type { Check } from './check.ts';
import type { Trait } from '../traits/trait.ts';

/** The checks as they are where the user declared traits. */
export function withTraits(checks: readonly Check[], declared: readonly Trait[] = []): readonly Check[] {
  if (declared.length === 0) return checks;
  return checks.map(check => ('withTraits' in check ? (check.withTraits?.(declared) ?? check) : check));
}
