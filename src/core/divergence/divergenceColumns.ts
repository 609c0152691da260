import type { ScoreColumn } from '../columns/column.ts';
import type { RowScores } from '../scores/rowScores.ts';
import type { DivergenceResult } from './divergenceResult.ts';
import { agreeing, counted, number } from '../text/numbers.ts';

/** For each trait the share of divergent tokens as a column of the dataset's rows, NaN where none was scored, and where these tokens stand. */
export function divergenceColumns({
  prompts,
  judgements,
  dataset,
  endpoint,
}: DivergenceResult): readonly ScoreColumn[] {
  if (judgements.length === 0) return [];
  return prompts.slice(1).map(({ id }) => {
    const values = new Float64Array(dataset.rows).fill(NaN);
    const spans = new Map<number, readonly { readonly start: number; readonly end: number }[]>();
    for (const { row, tokens, byPrompt } of judgements) {
      const own = byPrompt.find(prompt => prompt.id === id);
      if (!own) continue;
      values[row - 1] = own.divergent / tokens;
      if (own.spans) spans.set(row - 1, own.spans);
    }
    const unknown = judgements.length - spans.size;
    const unmarked = unknown === 0 ? '' : ` The places of ${unknown} of them are not known and not marked.`;
    return {
      id: `divergent-${id}`.replaceAll(/[^\p{L}\p{N}]+/gu, '-'),
      title: `Divergent: ${id}`,
      description: `Share of the completion's tokens at which ${endpoint.model} would write another token under the prompt of ${id} than under no trait's prompt; ${number(judgements.length)} of ${counted(dataset.rows, 'row')} ${agreeing(judgements.length, 'was', 'were')} scored.${unmarked} A high share marks where a trait may be carried; it is no proof that one is.`,
      values,
      marked: {
        title: `Divergent token: under the prompt of ${id}, ${endpoint.model} would write another token here than under no trait's prompt.`,
        spans,
      },
    };
  });
}

/** The same shares as a file of scores holds them. */
export function divergenceScores(result: DivergenceResult): RowScores {
  const names = result.prompts.slice(1).map(({ id }) => id);
  const columns = divergenceColumns(result).map(({ values }, k) => ({ name: names[k] ?? '', values }));
  return { probe: 'divergence', columns };
}
