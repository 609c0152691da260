import { textHash } from './textHash.ts';

const precision = 12;
const registers = 1 << precision;

/** The standard error of the estimate, as a share of it: 1.04 / √4096. */
export const distinctError = 1.04 / Math.sqrt(registers);

/**
 * Estimates how many distinct texts were added, in 4 kB (Flajolet et al., HyperLogLog, 2007, with the linear counting of small
 * numbers; the hash has 64 bits, so large numbers need no correction). What it holds depends on the set of texts alone.
 */
export class HyperLogLog {
  readonly registers: Uint8Array;

  constructor(state = new Uint8Array(registers)) {
    this.registers = state.slice();
  }

  add(text: string): void {
    const [high, low] = textHash(text);
    const register = high >>> (32 - precision);
    const rest = (high << precision) >>> 0;
    const rank = rest === 0 ? 32 - precision + Math.clz32(low) + 1 : Math.clz32(rest) + 1;
    if (rank > (this.registers[register] ?? 0)) this.registers[register] = rank;
  }

  merge(other: Uint8Array): void {
    for (let at = 0; at < registers; at++) {
      this.registers[at] = Math.max(this.registers[at] ?? 0, other[at] ?? 0);
    }
  }

  estimate(): number {
    let sum = 0;
    let zeros = 0;
    for (const rank of this.registers) {
      sum += 2 ** -rank;
      if (rank === 0) zeros++;
    }
    const raw = ((0.7213 / (1 + 1.079 / registers)) * registers * registers) / sum;
    return raw <= 2.5 * registers && zeros > 0 ? registers * Math.log(registers / zeros) : raw;
  }
}
