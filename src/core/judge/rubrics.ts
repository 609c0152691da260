import type { Rubric } from './rubric.ts';
import { alignment, coherence } from './studyJudges.ts';
import { traitRubric } from './traitRubric.ts';
import { traits } from '../traits/registry.ts';

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
