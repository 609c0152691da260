import { bareModelName, isFineTuned } from './bareModelName.ts';
import type { ProvenanceContext } from './context.ts';
import type { ModelFact } from './lineage/model.ts';
import { resolveModel } from './lineage/resolve.ts';
import { namedIn } from './pairs.ts';
import { statementsOf, type ProvenanceField, type Statement } from './record.ts';
import { rowsText } from './words.ts';

/** Statements of one field that cannot all be true. */
export interface Contradiction {
  readonly field: ProvenanceField;
  readonly statements: readonly Statement[];
  /** What stands against them where it is no statement: "the file has 3 rows". */
  readonly fact?: string;
}

// One value each, of the dataset as a whole: what a card and the rows say must be the same. SHA-256: see `hash-mismatch`.
const single: readonly ProvenanceField[] = [
  'teacher.revision',
  'teacher.base',
  'student.base',
  'student',
  'licence',
  'merkleRoot',
];

/** What cards, sidecars and rows say against each other, one per field. Several values of one source are a list, not a contradiction. */
export function contradictionsOf(context: ProvenanceContext): readonly Contradiction[] {
  const found = [
    betweenSources('teacher', context, sameModel(context)),
    ...single.map(field => betweenSources(field, context, sameOf(field, context))),
    rowCount(context),
    baseAgainstLineage(context),
  ];
  return found.filter(each => each !== undefined);
}

type Same = (left: string, right: string) => boolean;

function sameOf(field: ProvenanceField, context: ProvenanceContext): Same {
  if (field === 'licence') return (left, right) => licenceName(left) === licenceName(right);
  if (field === 'student' || field === 'student.base' || field === 'teacher.base') return sameModel(context);
  return (left, right) => left.trim().toLowerCase() === right.trim().toLowerCase();
}

/** Files contradict each other where each has a value that the other lacks; rows contradict them with a value that no file has. */
function betweenSources(field: ProvenanceField, { record }: ProvenanceContext, same: Same): Contradiction | undefined {
  const statements = statementsOf(record, field);
  const ofFiles = statements.filter(({ origin }) => origin.kind === 'file');
  const ofRows = statements.filter(({ origin }) => origin.kind === 'rows');
  const lacks = (left: readonly Statement[], right: readonly Statement[]): boolean =>
    valuesOf(left).some(value => !valuesOf(right).some(other => same(value, other)));
  const lists = [...byFile(ofFiles).values()];
  const rowsDiffer = lists.length > 0 && lacks(ofRows, ofFiles);
  const involved = lists.filter(mine => lists.some(other => lacks(mine, other) && lacks(other, mine)));
  if (!rowsDiffer && involved.length === 0) return undefined;
  return { field, statements: rowsDiffer ? [...ofFiles, ...ofRows] : involved.flat() };
}

function byFile(statements: readonly Statement[]): ReadonlyMap<string, readonly Statement[]> {
  const files = new Map<string, Statement[]>();
  for (const statement of statements) {
    if (statement.origin.kind !== 'file') continue;
    const { path } = statement.origin;
    files.set(path, [...(files.get(path) ?? []), statement]);
  }
  return files;
}

function valuesOf(statements: readonly Statement[]): readonly string[] {
  return namedIn(statements).map(({ name }) => name);
}

/** A dated snapshot and its alias are one model, as are spellings that lead to one entry of the table. */
function sameModel({ models }: ProvenanceContext): Same {
  return (left, right) => {
    if ([left, right].some(isFineTuned)) return left.trim().toLowerCase() === right.trim().toLowerCase();
    const [a, b] = [undated(bareModelName(left)), undated(bareModelName(right))];
    if (a === b) return true;
    const ids = [left, right].map(name => entryOf(name, models));
    return ids[0] !== undefined && ids[0] === ids[1];
  };
}

/** The model of the table that a name stands for; none for a model that was made from one of them. */
function entryOf(name: string, models: readonly ModelFact[]): string | undefined {
  const { id, chain } = resolveModel(name, models);
  const [step] = chain;
  const madeFromIt = step !== undefined && step.base === id && !sameWeights.includes(step.relation);
  return madeFromIt ? undefined : id;
}

const sameWeights: readonly string[] = ['copy', 'snapshot', 'quantized'];

function undated(bare: string): string {
  return bare.replace(/-(?:20\d{2}-?\d{2}-?\d{2}|latest)$/, '');
}

function licenceName(value: string): string {
  const name = value
    .trim()
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace(/\.(?:html|txt|json)$/, '');
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.replaceAll(/[\s_]+/g, '-').replace(/-licen[cs]e$/, '');
}

function rowCount({ record, profile }: ProvenanceContext): Contradiction | undefined {
  const withValue = profile.rows - profile.blank;
  const wrong = statementsOf(record, 'rows').filter(({ value }) => {
    const stated = Number(value.replaceAll(/[,_\s]/g, ''));
    return Number.isInteger(stated) && stated !== withValue && stated !== profile.rows;
  });
  return wrong.length === 0
    ? undefined
    : { field: 'rows', statements: wrong, fact: `the file has ${rowsText(withValue)}` };
}

function baseAgainstLineage({ record, models }: ProvenanceContext): Contradiction | undefined {
  const [teacher, ...others] = namedIn(statementsOf(record, 'teacher'));
  const bases = statementsOf(record, 'teacher.base');
  if (teacher === undefined || others.length > 0) return undefined;
  const { roots } = resolveModel(teacher.name, models);
  const wrong = bases.filter(({ value }) => {
    const stated = resolveModel(value, models).roots;
    return roots.length > 0 && stated.length > 0 && !stated.some(root => roots.includes(root));
  });
  if (wrong.length === 0) return undefined;
  return {
    field: 'teacher.base',
    statements: wrong,
    fact: `the lineage of ${teacher.name} leads to ${roots.join(' and ')}`,
  };
}
