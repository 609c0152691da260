import { limitsWith, modelLines, type AskedModel } from '../fit/askedModel.ts';
import { sentText, systemText } from '../fit/fitReport.ts';
import { termLines, type Term } from '../findings/terms.ts';
import { intervalText } from '../findings/units.ts';
import { counted, decimal, number, percent } from '../text/numbers.ts';
import type { Interval } from '../statistics/rankCurve.ts';
import { divergenceVerdict } from './divergenceVerdict.ts';
import { leftOutLines, type LeftOut } from '../fit/leftOut.ts';
import { probeTitles } from '../findings/probeRun.ts';
import { caveat, withoutState } from '../findings/verdict.ts';
import { inert, reasonsText } from '../report/words.ts';
import { fileName } from '../provenance/words.ts';

/** One row as scored under every prompt. */
export interface RowDivergence {
  /** From 1. */
  readonly row: number;
  readonly tokens: number;
  /** Places of the completion at which the prompts part ways; null: the server's tokens do not spell the completion. */
  readonly spans: readonly { readonly start: number; readonly end: number }[] | null;
  readonly divergent: number;
  /** By prompt, against the null prompt. */
  readonly byPrompt: readonly {
    readonly id: string;
    readonly divergent: number;
    readonly spans: RowDivergence['spans'];
  }[];
  /** Mean log-probability per token under the null prompt, in nats. */
  readonly meanLogprob: number;
  /** Tokens that the model would have written itself under the null prompt. */
  readonly likeliest: number;
}

/** One measurement of divergence and perplexity as it ended. */
export interface DivergenceResult {
  readonly dataset: { readonly path: string; readonly bytes: number; readonly rows: number };
  readonly endpoint: AskedModel;
  /** System prompts that are compared; the first is the null prompt. */
  readonly prompts: readonly { readonly id: string; readonly text: string }[];
  readonly rows: {
    readonly scored: number;
    readonly drawn: number;
    readonly unscorable: Readonly<Record<string, number>>;
    readonly leftOut?: LeftOut;
    readonly failures: Readonly<Record<string, number>>;
    readonly notReached: number;
  };
  readonly tokens: number;
  /** Share of tokens at which any two of the prompts part ways, over rows; null: no row was scored. */
  readonly divergent: Interval | null;
  /** By prompt, against the null prompt. */
  readonly byPrompt: readonly { readonly id: string; readonly divergent: Interval }[];
  readonly perplexity: {
    /** Mean over tokens, in nats, with a bootstrap interval over rows. */
    readonly nats: Interval;
    /** Share of tokens that the model would have written itself. */
    readonly likeliest: Interval;
  } | null;
  readonly judgements: readonly RowDivergence[];
  readonly sent: { readonly requests: number; readonly promptTokens: number };
  readonly stopped: string | undefined;
}

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
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

export function divergenceText(result: DivergenceResult): string {
  const lines = [
    result.dataset.path,
    `  ${divergenceVerdict(result).summary}`,
    ...factLines(result).map(line => `  ${line}`),
    ...limitsOf(result).map(limit => `  - ${limit}`),
    `  ${caveat}`,
  ];
  return `${lines.join('\n')}\n`;
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
    factLines(result)
      .map(line => `- ${inert(line)}`)
      .join('\n'),
    `## Rows with the largest share (${most.length} of ${number(result.judgements.length)})`,
    [...head, ...rows].join('\n'),
    '## What the words mean',
    termLines(divergenceTerms)
      .map(line => `- ${inert(line)}`)
      .join('\n'),
    '## What this does not say',
    limitsOf(result)
      .map(limit => `- ${inert(limit)}`)
      .join('\n'),
    caveat,
  ];
  return `${parts.join('\n\n')}\n`;
}

export function factLines(result: DivergenceResult): readonly string[] {
  const { endpoint, prompts, rows, dataset, tokens, divergent, byPrompt, perplexity, sent, stopped } = result;
  const [none, ...traits] = prompts;
  return [
    ...modelLines(endpoint),
    `system prompt without a trait: ${systemText(none?.text ?? '')}`,
    ...traits.map(({ id, text }) => `prompt of ${id}: ${systemText(text)}`),
    `rows: ${number(rows.scored)} scored of ${number(rows.drawn)} drawn from ${number(dataset.rows)}${reasonsText(rows.unscorable, 'not scorable')}${reasonsText(rows.failures, 'failed')}`,
    ...leftOutLines(rows.leftOut),
    ...(rows.notReached > 0
      ? [`stopped: ${stopped ?? 'cancelled'}; ${number(rows.notReached)} rows were not reached`]
      : []),
    ...(divergent
      ? [`divergent between any two of the prompts: ${intervalText(divergent)} of ${counted(tokens, 'token')}`]
      : ['not tested: no row was scored']),
    ...byPrompt.map(({ id, divergent: share }) => `${id} against no trait’s prompt: ${intervalText(share)}`),
    ...(perplexity
      ? [
          `perplexity under no trait’s prompt: ${intervalText(perplexity.nats, 'number')} nats per token; ${intervalText(perplexity.likeliest)} of tokens are those that the model would write`,
        ]
      : []),
    sentText(endpoint.api, sent),
  ];
}
