import { evidence, evidenceSources, measuredPair, subliminalPaper } from './evidence.ts';
import { factKey } from './identify.ts';
import type { Kin, ModelFact } from './model.ts';
import { findModel, spellingKey } from './models.ts';
import { resolveModel, type ResolvedModel } from './resolve.ts';

/** How teacher and student stand to each other. `different` lowers the risk and never removes it. */
export interface ModelRelation {
  readonly relation: 'same base' | 'same family' | 'different' | 'unknown';
  readonly confidence: 'stated' | 'inferred' | 'none';
  /** One sentence or two. */
  readonly why: string;
  /** What the literature has found in this case, with the exceptions. */
  readonly evidence: string;
  readonly sources: readonly string[];
  readonly teacher: ResolvedModel;
  readonly student: ResolvedModel;
}

type Judgement = Pick<ModelRelation, 'relation' | 'confidence' | 'why'>;

/** Compares the initialisations of two models, by the user's facts and the bundled table. Never throws. */
export function relateModels(teacher: string, student: string, extra: readonly ModelFact[] = []): ModelRelation {
  const [from, to] = [resolveModel(teacher, extra), resolveModel(student, extra)];
  const { relation, confidence, why } = judge(from, to);
  const measured = measuredPair(teacher, student);
  const ofPair = measured === undefined ? '' : ` Measured for this very pair: ${measured} (* significant).`;
  return {
    relation,
    confidence,
    why: why + continuedNote(from, to, relation),
    evidence: evidence[relation] + ofPair,
    sources: [
      ...new Set([
        subliminalPaper,
        ...(relation === 'same base' ? [] : evidenceSources.crossing),
        ...[...from.chain, ...to.chain].map(({ source }) => source).filter(source => source.startsWith('http')),
      ]),
    ],
    teacher: from,
    student: to,
  };
}

function judge(teacher: ResolvedModel, student: ResolvedModel): Judgement {
  const confidence = weaker(teacher, student);
  const named = [teacher, student].filter(model => model.chain.length === 0);
  const [missing] = named;
  if (missing !== undefined)
    return { relation: 'unknown', confidence: 'none', why: `\`${missing.name}\`: ${missing.why}` };
  return (
    circular(teacher, student) ??
    sharing(teacher, student, confidence) ??
    akin(teacher, student, confidence) ??
    open(teacher, student) ??
    apart(teacher, student, confidence)
  );
}

function circular(teacher: ResolvedModel, student: ResolvedModel): Judgement | undefined {
  const lost = [teacher, student].find(
    model => model.confidence === 'none' && model.chain.some(step => step.base !== undefined),
  );
  if (lost === undefined || factKey(teacher.name) === factKey(student.name)) return undefined;
  return { relation: 'unknown', confidence: 'none', why: `\`${lost.name}\`: ${lost.why}` };
}

function sharing(
  teacher: ResolvedModel,
  student: ResolvedModel,
  confidence: Judgement['confidence'],
): Judgement | undefined {
  const ofStudent = ancestors(student);
  const shared = [...ancestors(teacher)].find(([key]) => ofStudent.has(key))?.[1];
  if (shared === undefined) return undefined;
  const root = teacher.roots.find(one => student.roots.includes(one)) ?? shared;
  const merged = [teacher, student].some(({ roots, unresolved }) => roots.length + unresolved.length > 1);
  const same = selfName(teacher) === selfName(student);
  const why = same
    ? `Teacher and student are one model, ${teacher.id ?? teacher.name}.`
    : `Teacher and student descend from ${root}${merged ? '; one of them is a merge with other models too' : ''}.`;
  return { relation: 'same base', confidence: confidence === 'none' ? 'stated' : confidence, why };
}

/** The model that a name stands for; nothing made from it is meant. */
function selfName({ name, id, chain }: ResolvedModel): string {
  return factKey(chain.some(({ model, base }) => base === id && model !== id) || id === undefined ? name : id);
}

/** One may hold weights of the other without sharing an initialisation for certain. */
function akin(
  teacher: ResolvedModel,
  student: ResolvedModel,
  confidence: Judgement['confidence'],
): Judgement | undefined {
  const found = kinBetween(teacher, student) ?? kinBetween(student, teacher);
  if (found === undefined) return undefined;
  const { of, kin } = found;
  switch (kin.how) {
    case 'undisclosed':
      return {
        relation: 'unknown',
        confidence: 'none',
        why: `Whether ${of} started from the weights of ${kin.model} is not published.`,
      };
    case 'pruned':
      return {
        relation: 'same family',
        confidence,
        why: `${of} was pruned from ${kin.model}: it began as a part of it.`,
      };
    case 'upscaled':
      return { relation: 'same family', confidence, why: `${of} was built out of the weights of ${kin.model}.` };
  }
}

function kinBetween(one: ResolvedModel, other: ResolvedModel): { readonly of: string; readonly kin: Kin } | undefined {
  const keys = ancestors(other);
  for (const root of one.roots) {
    const kin = findModel(root)?.entry.kin.find(({ model }) => keys.has(spellingKey(model)));
    if (kin !== undefined) return { of: root, kin };
  }
  return undefined;
}

/** What is unknown outside a developer may be shared within it; two developers are taken to train apart. */
function open(teacher: ResolvedModel, student: ResolvedModel): Judgement | undefined {
  const lacking = [teacher, student].filter(({ unresolved }) => unresolved.length > 0);
  const [first] = lacking;
  if (first === undefined) return undefined;
  const closed = lacking.every(model => model.unresolved.every(name => findModel(name) !== undefined));
  const apartFromEachOther =
    closed &&
    teacher.developer !== undefined &&
    student.developer !== undefined &&
    teacher.developer !== student.developer;
  if (!apartFromEachOther)
    return { relation: 'unknown', confidence: 'none', why: lacking.map(({ why }) => why).join(' ') };
  return {
    relation: 'different',
    confidence: 'inferred',
    why: `${first.why} ${teacher.developer} and ${student.developer} are taken to train from initialisations of their own.`,
  };
}

function apart(teacher: ResolvedModel, student: ResolvedModel, confidence: Judgement['confidence']): Judgement {
  const roots = `${teacher.roots.join(' and ')} and ${student.roots.join(' and ')}`;
  const same = teacher.family !== undefined && teacher.family.id === student.family?.id;
  return same
    ? {
        relation: 'same family',
        confidence,
        why: `Both are ${teacher.family.title}, from initialisations of their own: ${roots}.`,
      }
    : { relation: 'different', confidence, why: `They descend from different initialisations: ${roots}.` };
}

function continuedNote(teacher: ResolvedModel, student: ResolvedModel, relation: ModelRelation['relation']): string {
  const continues = [...teacher.chain, ...student.chain].find(step => step.relation === 'continued');
  return relation === 'same base' && continues !== undefined && teacher.id !== student.id
    ? ` ${continues.model} was pretrained further, across which transmission has not been tested.`
    : '';
}

/** Every model of a lineage by its key; two spellings of an unknown name are one. */
function ancestors({ chain }: ResolvedModel): ReadonlyMap<string, string> {
  return new Map(
    chain
      .flatMap(({ model, base }) => (base === undefined ? [model] : [model, base]))
      .map(model => [findModel(model) === undefined ? factKey(model) : spellingKey(model), model]),
  );
}

function weaker(teacher: ResolvedModel, student: ResolvedModel): Judgement['confidence'] {
  const both = [teacher.confidence, student.confidence];
  return both.includes('none') ? 'none' : both.includes('inferred') ? 'inferred' : 'stated';
}
