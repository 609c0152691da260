import type { RowFinding } from '../findings/finding.ts';
import type { FieldPath, JsonObject, JsonValue } from '../json/value.ts';

/**
 * What a trainer does with a row that breaks a rule: `refused` stops with an error, `dropped` leaves the row out, `misread` trains on
 * something else than the row says without a word, `truncated` cuts it; `unknown`: it cannot be told here.
 */
export type Effect = 'refused' | 'dropped' | 'misread' | 'truncated' | 'unknown';

/** One published rule of a trainer. */
export interface TrainerRule {
  readonly effect: Effect;
  /** What the trainer does, as a sentence. */
  readonly does: string;
  /** What to do about it, as a sentence. */
  readonly fix: string;
  /** The documentation or the line of source that says so. */
  readonly source: string;
}

export type TrainerRules = Readonly<Record<string, TrainerRule>>;

/** One row's breach of one rule. */
export interface Breach {
  /** The rule's key: the reason code. */
  readonly reason: string;
  readonly field?: FieldPath;
  readonly start?: number;
  readonly end?: number;
  /** What was found, as a sentence. */
  readonly found: string;
}

/** Collects the breaches of one row. */
export type Report<Rules extends TrainerRules> = (
  reason: keyof Rules & string,
  found: string,
  place?: { readonly field: FieldPath; readonly start?: number; readonly end?: number },
) => void;

/** Runs a trainer's tests over a row; what they report, in their order. */
export function collect<Rules extends TrainerRules>(test: (report: Report<Rules>) => void): Breach[] {
  const breaches: Breach[] = [];
  test((reason, found, place) => breaches.push({ reason, found, ...place }));
  return breaches;
}

/** A breach as a finding of the trainer's check. A row that is merely cut stays, and so does one of which nothing can be told. */
export function findingOf(breach: Breach, rules: TrainerRules, data: JsonObject = {}): RowFinding {
  const { reason, found, field, start, end } = breach;
  const rule = rules[reason];
  if (rule === undefined) throw new Error(`There is no rule "${reason}".`);
  const stays = rule.effect === 'truncated' || rule.effect === 'unknown';
  return {
    ...(field !== undefined && { field, ...(start !== undefined && end !== undefined && { start, end }) }),
    ...(stays && { stays: true, severity: 'warning' }),
    message: `${found} ${rule.does} ${rule.fix}`,
    data: { reasons: [reason], effect: rule.effect, source: rule.source, ...data },
  };
}

/** The rules of a trainer in one sentence, for the description of its check. */
export function rulesText(rules: TrainerRules): string {
  const byEffect = (effect: Effect): string =>
    Object.entries(rules)
      .filter(([, rule]) => rule.effect === effect)
      .map(([reason]) => `\`${reason}\``)
      .join(', ');
  const parts = (['refused', 'dropped', 'misread', 'truncated', 'unknown'] as const)
    .map(effect => [effect, byEffect(effect)] as const)
    .filter(([, reasons]) => reasons !== '')
    .map(([effect, reasons]) => `${effect}: ${reasons}`);
  return `Reasons, by what becomes of the row: ${parts.join('; ')}.`;
}

/** A value as a message names it: `"human"`, `a list`, `null`. */
export function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
