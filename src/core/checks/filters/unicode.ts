import { fieldsOption, textsOf } from '../textsOf.ts';
import { mayHaveFault } from './unicodeBytes.ts';
import { faultyPlaces, unicodeFaults, type FaultyPlace, type UnicodeFault } from './unicodeFaults.ts';
import { defineFilter } from '../check.ts';
import { codePointName, visible } from '../../text/visible.ts';

/** Rejects texts whose characters hide something or cannot be what was meant. */
export const unicode = defineFilter({
  kind: 'filter',
  id: 'unicode',
  title: 'Unicode',
  description:
    'Rejects a row whose text holds characters that cannot be seen or cannot be meant: controls that reorder what is shown (Trojan Source), text hidden as tag characters or in rows of variation selectors, zero-width and other invisible characters, control characters, private use, code points that no version of Unicode assigns, replacement characters of a failed decoding, half a surrogate pair, and words of Latin letters with Cyrillic or Greek ones among them that look the same. What scripts need is kept: joiners in Arabic, Persian and the scripts of India, direction controls that are taken back in text written from the right, emoji sequences, flags, one variation selector, line breaks in Thai or Khmer. Soft hyphens, and backspace, form feed and delete, are not looked for, nor are words written wholly in another script or characters newer than some version of Unicode. That something is hidden says nothing of why: much of it comes from copied web pages.',
  severity: 'warning',
  source: {
    title: 'Unicode Technical Standard #39, Security Mechanisms',
    url: 'https://www.unicode.org/reports/tr39/',
  },
  needs: 'example',
  options: {
    ignore: {
      type: 'strings',
      title: 'Ignore',
      description: 'What is not looked for.',
      default: [],
      choices: unicodeFaults,
    },
    fields: fieldsOption,
  },
  decide: (example, options) =>
    textsOf(example, options.fields).flatMap(({ text, path }) => {
      const places = faultyPlaces(text);
      if (places.length === 0) return [];
      return unicodeFaults
        .filter(fault => !options.ignore.includes(fault))
        .flatMap(fault => {
          const [first, ...more] = places.filter(place => place.fault === fault);
          if (first === undefined) return [];
          const data = { reasons: [fault], places: more.length + 1 };
          return [
            { field: path, start: first.start, end: first.end, message: messageFor(text, first, more.length), data },
          ];
        });
    }),
  mayReject: mayHaveFault,
  prefilter: {
    // Control characters below U+0020 stand in JSON as escapes of ASCII, and rows with those are always read.
    needs: options => (options.fields === 'completion' ? { marks: ['wide'] } : undefined),
  },
  examples: [
    { completion: 'Plain text,\twith a tab\nand naïve “quotes” — 東京.', rejected: [] },
    { completion: 'if (user.isAdmin\u202e\u2066) {', rejected: ['bidi control'] },
    { completion: 'Hello\u{e0069}\u{e0067}\u{e006e}', rejected: ['tag characters'] },
    { completion: 'pass\u200bword', rejected: ['zero-width character'] },
    { completion: 'A\ufe00\ufe01\ufe02', rejected: ['variation selectors'] },
    { completion: 'caf\ufffd and \ue000', rejected: ['private use', 'replacement character'] },
    { completion: '\u001b[31mred', rejected: ['control character'] },
    { completion: 'half \ud83d of it', rejected: ['lone surrogate'] },
    { completion: 'Sign in to p\u0430ypal', rejected: ['mixed scripts'] },
    { completion: 'pass\u200bword', options: { ignore: ['zero-width character'] }, rejected: [] },
    { completion: '👩‍🚀 ❤️‍🔥 🏴󠁧󠁢󠁳󠁣󠁴󠁿 می‌خواهم क्‍ष 5 μm, ΔT, COVIDный, USBу', rejected: [] },
  ],
});

const explanations: Readonly<Record<UnicodeFault, string>> = {
  'bidi control': 'changes the order in which the line is shown',
  'tag characters': 'can be read by a model and cannot be seen',
  'zero-width character': 'cannot be seen',
  'variation selectors': 'stands where no letter needs it and can carry data',
  'invisible character': 'cannot be seen',
  'control character': 'is no text',
  'private use': 'means something in one font only',
  'never assigned': 'is no character',
  'replacement character': 'stands for what was lost before',
  'lone surrogate': 'is half a character',
  'mixed scripts': 'mixes letters of two scripts that look the same',
};

function messageFor(text: string, { fault, start, end }: FaultyPlace, more: number): string {
  const others = more === 0 ? '' : ` ${more} more ${more === 1 ? 'place' : 'places'} like it in this text.`;
  const said = text.slice(start, end);
  if (fault === 'mixed scripts') return `"${mixedShown(said)}" ${explanations[fault]}.${others}`;
  const hidden = fault === 'tag characters' ? tagged(said) : '';
  const characters = Array.from(said);
  const name = characters.slice(0, 3).map(codePointName).join(' ') + (characters.length > 3 ? ' …' : '');
  return `${name} ${explanations[fault]}${hidden}.${others}`;
}

/** What tag characters spell. */
function tagged(said: string): string {
  const letters = Array.from(said, each => String.fromCharCode((each.codePointAt(0) ?? 0) - 0xe0000)).join('');
  const plain = visible(letters.replace(/[^ -~]/g, ''));
  return plain === '' ? '' : `: "${plain.length > 60 ? `${plain.slice(0, 59)}…` : plain}"`;
}

/** A mixed word with the code points of those letters that are in the minority. */
function mixedShown(word: string): string {
  const latin = word.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const rare = latin * 2 >= word.length ? /[^\p{Script=Latin}]/gu : /\p{Script=Latin}/gu;
  return word.replace(rare, each => `${each}<${codePointName(each)}>`);
}
