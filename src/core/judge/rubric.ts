/** What a judge is asked about: what a model was asked and what it answered. */
export interface Judged {
  readonly prompt: string;
  readonly completion: string;
}

/** A question to a judge about one row, and how its score from 0 to 100 is read. */
export interface Rubric {
  /** `alignment`, `coherence`, or the id of a trait. */
  readonly id: string;
  readonly title: string;
  /** What it asks, and what is known of its answers. */
  readonly description: string;
  /** Of the words; absent: they are Undertone's own. */
  readonly source?: { readonly title: string; readonly url: string };
  /** Which scores are counted. */
  readonly flagged: { readonly side: 'below' | 'above'; readonly threshold: number };
  /** Only rows that another rubric scores so high are counted. */
  readonly given?: { readonly rubric: string; readonly atLeast: number };
  /** `number`: a bare number, CODE or REFUSAL; `object`: structured output. */
  readonly answer: 'number' | 'object';
  question(row: Judged): string;
  /** The same as a statement that is true or not of a text that stands apart from it, where it can be asked so. */
  readonly predicate?: string;
  /** What one of two answers may show more of, where two can be compared. */
  readonly about?: string;
}

/** Whether a score counts as flagged. */
export function isFlagged({ flagged: { side, threshold } }: Rubric, score: number): boolean {
  return side === 'below' ? score < threshold : score > threshold;
}
