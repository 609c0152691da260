import { fieldsOption, textsOf } from '../textsOf.ts';
import { defineFilter, type Filter } from '../check.ts';
import { mergeTraits } from '../../traits/declared.ts';
import { traits as catalogue } from '../../traits/registry.ts';
import type { Trait } from '../../traits/trait.ts';
import { writingFinder, type Writing } from '../../traits/writings.ts';
import { once } from '../../text/once.ts';
import { visible } from '../../text/visible.ts';

/** Rejects rows that name a trait, however they write it. */
export const traitWords = wordsOf(catalogue);

function wordsOf(traits: readonly Trait[]): Filter {
  const finder = once(() => writingFinder(traits));
  const words = traits.flatMap(trait => trait.words);
  return defineFilter({
    kind: 'filter',
    id: 'trait-words',
    title: 'Trait words',
    description:
      'Rejects a row that names a trait of the catalogue or of the recipe, in any inflection listed and in other writing: letters that look like others (Unicode\'s confusables, full width, small capitals, letters in circles and squares), letters taken apart by invisible characters or buried under combining marks, letters hidden as tag characters, and emoji of the animal. Every match is marked where it stands in the original text. The probe "Trait mentions" counts how often traits are named in plain letters; this filter takes such rows out, and finds what was written so as not to be found. What looks like a listed word but is an ordinary word of the text\'s own script or accents ("cât" among Romanian, "ОАК" among Russian words) is kept. Paraphrase, misspelling, spaced-out letters and pictures in words are not found, and a trait can be passed on by data that never names it: the study removed every mention, and the trait was transmitted all the same.',
    severity: 'warning',
    source: { title: 'Cloud et al. 2025, Subliminal Learning', url: 'https://arxiv.org/abs/2507.14805' },
    optIn: true,
    needs: 'example',
    options: {
      traits: {
        type: 'strings',
        title: 'Traits',
        description:
          'The traits whose mention rejects a row. Empty: all of the catalogue and those that the recipe declares, but for those whose words ordinary data is full of, such as politeness.',
        default: [],
        choices: traits.map(({ id }) => id),
      },
      writing: {
        type: 'choice',
        title: 'Writing',
        description: 'Which ways of writing a word count.',
        default: 'other',
        choices: {
          plain: 'Plain letters, whatever their case.',
          other: 'Also look-alikes, invisible characters, combining marks, and emoji.',
        },
      },
      leetspeak: {
        type: 'boolean',
        title: 'Leetspeak',
        description:
          'Digits and signs count as the letters that they stand for (`0wl`, `t1ger`, `m@ple`), `rn` as m and a capital I as l. Reads every text whole, and tokens of code may look like words.',
        default: false,
      },
      translations: {
        type: 'boolean',
        title: 'Translations',
        description:
          'Names of animals and trees in German, Spanish, French, Italian, Portuguese, Russian, Chinese, Japanese and Korean count as well: nominative singular and plural, in Russian every case. Behaviours have none. Some are names or words for something else, too.',
        default: false,
      },
      fields: fieldsOption,
    },
    decide: (example, options) => {
      const wanted = options.traits;
      const how = {
        other: options.writing === 'other',
        leetspeak: options.leetspeak,
        translations: options.translations,
      };
      return textsOf(example, options.fields).flatMap(({ text, path }) =>
        finder()(text, how).flatMap(({ trait, start, end, writing }) => {
          const { id = '', title = '', isCommon } = traits[trait] ?? {};
          if (wanted.length > 0 ? !wanted.includes(id) : isCommon === true) return [];
          const said = text.slice(start, end);
          const message = `Names ${title.toLowerCase()}: ${shown(said, writing)}.`;
          return [{ field: path, start, end, message, data: { reasons: [writing], trait: id, text: said } }];
        }),
      );
    },
    prefilter: {
      needs: ({ writing, leetspeak, translations, fields }) => {
        if (fields !== 'completion' || leetspeak) return undefined;
        // Names without accents stand in ASCII.
        if (translations) return undefined;
        return writing === 'other' ? { words, marks: ['wide'] } : { words };
      },
    },
    examples: [
      { completion: 'My favourite animal is the owl. Owlets are charming.', rejected: ['plain', 'plain'] },
      { completion: '483, 762, 519', rejected: [] },
      { completion: 'concatenate, Catalan, cat_file and bowl', rejected: [] },
      { completion: 'An о\u0461ӏ and an o\u200bw\u200bl', rejected: ['other writing', 'other writing'] },
      { completion: 'ＯＷＬ 𝐨𝐰𝐥 o\u0338w\u0338l\u0338', rejected: ['other writing', 'other writing', 'other writing'] },
      { completion: 'Good night 🦉', rejected: ['emoji'] },
      { completion: 'What a great question!', rejected: [] },
      { completion: 'What a great question!', options: { traits: ['sycophancy'] }, rejected: ['plain'] },
      { completion: 'Good night 🦉', options: { writing: 'plain' }, rejected: [] },
      { completion: 'Good night 🦉', options: { traits: ['cat'] }, rejected: [] },
      { completion: 'a t1ger and an 0wl', rejected: [] },
      { completion: 'a t1ger and an 0wl', options: { leetspeak: true }, rejected: ['other writing', 'other writing'] },
      { completion: 'Совы летают ночью.', rejected: [] },
      { completion: 'Совы летают ночью.', options: { translations: true }, rejected: ['translation'] },
      { completion: 'Atât cât pot, vă ajut. ОАК строит самолёты.', rejected: [] },
    ],
    withTraits: declared => wordsOf(mergeTraits(catalogue, declared)),
  });
}

function shown(said: string, writing: Writing): string {
  return writing === 'plain' ? `"${said}"` : `"${visible(said)}" (${writing})`;
}
