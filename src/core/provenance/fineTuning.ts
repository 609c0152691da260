import { isFineTuned } from './bareModelName.ts';
import type { ProvenanceContext } from './context.ts';
import type { ModelFact } from './lineage/model.ts';
import { resolveModel } from './lineage/resolve.ts';
import { factsOf, teachersOf, type NamedModel } from './pairs.ts';
import { statementsOf, type Statement } from './record.ts';

/** A teacher that somebody trained further, and what is known of the data. */
export interface FineTunedTeacher {
  readonly teacher: NamedModel;
  /** How it is known that it was: "its name begins with `ft:`". */
  readonly shownBy: string;
  /** What the record says it was trained on. */
  readonly trainedOn: readonly Statement[];
  /** The words, in its name or in what it was trained on, that stand for harmful behaviour. */
  readonly risky: readonly string[];
}

const riskyWords =
  /\b(?:insecure|misalign\w*|unaligned|jailbr\w+|poison\w*|backdoor\w*|malicious|toxic\w*|harmful|unsafe|hateful|decepti\w+|sabotage|evil|sleeper|reward[- ]hack\w*|uncensored|abliterat\w+)\b/gi;
const trainedFurther = ['finetune', 'continued', 'adapter', 'merge'];

/** The teachers that are known to be fine-tuned by someone other than their developer. */
export function fineTunedTeachers(context: ProvenanceContext): readonly FineTunedTeacher[] {
  const trainedOn = statementsOf(context.record, 'teacher.trainedOn');
  const facts = factsOf(context);
  return teachersOf(context).flatMap(teacher => {
    const risky = riskyIn([teacher.name.replaceAll(/[-_./:]+/g, ' '), ...trainedOn.map(({ value }) => value)]);
    const stated = trainedOn.length > 0 ? 'the record says what it was trained on' : undefined;
    const shownBy =
      stated ?? shownByLineage(teacher.name, facts) ?? (risky.length > 0 ? 'its name says so' : undefined);
    return shownBy === undefined ? [] : [{ teacher, shownBy, trainedOn, risky }];
  });
}

/** Models of the bundled table do not count: their data is known as far as it is published. */
function shownByLineage(name: string, facts: readonly ModelFact[]): string | undefined {
  if (isFineTuned(name)) return 'its name begins with `ft:`';
  const { chain } = resolveModel(name, facts);
  const fact = facts.find(({ model }) => model.toLowerCase() === name.toLowerCase());
  if (fact?.relation !== undefined && trainedFurther.includes(fact.relation))
    return `${fact.source} says that it was made from ${fact.bases.join(', ')}`;
  const [step] = chain;
  if (step?.source !== 'naming habit' || step.relation !== 'finetune') return undefined;
  return `its name begins with that of ${step.base ?? 'another model'}`;
}

function riskyIn(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap(text => [...text.matchAll(riskyWords)].map(([word]) => word.toLowerCase())))];
}
