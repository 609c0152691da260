import { about, withPlace } from './about.ts';
import { defineProvenanceRule } from '../check.ts';
import type { RowFinding } from '../../findings/finding.ts';
import type { ProvenanceContext } from '../../provenance/context.ts';
import { resolveModel } from '../../provenance/lineage/resolve.ts';
import { factsOf, studentsOf, teachersOf, type NamedModel } from '../../provenance/pairs.ts';
import { statementsOf, type Statement } from '../../provenance/record.ts';
import { licenceAgainst, limitsStudent, termsOf, type Terms } from '../../provenance/terms.ts';
import { listText, statementText } from '../../provenance/words.ts';

/** Fires where a licence or a provider's terms stand against training on the rows. */
export const termsConflict = defineProvenanceRule({
  kind: 'provenance',
  id: 'terms-conflict',
  title: 'Terms conflict',
  description:
    "Fires when the licence or terms of a teacher, or of the model it was made from, limit training on its outputs: an error where they forbid this student, a warning where they may, a note where they lay duties on it; and when the record's own licence or terms exclude training, derivatives or commercial use. The table holds the texts named in each finding, with their versions: they change, contracts differ, and models that are not listed have terms too. Not legal advice.",
  severity: 'warning',
  source: { title: 'Data Provenance Initiative, licences and terms', url: 'https://www.dataprovenance.org/' },
  options: {},
  judge: context => [...teachersOf(context).flatMap(teacher => ofTeacher(teacher, context)), ...ofRecord(context)],
  examples: [
    { title: 'OpenAI', rows: [], cardSays: { teacher: 'gpt-4.1-nano' }, fires: true },
    {
      title: 'Llama 3 for another student',
      rows: [],
      cardSays: { teacher: 'meta-llama/Meta-Llama-3-8B-Instruct' },
      student: 'Qwen/Qwen2.5-7B',
      fires: true,
    },
    {
      title: 'Llama 3 for a Llama',
      rows: [],
      cardSays: { teacher: 'meta-llama/Meta-Llama-3-8B-Instruct' },
      student: 'meta-llama/Llama-3.1-8B',
      fires: false,
    },
    { title: 'a licence without derivatives', rows: [], cardSays: { licence: 'cc-by-nc-nd-4.0' }, fires: true },
    {
      title: 'open weights under an open licence',
      rows: [],
      cardSays: { teacher: 'openai/gpt-oss-20b', licence: 'apache-2.0' },
      fires: false,
    },
    { title: 'nothing on record', rows: [], fires: false },
  ],
});

const advice = 'Read the text itself or ask somebody who may advise you: this is not legal advice.';

function ofTeacher(teacher: NamedModel, context: ProvenanceContext): readonly RowFinding[] {
  const held = termsHeld(teacher.name, context);
  if (held === undefined) return [];
  const { model, terms } = held;
  const students = studentsOf(context);
  const limits =
    students.length === 0 ? [limitsStudent(terms, undefined)] : students.map(({ name }) => limitsStudent(terms, name));
  const worst = limits.includes('yes') ? 'yes' : limits.includes('maybe') ? 'maybe' : 'no';
  if (worst === 'no' && terms.limits !== 'duty') return [];
  const made = model === teacher.name ? '' : `, made from ${model},`;
  const what = `The teacher ${withPlace(teacher)}${made} comes under ${terms.title} (${terms.version}): ${terms.says}.`;
  const follows = {
    yes: `The student ${listText(students.map(({ name }) => name))} is not covered by what they allow.`,
    maybe: 'Whether they allow this training depends on what the student is for.',
    no: 'They allow this training and pass duties on to the student.',
  }[worst];
  const severity = ({ yes: 'error', maybe: 'warning', no: 'info' } as const)[worst];
  const data = {
    teacher: teacher.name,
    terms: terms.title,
    url: terms.url,
    version: terms.version,
    limits: terms.limits,
  };
  return [about(teacher.statements, { severity, message: `${what} ${follows} ${advice}`, data })];
}

/** The terms of the model itself, else of the nearest that its weights come from. */
function termsHeld(
  name: string,
  context: ProvenanceContext,
): { readonly model: string; readonly terms: Terms } | undefined {
  const { id, chain } = resolveModel(name, factsOf(context));
  const line = [name, ...(id === undefined ? [] : [id]), ...chain.flatMap(({ model, base }) => [model, base ?? model])];
  for (const model of line) {
    const terms = termsOf(model);
    if (terms !== undefined) return { model: model === id ? name : model, terms };
  }
  return undefined;
}

const exclusions = {
  training: 'it excludes training models on the rows',
  derivatives: 'it allows no derivatives, and a model trained on the rows may count as one',
  commerce: 'it allows no commercial use, and whether a model trained on the rows may be put to one is open',
} as const;

function ofRecord({ record }: ProvenanceContext): readonly RowFinding[] {
  const statements: readonly Statement[] = [...statementsOf(record, 'licence'), ...statementsOf(record, 'terms')];
  return statements.flatMap(statement => {
    const against = licenceAgainst(statement.value);
    if (against === undefined) return [];
    const message = `The record states ${statementText(statement)}: as it reads, ${exclusions[against]}. Check it against what the student is for. ${advice}`;
    const severity = against === 'commerce' ? 'info' : 'warning';
    return [about([statement], { severity, message, data: { [statement.field]: statement.value, against } })];
  });
}
