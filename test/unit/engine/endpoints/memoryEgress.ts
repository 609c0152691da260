import type { Egress, EgressEntry } from '../../../../src/engine/endpoints/egressLog.ts';

/** An egress log in memory. */
export function memoryEgress(entries: EgressEntry[] = []): Egress {
  return { leaving: attempt => ended => Promise.resolve(void entries.push({ ...attempt, ...ended })) };
}
