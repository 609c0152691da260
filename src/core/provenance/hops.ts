import { bareModelName } from './bareModelName.ts';
import type { ProvenanceContext } from './context.ts';
import { findModel } from './lineage/models.ts';
import { relateModels } from './lineage/relate.ts';
import { resolveModel } from './lineage/resolve.ts';
import { modelsNamed } from './modelsNamed.ts';
import { factsOf, studentsOf, teachersOf, type NamedModel } from './pairs.ts';
import { statementsOf, type Statement } from './record.ts';

/** A model whose outputs reached this dataset through another model. */
export interface Hop {
  /** The model behind. */
  readonly origin: string;
  /** The model or dataset that passed it on. */
  readonly through: string;
  /** Where that is written: an address, or "a card". */
  readonly source: string;
  /** The statements that name `through`. */
  readonly statements: readonly Statement[];
  /** The students that share the initialisation of the model behind. */
  readonly sharedWith: readonly NamedModel[];
}

/** The hops before the last: teachers that are students themselves, and parents that name a model other than the teacher. */
export function hopsOf(context: ProvenanceContext): readonly Hop[] {
  const facts = factsOf(context);
  const students = studentsOf(context);
  const teachers = teachersOf(context);
  const found = [...taught(teachers, context), ...named(context, teachers)];
  const once = new Map(found.map(hop => [`${bareModelName(hop.origin)}\n${hop.through}`, hop]));
  return [...once.values()].map(hop => ({
    ...hop,
    sharedWith: students.filter(({ name }) => relateModels(hop.origin, name, facts).relation === 'same base'),
  }));
}

type BareHop = Omit<Hop, 'sharedWith'>;

function taught(teachers: readonly NamedModel[], context: ProvenanceContext): readonly BareHop[] {
  const facts = factsOf(context);
  return teachers.flatMap(({ name, statements }) => {
    const { taughtBy, chain } = resolveModel(name, facts);
    return taughtBy.map(origin => ({ origin, through: name, source: sourceOf(origin, chain), statements }));
  });
}

function sourceOf(origin: string, chain: readonly { readonly model: string; readonly base?: string }[]): string {
  const models = chain.flatMap(({ model, base }) => (base === undefined ? [model] : [model, base]));
  const taught = models.map(model => findModel(model)?.entry).find(entry => entry?.taughtBy.includes(origin));
  return taught?.source ?? 'its lineage';
}

function named({ record }: ProvenanceContext, teachers: readonly NamedModel[]): readonly BareHop[] {
  const direct = new Set(teachers.map(({ name }) => bareModelName(name)));
  return (['teacher.trainedOn', 'parent'] as const).flatMap(field =>
    statementsOf(record, field).flatMap(statement =>
      modelsNamed(statement.value)
        .filter(origin => field === 'teacher.trainedOn' || !direct.has(bareModelName(origin)))
        .map(origin => ({ origin, through: statement.value, source: 'the record', statements: [statement] })),
    ),
  );
}
