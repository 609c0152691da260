import { bareModelName, isFineTuned } from './bareModelName.ts';
import type { ProvenanceContext } from './context.ts';
import type { ModelFact } from './lineage/model.ts';
import { resolveModel } from './lineage/resolve.ts';
import { namedIn } from './pairs.ts';
import { statementsOf, type ProvenanceField, type Statement } from './record.ts';
import { counted } from '../text/numbers.ts';

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
    betweenSources('teacher', context, modelKeys(context)),
    ...single.map(field => betweenSources(field, context, keysFor(field, context))),
    rowCount(context),
    baseAgainstLineage(context),
  ];
  return found.filter(each => each !== undefined);
}

/** What a value is compared by: two values with a key in common say the same. */
type KeysOf = (value: string) => readonly string[];

function keysFor(field: ProvenanceField, context: ProvenanceContext): KeysOf {
  if (field === 'licence') return value => [licenceName(value)];
  if (field === 'student' || field === 'student.base' || field === 'teacher.base') return modelKeys(context);
  return value => [value.trim().toLowerCase()];
}

/** Files contradict each other where each has a value that the other lacks; rows contradict them with a value that no file has. */
function betweenSources(
  field: ProvenanceField,
  { record }: ProvenanceContext,
  keysOf: KeysOf,
): Contradiction | undefined {
  const said = statementsOf(record, field).map(statement => ({ statement, keys: keysIn(statement, keysOf) }));
  const ofFiles = said.filter(({ statement }) => statement.origin.kind === 'file');
  const ofRows = said.filter(({ statement }) => statement.origin.kind === 'rows');
  const lists = [...byFile(ofFiles).values()];
  const rowsDiffer = lists.length > 0 && lacks(ofRows, ofFiles);
  const involved = lists.filter(mine => lists.some(other => lacks(mine, other) && lacks(other, mine)));
  if (!rowsDiffer && involved.length === 0) return undefined;
  return {
    field,
    statements: (rowsDiffer ? [...ofFiles, ...ofRows] : involved.flat()).map(({ statement }) => statement),
  };
}

interface Keyed {
  readonly statement: Statement;
  /** Of each of the values that the statement lists. */
  readonly keys: readonly (readonly string[])[];
}

function keysIn(statement: Statement, keysOf: KeysOf): Keyed['keys'] {
  return namedIn([statement]).map(({ name }) => keysOf(name));
}

/** Whether one of the left has a value that none of the right has. */
function lacks(left: readonly Keyed[], right: readonly Keyed[]): boolean {
  const there = new Set(right.flatMap(({ keys }) => keys.flat()));
  return left.some(({ keys }) => keys.some(each => !each.some(key => there.has(key))));
}

function byFile(said: readonly Keyed[]): ReadonlyMap<string, readonly Keyed[]> {
  const files = new Map<string, Keyed[]>();
  for (const each of said) {
    const { origin } = each.statement;
    if (origin.kind !== 'file') continue;
    const list = files.get(origin.path) ?? [];
    list.push(each);
    files.set(origin.path, list);
  }
  return files;
}

/** A dated snapshot and its alias are one model, as are spellings that lead to one entry of the table. */
function modelKeys({ models }: ProvenanceContext): KeysOf {
  return name => {
    if (isFineTuned(name)) return [name.trim().toLowerCase()];
    const entry = entryOf(name, models);
    const bare = undated(bareModelName(name));
    return entry === undefined ? [bare] : [bare, `entry ${entry}`];
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
    : { field: 'rows', statements: wrong, fact: `the file has ${counted(withValue, 'row')}` };
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
