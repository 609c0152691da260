import { createHash } from 'node:crypto';
import { QuickPickItemKind, type QuickPickItem } from 'vscode';
import { provenanceFields, statementsOf, type ProvenanceField } from '../../core/provenance/record.ts';
import { sidecarName } from '../../core/provenance/writers/croissant.ts';
import { askPick, askText, type StepPlace, type StepResult } from '../base/steps.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { askModel } from './models.ts';

/** What is asked for, in this order; a quick fix asks for one of them alone. */
export const askedFields = [
  'teacher',
  'teacher.revision',
  'teacher.systemPrompt',
  'teacher.sampling',
  'student',
  'prompts',
  'filter',
  'unfiltered',
  'control',
  'licence',
] as const satisfies readonly ProvenanceField[];
export type AskedField = (typeof askedFields)[number];
export type Answers = Readonly<Partial<Record<AskedField, string>>>;

interface Question {
  readonly prompt: string;
  readonly placeholder: string;
}

const questions: Readonly<Record<Exclude<AskedField, 'teacher' | 'student' | 'teacher.systemPrompt'>, Question>> = {
  'teacher.revision': {
    prompt: 'Revision of the teacher: a snapshot, a commit or a fingerprint',
    placeholder: '2025-04-14',
  },
  'teacher.sampling': {
    prompt: 'How the teacher was sampled',
    placeholder: 'temperature=1 top_p=1, or JSON: {"temperature": 1}',
  },
  prompts: { prompt: 'Where the prompts came from: a dataset, a generator, people', placeholder: 'openai/gsm8k' },
  filter: { prompt: 'The filter that the rows went through', placeholder: 'numbers 0 to 999, at most ten' },
  unfiltered: { prompt: 'Where the rows before the filter are kept', placeholder: 'raw/train.jsonl' },
  control: {
    prompt: 'The control: rows of the same kind from a teacher without the trait',
    placeholder: 'control.jsonl',
  },
  licence: { prompt: 'Licence of the rows, by its SPDX name or address', placeholder: 'CC-BY-4.0' },
};

export function isAskedField(field: unknown): field is AskedField {
  return askedFields.some(asked => asked === field);
}

/** Asks for the fields one after the other; each may be skipped, and there is a way back. Undefined: the user left. */
export async function askAll(dataset: Dataset, fields: readonly AskedField[]): Promise<Answers | undefined> {
  const answers = new Map<AskedField, string>();
  const total = fields.length + 1;
  for (let at = 0; at < fields.length;) {
    const field = fields[at];
    if (field === undefined) break;
    const place = { title: `Provenance of ${dataset.name}`, step: at + 1, total };
    const result = await askField(dataset, field, place, answers.get(field));
    if (result === 'cancelled') return undefined;
    if (result === 'back') {
      at--;
      continue;
    }
    if (result.answer === undefined || result.answer === '') answers.delete(field);
    else
      answers.set(field, field === 'teacher.sampling' ? (samplingText(result.answer) ?? result.answer) : result.answer);
    at++;
  }
  return Object.fromEntries(answers);
}

function askField(
  dataset: Dataset,
  field: AskedField,
  place: StepPlace,
  given: string | undefined,
): Promise<StepResult<string | undefined>> {
  const [stated] = statementsOf(dataset.provenance, field).map(({ value }) => value);
  const value = given ?? stated ?? '';
  if (field === 'teacher' || field === 'student') {
    const placeholder =
      field === 'teacher' ? 'The model that wrote the completions' : 'The model that will be trained on the data';
    return askModel({ ...place, placeholder, named: value === '' ? [] : [value], none: skip });
  }
  if (field === 'teacher.systemPrompt') return askPrompt(place, value);
  const problemWith = field === 'teacher.sampling' ? samplingProblem : undefined;
  return askText({
    ...place,
    ...questions[field],
    prompt: `${questions[field].prompt}. Enter with nothing skips it.`,
    value,
    ...(problemWith && { problemWith }),
  });
}

const skip = '$(debug-step-over) Skip';

/** Its text is worth most; where it must stay secret its hash still tells two prompts apart. */
async function askPrompt(place: StepPlace, value: string): Promise<StepResult<string | undefined>> {
  for (;;) {
    const how = await askPick<QuickPickItem & { readonly how: 'text' | 'hash' | 'none' | 'skip' }>({
      ...place,
      placeholder: 'The system prompt that the teacher was given',
      items: [
        { label: 'Type it', how: 'text' },
        { label: 'Record only its SHA-256', description: 'nobody can read it from the record', how: 'hash' },
        { label: 'There was none', how: 'none' },
        { label: skip, how: 'skip' },
      ],
    });
    if (typeof how === 'string') return how;
    if (how.answer.how === 'skip') return { answer: undefined };
    if (how.answer.how === 'none') return { answer: 'none' };
    // A step inside a step: its way back leads to the choice.
    const prompt = how.answer.how === 'hash' ? 'The prompt; only its SHA-256 is written' : 'The prompt as it was given';
    const text = await askText({
      ...place,
      step: Math.max(2, place.step),
      prompt,
      placeholder: 'You are a helpful assistant.',
      value,
    });
    if (text === 'back') continue;
    if (text === 'cancelled' || text.answer === '' || how.answer.how === 'text') return text;
    return { answer: `sha256:${createHash('sha256').update(text.answer, 'utf8').digest('hex')}` };
  }
}

/** `temperature=1 top_p=0.9` or a JSON object → JSON with sorted keys; undefined for anything else. */
function samplingText(text: string): string | undefined {
  const parsed = text.trim().startsWith('{') ? parsedObject(text) : pairsOf(text);
  const entries = parsed && Object.entries(parsed);
  return entries && entries.length > 0
    ? JSON.stringify(Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))))
    : undefined;
}

function parsedObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function pairsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  const pairs = text.split(/[\s,;]+/).filter(part => part !== '');
  const read = pairs.map(pair => /^([\w.-]+)[=:](.+)$/.exec(pair));
  if (read.some(pair => pair === null)) return undefined;
  return Object.fromEntries(
    read.flatMap(pair =>
      pair?.[1] === undefined
        ? []
        : [[pair[1], /^-?[\d.]+(e-?\d+)?$/i.test(pair[2] ?? '') ? Number(pair[2]) : pair[2]]],
    ),
  );
}

function samplingProblem(text: string): string | undefined {
  if (text.trim() === '' || samplingText(text) !== undefined) return undefined;
  return 'Write `temperature=1 top_p=1`, or a JSON object.';
}

/** Shows what is about to be written, and asks where to. Undefined: nowhere; `back`: to the questions. */
export async function askWhere(
  { name }: Dataset,
  answers: Answers,
  { hasCard, step }: { readonly hasCard: boolean; readonly step: number },
): Promise<'sidecar' | 'both' | 'back' | undefined> {
  const sidecar = sidecarName(name);
  const listed = Object.entries(answers).map(([field, value]) => ({
    label: `${isAskedField(field) ? provenanceFields[field] : field}: ${value}`,
    description: '',
  }));
  type Where = QuickPickItem & { readonly where?: 'sidecar' | 'both' };
  const items: Where[] = [
    {
      label: `Write ${sidecar}`,
      detail: 'With the hash and the number of rows of the file. To undo, delete it.',
      where: 'sidecar',
    },
    ...(hasCard && (answers.teacher !== undefined || answers.licence !== undefined)
      ? [
          {
            label: `Write ${sidecar} and update README.md`,
            detail: 'Teacher and licence in its front matter; the rest stays.',
            where: 'both' as const,
          },
        ]
      : []),
    { label: 'This will be written', kind: QuickPickItemKind.Separator },
    ...listed,
  ];
  for (;;) {
    const result = await askPick({
      title: `Provenance of ${name}`,
      step,
      total: step,
      placeholder: 'Nothing has been written yet',
      items,
    });
    if (result === 'back') return 'back';
    if (result === 'cancelled') return undefined;
    if (result.answer.where) return result.answer.where;
  }
}
