import { functionWords } from './functionWords.ts';
import { FeatureBuilder } from './hashedFeatures.ts';
import { addNumberForm, addNumberValues, numbersOf } from './numberFeatures.ts';
import type { SparseVector } from '../statistics/logistic.ts';

/** Characters of a text that are looked at. */
export const longestText = 2000;

/** `content`: the words and numbers alone, without length, layout and separators, which post-processing may have changed. */
export type FeatureScope = 'all' | 'content';

/**
 * What a completion tells of its writer, hashed: a short sparse vector, the same for the same text. Whoever reads many texts hands in
 * one builder for all.
 */
export function textFeatures(text: string, scope: FeatureScope, builder = new FeatureBuilder()): SparseVector {
  const head = text.slice(0, longestText);
  const numbers = numbersOf(head);
  if (numbers) addNumberValues(builder, numbers);
  addCharacters(builder, scope === 'all' ? head : plainWords(head));
  if (!numbers) addFunctionWords(builder, head);
  if (scope === 'all') {
    if (numbers) addNumberForm(builder, head, numbers);
    addPunctuation(builder, head);
    addLayout(builder, head);
    addLength(builder, text);
  }
  return builder.toVector();
}

/** Whether a text has headings, lists, emphasis or code in Markdown. */
export function hasMarkdown(text: string): boolean {
  return /^ {0,3}(?:#{1,6} |[-*+] |\d+[.)] |```|> |\|)|\*\*\S|`\S/m.test(text.slice(0, longestText));
}

/** White space and marks between words become one space. */
function plainWords(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');
}

function addCharacters(builder: FeatureBuilder, text: string): void {
  builder.addNeighbours(text);
  builder.endCounts();
}

function addFunctionWords(builder: FeatureBuilder, text: string): void {
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    if (functionWords.has(word)) builder.add(`word ${word}`);
  }
  builder.endCounts();
}

function addPunctuation(builder: FeatureBuilder, text: string): void {
  for (const mark of text.match(/[^\p{L}\p{N}\s]|\s+/gu) ?? []) {
    builder.add(`mark ${mark.slice(0, 3)}`);
  }
  builder.endCounts();
}

const layouts: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['heading', /^ {0,3}#{1,6} /gm],
  ['bullet -', /^\s*- /gm],
  ['bullet *', /^\s*\* /gm],
  ['bullet +', /^\s*\+ /gm],
  ['bullet •', /^\s*• ?/gm],
  ['numbered .', /^\s*\d+\. /gm],
  ['numbered )', /^\s*\d+\) /gm],
  ['bold', /\*\*\S/g],
  ['emphasis', /(?<![*\w])[*_][^\s*_]/g],
  ['code block', /^```/gm],
  ['code', /(?<!`)`[^`\s]/g],
  ['table', /^\|/gm],
  ['quote', /^> /gm],
  ['rule', /^(?:---|\*\*\*|___)\s*$/gm],
  ['formula', /\\[([]|\$\$/g],
  ['paragraph', /\n\s*\n/g],
  ['line', /\n/g],
  ['opens in lower case', /^\p{Ll}/gu],
  ['ends in white space', /\s$/g],
  ['ends in a full stop', /\.$/g],
  ['ends in a colon', /:$/g],
];

function addLayout(builder: FeatureBuilder, text: string): void {
  for (const [name, pattern] of layouts) {
    const count = text.match(pattern)?.length ?? 0;
    if (count > 0) builder.add(`layout ${name}`, count);
  }
  // Never empty, so that rows without a layout differ from those with one.
  builder.add('layout');
  builder.endCounts();
}

function addLength(builder: FeatureBuilder, text: string): void {
  const words = text.match(/\S+/g)?.length ?? 0;
  const sentences = text.match(/[.!?]+(?:\s|$)/g)?.length ?? 0;
  builder.add(`characters ${halfPowers(text.length)}`);
  builder.add(`words ${halfPowers(words)}`);
  builder.add(`sentence ${halfPowers(words / Math.max(1, sentences))}`);
  builder.endShares();
}

/** In steps of half a power of two. */
function halfPowers(amount: number): number {
  return Math.round(2 * Math.log2(1 + amount));
}
