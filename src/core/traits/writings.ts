import { emojiOfTrait } from './emoji.ts';
import { mentionFinder, type Mention, type MentionFinder } from './mentions.ts';
import type { Trait } from './trait.ts';
import { translationsOfTrait } from './translations.ts';
import { either, textFolder, type FoldedText } from '../text/fold.ts';

/** How a trait is named: in plain letters, in letters that look like them, by a picture, in another language. */
export type Writing = 'plain' | 'other writing' | 'emoji' | 'translation';

export interface WrittenMention extends Mention {
  readonly writing: Writing;
}

export interface WritingOptions {
  /** Look-alikes, invisible characters, marks and emoji count. */
  readonly other: boolean;
  readonly leetspeak: boolean;
  readonly translations: boolean;
}

type Finder = (text: string) => readonly Mention[];

/** Makes the function that finds traits however they are written; mentions are in order and do not overlap. */
export function writingFinder(traits: readonly Trait[]): (text: string, options: WritingOptions) => WrittenMention[] {
  const plain = mentionFinder(traits);
  const alike = lookAlikeFinder(traits);
  const pictured = pictureFinder(traits);
  const translated = translationFinder(traits);
  return (text, { other, leetspeak, translations }) => {
    const ascii = isAscii(text);
    const found = mentions('plain', plain(text));
    if (leetspeak || (other && !ascii)) found.push(...mentions('other writing', alike(text, leetspeak)));
    if (other && !ascii) found.push(...mentions('emoji', pictured(text)));
    if (translations) found.push(...mentions('translation', translated(text)));
    return found.length === 0 ? found : longest(found);
  };
}

function mentions(writing: Writing, found: readonly Mention[]): WrittenMention[] {
  return found.map(({ trait, start, end }) => ({ trait, start, end, writing }));
}

/** Of those that overlap the longest, the plainest of the same length; in order. Few overlap, so groups of them are small. */
function longest(found: readonly WrittenMention[]): WrittenMention[] {
  const kept: WrittenMention[] = [];
  let group: WrittenMention[] = [];
  let groupEnd = 0;
  const close = (): void => void kept.push(...longestOf(group));
  for (const mention of found.toSorted((left, right) => left.start - right.start)) {
    if (mention.start >= groupEnd) {
      close();
      group = [];
    }
    group.push(mention);
    groupEnd = Math.max(groupEnd, mention.end);
  }
  close();
  return kept;
}

function longestOf(group: readonly WrittenMention[]): readonly WrittenMention[] {
  if (group.length < 2) return group;
  const kept: WrittenMention[] = [];
  for (const mention of group.toSorted((left, right) => right.end - right.start - (left.end - left.start))) {
    if (!kept.some(({ start, end }) => mention.start < end && start < mention.end)) kept.push(mention);
  }
  return kept.sort((left, right) => left.start - right.start);
}

/** Finds words by what they look like. */
function lookAlikeFinder(traits: readonly Trait[]): (text: string, leetspeak: boolean) => readonly Mention[] {
  const fold = textFolder();
  // With one letter for i and l, what may be both is found by one search; which words it can be is asked afterwards.
  const forms = traits.map(({ words }) =>
    words.flatMap(word => [
      word,
      word.replaceAll('m', 'rn'),
      // Where digits are read as letters, those of the word are as well.
      fold(word, { leetspeak: true, invisible: 'drop' }).text,
    ]),
  );
  const merged = mentionFinder(traits.map((trait, i) => ({ ...trait, words: [...new Set(forms[i]?.map(merge))] })));
  return (text, leetspeak) => {
    const closed = fold(text, { leetspeak, invisible: 'drop' });
    const found = mentionsIn(closed, text, merged, forms);
    // An invisible character may also stand between two words.
    if (closed.hidden) found.push(...mentionsIn(fold(text, { leetspeak, invisible: 'space' }), text, merged, forms));
    return found;
  };
}

function mentionsIn(
  folded: FoldedText,
  text: string,
  find: MentionFinder,
  forms: readonly (readonly string[])[],
): Mention[] {
  const found: Mention[] = [];
  for (const { trait, start, end } of find(merge(folded.text))) {
    const said = folded.text.slice(start, end);
    if (!forms[trait]?.some(word => mayRead(said, word))) continue;
    const place = { trait, start: folded.starts[start] ?? 0, end: folded.ends[end - 1] ?? 0 };
    if (!isOrdinary(text, place)) found.push(place);
  }
  return found;
}

function merge(text: string): string {
  return text.replaceAll('i', 'l').replaceAll(either, 'l');
}

/** Whether folded text can be read as the word; `i` and `l` stand for themselves, `either` for both. */
function mayRead(said: string, word: string): boolean {
  const bare = said.replace(/\s+/g, ' ');
  if (bare.length !== word.length) return false;
  for (let at = 0; at < word.length; at++) {
    const expected = word[at];
    const got = bare[at];
    if (expected === 'i' && got !== 'i' && got !== either) return false;
    if (expected === 'l' && got !== 'l' && got !== either) return false;
  }
  return true;
}

/** Letters of the Latin script that have an accent or a form of their own. */
const accented = /[\u00c0-\u024f\u1e00-\u1eff]/;
const otherScripts = ['Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Cherokee'].map(
  script => new RegExp(`\\p{Script=${script}}`, 'gu'),
);

/**
 * Whether what looks like a word of the list is an ordinary word of the text's language: "cât" in Romanian, "ОАК" in Russian.
 * It is taken for one where all of it is of a script, or of accented letters, that the rest of the text is written in as well.
 */
function isOrdinary(text: string, { start, end }: { readonly start: number; readonly end: number }): boolean {
  const word = text.slice(start, end).normalize('NFC');
  const rest = text.slice(0, start) + text.slice(end);
  if (/^[\p{Script=Latin}'’\s]+$/u.test(word) && accented.test(word) && !/[\uff00-\uffef]/.test(word))
    return accented.test(rest.normalize('NFC'));
  const letters = count(word, /\p{L}/gu);
  return otherScripts.some(
    script => letters > 0 && count(word, script) === letters && count(rest, script) > count(rest, /[a-z]/gi),
  );
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function pictureFinder(traits: readonly Trait[]): Finder {
  const traitOf = new Map(
    traits.flatMap(({ id }, trait) => (emojiOfTrait[id] ?? []).map(each => [each, trait] as const)),
  );
  return searchFor(traitOf, [...traitOf.keys()].sort(longestFirst).join('|'), 'gu');
}

function translationFinder(traits: readonly Trait[]): Finder {
  const traitOf = new Map(
    traits.flatMap(({ id }, trait) => (translationsOfTrait[id] ?? []).map(each => [each, trait] as const)),
  );
  const of = (script: RegExp): string =>
    [...traitOf.keys()]
      .filter(word => script.test(word))
      .sort(longestFirst)
      .join('|');
  const spaced = `(?<![\\p{L}\\p{M}\\p{N}_])(?:${of(/^[\p{Script=Latin}\p{Script=Cyrillic}]+$/u)})(?![\\p{L}\\p{M}\\p{N}_])`;
  const katakana = `(?<![\\p{Script=Katakana}ー])(?:${of(/^[\p{Script=Katakana}ー]+$/u)})(?![\\p{Script=Katakana}ー])`;
  // A Korean noun is followed by its particles without a space; Chinese has no spaces at all.
  const hangul = `(?<!\\p{L})(?:${of(/^\p{Script=Hangul}+$/u)})`;
  return searchFor(traitOf, `${spaced}|${katakana}|${hangul}|${of(/^\p{Script=Han}+$/u)}`, 'giu');
}

function searchFor(traitOf: ReadonlyMap<string, number>, source: string, flags: string): Finder {
  const pattern = new RegExp(source, flags);
  return text =>
    [...text.matchAll(pattern)].flatMap(({ 0: said, index }) => {
      const trait = traitOf.get(said.toLowerCase());
      return trait === undefined ? [] : [{ trait, start: index, end: index + said.length }];
    });
}

function longestFirst(left: string, right: string): number {
  return right.length - left.length;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= 0x80) return false;
  return true;
}
