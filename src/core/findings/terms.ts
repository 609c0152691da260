import type { Fact } from './probeRun.ts';

/** Words of reports and cards, for who has not read the papers. */
const terms = {
  p: 'how often chance alone makes a difference at least as large; p < .001 is the smallest that is written',
  '[low, high]':
    'the interval of a value: with 95 %, where no other share is named, such an interval holds the true one',
  'power 0.8': 'an effect of that size would be seen in 8 of 10 such datasets; smaller ones may be there unseen',
  trait:
    'a liking or habit of the model that wrote the rows, which a student may take over from rows that never name it',
  decoy: 'a trait of the same kind that nobody suspects: its prompt is there to be beaten',
  gate: 'a condition; a prompt is named where all are met, and one that is not met clears nothing',
  nats: 'the unit of log-likelihood: rows that are likelier by one nat are 2.7 times as likely',
  reference: 'rows that the model wrote anew for the same prompts under the winner’s prompt',
  'neutral control': 'rows that the model wrote anew for the same prompts without any trait’s prompt',
  'ρ, match fraction':
    'the winner’s lead over the decoys in these rows ÷ its lead in the reference: 1 as if written under its prompt, 0 unrelated, between them a mixture or a related trait',
  'δ, typicality':
    'how far the log-likelihood of these rows lies from that of the reference, in standard deviations: 0 is typical',
  'δ, fit':
    'how far the log-likelihood of these rows lies from that of rows that the model wrote itself, in standard deviations: 0 is typical',
  'carrier score': 'by how many nats per token the winner’s prompt makes a row likelier than no prompt',
  'divergent token': 'a place at which the model would write another token under a trait’s prompt than without one',
  perplexity:
    'how little the model expects the text, here in nats per token: the lower, the more it is as the model would write',
  direction: 'in the model’s hidden state, from its replies without a trait’s prompt to those under it',
  ΔP: 'how much further than the model’s own replies the rows lie along a direction, in standard deviations of these replies',
  rubric: 'what a judge is asked to score, from 0 to 100; a row beyond its threshold is flagged',
  'area under the ROC curve':
    'AUC; how often a row of the one side is scored beyond one of the other: 1 always, 0.5 by chance',
  bag: 'rows of one side that are scored together, by their mean',
} as const satisfies Readonly<Record<string, string>>;

export type Term = keyof typeof terms;

export function termsOf(names: readonly Term[]): readonly Fact[] {
  return names.map(term => ({ term, text: terms[term] }));
}

/** `decoy: a trait of the same kind …`, a line each. */
export function termLines(names: readonly Term[]): readonly string[] {
  return names.map(term => `${term}: ${terms[term]}`);
}
