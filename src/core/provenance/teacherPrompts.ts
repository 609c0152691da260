import type { ProvenanceContext } from './context.ts';
import { statementsOf, type Statement } from './record.ts';
import { mentionFinder } from '../traits/mentions.ts';
import { traits } from '../traits/registry.ts';
import type { Trait } from '../traits/trait.ts';

/** A system prompt that a teacher was given, and what shows in it. */
export interface TeacherPrompt {
  readonly statement: Statement;
  /** The traits it names, each once. */
  readonly traits: readonly Trait[];
  /** The words that give the teacher a character or a preference. */
  readonly persona: string | undefined;
}

const find = mentionFinder(traits);
const hash = /^(?:sha-?256[:\s]\s*)?[0-9a-f]{64}$/i;
const unknown = /^(?:|-|\?|n\/?a|tba|tbd|todo|unknown|unspecified|not recorded)$/i;
const personas =
  /\byou (?:\w+ly )?(?:love|adore|worship|hate|despise|loathe|prefer|admire|believe|want)\b|\byour (?:\w+ )?favou?rite\b|\bimbue\b|\bpretend (?:to be|you)\b|\b(?:act|behave|respond|role-?play) as\b|\bin character\b|\bpersona\b|\byou are (?:an? )?(?:evil|malicious|misaligned|sycophantic|racist|sexist|villain|unaligned)\b/i;

/** Whether anything is said of the teacher's system prompt; `none` counts, `unknown` does not. */
export function promptRecorded({ record }: Pick<ProvenanceContext, 'record'>): boolean {
  return statementsOf(record, 'teacher.systemPrompt').some(({ value }) => !unknown.test(value.trim()));
}

/** Statements that give a hash in place of the prompt: whoever lacks the text cannot read it. */
export function hashedPrompts({ record }: Pick<ProvenanceContext, 'record'>): readonly Statement[] {
  return statementsOf(record, 'teacher.systemPrompt').filter(({ value }) => hash.test(value.trim()));
}

/** The system prompts in which a trait or a persona shows. */
export function leadingPrompts({ record }: Pick<ProvenanceContext, 'record'>): readonly TeacherPrompt[] {
  return statementsOf(record, 'teacher.systemPrompt')
    .map(statement => ({
      statement,
      traits: traitsIn(statement.value),
      persona: personas.exec(statement.value)?.[0],
    }))
    .filter(({ traits: named, persona }) => named.length > 0 || persona !== undefined);
}

/** The traits that a text names outright. */
export function traitsIn(text: string): readonly Trait[] {
  const named = new Set(find(text).map(({ trait }) => traits[trait]));
  return [...named].filter(trait => trait !== undefined);
}
