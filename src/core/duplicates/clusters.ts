import type { NearLinks } from './nearLinks.ts';
import type { KeepRule } from './query.ts';
import { noText } from './rowKeys.ts';

/** How a row belongs to its cluster: kept; the kept row's text; similar to it; or similar to another row of the cluster alone. */
export const memberKinds = ['kept', 'copy', 'near', 'linked'] as const;
export type MemberKind = (typeof memberKinds)[number];

/** Clusters in columns, the largest first, then by the kept row. Rows are those of the key table. Crosses threads. */
export interface ClusterColumns {
  /** By cluster: the place of its first member; then the number of all members. */
  readonly starts: Uint32Array;
  /** Members: the kept row, then the others in row order. */
  readonly rows: Uint32Array;
  /** The place of each member's kind in `memberKinds`. */
  readonly kinds: Uint8Array;
  /** To the kept row. */
  readonly similarity: Float64Array;
  /** The row through which a member belongs: the kept one, or another of the cluster. */
  readonly via: Uint32Array;
}

export interface ClusterInput {
  /** By row: the first row with the same text. */
  readonly first: Uint32Array;
  readonly sizes: Uint32Array;
  readonly keep: KeepRule;
  readonly near?: {
    readonly docs: Uint32Array;
    readonly links: NearLinks;
    readonly threshold: number;
    /** The similarity of two rows. */
    similarity(left: number, right: number): number;
    breathe(): Promise<void>;
  };
}

/** The rows whose text stands in no earlier row. */
export function distinctRows(first: Uint32Array, sizes: Uint32Array): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < first.length; row++) if (first[row] === row && sizes[row] !== noText) rows.push(row);
  return Uint32Array.from(rows);
}

/** Rows of one cluster each, of those with at least two. */
export async function clustersOf(input: ClusterInput): Promise<ClusterColumns> {
  const { sizes, keep } = input;
  const groups = groupRows(input);
  const kept = groups.map(rows => keptOf(rows, sizes, keep));
  const order = groups.map((_, i) => i);
  const sizeOf = (i: number): number => groups[i]?.length ?? 0;
  order.sort((a, b) => sizeOf(b) - sizeOf(a) || (kept[a] ?? 0) - (kept[b] ?? 0));
  const members = groups.reduce((sum, rows) => sum + rows.length, 0);
  const columns = {
    starts: new Uint32Array(groups.length + 1),
    rows: new Uint32Array(members),
    kinds: new Uint8Array(members),
    similarity: new Float64Array(members),
    via: new Uint32Array(members),
  };
  let at = 0;
  for (const [place, index] of order.entries()) {
    columns.starts[place] = at;
    const keptRow = kept[index] ?? 0;
    const describe = memberDescriber(input, groups[index] ?? [], keptRow);
    for (const row of [keptRow, ...(groups[index] ?? []).filter(each => each !== keptRow)]) {
      const { kind, similarity, via } = describe(row);
      columns.rows[at] = row;
      columns.kinds[at] = memberKinds.indexOf(kind);
      columns.similarity[at] = similarity;
      columns.via[at] = via;
      at++;
    }
    await input.near?.breathe();
  }
  columns.starts[groups.length] = at;
  return columns;
}

/** The rows that hang together, each group in row order. */
function groupRows({ first, near }: ClusterInput): readonly (readonly number[])[] {
  const rootOf = near && rootsByRow(near.docs, near.links.roots);
  const groups = new Map<number, number[]>();
  // Rows stand alone until another is found: most have none.
  for (let row = 0; row < first.length; row++) {
    const text = first[row] ?? row;
    const root = rootOf?.get(text) ?? text;
    if (root === row) continue;
    const group = groups.get(root);
    if (group) group.push(row);
    else groups.set(root, [root, row]);
  }
  for (const rows of groups.values()) rows.sort((a, b) => a - b);
  return [...groups.values()];
}

/** By row of a text: the first row it hangs together with, where that is another. */
function rootsByRow(docs: Uint32Array, roots: Uint32Array): ReadonlyMap<number, number> {
  const byRow = new Map<number, number>();
  roots.forEach((root, doc) => {
    if (root !== doc) byRow.set(docs[doc] ?? 0, docs[root] ?? 0);
  });
  return byRow;
}

function keptOf(rows: readonly number[], sizes: Uint32Array, keep: KeepRule): number {
  let kept = rows[0] ?? 0;
  if (keep === 'first') return kept;
  for (const row of rows) if ((sizes[row] ?? 0) > (sizes[kept] ?? 0)) kept = row;
  return kept;
}

interface Member {
  readonly kind: MemberKind;
  readonly similarity: number;
  readonly via: number;
}

/** Says of each row of a cluster how it belongs to it. */
function memberDescriber(
  { first, near }: ClusterInput,
  group: readonly number[],
  kept: number,
): (row: number) => Member {
  const keptText = first[kept] ?? kept;
  const byText = new Map<number, Omit<Member, 'kind'>>();
  const partner = partners(near, group);
  return row => {
    if (row === kept) return { kind: 'kept', similarity: 1, via: kept };
    const text = first[row] ?? row;
    if (text === keptText || near === undefined) return { kind: 'copy', similarity: 1, via: kept };
    let found = byText.get(text);
    if (found === undefined) {
      const similarity = knownSimilarity(near, text, keptText) ?? near.similarity(text, keptText);
      found = { similarity, via: similarity >= near.threshold ? kept : partner(text) };
      byText.set(text, found);
    }
    return { kind: found.via === kept ? 'near' : 'linked', ...found };
  };
}

/** Of two texts that were compared when they were linked. */
function knownSimilarity(
  { docs, links }: NonNullable<ClusterInput['near']>,
  text: number,
  kept: number,
): number | undefined {
  const doc = docOf(docs, text);
  const keptDoc = docOf(docs, kept);
  if (links.linked[doc] === keptDoc) return links.similarity[doc];
  return links.linked[keptDoc] === doc ? links.similarity[keptDoc] : undefined;
}

/** By text: the row of another one to which it was found similar. */
function partners(near: ClusterInput['near'], group: readonly number[]): (row: number) => number {
  if (near === undefined) return row => row;
  const { docs, links } = near;
  let known: Map<number, number> | undefined;
  return row => {
    if (known === undefined) {
      known = new Map();
      for (const member of group) {
        const doc = docOf(docs, member);
        const other = doc < 0 ? -1 : (links.linked[doc] ?? doc);
        if (other < 0 || other === doc) continue;
        const otherRow = docs[other] ?? 0;
        known.set(member, otherRow);
        // The first text of a chain was found by another.
        if (links.linked[other] === other && !known.has(otherRow)) known.set(otherRow, member);
      }
    }
    return known.get(row) ?? row;
  };
}

/** The place of a row among the texts' rows; -1 where it is none of them. */
function docOf(docs: Uint32Array, row: number): number {
  let low = 0;
  let high = docs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((docs[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return docs[low] === row ? low : -1;
}
