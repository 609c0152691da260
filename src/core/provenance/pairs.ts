import type { ProvenanceContext } from './context.ts';
import type { ModelFact } from './lineage/model.ts';
import { relateModels } from './lineage/relate.ts';
import { resolveModel } from './lineage/resolve.ts';
import { modelName } from './modelName.ts';
import { statementsOf, type Statement } from './record.ts';

/** A model that statements name, and those statements. */
export interface NamedModel {
  readonly name: string;
  /** None where the user named it outside the record. */
  readonly statements: readonly Statement[];
}

/** A teacher, a student, and how their initialisations relate. */
export interface Pair {
  readonly teacher: NamedModel;
  readonly student: NamedModel;
  readonly related: ReturnType<typeof relateModels>;
}

/** The models that are said to have written completions, each once. */
export function teachersOf({ record }: Pick<ProvenanceContext, 'record'>): readonly NamedModel[] {
  return namedIn(statementsOf(record, 'teacher'));
}

/** The models that judged, rewarded or labelled. */
export function judgesOf({ record }: Pick<ProvenanceContext, 'record'>): readonly NamedModel[] {
  return namedIn(statementsOf(record, 'judge'));
}

/** The model that will be trained: the one that the user names, else those that the record names. */
export function studentsOf({ record, student }: Pick<ProvenanceContext, 'record' | 'student'>): readonly NamedModel[] {
  const named = namedIn(statementsOf(record, 'student'));
  const chosen = student === undefined ? undefined : modelName(student);
  return chosen === undefined ? named : [{ name: chosen, statements: [] }];
}

/** Every teacher with every student; empty where either is unknown. */
export function pairsOf(context: ProvenanceContext): readonly Pair[] {
  return pairsWith(teachersOf(context), context);
}

/** Every judge with every student. */
export function judgePairsOf(context: ProvenanceContext): readonly Pair[] {
  return pairsWith(judgesOf(context), context);
}

/** What the user says of models, and the bases that the record states for models that nothing else leads anywhere. */
export function factsOf(context: ProvenanceContext): readonly ModelFact[] {
  const { record, models } = context;
  const stated = [
    ...basesOf(teachersOf(context), statementsOf(record, 'teacher.base')),
    ...basesOf(studentsOf(context), statementsOf(record, 'student.base')),
  ];
  return [...models, ...stated.filter(({ model }) => resolveModel(model, models).roots.length === 0)];
}

/** The names that statements give, each once; a value may list several. */
export function namedIn(statements: readonly Statement[]): readonly NamedModel[] {
  const named = new Map<string, { name: string; statements: Statement[] }>();
  for (const statement of statements) {
    for (const name of namesOf(statement)) {
      const key = name.toLowerCase();
      const seen = named.get(key);
      if (seen === undefined) named.set(key, { name, statements: [statement] });
      else seen.statements.push(statement);
    }
  }
  return [...named.values()];
}

function namesOf({ value }: Statement): readonly string[] {
  return value
    .split(/,\s+/)
    .map(modelName)
    .filter(name => name !== undefined);
}

function pairsWith(teachers: readonly NamedModel[], context: ProvenanceContext): readonly Pair[] {
  const students = studentsOf(context);
  if (teachers.length === 0 || students.length === 0) return [];
  const facts = factsOf(context);
  return teachers.flatMap(teacher =>
    students.map(student => ({ teacher, student, related: relateModels(teacher.name, student.name, facts) })),
  );
}

// With several models in one record nothing says which of them a base belongs to.
function basesOf(models: readonly NamedModel[], statements: readonly Statement[]): readonly ModelFact[] {
  const [model, ...others] = models;
  const bases = namedIn(statements);
  const [base] = bases;
  if (model === undefined || base === undefined || others.length > 0 || bases.length > 1) return [];
  if (model.name.toLowerCase() === base.name.toLowerCase()) return [];
  const origin = base.statements[0]?.origin;
  const source = origin?.kind === 'file' ? origin.path : 'a column of the rows';
  return [{ model: model.name, bases: [base.name], relation: 'finetune', source }];
}
