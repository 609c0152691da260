import type { TextPart } from '../dataset/example.ts';
import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../json/value.ts';

/** Columns that name the author of the completions, the plainest first: beside one of these, `model_name` is often a judge's. */
const plainNames = [
  'teacher_model',
  'teacher',
  'generation_model',
  'generation_models',
  'completion_model',
  'response_model',
  'generator',
  'generated_by',
  'model_names',
  'model_name',
  'model_id',
  'model',
  'engine',
];
/** Columns that name a model in some datasets and a dataset in others: the value tells. */
const ambiguousNames = ['source', 'origin'];
/** Columns that hold others. */
const holderNames = ['metadata', 'meta'];

const ranks: ReadonlyMap<string, number> = new Map(
  [...plainNames, ...ambiguousNames].map((name, rank) => [name, rank]),
);
const ambiguousRank = plainNames.length;

/** The columns that `teacherOf` looks at, in lower case, holders of others left out. */
export const teacherColumns: ReadonlySet<string> = new Set(ranks.keys());

const firstLetters = letterMask([...plainNames, ...ambiguousNames, ...holderNames]);
const longestName = 17;

const families =
  /^(?:gpt|chatgpt|text-davinci|davinci|o\d|claude|gemini|gemma|llama|meta-llama|codellama|vicuna|qwen|qwq|mistral|mixtral|ministral|magistral|codestral|deepseek|command|phi|nemotron|olmo|tulu|yi|glm|kimi|grok|smollm|granite)(?:\d|[-_./:]|$)/i;
const datasetWords =
  /(?:^|[-_./\s])(?:datasets?|data|mix|mixture|prompts|personas?|preferences?|converted|conversations|samples|traces|wildchat|sharegpt|alpaca|hard_coded|jsonl?|csv|parquet)(?:[-_./\s]|$)/i;
const longestModelId = 100;

/** Values that say that the model is not known. */
const nobody: ReadonlySet<string> = new Set(['', '-', '?', 'n/a', 'na', 'none', 'null', 'unknown', 'human', 'other']);

/**
 * The model that a column of the row names as the author of its completions, with the path of the value: at the top, else one
 * level down in `metadata` or `meta`. A list of one name gives that name, a list of several gives them all with the list's path.
 */
export function teacherOf(row: JsonObject): TextPart | undefined {
  const plain = bestOf(row, []);
  if (plain !== undefined && plain.rank < ambiguousRank) return plain.part;
  let nested: Candidate | undefined;
  for (const key in row) {
    if ((key.length !== 8 && key.length !== 4) || !holderNames.includes(key.toLowerCase())) continue;
    const holder = row[key];
    const found = isObject(holder) ? bestOf(holder, [key]) : undefined;
    if (found !== undefined && (nested === undefined || found.rank < nested.rank)) nested = found;
  }
  if (nested !== undefined && nested.rank < ambiguousRank) return nested.part;
  return (plain ?? nested)?.part;
}

/**
 * Whether a text is the id of a known model family: `gpt-4o`, `Qwen/Qwen2.5-7B-Instruct`. Names of datasets that begin with a
 * family's name are told by the words in them, so it may err towards no.
 */
export function knownModelId(text: string): boolean {
  if (text.length > longestModelId) return false;
  const name = text.slice(text.indexOf('/') + 1);
  return families.test(name) && !datasetWords.test(name);
}

interface Candidate {
  readonly rank: number;
  readonly part: TextPart;
}

function bestOf(row: JsonObject, path: FieldPath): Candidate | undefined {
  let best: Candidate | undefined;
  for (const key in row) {
    if (!mayBeKnown(key)) continue;
    const rank = ranks.get(key.toLowerCase());
    if (rank === undefined || (best !== undefined && best.rank <= rank)) continue;
    const part = namedModel(row[key], [...path, key]);
    if (part === undefined || (rank >= ambiguousRank && !knownModelId(part.text))) continue;
    best = { rank, part };
  }
  return best;
}

function namedModel(value: JsonValue | undefined, path: FieldPath): TextPart | undefined {
  if (typeof value === 'string') return isNamed(value) ? { text: value, path } : undefined;
  if (!isArray(value)) return undefined;
  const models = new Set<string>();
  for (const item of value) if (typeof item === 'string' && isNamed(item)) models.add(item);
  const [first] = models;
  if (first === undefined) return undefined;
  return models.size > 1
    ? { text: [...models].join(', '), path }
    : { text: first, path: [...path, value.indexOf(first)] };
}

function isNamed(text: string): boolean {
  return text.length > 8 || !nobody.has(text.trim().toLowerCase());
}

// Runs on every key of every row: most are told from a known name by their length and first letter, without a lower-case copy.
function mayBeKnown(key: string): boolean {
  return key.length >= 4 && key.length <= longestName && ((firstLetters >>> (key.charCodeAt(0) & 31)) & 1) === 1;
}

function letterMask(names: readonly string[]): number {
  return names.reduce((mask, name) => mask | (1 << (name.charCodeAt(0) & 31)), 0);
}
