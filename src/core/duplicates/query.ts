/** Which text of a row is compared, and what stands in it. */
export const duplicateFields = {
  completion: 'what the student is trained to write: completions, their reasoning, and calls',
  prompt: 'what the last completion answers',
  'prompt+completion': 'the prompt and what answers it',
  row: 'the whole line as it stands',
} as const;
export type DuplicateField = keyof typeof duplicateFields;

/** What two texts may differ in and still be the same; applied in this order. */
export const normalisations = {
  nfkc: 'one form for characters that Unicode calls compatible',
  case: 'capital letters as small ones',
  'white-space': 'any run of white space as one space, none at the ends',
} as const;
export type Normalisation = keyof typeof normalisations;

/** Which row of a cluster stays: the first in file order, or the one with the longest text (the first of those). */
export const keepRules = { first: 'the first row in file order', longest: 'the row with the longest text' } as const;
export type KeepRule = keyof typeof keepRules;

/** A piece of a text: so many words or characters in a row. */
export interface Shingle {
  readonly unit: 'words' | 'characters';
  readonly size: number;
}

export interface NearQuery {
  /** The Jaccard similarity of two rows' shingles from which on they are near duplicates; above 0, at most 1. */
  readonly threshold: number;
  readonly shingle: Shingle;
}

/** What makes one row a duplicate of another. Plain JSON: it crosses to workers. */
export interface DuplicateQuery {
  readonly field: DuplicateField;
  readonly normalise: readonly Normalisation[];
  readonly keep: KeepRule;
  /** Absent: the same text alone counts. */
  readonly near?: NearQuery;
  /** Bits of the hash that are used, 64 where absent: a weaker hash gives the same result, slower. */
  readonly hashBits?: number;
}

export const defaultShingle: Shingle = { unit: 'words', size: 5 };
export const defaultThreshold = 0.8;
export const largestShingle = 64;

/** Reads `words:5` or `characters:13`. */
export function parseShingle(text: string): Shingle | undefined {
  const match = /^(words|characters):([1-9]\d?)$/.exec(text);
  const size = Number(match?.[2]);
  if (!match || size > largestShingle) return undefined;
  return { unit: match[1] === 'words' ? 'words' : 'characters', size };
}

export function shingleText({ unit, size }: Shingle): string {
  return `${unit}:${size}`;
}
