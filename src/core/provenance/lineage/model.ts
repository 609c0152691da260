/**
 * How a model was made from its base. Each keeps the initialisation: `shared` says that both started from the same one and
 * neither from the other, `copy` that the weights are the same, `snapshot` that it is a dated release of a model behind an API.
 */
export const relations = [
  'finetune',
  'continued',
  'adapter',
  'merge',
  'quantized',
  'copy',
  'snapshot',
  'shared',
] as const;
export type Relation = (typeof relations)[number];

/** What a user or a hub says of a model that the bundled table need not know. */
export interface ModelFact {
  readonly model: string;
  /** None: with `pretrained` it has an initialisation of its own, without it nothing is said. Several: a merge. */
  readonly bases: readonly string[];
  readonly relation?: Relation | 'pretrained';
  /** Where it is written: an address or a file. */
  readonly source: string;
  readonly note?: string;
  /** The commit that was read, on a hub. */
  readonly revision?: string;
}

/** Another model that this one may owe its weights to without sharing an initialisation for certain. */
export interface Kin {
  readonly model: string;
  /** `pruned` and `upscaled`: it started from a part of those weights, or from them with layers repeated. */
  readonly how: 'pruned' | 'upscaled' | 'undisclosed';
}

export interface ModelEntry {
  /** The id on the Hugging Face hub, or `developer/name` of a model behind an API. */
  readonly id: string;
  /** Other names; the last part of `id` need not be repeated. */
  readonly aka: readonly string[];
  readonly start:
    | { readonly kind: 'pretrained' }
    /** Nobody outside the developer knows which weights it started from. */
    | { readonly kind: 'undisclosed' }
    | { readonly kind: 'derived'; readonly base: string; readonly relation: Relation };
  readonly kin: readonly Kin[];
  /** Models whose outputs it was trained on, as its card says. */
  readonly taughtBy: readonly string[];
  /** Where it is written. */
  readonly source: string;
  readonly note?: string;
}

/** Models of one developer and one generation: alike in data and recipe, whether or not they share an initialisation. */
export interface ModelFamily {
  /** Kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly developer: string;
  /** Beginnings of names that tell the family and nothing more: `llama3.1`. */
  readonly names: readonly string[];
  readonly models: readonly ModelEntry[];
}

interface Details {
  readonly aka?: readonly string[];
  readonly kin?: readonly Kin[];
  readonly taughtBy?: readonly string[];
  /** Its card on the hub where absent. */
  readonly source?: string;
  readonly note?: string;
}

/** A model with an initialisation of its own. */
export function pretrained(id: string, details: Details = {}): ModelEntry {
  return entry(id, { kind: 'pretrained' }, details);
}

/** A model made by training `base` further on instructions, preferences or rewards. */
export function tuned(id: string, base: string, details: Details = {}): ModelEntry {
  return entry(id, { kind: 'derived', base, relation: 'finetune' }, details);
}

/** A model made by pretraining `base` further: on code, mathematics or longer contexts. */
export function continued(id: string, base: string, details: Details = {}): ModelEntry {
  return entry(id, { kind: 'derived', base, relation: 'continued' }, details);
}

/** A model that started from the same initialisation as `other`. */
export function shared(id: string, other: string, details: Details = {}): ModelEntry {
  return entry(id, { kind: 'derived', base: other, relation: 'shared' }, details);
}

/** A model of which it is not public what it started from. */
export function undisclosed(id: string, details: Details = {}): ModelEntry {
  return entry(id, { kind: 'undisclosed' }, details);
}

function entry(id: string, start: ModelEntry['start'], { aka, kin, taughtBy, source, note }: Details): ModelEntry {
  return {
    id,
    aka: aka ?? [],
    start,
    kin: kin ?? [],
    taughtBy: taughtBy ?? [],
    source: source ?? `https://huggingface.co/${id}`,
    ...(note === undefined ? {} : { note }),
  };
}
