import { lengthText, plainLength, renderedLength, type RowLength } from './length.ts';
import type { ChatTemplate, Resources } from './resources.ts';
import { findingOf, type TrainerRules } from './rule.ts';
import { orRefusal, type TrainerView, type ViewWarning } from './view.ts';
import type { RowFinding } from '../findings/finding.ts';
import type { JsonObject } from '../json/value.ts';

/** Rules after which there is nothing to render. */
export function stoppingRules(rules: TrainerRules): ReadonlySet<string> {
  const stops = Object.entries(rules).filter(([, { effect }]) => effect === 'refused' || effect === 'dropped');
  return new Set(stops.map(([reason]) => reason));
}

export interface Judging<Rules extends TrainerRules> {
  readonly rules: Rules;
  readonly limit: number;
  draw(template: ChatTemplate): TrainerView;
  /** The rule for a row that is longer than the limit. */
  tooLong(length: RowLength): keyof Rules & string;
}

/** The rules that say what a warning of the view means for the row. */
const reasonOf: Readonly<Partial<Record<ViewWarning['kind'], string>>> = {
  refused: 'template-refuses',
  failed: 'not-rendered',
  shifted: 'mask-shifted',
};

/** What rendering a row and counting its tokens shows, with the template and the tokenizer that there are. */
export function judgeRendered<Rules extends TrainerRules>(
  row: JsonObject,
  { template, tokenizer }: Resources,
  { rules, limit, draw, tooLong }: Judging<Rules>,
): readonly RowFinding[] {
  const view = template && orRefusal(template, () => draw(template));
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
