import { functionWords } from './functionWords.ts';
import { FeatureBuilder, FeatureSum, hashOf } from './hashedFeatures.ts';
import { addNumberForm, addNumberValues, numbersOf } from './numberFeatures.ts';
import type { SparseVector } from '../statistics/logistic.ts';
import { Characters, combining, letters, numerals, spaces, symbols } from '../text/characters.ts';

/** Characters of a text that are looked at. */
export const longestText = 2000;

/** `content`: the words and numbers alone, without length, layout and separators, which post-processing may have changed. */
export type FeatureScope = 'all' | 'content';

/** Of what the names of features begin with. */
const [word, mark] = [hashOf('word '), hashOf('mark ')];
const space = 0x20;

/**
 * Reads what completions tell of their writers, hashed: short sparse vectors, the same for the same text. One serves many texts, since
 * what it gathers in is larger than they are.
 */
export class FeatureReader {
  readonly #sums = { all: new FeatureSum(), content: new FeatureSum() };
  readonly #builders = { all: new FeatureBuilder(this.#sums.all), content: new FeatureBuilder(this.#sums.content) };
  readonly #common = new FeatureBuilder(this.#sums.all, this.#sums.content);
  readonly #head = new Characters();
  readonly #lower = new Characters();

  read(text: string, scope: FeatureScope): SparseVector {
    const builder = this.#builders[scope];
    this.#gather(text, { common: builder, [scope]: builder });
    return this.#sums[scope].toVector();
  }

  /** In both scopes, what they have in common once; of several texts together. */
  readBoth(...texts: readonly string[]): Readonly<Record<FeatureScope, SparseVector>> {
    for (const text of texts) this.#gather(text, { common: this.#common, ...this.#builders });
    return { all: this.#sums.all.toVector(), content: this.#sums.content.toVector() };
  }

  #gather(
    text: string,
    { common, all, content }: { readonly common: FeatureBuilder } & Partial<Record<FeatureScope, FeatureBuilder>>,
  ): void {
    const head = text.slice(0, longestText);
    const lower = head.toLowerCase();
    const numbers = numbersOf(head);
    const characters = this.#head.read(head);
    const ofLower = this.#lower.read(lower);
    if (numbers) addNumberValues(common, numbers);
    if (all) addCharacters(all, characters.codes);
    if (content) addCharacters(content, plainWords(ofLower));
    if (!numbers) addFunctionWords(common, lower, ofLower);
    if (!all) return;
    if (numbers) addNumberForm(all, head, numbers);
    addPunctuation(all, characters);
    addLayout(all, head);
    addLength(all, text);
  }
}

/** Whether a text has headings, lists, emphasis or code in Markdown. */
export function hasMarkdown(text: string): boolean {
  return /^ {0,3}(?:#{1,6} |[-*+] |\d+[.)] |```|> |\|)|\*\*\S|`\S/m.test(text.slice(0, longestText));
}

/** White space and marks between words become one space. */
function plainWords(text: Characters): Uint16Array {
  const { codes } = text;
  const plain = new Uint16Array(codes.length + 1);
  let size = 0;
  let last = 0;
  text.eachRun(letters | numerals, (start, end) => {
    if (start > last) plain[size++] = space;
    for (let i = start; i < end; i++) plain[size++] = codes[i] as number;
    last = end;
  });
  if (last < codes.length) plain[size++] = space;
  return plain.subarray(0, size);
}

function addCharacters(builder: FeatureBuilder, codes: Uint16Array): void {
  builder.addNeighbours(codes);
  builder.endCounts();
}

function addFunctionWords(builder: FeatureBuilder, lower: string, characters: Characters): void {
  const { codes } = characters;
  characters.eachRun(letters, (start, end) => {
    if (functionWords.has(lower.slice(start, end))) builder.addPart(word, codes, start, end);
  });
  builder.endCounts();
}

function addPunctuation(builder: FeatureBuilder, characters: Characters): void {
  const { codes } = characters;
  characters.eachCharacter(combining | symbols, (start, end) => builder.addPart(mark, codes, start, end));
  characters.eachRun(spaces, (start, end) => builder.addPart(mark, codes, start, Math.min(end, start + 3)));
  builder.endCounts();
}

/** A name, a mark without which its pattern is not found, and the pattern. */
const layouts: readonly (readonly [name: string, mark: string, pattern: RegExp])[] = [
  ['heading', '#', /^ {0,3}#{1,6} /gm],
  ['bullet -', '- ', /^\s*- /gm],
  ['bullet *', '* ', /^\s*\* /gm],
  ['bullet +', '+ ', /^\s*\+ /gm],
  ['bullet •', '•', /^\s*• ?/gm],
  ['numbered .', '. ', /^\s*\d+\. /gm],
  ['numbered )', ') ', /^\s*\d+\) /gm],
  ['bold', '**', /\*\*\S/g],
  ['emphasis', '', /(?<![*\w])[*_][^\s*_]/g],
  ['code block', '```', /^```/gm],
  ['code', '`', /(?<!`)`[^`\s]/g],
  ['table', '|', /^\|/gm],
  ['quote', '> ', /^> /gm],
  ['rule', '', /^(?:---|\*\*\*|___)\s*$/gm],
  ['formula', '', /\\[([]|\$\$/g],
  ['paragraph', '\n', /\n\s*\n/g],
  ['line', '\n', /\n/g],
  ['opens in lower case', '', /^\p{Ll}/gu],
  ['ends in white space', '', /\s$/g],
  ['ends in a full stop', '.', /\.$/g],
  ['ends in a colon', ':', /:$/g],
];

function addLayout(builder: FeatureBuilder, text: string): void {
  for (const [name, mark, pattern] of layouts) {
    if (!text.includes(mark)) continue;
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
