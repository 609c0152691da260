import { basename } from 'node:path';
import { familiesFault } from '../../core/llr/families.ts';
import { carrierScores, probeLlr as probe, type LlrInput } from '../../core/llr/probe.ts';
import { areSameScores, clusterByPrompt, type ScoreTable } from '../../core/llr/scoreTable.ts';
import type { ProbeLlrJob, ProbeLlrResult } from '../../rpc/worker.ts';
import { DatasetError } from '../datasetError.ts';
import { readScores } from '../llr/readScores.ts';
import type { JobContext } from './jobContext.ts';
import { agreeing, counted, number } from '../../core/text/numbers.ts';

/** Reads files of scores and runs the four gates on them. */
export async function probeLlr(job: ProbeLlrJob, { signal }: JobContext<never>): Promise<ProbeLlrResult> {
  const { datasetRows: rows, prompts, families, passRates, seed } = job;
  const scored = await readScores(job.scores, { rows }, signal);
  const { candidates } = scored;
  const beside = async (path: string | undefined): Promise<ScoreTable | undefined> =>
    path === undefined ? undefined : readScores(path, { rows: undefined, candidates }, signal);
  const reference = await beside(job.reference);
  const neutral = await beside(job.neutral);
  const fault =
    familiesFault(candidates, families) ??
    ratesFault(candidates, job) ??
    rankFault(candidates, job) ??
    copyFault([scored, job.scores], [reference, job.reference], [neutral, job.neutral]);
  if (fault !== undefined) throw new DatasetError('corrupt', fault);
  const together = (table: ScoreTable) =>
    prompts && table.clusters.count === table.rows.length ? clusterByPrompt(table, prompts) : { table };
  const { table: data, remark } = together(scored);
  const input: LlrInput = {
    data,
    ...(reference && { reference: together(reference).table }),
    ...(neutral && { neutral: together(neutral).table }),
    families,
    ...(passRates && { passRates }),
    seed,
    remarks: [...unscoredRemark(scored, rows), ...(remark === undefined ? [] : [remark]), ...(job.remarks ?? [])],
  };
  const done = probe(input);
  const rankedBy = job.rankBy ?? done.candidate;
  return { probe: done, carriers: carrierScores(input, rankedBy, rows), rankedBy };
}

function ratesFault(candidates: readonly string[], { passRates }: ProbeLlrJob): string | undefined {
  if (!passRates) return undefined;
  const given = Object.keys(passRates.candidates);
  const missing = candidates.filter(name => !given.includes(name));
  const other = given.filter(name => !candidates.includes(name));
  if (missing.length > 0) return `A pass rate is missing for ${missing.join(', ')}: each candidate needs its own.`;
  return other.length > 0 ? `A pass rate is given for ${other.join(', ')}, which is no candidate.` : undefined;
}

function rankFault(candidates: readonly string[], { rankBy }: ProbeLlrJob): string | undefined {
  if (rankBy === undefined || candidates.includes(rankBy)) return undefined;
  return `${rankBy} is no candidate of the scores: ${candidates.join(', ')} are.`;
}

/** Rows are typical of themselves: a file in the place of another would make an all-clear, or a match, of anything. */
function copyFault(...files: readonly (readonly [ScoreTable | undefined, string | undefined])[]): string | undefined {
  for (const [i, [one, path]] of files.entries()) {
    for (const [other, otherPath] of files.slice(i + 1)) {
      if (!one || !other || path === undefined || otherPath === undefined || !areSameScores(one, other)) continue;
      return `${basename(otherPath)} has the scores of ${basename(path)}, value for value; rows that the model wrote anew, scored like the others, were expected. Nothing was computed.`;
    }
  }
  return undefined;
}

function unscoredRemark({ rows: scored }: ScoreTable, rows: number): readonly string[] {
  if (scored.length >= rows) return [];
  return [
    `${number(scored.length)} of the ${counted(rows, 'row')} ${agreeing(scored.length, 'has', 'have')} scores: nothing is said of the others, nor why they have none.`,
  ];
}
