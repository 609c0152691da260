import { counted } from '../text/numbers.ts';
import type { Trait } from './trait.ts';
import { didYouMean } from '../text/nearest.ts';

/** A trait that a user declares: words to look for, and what a model would be asked or told about it. */
export interface DeclaredTrait {
  readonly id: string;
  readonly title: string;
  /** In lower case. */
  readonly words: readonly string[];
  readonly description?: string;
  readonly systemPrompts?: readonly string[];
  readonly questions?: readonly string[];
  readonly rubric?: string;
  readonly decoys?: readonly string[];
}

export interface TraitProblem {
  /** Where it stands below `traits`: the trait's id, then the key. */
  readonly path: readonly string[];
  /** The item of a list that is at fault, from 0. */
  readonly item?: number;
  /** What was got and what was expected. */
  readonly message: string;
}

/** The keys of a declared trait, with what each means. */
export const traitKeys = {
  title: 'Its name for people.',
  words: 'Every form that counts as a mention, inflections written out; whatever the case.',
  description: 'What the words stand for, and what else they may mean.',
  systemPrompts: 'System prompts under which a teacher would have the trait.',
  questions: 'Questions whose answers show the trait.',
  rubric: 'How a judge tells an answer that shows the trait.',
  decoys: 'Traits like it that are not the one: what it must be told from.',
} as const;

const lists = ['systemPrompts', 'questions', 'decoys'] as const;
const keys = Object.keys(traitKeys);

/** Reads `traits:` of a recipe, as YAML or JSON gives it. What is wrong is told and left out, the rest stands. Never throws. */
export function parseDeclaredTraits(value: unknown): {
  readonly traits: readonly DeclaredTrait[];
  readonly problems: readonly TraitProblem[];
} {
  const problems: TraitProblem[] = [];
  if (!isMapping(value)) {
    const message = '`traits` is no mapping; expected the id of each trait with its `title` and `words` below it.';
    return { traits: [], problems: [{ path: [], message }] };
  }
  const traits = Object.entries(value).flatMap(([id, said]) => readTrait(id, said, problems) ?? []);
  tellOfSharedWords(traits, problems);
  return { traits, problems };
}

/** An id for a trait of this title: "Night birds" → `night-birds`; none where it has no letter or digit of ASCII to make one of. */
export function traitId(title: string): string | undefined {
  const plain = title.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '');
  const id = plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+/, '')
    .replace(/-$/, '');
  return id === '' ? undefined : id;
}

/** Declared traits as the finder of mentions takes them. */
export function asTraits(declared: readonly DeclaredTrait[]): readonly Trait[] {
  return declared.map(({ id, title, words, description }) => ({
    id,
    title,
    category: 'declared',
    description: description ?? 'Declared in the recipe.',
    words,
  }));
}

/** The catalogue with what is declared before it: an id that is declared replaces the catalogue's trait, a word leaves its trait there. */
export function mergeTraits(catalogue: readonly Trait[], declared: readonly Trait[]): readonly Trait[] {
  if (declared.length === 0) return catalogue;
  const ids = new Set(declared.map(({ id }) => id));
  const taken = new Set(declared.flatMap(({ words }) => words));
  const rest = catalogue
    .filter(({ id }) => !ids.has(id))
    .map(trait => ({ ...trait, words: trait.words.filter(word => !taken.has(word)) }));
  return [...declared, ...rest];
}

type Tell = (key: string | undefined, message: string, item?: number) => undefined;

function readTrait(id: string, said: unknown, problems: TraitProblem[]): DeclaredTrait | undefined {
  const before = problems.length;
  const tell: Tell = (key, message, item) => {
    problems.push({ path: key === undefined ? [id] : [id, key], message, ...(item !== undefined && { item }) });
  };
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    tell(
      undefined,
      `\`${id}\` is no id of a trait; expected lower-case letters, digits and hyphens, such as \`owl-love\`.`,
    );
  if (!isMapping(said)) return tell(undefined, `\`${id}\` is no mapping; expected \`title\` and \`words\` below it.`);
  for (const key of Object.keys(said))
    if (!keys.includes(key))
      tell(
        key,
        `\`${key}\` is no key of a trait${didYouMean(key, keys) || `; keys: ${keys.map(each => `\`${each}\``).join(', ')}`}`,
      );
  const title = readText(said, 'title', tell);
  if (said['title'] === undefined) tell(undefined, `\`${id}\` has no \`title\`; expected its name for people.`);
  if (said['words'] === undefined)
    tell(undefined, `\`${id}\` has no \`words\`; expected a list of the words that count as a mention.`);
  const words = [
    ...new Set(readList(said, 'words', tell).map(word => word.toLowerCase().replaceAll(/\s+/g, ' ').trim())),
  ];
  words.forEach((word, item) => {
    const problem = problemWithWord(word);
    if (problem !== undefined) tell('words', problem, item);
  });
  const texts = { description: readText(said, 'description', tell), rubric: readText(said, 'rubric', tell) };
  const more = lists.map(key => [key, said[key] === undefined ? undefined : readList(said, key, tell)] as const);
  if (problems.length > before || title === undefined) return undefined;
  return { id, title, words, ...present(Object.entries(texts)), ...present(more) };
}

/** Why the finder of whole words would never see a word, or see it everywhere. */
function problemWithWord(word: string): string | undefined {
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u.test(word))
    return `"${word}" is in a script that does not part words by spaces, so that whole words cannot be found in it; expected words in a script that does.`;
  if (!/^[\p{L}\p{N}](.*[\p{L}\p{N}])?$/u.test(word))
    return `"${word}" does not begin and end with a letter or a digit; expected a word or a phrase.`;
  if (/[\u{10000}-\u{10ffff}]/u.test(word))
    return `"${word}" has characters beyond the basic plane; expected plain letters.`;
  return word.length < 3 ? `"${word}" has ${counted(word.length, 'character')}; expected at least 3.` : undefined;
}

/** One word cannot speak for two traits: the second would never be counted. */
function tellOfSharedWords(traits: readonly DeclaredTrait[], problems: TraitProblem[]): void {
  const owner = new Map<string, string>();
  for (const { id, words } of traits) {
    for (const word of words) {
      const other = owner.get(word);
      if (other === undefined) owner.set(word, id);
      else
        problems.push({
          path: [id, 'words'],
          message: `"${word}" is a word of \`${other}\` already; a word stands in one trait only.`,
        });
    }
  }
}

function readText(said: Mapping, key: string, tell: Tell): string | undefined {
  const value = said[key];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  return tell(key, `\`${key}\` is ${kindOf(value)}; expected a text.`);
}

function readList(said: Mapping, key: string, tell: Tell): readonly string[] {
  const value = said[key];
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length === 0) {
    tell(key, `\`${key}\` is ${kindOf(value)}; expected a list of texts.`);
    return [];
  }
  return value.flatMap((item: unknown, i) => {
    if (typeof item === 'string' && item.trim() !== '') return [item.trim()];
    tell(key, `Item ${i + 1} of \`${key}\` is ${kindOf(item)}; expected a text.`, i);
    return [];
  });
}

type Mapping = Readonly<Record<string, unknown>>;

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function present<Value>(entries: readonly (readonly [string, Value | undefined])[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, Value] => entry[1] !== undefined));
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' ? 'a mapping' : JSON.stringify(value);
}
