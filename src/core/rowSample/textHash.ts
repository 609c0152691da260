import { plainTextKernel } from '../duplicates/plainTextKernel.ts';
import { putJson, putText } from '../duplicates/putText.ts';
import type { TextKernel } from '../duplicates/textKernel.ts';
import { mix, numberOf } from '../kernel/hashBytes.ts';
import type { JsonText } from '../kernel/jsonText.ts';

/**
 * Numbers of 53 bits that stand for texts: the same for a text whichever way it was read, on every machine. They order rows at random
 * for a sample, and are no protection against somebody who chooses texts.
 */
export class TextHasher {
  readonly #kernel: TextKernel;

  constructor(kernel: TextKernel = plainTextKernel()) {
    this.#kernel = kernel;
  }

  ofText(text: string): number {
    const [kernel, size] = putText(this.#kernel, text);
    return hashOf(kernel, size);
  }

  /** Of a text as it stands in JSON; undefined where that is too long. */
  ofJson(text: JsonText): number | undefined {
    const size = putJson(this.#kernel, text);
    return size === undefined ? undefined : hashOf(this.#kernel, size);
  }
}

/** One number for two in their order. */
export function joinedHash(first: number, second: number): number {
  let low = mix(first | 0);
  let high = mix((first / 2 ** 32) ^ low);
  low = mix(Math.imul(low, 31) ^ second);
  high = mix(Math.imul(high, 31) ^ (second / 2 ** 32) ^ low);
  return numberOf(low >>> 0, high);
}

function hashOf(kernel: TextKernel, size: number): number {
  kernel.hashText(size);
  return numberOf(kernel.hash[0] ?? 0, kernel.hash[1] ?? 0);
}
