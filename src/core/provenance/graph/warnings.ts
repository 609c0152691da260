import type { Finding } from '../../findings/finding.ts';
import { factKey } from '../lineage/identify.ts';
import type { ProvenanceField, ProvenanceRecord } from '../record.ts';
import type { Draft, DraftEdge, DraftNode } from './draft.ts';
import type { GraphWarning, NodeKind } from './graph.ts';

type Titled = Finding & { readonly title: string };

/** Puts every finding where it arises: on the edge along which the risk goes, else on the node that it is about. */
export function attach(draft: Draft, record: ProvenanceRecord, findings: readonly Titled[]): void {
  for (const { check, title, severity, message, ...finding } of findings) {
    const warning: GraphWarning = { check, title, severity, message };
    for (const part of placesOf(draft, record, { check, ...finding })) part.warnings.push(warning);
  }
}

type Part = DraftNode | DraftEdge;
type Clues = Pick<Finding, 'check' | 'data' | 'place'>;

function placesOf(draft: Draft, record: ProvenanceRecord, clues: Clues): readonly Part[] {
  const { data } = clues;
  const found =
    ofPair(draft, textOf(data['teacher']), textOf(data['student'])) ??
    ofHop(draft, textOf(data['origin'])) ??
    ofKind(draft, kindOf(record, clues), textOf(data['teacher']));
  const dataset = draft.nodes.get('dataset');
  return found.length > 0 ? found : dataset ? [dataset] : [];
}

/** Of a teacher and a student: the edge from what they share to the student, else the training. */
function ofPair(
  { edges }: Draft,
  teacher: string | undefined,
  student: string | undefined,
): readonly Part[] | undefined {
  if (teacher === undefined || student === undefined) return undefined;
  const all = [...edges.values()];
  const [from, to] = [`teacher:${factKey(teacher)}`, `student:${factKey(student)}`];
  const ancestors = lineOf(from, all);
  const ofStudent = lineOf(to, all);
  const shared = all.filter(edge => ofStudent.has(edge.to) && ancestors.has(edge.from) && !ancestors.has(edge.to));
  const training = all.filter(edge => edge.to === to && edge.from === 'dataset');
  const place = shared.length > 0 ? shared.slice(0, 1) : training;
  return place.length > 0 ? place : undefined;
}

/** A model and the models it was made from. */
function lineOf(start: string, edges: readonly DraftEdge[]): ReadonlySet<string> {
  const seen = new Set([start]);
  for (const at of seen) {
    for (const { from, to } of edges) if (to === at && from.startsWith('model:')) seen.add(from);
  }
  return seen;
}

function ofHop({ edges }: Draft, origin: string | undefined): readonly Part[] | undefined {
  if (origin === undefined) return undefined;
  const hops = [...edges.values()].filter(
    ({ from, label }) => from === `model:${factKey(origin)}` && label === 'taught',
  );
  return hops.length > 0 ? hops : undefined;
}

/** The edges that leave what a finding is about; the node where none does. */
function ofKind({ nodes, edges }: Draft, kind: NodeKind | undefined, name: string | undefined): readonly Part[] {
  const about = [...nodes.values()].filter(node => node.kind === kind);
  const named = about.filter(({ label }) => name !== undefined && factKey(label) === factKey(name));
  const chosen = named.length > 0 ? named : about;
  return chosen.flatMap((node): Part[] => {
    if (kind === 'dataset') return [node];
    const out = [...edges.values()].filter(({ from, to }) => (kind === 'student' ? to : from) === node.id);
    const flow = out.filter(({ from }) => kind !== 'student' || from === 'dataset');
    return flow.length > 0 ? flow : [node];
  });
}

function kindOf({ statements }: ProvenanceRecord, { check, data, place }: Clues): NodeKind | undefined {
  const byName = (['student', 'judge', 'filter'] as const).find(kind => check.startsWith(`${kind}-`));
  if (byName) return byName;
  // Of several teachers together: it arises where their rows meet.
  if (Array.isArray(data['teachers'])) return 'dataset';
  const field = textOf(data['field']);
  const said = statements.find(
    ({ origin }) =>
      place !== undefined && origin.kind === 'file' && origin.path === place.path && origin.line === place.line,
  );
  const named = statements.find(one => one.field === field)?.field ?? said?.field;
  if (named !== undefined) return kindOfField(named);
  return check.startsWith('teacher-') ? 'teacher' : undefined;
}

function kindOfField(field: ProvenanceField): NodeKind {
  if (field === 'teacher.trainedOn') return 'trainedOn';
  const [start] = field.split('.');
  const kinds = ['teacher', 'student', 'judge', 'filter', 'unfiltered', 'parent', 'prompts'] as const;
  return kinds.find(kind => kind === start) ?? 'dataset';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
