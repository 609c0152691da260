import { didYouMean } from '../../text/nearest.ts';
import { longestName } from './identify.ts';
import { relations, type ModelFact, type Relation } from './model.ts';

export interface FactProblem {
  /** Where it stands below `models`: the model's name, then the key. */
  readonly path: readonly string[];
  /** What was got and what was expected. */
  readonly message: string;
}

const keys = ['base', 'relation', 'note'];
const factRelations = [...relations, 'pretrained'] as const;

/**
 * Reads what a user says of models that the table does not know: `models:` of a recipe, as YAML or JSON gives it.
 * `acme/owl-7b: Qwen/Qwen2.5-7B`, or a mapping of `base` (a name, or a list of them for a merge), `relation` and `note`;
 * `relation: pretrained` without a base says that a model has an initialisation of its own. What is wrong is told and left
 * out, the rest stands. Never throws.
 */
export function parseModelFacts(
  value: unknown,
  source: string,
): { readonly facts: readonly ModelFact[]; readonly problems: readonly FactProblem[] } {
  const facts: ModelFact[] = [];
  const problems: FactProblem[] = [];
  if (value === undefined || value === null) return { facts, problems };
  if (!isMapping(value)) {
    const message = `\`models\` is ${kindOf(value)}; a mapping from names of models was expected.`;
    return { facts, problems: [{ path: [], message }] };
  }
  for (const [model, said] of Object.entries(value)) {
    const read = parseFact(model, said, source);
    problems.push(...read.problems);
    if (read.fact !== undefined) facts.push(read.fact);
  }
  return { facts, problems };
}

interface ReadFact {
  readonly fact: ModelFact | undefined;
  readonly problems: readonly FactProblem[];
}

function parseFact(model: string, said: unknown, source: string): ReadFact {
  const problems: FactProblem[] = [];
  const tell = (key: string | undefined, message: string): undefined => {
    problems.push({ path: key === undefined ? [model] : [model, key], message });
  };
  if (model.trim() === '' || model.length > longestName) {
    tell(undefined, `The name of a model has 1 to ${longestName} characters; this one has ${model.trim().length}.`);
    return { fact: undefined, problems };
  }
  const body = typeof said === 'string' ? { base: said } : said;
  if (!isMapping(body)) {
    tell(undefined, `\`${model}\` is ${kindOf(said)}; the name of its base or a mapping was expected.`);
    return { fact: undefined, problems };
  }
  for (const key of Object.keys(body))
    if (!keys.includes(key)) tell(key, `\`${key}\` is no key of a model${didYouMean(key, keys) || '.'}`);
  const relation = body['relation'] === undefined ? undefined : readRelation(body['relation'], tell);
  const bases = readBases(body['base'], tell);
  const { note } = body;
  if (note !== undefined && typeof note !== 'string') tell('note', `\`note\` is ${kindOf(note)}; a text was expected.`);
  if (bases === undefined) return { fact: undefined, problems };
  const misfit = misfitOf(bases, relation);
  if (misfit !== undefined) {
    tell('base', misfit);
    return { fact: undefined, problems };
  }
  const fact: ModelFact = {
    model: model.trim(),
    bases,
    ...(relation === undefined ? {} : { relation }),
    source,
    ...(typeof note === 'string' ? { note } : {}),
  };
  return { fact, problems };
}

type Tell = (key: string, message: string) => undefined;

function readRelation(value: unknown, tell: Tell): Relation | 'pretrained' | undefined {
  const found = factRelations.find(relation => relation === value);
  if (found !== undefined) return found;
  const hint = typeof value === 'string' ? didYouMean(value, factRelations) : '';
  const got = typeof value === 'string' ? `\`${value.slice(0, 100)}\`` : kindOf(value);
  return tell('relation', `\`relation\` is ${got}${hint || `; one of ${factRelations.join(', ')} was expected.`}`);
}

/** Nothing where what stands there names no model. */
function readBases(value: unknown, tell: Tell): readonly string[] | undefined {
  if (value === undefined || value === null) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const names = items.flatMap(item => (typeof item === 'string' ? [item.trim()] : []));
  if (names.length === items.length && names.every(name => name !== '' && name.length <= longestName)) return names;
  return tell('base', `\`base\` is ${kindOf(value)}; the name of a model or a list of names was expected.`);
}

function misfitOf(bases: readonly string[], relation: ModelFact['relation']): string | undefined {
  if (relation === 'pretrained')
    return bases.length === 0
      ? undefined
      : 'A model with `relation: pretrained` has no base; leave out one of the two.';
  if (bases.length === 0) return 'Nothing is said of its base; name it, or write `relation: pretrained`.';
  return bases.length > 1 && relation !== undefined && relation !== 'merge'
    ? `Several bases make a merge; \`relation\` says \`${relation}\`.`
    : undefined;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return value.trim() === '' ? 'an empty text' : 'a text';
  return `a ${typeof value}`;
}
