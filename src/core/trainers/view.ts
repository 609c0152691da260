import { isTemplateError, type ChatTemplate } from './resources.ts';
import type { JsonObject } from '../json/value.ts';

/** Half-open, in UTF-16 code units of the rendered text. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Something to know before the mask is believed. */
export interface ViewWarning {
  readonly kind: 'refused' | 'misread' | 'failed' | 'mask-empty' | 'covers-prompt' | 'undecided' | 'shifted' | 'note';
  readonly message: string;
}

/** What a trainer sees of a row. */
export interface TrainerView {
  readonly text: string;
  /** What the student is trained to write: sorted, disjoint, none empty. */
  readonly trained: readonly TextSpan[];
  /** Of a preference pair, the same with the other answer. */
  readonly rejectedText?: string;
  /** Where the prompt ends, of a row that has one apart. */
  readonly promptEnd?: number;
  /** How the mask was found, as a sentence. */
  readonly method: string;
  readonly warnings: readonly ViewWarning[];
}

export const trainers = ['openai', 'trl', 'axolotl', 'llama-factory'] as const;
export type Trainer = (typeof trainers)[number];

/** Sorts spans, joins those that touch and leaves out the empty ones. */
function joinSpans(spans: readonly TextSpan[]): readonly TextSpan[] {
  const joined: TextSpan[] = [];
  for (const span of spans.filter(({ start, end }) => end > start).toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && span.start <= last.end) joined[joined.length - 1] = { ...last, end: Math.max(last.end, span.end) };
    else joined.push(span);
  }
  return joined;
}

/** What lies in both. */
export function intersect(left: readonly TextSpan[], right: readonly TextSpan[]): readonly TextSpan[] {
  return joinSpans(
    left.flatMap(a => right.map(b => ({ start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) }))),
  );
}

/** A view with what can be said of its mask at a glance. */
export function finished(view: TrainerView): TrainerView {
  const trained = joinSpans(view.trained);
  const known = view.warnings.some(
    ({ kind }) => kind === 'undecided' || kind === 'refused' || kind === 'shifted' || kind === 'mask-empty',
  );
  const empty: ViewWarning = { kind: 'mask-empty', message: 'Nothing of this row is trained on: the mask is empty.' };
  return { ...view, trained, warnings: trained.length === 0 && !known ? [empty, ...view.warnings] : view.warnings };
}

/** The view of a row that the trainer cannot use. */
export function refused(message: string, text = ''): TrainerView {
  return { text, trained: [], method: 'There is no mask.', warnings: [{ kind: 'refused', message }] };
}

/** Runs `view`; where the template gives no text, says so in a view. */
export function orRefusal(template: ChatTemplate, view: () => TrainerView): TrainerView {
  try {
    return view();
  } catch (error) {
    // A template past its time is past it for the next row too: whoever runs it decides.
    if (!isTemplateError(error) || error.kind === 'late') throw error;
    if (error.kind === 'refused') return refused(`The template ${template.name} refuses this row: ${error.message}.`);
    const message = `The template ${template.name} cannot be rendered with this row: ${error.message}.`;
    return { text: '', trained: [], method: 'There is no mask.', warnings: [{ kind: 'failed', message }] };
  }
}

/** The variables that trainers give every template. */
export function variablesOf(
  template: ChatTemplate,
  messages: readonly JsonObject[],
  more: JsonObject = {},
): JsonObject {
  return {
    messages,
    add_generation_prompt: false,
    bos_token: template.bosToken,
    eos_token: template.eosToken,
    ...more,
  };
}
