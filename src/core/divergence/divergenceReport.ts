import { limitsWith, modelLines } from '../asking/askedModel.ts';
import type { Term } from '../findings/terms.ts';
import { intervalText } from '../findings/units.ts';
import {
  bullets,
  closingParts,
  keptLines,
  notReachedLines,
  scoredText,
  runText,
  sentText,
  systemText,
} from '../report/runWords.ts';
import { fileName } from '../text/fileName.ts';
import { counted, decimal, number, percent } from '../text/numbers.ts';
import type { DivergenceResult } from './divergenceResult.ts';
import { divergenceVerdict, tooFew } from './divergenceVerdict.ts';
import { leftOutLines } from '../asking/leftOut.ts';
import { probeTitles } from '../findings/probeRun.ts';
import { withoutState } from '../findings/verdict.ts';
import { inert } from '../report/words.ts';
import { toJson } from '../json/toJson.ts';

const divergenceLimits: readonly string[] = [
  'Divergent tokens are where teachers under these prompts would part ways. They mark where a trait may be carried; they are no proof that one is.',
  'A share near 8.5 % was measured for a teacher’s prompt on Qwen2.5-7B; it depends on the model, the prompts and the length of the text.',
  'A low perplexity says that the model could have written the text, not that it did: another model of the same family may be as near.',
];

/** Printed with every result. */
export function limitsOf({ endpoint }: Pick<DivergenceResult, 'endpoint'>): readonly string[] {
  return limitsWith(endpoint.weights, divergenceLimits);
}

/** Of the JSON below; grows when a field changes its meaning or goes. */
const version = 1;

/** What the report explains. */
export const divergenceTerms: readonly Term[] = ['divergent token', 'perplexity', 'nats', '[low, high]'];

export function divergenceJson({ stopped, ...result }: DivergenceResult): string {
  const verdict = divergenceVerdict({ stopped, ...result });
  const json = { version, ...result, stopped: stopped ?? null, verdict, limits: limitsOf(result) };
  return toJson(json);
}

export function divergenceText(result: DivergenceResult): string {
  const said = [divergenceVerdict(result).summary];
  return runText(result.dataset.path, { said, facts: factLines(result), limits: limitsOf(result) });
}

export function divergenceMarkdown(result: DivergenceResult): string {
  const verdict = divergenceVerdict(result);
  const most = result.judgements.toSorted((a, b) => b.divergent / b.tokens - a.divergent / a.tokens).slice(0, 50);
  const rows = most.map(
    ({ row, tokens, divergent, meanLogprob }) =>
      `| ${number(row)} | ${number(tokens)} | ${number(divergent)} | ${percent(divergent / tokens)} | ${decimal(-meanLogprob)} |`,
  );
  const head = [
    '| row | tokens | divergent | share | perplexity, nats per token |',
    '| ---: | ---: | ---: | ---: | ---: |',
  ];
  const parts = [
    `# ${probeTitles.divergence}: ${inert(fileName(result.dataset.path))}`,
    `**${verdict.state}** · ${inert(withoutState(verdict))}`,
    bullets(factLines(result)),
    `## Rows with the largest share (${most.length} of ${number(result.judgements.length)})`,
    [...head, ...rows].join('\n'),
    ...closingParts(divergenceTerms, limitsOf(result)),
  ];
  return `${parts.join('\n\n')}\n`;
}

export function factLines(result: DivergenceResult): readonly string[] {
  const { endpoint, prompts, rows, dataset, tokens, divergent, byPrompt, perplexity, sent, cached, stopped } = result;
  const [none, ...traits] = prompts;
  return [
    ...modelLines(endpoint),
    `system prompt without a trait: ${systemText(none?.text ?? '')}`,
    ...traits.map(({ id, text }) => `prompt of ${id}: ${systemText(text)}`),
    scoredText(rows, dataset.rows),
    ...leftOutLines(rows.leftOut),
    ...notReachedLines(stopped, rows.notReached),
    ...(divergent
      ? [`divergent between any two of the prompts: ${intervalText(divergent)} of ${counted(tokens, 'token')}`]
      : [`not tested: ${tooFew(rows.scored)}`]),
    ...byPrompt.map(({ id, divergent: share }) => `${id} against no trait’s prompt: ${intervalText(share)}`),
    ...(perplexity
      ? [
          `perplexity under no trait’s prompt: ${intervalText(perplexity.nats, 'number')} nats per token; ${intervalText(perplexity.likeliest)} of tokens are those that the model would write`,
        ]
      : []),
    sentText(endpoint.api === 'onnx', sent),
    ...keptLines([endpoint.api === 'onnx' ? 'folder' : 'server'], cached),
  ];
}
