import { memberKinds, type ClusterColumns, type MemberKind } from './clusters.ts';
import { placeOf, type TableFile } from './keyTable.ts';
import type { DuplicateQuery } from './query.ts';
import type { RowCounts } from './rowKeys.ts';

/** A row and its file, both from 0. */
export interface RowPlace {
  readonly file: number;
  readonly row: number;
}

/** What the search for near duplicates could and could not see. */
export interface NearFacts {
  /** The chance that a pair at the threshold was compared. */
  readonly recall: number;
  /** Pairs whose similarity was worked out. */
  readonly compared: number;
  /** Texts that had more candidates than they were compared with. */
  readonly crowded: number;
}

interface Searched {
  readonly query: DuplicateQuery;
  /** By file, in the order given. */
  readonly counts: readonly RowCounts[];
  readonly files: readonly TableFile[];
  /** Absent where the same text alone was looked for. */
  readonly near?: NearFacts;
}

/** Rows that repeat each other. */
export interface DuplicateResult extends Searched {
  readonly clusters: ClusterColumns;
}

export interface Member extends RowPlace {
  readonly kind: MemberKind;
  /** To the kept row: 1 for the same text, or for texts with the same shingles. */
  readonly similarity: number;
  /** The row through which it belongs to the cluster: the kept one, or another where it is linked through that. */
  readonly via: RowPlace;
}

export interface ClusterSummary {
  /** From 0, in order of size. */
  readonly index: number;
  readonly size: number;
  readonly kept: RowPlace;
  /** Members by kind, the kept row left out. */
  readonly copies: number;
  readonly near: number;
  readonly linked: number;
}

export function clusterCount({ clusters }: DuplicateResult): number {
  return Math.max(0, clusters.starts.length - 1);
}

export function clusterAt(result: DuplicateResult, index: number): ClusterSummary | undefined {
  const { starts, rows, kinds } = result.clusters;
  const start = starts[index];
  const end = starts[index + 1];
  if (start === undefined || end === undefined) return undefined;
  const byKind = memberKinds.map(() => 0);
  for (let at = start; at < end; at++) byKind[kinds[at] ?? 0] = (byKind[kinds[at] ?? 0] ?? 0) + 1;
  const [, copies = 0, near = 0, linked = 0] = byKind;
  return { index, size: end - start, kept: placeOf(result.files, rows[start] ?? 0), copies, near, linked };
}

/** Members of a cluster by range, the kept row first. */
export function membersOf(result: DuplicateResult, index: number, start: number, count: number): readonly Member[] {
  const { starts } = result.clusters;
  const first = starts[index] ?? 0;
  const end = Math.min(starts[index + 1] ?? first, first + start + count);
  const members: Member[] = [];
  for (let at = first + start; at < end; at++) members.push(memberAt(result, at));
  return members;
}

function memberAt({ clusters, files }: DuplicateResult, at: number): Member {
  return {
    ...placeOf(files, clusters.rows[at] ?? 0),
    kind: memberKinds[clusters.kinds[at] ?? 0] ?? 'kept',
    similarity: clusters.similarity[at] ?? 0,
    via: placeOf(files, clusters.via[at] ?? 0),
  };
}

/** Rows that are not kept, by how they belong to their cluster. */
export interface DuplicateTotals {
  readonly clusters: number;
  readonly duplicates: number;
  readonly copies: number;
  readonly near: number;
  readonly linked: number;
}

export function totalsOf(result: DuplicateResult): DuplicateTotals {
  const byKind = memberKinds.map(() => 0);
  for (const kind of result.clusters.kinds) byKind[kind] = (byKind[kind] ?? 0) + 1;
  const [clusters = 0, copies = 0, near = 0, linked = 0] = byKind;
  return { clusters, duplicates: copies + near + linked, copies, near, linked };
}

/** Rows of one file set that stand in another, the same or similar. */
export interface MatchResult extends Searched {
  /** Files from this one on were looked for; those before it, looked for in. */
  readonly checkedFrom: number;
  readonly matches: MatchColumns;
}

/** In row order. Rows are those of the key table. Crosses threads. */
export interface MatchColumns {
  readonly rows: Uint32Array;
  /** The most similar row of the other files, the first of those. */
  readonly others: Uint32Array;
  readonly similarity: Float64Array;
  /** 1: the same text. */
  readonly exact: Uint8Array;
}

export interface Match {
  readonly row: RowPlace;
  readonly other: RowPlace;
  readonly similarity: number;
  readonly kind: 'copy' | 'near';
}

export function matchAt({ matches, files }: MatchResult, at: number): Match | undefined {
  const row = matches.rows[at];
  if (row === undefined) return undefined;
  return {
    row: placeOf(files, row),
    other: placeOf(files, matches.others[at] ?? 0),
    similarity: matches.similarity[at] ?? 0,
    kind: matches.exact[at] === 1 ? 'copy' : 'near',
  };
}
