import { bandsFor, recallAt } from '../../core/duplicates/bands.ts';
import { clustersOf, distinctRows } from '../../core/duplicates/clusters.ts';
import { linkNear, matchNear } from '../../core/duplicates/nearLinks.ts';
import type { NearQuery } from '../../core/duplicates/query.ts';
import { jaccard } from '../../core/duplicates/shingles.ts';
import type { NearFacts } from '../../core/duplicates/result.ts';
import { matchesOf } from '../../core/duplicates/matches.ts';
import type { RowKernel } from '../../core/kernel/rowKernel.ts';
import type { ClusteredRows, ClusterJob, MatchedRows, MatchJob } from '../../rpc/worker.ts';
import { RowTexts } from '../duplicates/rowTexts.ts';
import { breathe, type JobContext } from './jobContext.ts';

type Context = JobContext<never>;

/** Puts the rows of a table into clusters. */
export async function clusterRows(job: ClusterJob, { signal }: Context, kernel: RowKernel): Promise<ClusteredRows> {
  const { table, query, first } = job;
  const { sizes } = table;
  const { keep, near } = query;
  if (near === undefined) return { clusters: await clustersOf({ first, sizes, keep }) };
  return withTexts(job, kernel, async texts => {
    const docs = distinctRows(first, sizes);
    const { threshold } = near;
    const shingles = (row: number): Float64Array => texts.shinglesOf(row);
    const breath = (): Promise<void> => breathe(signal);
    const links = await linkNear({ docs, ...table, threshold, shingles, breathe: breath });
    const similarity = (left: number, right: number): number => jaccard(shingles(left), shingles(right));
    const clusters = await clustersOf({
      first,
      sizes,
      keep,
      near: { docs, links, threshold, similarity, breathe: breath },
    });
    return { clusters, near: factsOf(near, links) };
  });
}

/** Finds the rows from `from` on that stand before it as well. */
export async function matchRows(job: MatchJob, { signal }: Context, kernel: RowKernel): Promise<MatchedRows> {
  const { table, query, first, from } = job;
  const { near } = query;
  if (near === undefined) return { matches: matchesOf(first, from) };
  return withTexts(job, kernel, async texts => {
    const distinct = distinctRows(first, table.sizes);
    const cut = distinct.findIndex(row => row >= from);
    const others = cut < 0 ? distinct : distinct.subarray(0, cut);
    const docs = cut < 0 ? new Uint32Array(0) : distinct.subarray(cut);
    const { threshold } = near;
    const shingles = (row: number): Float64Array => texts.shinglesOf(row);
    const found = await matchNear({ docs, ...table, threshold, shingles, breathe: () => breathe(signal) }, others);
    return { matches: matchesOf(first, from, { docs, others, ...found }), near: factsOf(near, found) };
  });
}

async function withTexts<Result>(
  { paths, table, query }: ClusterJob,
  kernel: RowKernel,
  use: (texts: RowTexts) => Promise<Result>,
): Promise<Result> {
  const texts = new RowTexts({ paths, table, query, kernel });
  try {
    return await use(texts);
  } finally {
    texts.close();
  }
}

function factsOf(
  { threshold }: NearQuery,
  { compared, crowded }: { readonly compared: number; readonly crowded: number },
): NearFacts {
  return { recall: recallAt(threshold, bandsFor(threshold)), compared, crowded };
}
