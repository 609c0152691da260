import {
  clusterAt,
  clusterCount,
  matchAt,
  membersOf,
  totalsOf,
  type ClusterSummary,
  type DuplicateResult,
  type MatchResult,
  type RowPlace,
} from './result.ts';
import { memberText, similarityText } from './memberText.ts';
import { limitsOf, matchesText, queryText, totalsText } from './words.ts';
import { shingleText, type DuplicateQuery } from './query.ts';
import { agreeing, counted, number } from '../text/numbers.ts';
import { reportVersion } from '../report/json.ts';

export interface ReportOptions {
  /** The files, as the user named them, in the result's order. */
  readonly paths: readonly string[];
  /** Clusters, members of each, and matches that are listed; all are counted. */
  readonly limit: number;
}

/** `undertone duplicates --format json`. */
export function duplicatesReport(result: DuplicateResult, { paths, limit }: ReportOptions): object {
  const place = ({ file, row }: RowPlace): object => ({ file, row: row + 1 });
  const clusters = firstOf(clusterCount(result), limit, i => clusterAt(result, i)).map(cluster => ({
    kept: place(cluster.kept),
    size: cluster.size,
    copies: cluster.copies,
    near: cluster.near,
    linked: cluster.linked,
    members: membersOf(result, cluster.index, 0, Math.max(limit, 1)).map(member => ({
      ...place(member),
      kind: member.kind,
      similarity: member.similarity,
      via: place(member.via),
    })),
  }));
  return {
    ...headOf(result, paths),
    totals: totalsOf(result),
    clusters: { total: clusterCount(result), shown: clusters.length, list: clusters },
  };
}

/** `undertone duplicates --against --format json`. */
export function matchesReport(result: MatchResult, { paths, limit }: ReportOptions): object {
  const { matches, checkedFrom } = result;
  const total = matches.rows.length;
  const exact = matches.exact.reduce((sum, each) => sum + each, 0);
  const list = firstOf(total, limit, at => matchAt(result, at)).map(match => ({
    file: match.row.file,
    row: match.row.row + 1,
    kind: match.kind,
    similarity: match.similarity,
    other: { file: match.other.file, row: match.other.row + 1 },
  }));
  return {
    ...headOf(result, paths),
    /** Files before this one are those that were looked in. */
    checkedFrom,
    totals: { matches: total, copies: exact, near: total - exact },
    matches: { total, shown: list.length, list },
  };
}

function headOf({ query, counts, near }: DuplicateResult | MatchResult, paths: readonly string[]): object {
  return {
    version: reportVersion,
    files: counts.map((count, file) => ({ path: paths[file] ?? '', ...count })),
    query: queryReport(query),
    near: near ?? null,
    limits: limitsOf(query, counts, near),
  };
}

function queryReport({ field, normalise, keep, near }: DuplicateQuery): object {
  return {
    field,
    normalise,
    keep,
    near: near ? { threshold: near.threshold, shingle: shingleText(near.shingle) } : null,
  };
}

/** `undertone duplicates` for people; `excerpt`: the beginning of a kept row's text. */
export function duplicatesText(
  result: DuplicateResult,
  { paths, limit }: ReportOptions,
  excerpt: (kept: RowPlace) => string,
): string {
  const { query, counts, near } = result;
  const name = namer(paths);
  const total = clusterCount(result);
  const shown = firstOf(total, limit, i => clusterAt(result, i));
  const lines = [
    ...paths,
    `  compared  ${queryText(query)}`,
    '',
    totalsText(result),
    ...limitsOf(query, counts, near).map(limit => `  ${limit}`),
    ...shown.flatMap(cluster => ['', ...clusterLines(result, cluster, { limit, name, excerpt })]),
    ...(shown.length < total
      ? ['', `${number(shown.length)} of ${counted(total, 'cluster')} ${agreeing(shown.length, 'is', 'are')} listed.`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function clusterLines(
  result: DuplicateResult,
  { index, size, kept }: ClusterSummary,
  {
    limit,
    name,
    excerpt,
  }: {
    readonly limit: number;
    readonly name: (place: RowPlace) => string;
    readonly excerpt: (kept: RowPlace) => string;
  },
): readonly string[] {
  const members = membersOf(result, index, 1, limit);
  const left = size - 1 - members.length;
  return [
    `${number(size)} rows, kept: ${name(kept)}  ${excerpt(kept)}`,
    ...members.map(member => `  ${name(member)}  ${memberText(member, name(member.via))}`),
    ...(left > 0 ? [`  … and ${number(left)} more`] : []),
  ];
}

/** `undertone duplicates --against` for people. */
export function matchesReportText(result: MatchResult, { paths, limit }: ReportOptions): string {
  const { query, counts, near, matches, checkedFrom } = result;
  const name = namer(paths);
  const total = matches.rows.length;
  const list = firstOf(total, limit, at => matchAt(result, at));
  const lines = [
    ...paths.slice(checkedFrom),
    `  against   ${paths.slice(0, checkedFrom).join(', ')}`,
    `  compared  ${queryText({ ...query, keep: 'first' }).replace(/; kept.*/, '')}`,
    '',
    matchesText(result),
    ...limitsOf(query, counts, near).map(each => `  ${each}`),
    ...(list.length > 0 ? [''] : []),
    ...list.map(({ row, other, kind, similarity }) => {
      const how = kind === 'copy' ? 'the same text as' : `similarity ${similarityText(similarity)} to`;
      return `  ${name(row)}  ${how}  ${name(other)}`;
    }),
    ...(list.length < total
      ? ['', `${number(list.length)} of ${counted(total, 'row')} ${agreeing(list.length, 'is', 'are')} listed.`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** What a row is called: with its file where there are several. */
function namer(paths: readonly string[]): (place: RowPlace) => string {
  return ({ file, row }) => (paths.length > 1 ? `${paths[file] ?? ''}:${row + 1}` : `row ${number(row + 1)}`);
}

function firstOf<Item>(total: number, limit: number, at: (index: number) => Item | undefined): readonly Item[] {
  const items: Item[] = [];
  for (let i = 0; i < Math.min(total, limit); i++) {
    const item = at(i);
    if (item !== undefined) items.push(item);
  }
  return items;
}
