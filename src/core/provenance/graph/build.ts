import type { Finding } from '../../findings/finding.ts';
import type { ProvenanceContext } from '../context.ts';
import { hopsOf } from '../hops.ts';
import { factKey } from '../lineage/identify.ts';
import { resolveModel } from '../lineage/resolve.ts';
import type { LineageStep } from '../lineage/visit.ts';
import { factsOf, judgesOf, studentsOf, teachersOf, type NamedModel } from '../pairs.ts';
import { provenanceFields, statementsOf, type ProvenanceField, type Statement } from '../record.ts';
import { short } from '../words.ts';
import { addEdge, addNode, finished, type Draft } from './draft.ts';
import type { GraphDetail, LineageGraph, NodeKind } from './graph.ts';
import { attach } from './warnings.ts';
import { counted } from '../../text/numbers.ts';

/** A finding of a provenance rule, with the rule's title. */
export type TitledFinding = Finding & { readonly title: string };

const datasetId = 'dataset';
const mostOfAKind = 12;

type Role = 'teacher' | 'student' | 'judge';

/** The graph of what the record, the lineage of models and the findings tell of a dataset. Never throws. */
export function buildGraph(context: ProvenanceContext, findings: readonly TitledFinding[]): LineageGraph {
  const draft: Draft = { nodes: new Map(), edges: new Map() };
  const teachers = teachersOf(context);
  const students = studentsOf(context);
  addDataset(draft, context);
  const entry = addSources(draft, context);
  addRole(draft, 'teacher', teachers, context);
  addRole(draft, 'judge', judgesOf(context), context);
  addRole(draft, 'student', students, context);
  addFlow(draft, context, entry);
  addLineages(draft, context);
  addHops(draft, context);
  attach(draft, context.record, findings);
  return finished(draft);
}

function addDataset(draft: Draft, { record, profile, dataset }: ProvenanceContext): void {
  const rows = profile.rows - profile.blank;
  const details = (
    ['method', 'licence', 'terms', 'use', 'sha256', 'merkleRoot', 'control', 'modified'] as const
  ).flatMap(field => statementsOf(record, field).map(detailOf));
  addNode(draft, {
    id: datasetId,
    kind: 'dataset',
    label: dataset.name,
    details: [{ label: 'Rows', text: counted(rows, 'row') }, ...details],
  });
}

/** What stands before the dataset; answers where the completions of a teacher go. */
function addSources(draft: Draft, { record }: ProvenanceContext): string {
  const filters = statementsOf(record, 'filter');
  const [unfiltered] = statementsOf(record, 'unfiltered');
  let entry = datasetId;
  if (filters.length > 0) {
    const values = distinct(filters);
    const label = values.length === 1 ? (values[0] ?? '') : `${values.length} filters`;
    addNode(draft, { id: 'filter', kind: 'filter', label, details: filters.map(detailOf) });
    addEdge(draft, 'filter', datasetId, 'kept');
    entry = 'filter';
  }
  if (unfiltered) {
    const all = statementsOf(record, 'unfiltered').map(detailOf);
    addNode(draft, { id: 'unfiltered', kind: 'unfiltered', label: unfiltered.value, details: all });
    addEdge(draft, 'unfiltered', entry, 'was filtered');
    entry = 'unfiltered';
  }
  addEach(draft, 'parent', statementsOf(record, 'parent'), [entry], 'became');
  return entry;
}

function addFlow(draft: Draft, context: ProvenanceContext, entry: string): void {
  const { record } = context;
  const teachers = idsOf(draft, 'teacher');
  for (const id of teachers) addEdge(draft, id, entry, 'wrote', rowDetails(draft, id));
  addEach(draft, 'prompts', statementsOf(record, 'prompts'), teachers, 'asked');
  addEach(draft, 'trainedOn', statementsOf(record, 'teacher.trainedOn'), teachers, 'trained');
  for (const id of idsOf(draft, 'judge'))
    addEdge(draft, id, draft.nodes.has('filter') ? 'filter' : datasetId, 'judged');
  for (const id of idsOf(draft, 'student')) addEdge(draft, datasetId, id, 'trains');
}

function rowDetails({ nodes }: Draft, id: string): GraphDetail[] {
  return (nodes.get(id)?.details ?? []).filter(({ origin }) => origin?.kind === 'rows');
}

function addEach(
  draft: Draft,
  kind: NodeKind,
  statements: readonly Statement[],
  targets: readonly string[],
  label: string,
): void {
  const values = distinct(statements);
  for (const value of values.slice(0, mostOfAKind)) {
    const details = statements.filter(one => one.value === value).map(detailOf);
    addNode(draft, { id: `${kind}:${value}`, kind, label: short(value), details });
    for (const target of targets) addEdge(draft, `${kind}:${value}`, target, label);
  }
}

const aboutRole: Readonly<Record<Role, readonly ProvenanceField[]>> = {
  teacher: [
    'teacher.revision',
    'teacher.base',
    'teacher.systemPrompt',
    'teacher.sampling',
    'teacher.seed',
    'teacher.endpoint',
    'teacher.date',
  ],
  student: ['student.base', 'student.method'],
  judge: [],
};

function addRole(draft: Draft, role: Role, models: readonly NamedModel[], { record }: ProvenanceContext): void {
  if (models.length === 0 && role !== 'judge') {
    addNode(draft, { id: `${role}:`, kind: role, label: role === 'teacher' ? 'unknown' : 'not set', unknown: true });
    return;
  }
  // Of several teachers nothing says whose prompt or sampling is meant; each shows them all.
  const about = aboutRole[role].flatMap(field => statementsOf(record, field).map(detailOf));
  for (const { name, statements } of models.slice(0, mostOfAKind)) {
    const details = [...statements.map(detailOf), ...about];
    addNode(draft, { id: roleId(role, name), kind: role, label: name, details });
  }
  const more = models.length - mostOfAKind;
  if (more > 0) addNode(draft, { id: `${role}:…`, kind: role, label: `and ${more} more`, unknown: true });
}

function roleId(role: Role, name: string): string {
  return `${role}:${factKey(name)}`;
}

const made: Readonly<Record<LineageStep['relation'], string>> = {
  finetune: 'fine-tuned into',
  continued: 'continued as',
  adapter: 'base of adapter',
  merge: 'merged into',
  quantized: 'quantised into',
  copy: 'copied as',
  snapshot: 'released as',
  shared: 'same start as',
  pretrained: 'initialises',
  undisclosed: 'initialises',
  unknown: 'initialises',
};

/** The models that teachers, judges and students were made from; one that nothing else shares is not drawn twice. */
function addLineages(draft: Draft, context: ProvenanceContext): void {
  const facts = factsOf(context);
  const roles = [...draft.nodes.values()].filter(({ kind, unknown }) => isRole(kind) && !unknown);
  const lines = roles.map(({ id, label }) => ({ id, label, resolved: resolveModel(label, facts) }));
  for (const { id, label, resolved } of lines) {
    const { chain, why } = resolved;
    const self = new Set([factKey(label), factKey(chain[0]?.model ?? label)]);
    const shared = lines.some(
      other => other.id !== id && other.resolved.chain.some(step => self.has(factKey(step.model))),
    );
    const nodeOf = (model: string): string => (self.has(factKey(model)) && !shared ? id : modelId(model));
    if (why !== '') draft.nodes.get(id)?.details.push({ label: 'Lineage', text: why });
    const [first] = chain;
    if (shared && first) {
      addNode(draft, { id: modelId(first.model), kind: 'model', label: first.model });
      addEdge(draft, modelId(first.model), id, 'initialises');
    }
    for (const step of chain) addStep(draft, step, nodeOf);
  }
}

function addStep(
  draft: Draft,
  { model, base, relation, source }: LineageStep,
  nodeOf: (model: string) => string,
): void {
  if (base === undefined) return;
  const url = /^https?:/.test(source) ? { url: source } : {};
  if (nodeOf(model) === modelId(model)) addNode(draft, { id: modelId(model), kind: 'model', label: model });
  addNode(draft, { id: modelId(base), kind: 'model', label: base });
  addEdge(draft, modelId(base), nodeOf(model), made[relation], [{ label: 'Written in', text: source, ...url }]);
}

/** Models whose outputs reached the dataset through another. */
function addHops(draft: Draft, context: ProvenanceContext): void {
  for (const { origin, through, source } of hopsOf(context)) {
    const id = modelId(origin);
    const goals = [...draft.nodes.values()].filter(node => node.label === through || node.label === short(through));
    const [goal] = goals;
    if (!goal) continue;
    addNode(draft, { id, kind: 'model', label: origin });
    addEdge(draft, id, goal.id, 'taught', [{ label: 'Written in', text: source }]);
  }
}

function modelId(model: string): string {
  return `model:${factKey(model)}`;
}

function isRole(kind: NodeKind): boolean {
  return kind === 'teacher' || kind === 'student' || kind === 'judge';
}

function idsOf({ nodes }: Draft, kind: NodeKind): string[] {
  return [...nodes.values()].filter(node => node.kind === kind).map(({ id }) => id);
}

function detailOf({ field, value, origin }: Statement): GraphDetail {
  return { label: provenanceFields[field], text: value, origin };
}

function distinct(statements: readonly Statement[]): string[] {
  return [...new Set(statements.map(({ value }) => value))];
}
