import { alignment, coherence } from './studyJudges.ts';
import { traitRubric } from './traitRubric.ts';
import { traits } from '../traits/registry.ts';

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

/** The rubric of an id; undefined: there is none. */
export function rubricById(id: string): Rubric | undefined {
  const known = [alignment, coherence].find(rubric => rubric.id === id);
  if (known) return known;
  const trait = traits.find(each => each.id === id);
  return trait && traitRubric(trait);
}

/** Every id that `rubricById` knows. */
export const rubricIds: readonly string[] = [alignment.id, coherence.id, ...traits.map(({ id }) => id)];

/** The rubrics with those that their own counting rests on, each once. */
export function withGiven(rubrics: readonly Rubric[]): readonly Rubric[] {
  const needed = rubrics.flatMap(rubric => {
    const given = rubric.given && rubricById(rubric.given.rubric);
    return given ? [given, rubric] : [rubric];
  });
  return needed.filter((rubric, i) => needed.findIndex(({ id }) => id === rubric.id) === i);
}

/** Whether a score counts as flagged. */
export function isFlagged({ flagged: { side, threshold } }: Rubric, score: number): boolean {
  return side === 'below' ? score < threshold : score > threshold;
}
