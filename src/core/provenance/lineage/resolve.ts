import { modelName } from '../modelName.ts';
import { factKey, identify, longestName, type Identity } from './identify.ts';
import type { ModelFact, ModelFamily } from './model.ts';
import type { KnownModel } from './models.ts';
import { visitOf, type LineageStep } from './visit.ts';

/** What is known of the weights that a model started from. */
export interface ResolvedModel {
  /** As written. */
  readonly name: string;
  /** The model that the name stands for, or was made into it; absent where nothing knows it. */
  readonly id?: string;
  /** The family whose weights it has, or whose name it bears where nothing more is known. */
  readonly family?: { readonly id: string; readonly title: string };
  readonly developer?: string;
  /** From the name to where it ends; a merge has several bases. */
  readonly chain: readonly LineageStep[];
  /** The initialisations. None: unknown. Several: a merge. */
  readonly roots: readonly string[];
  /** Where the walk ended without an initialisation; empty where `roots` says all. */
  readonly unresolved: readonly string[];
  /** Models whose outputs it, or a model before it, was trained on. */
  readonly taughtBy: readonly string[];
  readonly confidence: 'stated' | 'inferred' | 'none';
  /** One sentence. */
  readonly why: string;
}

const deepest = 16;
const mostModels = 256;

/**
 * Follows a model to the initialisations it descends from: by the user's facts first, then by the bundled table. Spellings of
 * providers, dated snapshots, quantised copies and mirrors are read as what they stand for; a name that nothing knows stays
 * unknown. Never throws.
 */
export function resolveModel(name: string, extra: readonly ModelFact[] = []): ResolvedModel {
  const written = modelName(name);
  if (written === undefined) return nothing(name, 'No model is named.');
  if (written.length > longestName) return nothing(name, `The name is longer than ${longestName} characters.`);
  const walk = walkFrom(written, groupFacts(extra));
  const { first, trail, stop } = walk;
  const { chain, roots, unresolved, certain, taughtBy } = trail;
  if (stop !== undefined) return { ...nothing(name, stop), chain };
  const place = placeOf(walk);
  return {
    name,
    ...(first.found.kind === 'known' || first.found.kind === 'facts' ? { id: first.model } : {}),
    ...(place === undefined ? {} : { family: { id: place.id, title: place.title }, developer: place.developer }),
    chain,
    roots: [...roots],
    unresolved: [...unresolved],
    taughtBy: [...taughtBy],
    confidence: first.found.kind === 'unknown' && chain.length < 2 ? 'none' : certain ? 'stated' : 'inferred',
    why: sentence(trail.whys),
  };
}

interface Walk {
  readonly first: Identity;
  readonly trail: Trail;
  /** Why the walk led nowhere: a circle, or no end. */
  readonly stop: string | undefined;
}

type Facts = ReadonlyMap<string, readonly ModelFact[]>;

function walkFrom(name: string, facts: Facts): Walk {
  const first = identify(name, facts);
  const trail = new Trail();
  trail.read(name, first);
  const seen = new Set<string>();
  const open = [{ identity: first, depth: 0 }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { identity, depth } = place;
    if (seen.has(factKey(identity.model))) continue;
    seen.add(factKey(identity.model));
    const next = trail.visit(identity);
    if (depth >= deepest && next.length > 0)
      return { first, trail, stop: `The lineage is longer than ${deepest} steps.` };
    if (seen.size > mostModels) return { first, trail, stop: `The lineage has more than ${mostModels} models.` };
    for (const base of next) {
      const found = identify(base, facts);
      trail.read(base, found);
      open.push({ identity: found, depth: depth + 1 });
    }
  }
  return { first, trail, stop: circleIn(trail.chain) };
}

/** What a walk has gathered so far. */
class Trail {
  readonly chain: LineageStep[] = [];
  readonly roots = new Set<string>();
  readonly unresolved = new Set<string>();
  readonly taughtBy = new Set<string>();
  readonly known: KnownModel[] = [];
  readonly whys: string[] = [];
  certain = true;

  /** Notes how a written name was understood. */
  read(written: string, { model, edge, certain, whys }: Identity): void {
    if (edge !== undefined && written !== model) this.chain.push({ model: written, base: model, ...edge });
    this.certain &&= certain;
    this.whys.push(...whys);
  }

  /** Notes what is said of a model and gives its bases. */
  visit(identity: Identity): readonly string[] {
    const { next, steps, end, certain, whys } = visitOf(identity);
    this.chain.push(...steps);
    this.whys.push(...whys);
    this.certain &&= certain;
    if (end === 'root') this.roots.add(identity.model);
    if (end === 'unresolved') this.unresolved.add(identity.model);
    const known = knownOf(identity);
    if (known !== undefined) this.known.push(known);
    for (const teacher of known?.entry.taughtBy ?? []) this.taughtBy.add(teacher);
    return next;
  }
}

/** Kahn's algorithm: what cannot be taken away, base by base, stands in a circle. */
function circleIn(chain: readonly LineageStep[]): string | undefined {
  const bases = new Map<string, Set<string>>();
  for (const { model, base } of chain) {
    const of = bases.get(factKey(model)) ?? new Set<string>();
    if (base !== undefined) of.add(factKey(base));
    bases.set(factKey(model), of);
  }
  for (let removed = true; removed;) {
    removed = false;
    for (const [model, of] of bases) {
      if ([...of].some(base => bases.has(base))) continue;
      bases.delete(model);
      removed = true;
    }
  }
  const [some] = bases.keys();
  return some === undefined ? undefined : `The lineage goes in a circle: ${some} is made from itself.`;
}

function placeOf({ first, trail: { known, roots } }: Walk): ModelFamily | undefined {
  if (first.found.kind === 'family') return first.found.family;
  const ofRoots = known.filter(({ entry }) => roots.has(entry.id) || entry.start.kind === 'undisclosed');
  return ofRoots.length === 1 || new Set(ofRoots.map(({ family }) => family.id)).size === 1
    ? ofRoots[0]?.family
    : undefined;
}

function knownOf({ found }: Identity): KnownModel | undefined {
  return found.kind === 'known' || found.kind === 'facts' ? found.known : undefined;
}

function groupFacts(facts: readonly ModelFact[]): Facts {
  const groups = new Map<string, ModelFact[]>();
  for (const fact of facts) {
    const key = factKey(fact.model);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fact]);
    else group.push(fact);
  }
  return groups;
}

function sentence(whys: readonly string[]): string {
  const text = [...new Set(whys)].join('; ');
  // A sentence may begin with the id of a model, whose letters stay as they are.
  return `${/^[a-z]+ /.test(text) ? text.slice(0, 1).toUpperCase() + text.slice(1) : text}.`;
}

function nothing(name: string, why: string): ResolvedModel {
  return { name, chain: [], roots: [], unresolved: [name], taughtBy: [], confidence: 'none', why };
}
