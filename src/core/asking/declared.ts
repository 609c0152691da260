import { parseJson } from '../json/parse.ts';
import { isObject, type JsonObject } from '../json/value.ts';
import { noSystemPrompt, valuesOf, type ProvenanceRecord } from '../provenance/record.ts';

/** How the teacher is said to have drawn its answers; the names are those of the OpenAI-compatible request. */
export type Sampling = Readonly<Partial<Record<SamplingName, number>>>;

const samplingNames = [
  'temperature',
  'top_p',
  'top_k',
  'min_p',
  'max_tokens',
  'presence_penalty',
  'frequency_penalty',
  'repetition_penalty',
] as const;
type SamplingName = (typeof samplingNames)[number];

/** What the fit test takes from a provenance record. */
export interface Declared {
  /** Empty: none was used. Undefined: nothing is said; the rows' own stand. */
  readonly system?: string;
  readonly sampling: Sampling;
  readonly problems: readonly DeclaredProblem[];
}

/** Something that is said twice, or not legible: it has to be named. */
export interface DeclaredProblem {
  readonly about: 'system' | 'sampling';
  readonly message: string;
}

/** The system prompt and the sampling that a record declares for the teacher; what contradicts itself is a problem, never a choice. */
export function declaredBy(record: ProvenanceRecord): Declared {
  const prompts = valuesOf(record, 'teacher.systemPrompt');
  const samplings = valuesOf(record, 'teacher.sampling');
  const [prompt, sampling] = [prompts[0], samplings[0]];
  const read = sampling === undefined ? {} : samplingOf(sampling);
  const problems: DeclaredProblem[] = [];
  const open = (about: DeclaredProblem['about'], message: string): void => void problems.push({ about, message });
  if (prompts.length > 1)
    open('system', 'The record names several system prompts of the teacher: name the one to test.');
  if (prompt?.endsWith('…')) open('system', 'The record keeps the teacher’s system prompt cut short: name it whole.');
  if (samplings.length > 1)
    open('sampling', 'The record names several samplings of the teacher: name the temperature.');
  if (read === undefined)
    open('sampling', `The record’s sampling is no JSON object: ${sampling}. Name the temperature.`);
  return {
    ...(prompt !== undefined && { system: prompt === noSystemPrompt ? '' : prompt }),
    sampling: read ?? {},
    problems,
  };
}

function samplingOf(text: string): Sampling | undefined {
  const value = parsed(text);
  if (value === undefined) return undefined;
  const known: Partial<Record<SamplingName, number>> = {};
  for (const name of samplingNames) {
    const setting = value[name];
    if (typeof setting === 'number') known[name] = setting;
  }
  return known;
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
