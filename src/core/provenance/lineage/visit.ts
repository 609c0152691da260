import { identify, type Identity } from './identify.ts';
import type { ModelEntry, ModelFact, Relation } from './model.ts';
import type { KnownModel } from './models.ts';

/** One edge of a lineage. Without a base the walk ended at this model. */
export interface LineageStep {
  readonly model: string;
  readonly relation: Relation | 'pretrained' | 'undisclosed' | 'unknown';
  readonly base?: string;
  /** Where it is written: an address, a file, or `naming habit`. */
  readonly source: string;
}

/** What one model of a lineage adds to it. */
export interface Visit {
  readonly next: readonly string[];
  readonly steps: readonly LineageStep[];
  readonly end: 'root' | 'unresolved' | undefined;
  readonly certain: boolean;
  readonly whys: readonly string[];
}

/** What is said of where a model comes from: by facts first, then by the table. */
export function visitOf({ model, found }: Identity): Visit {
  switch (found.kind) {
    case 'facts':
      return visitFacts(model, found.facts, found.known);
    case 'known':
      return visitEntry(found.known);
    case 'family':
    case 'unknown':
      return {
        next: [],
        steps: [{ model, relation: 'unknown', source: 'nothing that is known here' }],
        end: 'unresolved',
        certain: found.kind === 'unknown',
        whys: [found.why],
      };
  }
}

function visitEntry({ entry, family }: KnownModel): Visit {
  const { id: model, start, source } = entry;
  switch (start.kind) {
    case 'pretrained':
      return {
        next: [],
        steps: [{ model, relation: 'pretrained', source }],
        end: 'root',
        certain: true,
        whys: [`${model} has an initialisation of its own`],
      };
    case 'undisclosed':
      return {
        next: [],
        steps: [{ model, relation: 'undisclosed', source }],
        end: 'unresolved',
        certain: true,
        whys: [`${family.developer} does not publish which weights ${model} started from`],
      };
    case 'derived':
      return {
        next: [start.base],
        steps: [{ model, relation: start.relation, base: start.base, source }],
        end: undefined,
        certain: true,
        whys: [`${model} ${phrases[start.relation]} ${start.base}`],
      };
  }
}

/** The first fact that says something counts; one that says otherwise, like the table, is told and lowers the confidence. */
function visitFacts(model: string, facts: readonly ModelFact[], known: KnownModel | undefined): Visit {
  const telling = facts.filter(({ bases, relation }) => bases.length > 0 || relation === 'pretrained');
  const [first, ...others] = telling;
  if (first === undefined) {
    if (known !== undefined) return visitEntry(known);
    const why = `${facts[0]?.source ?? 'what is written'} does not say what ${model} was made from`;
    const source = facts[0]?.source ?? '';
    return {
      next: [],
      steps: [{ model, relation: 'unknown', source }],
      end: 'unresolved',
      certain: true,
      whys: [why],
    };
  }
  const against = contradictions(model, first, others, known?.entry);
  const { source } = first;
  if (first.bases.length === 0)
    return {
      next: [],
      steps: [{ model, relation: 'pretrained', source }],
      end: 'root',
      certain: against.length === 0,
      whys: [`${model} has an initialisation of its own, as ${source} says`, ...against],
    };
  const agreed = against.length === 0 && known?.entry.start.kind === 'derived' ? known.entry.start.relation : undefined;
  const relation = relationOf(first, agreed);
  return {
    next: first.bases,
    steps: first.bases.map(base => ({ model, relation, base, source })),
    end: undefined,
    certain: against.length === 0 && (first.relation !== undefined || agreed !== undefined),
    whys: [`${model} ${phrases[relation]} ${first.bases.join(' and ')}, as ${source} says`, ...against],
  };
}

/** A hub has no word for some relations, so that of the table stands where both name the same base. */
function relationOf({ relation, bases }: ModelFact, agreed: Relation | undefined): Relation {
  if (agreed !== undefined && (relation === undefined || relation === 'finetune')) return agreed;
  if (relation !== undefined && relation !== 'pretrained') return relation;
  return bases.length > 1 ? 'merge' : 'finetune';
}

function contradictions(
  model: string,
  first: ModelFact,
  others: readonly ModelFact[],
  entry: ModelEntry | undefined,
): readonly string[] {
  const said = basesKey(first.bases);
  const whys = others
    .filter(({ bases }) => basesKey(bases) !== said)
    .map(({ bases, source }) => `${source} says otherwise of ${model}: ${bases.join(' and ') || 'no base'}`);
  if (entry === undefined || entry.start.kind === 'undisclosed') return whys;
  const tabled = entry.start.kind === 'derived' ? [entry.start.base] : [];
  return basesKey(tabled) === said
    ? whys
    : [...whys, `${entry.source} says otherwise of ${model}: ${tabled.join('') || 'no base'}`];
}

function basesKey(bases: readonly string[]): string {
  return bases
    .map(base => identify(base, new Map()).model.toLowerCase())
    .toSorted()
    .join('\n');
}

const phrases: Readonly<Record<Relation, string>> = {
  finetune: 'was fine-tuned from',
  continued: 'continues the pretraining of',
  adapter: 'is an adapter on',
  merge: 'was merged from',
  quantized: 'is a quantised copy of',
  copy: 'is a copy of',
  snapshot: 'is a release of',
  shared: 'started from the same initialisation as',
};
