import { redact, redactions, type Redaction } from '../judge/redact.ts';
import { counted, number } from '../text/numbers.ts';
import { readPattern } from '../text/pattern.ts';

/** What a row may not hold if it is to be sent. A mask would change what is scored or answered; a row that is left out changes nothing of the others. */
export interface LeaveOut {
  /** What is looked for, in words. */
  readonly names: readonly string[];
  /** The name of the first that is found. */
  find(texts: readonly string[]): string | undefined;
}

/** Rows that were drawn and are not sent for what they hold. */
export interface LeftOut {
  /** What was looked for. */
  readonly for: readonly string[];
  /** Each row once, by the first that was found in it. */
  readonly rows: Readonly<Record<string, number>>;
}

export interface LeaveOutWish {
  /** As the filters of these names find it, of the kinds that they look for by default. */
  readonly redactions: readonly Redaction[];
  /** Of the user's own, in RE2's syntax. */
  readonly patterns: readonly string[];
}

/** Undefined for a wish for nothing; a sentence for people where a pattern cannot be read. */
export function leaveOutOf(wish: LeaveOutWish): { readonly ok: LeaveOut | undefined } | { readonly error: string } {
  const kinds = redactions
    .filter(redaction => wish.redactions.includes(redaction))
    .map(redaction => ({
      name: redaction.replaceAll('-', ' '),
      holds: (text: string): boolean => redact(text, [redaction]).spans > 0,
    }));
  const own = [];
  for (const source of new Set(wish.patterns)) {
    const read = readPattern(source);
    if (!read.ok) return { error: `The pattern "${source}" cannot be used: ${read.problem}.` };
    own.push({
      name: `pattern "${source}"`,
      holds: (text: string): boolean => read.pattern.find(text) !== undefined,
    });
  }
  const all = [...kinds, ...own];
  if (all.length === 0) return { ok: undefined };
  return {
    ok: {
      names: all.map(({ name }) => name),
      find: texts => all.find(({ holds }) => texts.some(holds))?.name,
    },
  };
}

/** Counts rows that are left out while a plan is made. */
export class LeftOutCount {
  readonly #leaveOut: LeaveOut | undefined;
  readonly #rows: Record<string, number> = {};

  constructor(leaveOut: LeaveOut | undefined) {
    this.#leaveOut = leaveOut;
  }

  /** Whether a row of these texts is left out, which is counted. */
  leavesOut(texts: readonly string[]): boolean {
    const found = this.#leaveOut?.find(texts);
    if (found === undefined) return false;
    this.#rows[found] = (this.#rows[found] ?? 0) + 1;
    return true;
  }

  /** As plans and results have it: nothing where nothing was to be left out. */
  get told(): { readonly leftOut?: LeftOut } {
    return this.#leaveOut ? { leftOut: { for: this.#leaveOut.names, rows: this.#rows } } : {};
  }
}

/** What is said before a run; nothing where nothing was to be left out. */
export function leftOutBefore(leftOut: LeftOut | undefined): readonly string[] {
  return leftOut ? [`Left out: ${rowsText(leftOut)}; what the filters do not see is sent`] : [];
}

/** What is said in a report; nothing where nothing was to be left out. */
export function leftOutLines(leftOut: LeftOut | undefined): readonly string[] {
  return leftOut ? [`left out before sending: ${rowsText(leftOut)}; nothing is known of such rows`] : [];
}

function rowsText({ for: names, rows }: LeftOut): string {
  const counts = Object.entries(rows);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return `no row; none that was looked at holds ${names.join(', ')}`;
  return `${counted(total, 'row')} that ${total === 1 ? 'was' : 'were'} looked at, for what they hold (${counts.map(([name, count]) => `${number(count)} ${name}`).join(', ')})`;
}
