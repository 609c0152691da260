import { readNumber, readObject, type Judgement } from '../../core/judge/readScore.ts';
import type { Judged, Rubric } from '../../core/judge/rubric.ts';
import { judgementSchema } from '../../core/judge/traitRubric.ts';
import type { JsonObject } from '../../core/json/value.ts';
import type { Asking } from './client.ts';
import type { Answer } from './endpoint.ts';

/** In the place of the words of a model that declined to answer. */
export const refused = Symbol('refused');

/** What a model answers to one question; `schema` is the shape that the answer should have, undefined for any text. */
export type AskModel = (
  question: string,
  schema: JsonObject | undefined,
  asking: Asking,
) => Promise<Answer<string | typeof refused>>;

/** One model that judges. */
export interface Judge {
  /** How it scores a row under a rubric. */
  score(rubric: Rubric, row: Judged, asking: Asking): Promise<Answer<Judgement>>;
  /** How it answers any other question; undefined: it cannot be asked in words. */
  readonly ask?: AskModel;
}

/** A judge that is asked in words and answers in words. */
export function wordJudge(ask: AskModel): Judge {
  return {
    ask,
    async score(rubric, row, asking) {
      const schema = rubric.answer === 'object' ? judgementSchema : undefined;
      const said = await ask(rubric.question(row), schema, asking);
      if ('problem' in said) return said;
      if (said.value === refused) return { value: { kind: 'abstained', why: 'refused' } };
      return { value: rubric.answer === 'number' ? readNumber(said.value) : readObject(said.value) };
    },
  };
}
