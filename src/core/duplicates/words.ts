import { normalisations, shingleText, type DuplicateQuery } from './query.ts';
import { totalsOf, type DuplicateResult, type MatchResult, type NearFacts } from './result.ts';
import type { RowCounts } from './rowKeys.ts';
import { counted, number, percent } from '../text/numbers.ts';

/** What was compared, in one line. */
export function queryText({ field, normalise, near, keep }: DuplicateQuery): string {
  const how = Object.keys(normalisations).filter(each => normalise.some(chosen => chosen === each));
  const set = how.length === 0 ? 'as it stands' : `without regard to ${how.join(', ')}`;
  const alike = near ? `, similar from ${near.threshold} on by shingles of ${shingleText(near.shingle)}` : '';
  return `${field}, ${set}${alike}; kept: the ${keep} row of each cluster`;
}

/** What the clusters come to: always N of M. */
export function totalsText(result: DuplicateResult): string {
  const { clusters, duplicates, copies, near, linked } = totalsOf(result);
  const texts = textsOf(result.counts);
  if (clusters === 0) return `No row repeats another of the ${counted(texts, 'row')} compared.`;
  const kinds = result.query.near
    ? ` (${counted(copies, 'copy').replace(/copys$/, 'copies')}, ${number(near)} similar, ${number(linked)} linked through another)`
    : '';
  return `${number(duplicates)} of ${counted(texts, 'row')} compared repeat another${kinds}, in ${counted(clusters, 'cluster')}.`;
}

/** How many rows of the checked files stand in the others. */
export function matchesText({ matches, counts, checkedFrom }: MatchResult): string {
  const exact = matches.exact.reduce((sum, each) => sum + each, 0);
  const texts = textsOf(counts.slice(checkedFrom));
  const near = matches.rows.length - exact;
  return `${number(matches.rows.length)} of ${counted(texts, 'row')} compared stand there too: ${number(exact)} with the same text, ${number(near)} similar.`;
}

/** Rows that hold a text to compare. */
export function textsOf(counts: readonly RowCounts[]): number {
  return counts.reduce((sum, { rows, blank, malformed, without }) => sum + rows - blank - malformed - without, 0);
}

/** What was not compared or may have been missed, one sentence each. */
export function limitsOf(
  query: DuplicateQuery,
  counts: readonly RowCounts[],
  near: NearFacts | undefined,
): readonly string[] {
  const sum = (name: keyof RowCounts): number => counts.reduce((total, each) => total + each[name], 0);
  const limits: string[] = [];
  if (sum('malformed') > 0)
    limits.push(`${counted(sum('malformed'), 'row')} could not be read and ${are(sum('malformed'))} not compared.`);
  if (sum('without') > 0)
    limits.push(`${counted(sum('without'), 'row')} without a ${query.field} ${are(sum('without'))} not compared.`);
  if (sum('blank') > 0) limits.push(`${counted(sum('blank'), 'row')} ${are(sum('blank'))} blank.`);
  if (query.near === undefined || near === undefined) return limits;
  const { unit, size } = query.near.shingle;
  if (sum('short') > 0) {
    const instead = unit === 'words' ? ' Shingles of characters compare them piece by piece.' : '';
    limits.push(
      `${counted(sum('short'), 'row')} with fewer than ${size} ${unit} ${are(sum('short'))} compared as a whole: similar only to the same ${unit}.${instead}`,
    );
  }
  limits.push(
    `Similar rows are found with a chance: ${percent(near.recall)} of pairs at the threshold, more of those more alike.`,
  );
  if (near.crowded > 0) {
    limits.push(
      `${counted(near.crowded, 'row')} had more candidates than ${near.crowded === 1 ? 'it was' : 'they were'} compared with: similar rows may be missing there.`,
    );
  }
  return limits;
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}
