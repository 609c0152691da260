import type { Check } from './check.ts';
import { numberSequence } from './filters/numberSequence.ts';
import { traitMentions } from './probes/traitMentions.ts';
import { teacherUnknown } from './provenance/teacherUnknown.ts';

/** Every check, in the order in which they are listed everywhere. */
export const checks: readonly Check[] = [teacherUnknown, numberSequence, traitMentions];

export function checkById(id: string): Check | undefined {
  return checks.find(check => check.id === id);
}
