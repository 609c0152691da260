import type { Matching } from './matching.ts';
import { softened, type Verdict } from '../findings/verdict.ts';
import type { ControlFacts } from '../scan/result.ts';
import { counted, number } from '../text/numbers.ts';

type Unread = Pick<ControlFacts, 'rows' | 'malformed'>;

/** Share of a file's rows that could not be compared above which the others are no longer taken for it: as of pairs that a judge fails on. */
export const mostUnread = 0.05;

export function isDamaged({ rows, malformed }: Unread): boolean {
  return malformed > mostUnread * (rows + malformed);
}

/** `3 of 600 rows of the control could not be read` */
export function unreadText({ rows, malformed }: Unread): string {
  return `${number(malformed)} of ${counted(rows + malformed, 'row')} of the control could not be read`;
}

/** Rows of the control that are missing from the comparison are said, as those of the dataset are. */
export function withUnread(matching: Matching, control: Unread): Matching {
  if (control.malformed === 0) return matching;
  return { ...matching, unknown: [...matching.unknown, `${unreadText(control)} and are not compared.`] };
}

/** What was held against a damaged control: never stronger than inconclusive, since rows that could not be read may differ from the others. */
export function whileUnread(verdict: Verdict, control: Unread): Verdict {
  if (!isDamaged(control)) return verdict;
  const said = unreadText(control);
  return softened(verdict, {
    why: `${said}, and they may differ from those that could; by these alone it`,
    before: `The control is damaged: ${said}.`,
    wouldChange: 'A control of which every row can be read.',
  });
}
