import type { Shingle } from './query.ts';
import { permutations } from './bands.ts';
import { mix, textCapacity } from '../kernel/hashBytes.ts';
import type { JsonText } from '../kernel/jsonText.ts';

/**
 * Hashes texts as UTF-8. There are two, one in WebAssembly (src/kernel/texts.ts) and one in TypeScript, which answer alike on every
 * input.
 */
export interface TextKernel {
  /** Where a text is put that is to be hashed. */
  readonly text: Uint8Array;
  /** The hash that was asked for last: two times 32 bits. */
  readonly hash: Uint32Array;
  /** The MinHash signature that was asked for last. */
  readonly signature: Uint32Array;
  /** Puts the inside of a valid JSON string into `text`, where there must be room for it as it stands; how many bytes it has there. */
  put(text: JsonText): number;
  hashText(length: number): void;
  /** Signs the first bytes of `text`; the number of its shingles, 0 where there is none and so no signature. */
  sign(length: number, shingle: Shingle): number;
  /** Whether the text that was signed last is shorter than a shingle. */
  readonly isShort: boolean;
}

/** Where each part of the kernel's memory starts, in bytes: behind that of the kernel of rows, so that both may share one. */
export const textLayout = {
  text: 1344 * 1024,
  /** The inside of a string that stands in another memory. */
  json: 1664 * 1024,
  /** Room for a text; sixteen bytes at a time are read and written beyond it. */
  capacity: textCapacity,
  hash: 1984 * 1024,
  state: 1984 * 1024 + 8,
  signature: 1984 * 1024 + 64,
  multipliers: 1984 * 1024 + 576,
  addends: 1984 * 1024 + 1088,
  end: 2048 * 1024,
} as const;

/** The functions x ↦ a·x + b that stand for permutations of the shingles' hashes. */
export interface Permutations {
  readonly multipliers: Uint32Array;
  readonly addends: Uint32Array;
}

export function permutationConstants(): Permutations {
  const multipliers = new Uint32Array(permutations);
  const addends = new Uint32Array(permutations);
  let state = 0x2545f491;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    return mix(state);
  };
  for (let i = 0; i < permutations; i++) {
    multipliers[i] = next() | 1;
    addends[i] = next();
  }
  return { multipliers, addends };
}
