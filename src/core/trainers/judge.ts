import { lengthText, plainLength, renderedLength, type RowLength } from './length.ts';
import type { ChatTemplate, Resources } from './resources.ts';
import { type Breach, type Effect, findingOf, type TrainerRules } from './rule.ts';
import { orRefusal, type TrainerView, type ViewWarning } from './view.ts';
import type { RowFinding } from '../findings/finding.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/value.ts';

export interface Judging<Rules extends TrainerRules> {
  readonly rules: Rules;
  readonly breaches: readonly Breach[];
  /** In tokens; 0: none. */
  readonly limit: number;
  draw(row: JsonObject, template: ChatTemplate): TrainerView;
  /** The rule for a row that is longer than the limit. */
  tooLong(length: RowLength): keyof Rules & string;
}

/** The rules that say what a warning of the view means for the row. */
const reasonOf: Readonly<Partial<Record<ViewWarning['kind'], string>>> = {
  refused: 'template-refuses',
  failed: 'not-rendered',
  shifted: 'mask-shifted',
};

/** What the trainer's rules hold against a row, and, where there is anything to render, what rendering it shows. */
export function judgeRow<Rules extends TrainerRules>(
  row: JsonValue,
  resources: Resources,
  judging: Judging<Rules>,
): readonly RowFinding[] {
  const { rules, breaches } = judging;
  const findings = breaches.map(each => findingOf(each, rules));
  const stops = breaches.some(({ reason }) => endsRow(rules[reason]?.effect));
  return isObject(row) && !stops ? [...findings, ...judgeRendered(row, resources, judging)] : findings;
}

function endsRow(effect: Effect | undefined): boolean {
  return effect === 'refused' || effect === 'dropped';
}

/** What rendering a row and counting its tokens shows, with the template and the tokenizer that there are. */
function judgeRendered<Rules extends TrainerRules>(
  row: JsonObject,
  { template, tokenizer }: Resources,
  { rules, limit, draw, tooLong }: Judging<Rules>,
): readonly RowFinding[] {
  const view = template && orRefusal(template, () => draw(row, template));
  const findings = (view?.warnings ?? []).flatMap(({ kind, message }) => {
    const reason = reasonOf[kind];
    return reason !== undefined && Object.hasOwn(rules, reason) ? [findingOf({ reason, found: message }, rules)] : [];
  });
  const isRefused = findings.some(({ stays, data }) => !stays && data['effect'] === 'refused');
  if (isRefused || tokenizer === undefined || limit === 0) return findings;
  const isDrawn = template !== undefined && view !== undefined && view.text !== '';
  const length = isDrawn ? renderedLength(view, template.name, tokenizer) : plainLength(row, tokenizer);
  if (length.tokens <= limit) return findings;
  const data = { tokens: length.tokens, limit };
  return [...findings, findingOf({ reason: tooLong(length), found: lengthText(length, limit) }, rules, data)];
}
