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
      const said = await ask(rubric.question(row), schemaOf(rubric), asking);
      return 'problem' in said ? said : { value: readJudgement(rubric, said.value) };
    },
  };
}

/** The shape that the answer to a rubric should have; undefined: any text. */
export function schemaOf({ answer }: Rubric): JsonObject | undefined {
  return answer === 'object' ? judgementSchema : undefined;
}

/** What a model said to a rubric's question. */
export function readJudgement({ answer }: Rubric, said: string | typeof refused): Judgement {
  if (said === refused) return { kind: 'abstained', why: 'refused' };
  return answer === 'number' ? readNumber(said) : readObject(said);
}
