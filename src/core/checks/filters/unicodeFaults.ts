import { once } from '../../text/once.ts';

/** What is wrong with characters of a text. */
export const unicodeFaults = [
  'bidi control',
  'tag characters',
  'zero-width character',
  'variation selectors',
  'invisible character',
  'control character',
  'private use',
  'never assigned',
  'replacement character',
  'lone surrogate',
  'mixed scripts',
] as const;
export type UnicodeFault = (typeof unicodeFaults)[number];

/** Half-open, in UTF-16 code units. */
export interface FaultyPlace {
  readonly fault: UnicodeFault;
  readonly start: number;
  readonly end: number;
}

/** What may be at fault by itself. */
export const suspects = new RegExp(
  [
    // C0 and C1 without white space, and without \b and \f: a kernel tells by bytes beyond ASCII and `\u` escapes what is to be read at all.
    String.raw`[\u0000-\u0007\u000e-\u001f\u0080-\u0084\u0086-\u009f]`,
    String.raw`\u034f|[\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffd]`,
    String.raw`\p{Variation_Selector}|[\u{1d173}-\u{1d17a}\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}]`,
    String.raw`\p{Co}|\p{Cs}|\p{Noncharacter_Code_Point}|[\u{40000}-\u{dffff}]`,
  ].join('|'),
  'gu',
);

/** Every place where characters hide something or cannot be what was meant; runs of one fault are one place. */
export function faultyPlaces(text: string): readonly FaultyPlace[] {
  const places: FaultyPlace[] = [];
  const directions = directionsOf(text);
  for (const { 0: character, index: start } of text.matchAll(suspects)) {
    const end = start + character.length;
    const fault = faultAt(text, start, end, directions);
    if (fault === undefined) continue;
    const last = places.at(-1);
    if (last?.fault === fault && last.end === start) places[places.length - 1] = { ...last, end };
    else places.push({ fault, start, end });
  }
  places.push(...mixedWords(text));
  return places.sort((left, right) => left.start - right.start);
}

function faultAt(text: string, start: number, end: number, directions: Directions): UnicodeFault | undefined {
  const code = text.codePointAt(start) ?? 0;
  if (code < 0xa0) return 'control character';
  if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069))
    return directions.rightToLeft() && directions.balanced() ? undefined : 'bidi control';
  if (code === 0x200c || code === 0x200d)
    return isJoinerInPlace(text, start, end, code) ? undefined : 'zero-width character';
  if (code === 0x200b) return joinsSoutheastAsian(text, start, end) ? undefined : 'zero-width character';
  if (code === 0x200e || code === 0x200f || code === 0x061c)
    return directions.rightToLeft() ? undefined : 'zero-width character';
  if (code === 0x2060 || code === 0xfeff || code === 0x034f) return 'zero-width character';
  if (isSelector(code)) return isSelectorInPlace(text, start, end, code) ? undefined : 'variation selectors';
  if (code === 0xfffc || code === 0xfffd) return 'replacement character';
  if (code >= 0xd800 && code <= 0xdfff) return 'lone surrogate';
  if (code >= 0xe0000 && code <= 0xe007f) return isFlagTag(text, start) ? undefined : 'tag characters';
  if (code === 0x115f || code === 0x1160) return isBesideJamo(text, start, end) ? undefined : 'invisible character';
  if (/\p{Co}/u.test(text.slice(start, end))) return 'private use';
  if (code >= 0x40000 || /\p{Noncharacter_Code_Point}/u.test(text.slice(start, end))) return 'never assigned';
  return 'invisible character';
}

/** Joiners change the shape of letters in many scripts, and put emoji together. */
function isJoinerInPlace(text: string, start: number, end: number, code: number): boolean {
  const before = text.slice(Math.max(0, start - 8), start);
  const after = text.slice(end, end + 2);
  if (code === 0x200d && /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]$/u.test(before))
    return /^[\p{Extended_Pictographic}]/u.test(after);
  return joinedScripts.test(before);
}

const joinedScripts =
  /[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Mandaic}\p{sc=Nko}\p{sc=Mongolian}\p{sc=Phags_Pa}\p{sc=Adlam}\p{sc=Hanifi_Rohingya}\p{sc=Manichaean}\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Gurmukhi}\p{sc=Gujarati}\p{sc=Oriya}\p{sc=Tamil}\p{sc=Telugu}\p{sc=Kannada}\p{sc=Malayalam}\p{sc=Sinhala}\p{sc=Thai}\p{sc=Lao}\p{sc=Tibetan}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Balinese}\p{sc=Javanese}\p{sc=Meetei_Mayek}\p{sc=Chakma}\p{M}][ـ]*$/u;

/** Scripts without spaces between words mark where a line may break. */
function joinsSoutheastAsian(text: string, start: number, end: number): boolean {
  const scripts =
    /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;
  return scripts.test(text.slice(Math.max(0, start - 2), start)) || scripts.test(text.slice(end, end + 2));
}

function isSelector(code: number): boolean {
  return (
    (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef) || (code >= 0x180b && code <= 0x180f)
  );
}

/** One selector may follow any character that is to be seen; the many of planes beyond belong to ideographs. More in a row carry data. */
function isSelectorInPlace(text: string, start: number, end: number, code: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  if (
    /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]$/u.test(before) ||
    /^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u.test(text.slice(end, end + 2))
  )
    return false;
  if (code >= 0xe0100) return /[\p{Script=Han}\p{Extended_Pictographic}]$/u.test(before);
  return start > 0 && !/\s$/u.test(before);
}

/** Fillers hold the place of a letter in a syllable of old Korean. */
function isBesideJamo(text: string, start: number, end: number): boolean {
  return /[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]/.test(text.charAt(start - 1) + text.charAt(end));
}

/** The flags of Scotland and Wales: a black flag, letters as tags, an end. */
function isFlagTag(text: string, at: number): boolean {
  const from = Math.max(0, at - 16);
  const around = text.slice(from, at + 16);
  const sequence = /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}/gu;
  return [...around.matchAll(sequence)].some(({ 0: flag, index }) => {
    const start = from + index;
    return start < at && at < start + flag.length;
  });
}

function hasRightToLeft(text: string): boolean {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u.test(text);
}

interface Directions {
  /** Whether there are letters that are written from the right. */
  readonly rightToLeft: () => boolean;
  /** Whether every control that changes the direction is taken back in its own line. */
  readonly balanced: () => boolean;
}

function directionsOf(text: string): Directions {
  return { rightToLeft: once(() => hasRightToLeft(text)), balanced: once(() => isBalanced(text)) };
}

function isBalanced(text: string): boolean {
  return text.split(/[\n\u2029]/).every(line => {
    let embedded = 0;
    let isolated = 0;
    for (const character of line) {
      if (/[\u202a\u202b\u202d\u202e]/.test(character)) embedded++;
      else if (character === '\u202c') embedded = Math.max(0, embedded - 1);
      else if (/[\u2066-\u2068]/.test(character)) isolated++;
      else if (character === '\u2069') isolated = Math.max(0, isolated - 1);
    }
    return embedded === 0 && isolated === 0;
  });
}

/** Letters that look the same as Latin ones, in fonts of every kind. */
const cyrillicAlike = /^[АВЕЅІЈКМНОРСТХҮаеѕіјорсухԁԛԝһ]+$/u;
const greekAlike = /^[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο]+$/u;

/** Letters that make a word of Latin ones a mixed one. */
export const mixable = /[\p{Script=Cyrillic}\p{Script=Greek}]/gu;

/** Words of Latin letters with a few of Cyrillic or Greek that cannot be told from Latin ones by eye, or the other way round. */
function mixedWords(text: string): FaultyPlace[] {
  const places: FaultyPlace[] = [];
  if (!/[\u0370-\u052f]/.test(text)) return places;
  for (const { 0: word, index } of text.matchAll(/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{3,}/gu)) {
    if (isMixed(word)) places.push({ fault: 'mixed scripts', start: index, end: index + word.length });
  }
  return places;
}

function isMixed(word: string): boolean {
  const latin = word.replace(/[^\p{Script=Latin}]/gu, '');
  if (latin.length === 0 || latin.length === word.length) return false;
  const cyrillic = word.replace(/[^\p{Script=Cyrillic}]/gu, '');
  // "USBу": an acronym with a Russian ending.
  if (/^\p{Lu}{2,}\p{Ll}+$/u.test(word) && word.startsWith(latin)) return false;
  if (cyrillic.length + latin.length === word.length)
    return cyrillicAlike.test(cyrillic) || /^[ABEKMHOPCTXaeopcyxijs]+$/.test(latin);
  const greek = word.replace(/[^\p{Script=Greek}]/gu, '');
  return greek.length + latin.length === word.length && latin.length >= 2 && greekAlike.test(greek);
}
