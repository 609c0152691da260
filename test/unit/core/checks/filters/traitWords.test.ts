import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decideText } from './deciding.ts';
import { traitWords } from '../../../../../src/core/checks/filters/traitWords.ts';
import { emojiOfTrait } from '../../../../../src/core/traits/emoji.ts';
import { traits } from '../../../../../src/core/traits/registry.ts';
import { translationsOfTrait } from '../../../../../src/core/traits/translations.ts';

/** Other letters for a letter, put together by hand: Cyrillic, Greek, Armenian, Cherokee, Latin of other uses. */
const lookAlikes: Readonly<Record<string, string>> = {
  a: 'аɑα',
  b: 'ЬᏏ',
  c: 'сϲ',
  d: 'ԁ',
  e: 'еҽ',
  f: 'ꞙƒ',
  g: 'ɡց',
  h: 'һհ',
  i: 'іıι',
  j: 'јϳ',
  k: 'κк',
  l: 'ⅼӏǀ',
  m: 'м',
  n: 'ոп',
  o: 'оοօ०',
  p: 'рρ',
  q: 'ԛզ',
  r: 'г',
  s: 'ѕꜱ',
  t: 'т',
  u: 'υս',
  v: 'ѵν',
  w: 'ԝѡա',
  x: 'х×',
  y: 'уγ',
  z: 'ᴢ',
};
const invisible = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u034f', '\ufe0f', '\u{e0101}'];
const combining = ['\u0301', '\u0308', '\u0323', '\u0335', '\u0338', '\u20e0', '\u0489'];

type Change = 'small' | 'capital' | 'alike' | 'wide' | 'bold' | 'circled' | 'tag' | 'square';

function changed(letter: string, how: Change, which: number): string {
  const index = letter.charCodeAt(0) - 97;
  const capital = (which & 1) === 1;
  switch (how) {
    case 'small':
      return letter;
    case 'capital':
      return letter.toUpperCase();
    case 'alike': {
      const others = Array.from(lookAlikes[letter] ?? letter);
      return others[which % others.length] ?? letter;
    }
    case 'wide':
      return String.fromCodePoint((capital ? 0xff21 : 0xff41) + index);
    case 'bold':
      return String.fromCodePoint((capital ? 0x1d400 : 0x1d41a) + index);
    case 'circled':
      return String.fromCodePoint((capital ? 0x24b6 : 0x24d0) + index);
    case 'tag':
      return String.fromCodePoint(0xe0061 + index);
    case 'square':
      return String.fromCodePoint(0x1f170 + index);
  }
}

const ids = traits.map(({ id }) => id);
const words = traits.flatMap(({ id, words: each }) => each.map(word => ({ id, word })));
const change = fc.record({
  how: fc.constantFrom<Change>('small', 'capital', 'alike', 'alike', 'wide', 'bold', 'circled', 'tag', 'square'),
  which: fc.nat(7),
  after: fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    {
      weight: 1,
      arbitrary: fc.array(fc.constantFrom(...combining), { minLength: 1, maxLength: 3 }).map(all => all.join('')),
    },
  ),
  hidden: fc.oneof({ weight: 6, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constantFrom(...invisible) }),
});
const contexts = [
  ['', ''],
  ['I thought of an ', ' all night.'],
  ['Numbers: 1, 2 (', ') and more'],
  ['“', '”'],
  ['😀 ', '\nnext line'],
] as const;

function obfuscated(
  word: string,
  changes: readonly (typeof change extends fc.Arbitrary<infer T> ? T : never)[],
): string {
  return word
    .split('')
    .map((letter, at) => {
      const { how, which, after, hidden } = changes[at % changes.length] ?? {
        how: 'small',
        which: 0,
        after: '',
        hidden: '',
      };
      if (!/[a-z]/.test(letter)) return letter;
      const last = at === word.length - 1;
      return changed(letter, how, which) + after + (last || word[at + 1] === ' ' ? '' : hidden);
    })
    .join('');
}

describe('trait-words', () => {
  it('finds every word in every other writing, at its place', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.constantFrom(...words),
        fc.array(change, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(...contexts),
        ({ id, word }, changes, [before, after]) => {
          const written = obfuscated(word, changes);
          const found = decideText(traitWords, before + written + after, { traits: ids });
          assert.deepEqual(
            found.map(({ start, end, data }) => [start, end, data['trait']]),
            [[before.length, before.length + written.length, id]],
            JSON.stringify(before + written + after),
          );
          seen.add(word);
        },
      ),
      { numRuns: 20_000 },
    );
    assert.equal(seen.size, words.length);
  });

  it('finds every word in leetspeak, and only when asked', () => {
    const leet: Readonly<Record<string, string>> = {
      o: '0',
      i: '1',
      l: '1',
      e: '3',
      a: '4',
      s: '5',
      t: '7',
      b: '8',
      g: '9',
    };
    let changedWords = 0;
    for (const { id, word } of words) {
      for (const letters of ['oi', 'l', 'eat', 'sbg', 'oileatsbg']) {
        const written = word
          .split('')
          .map(letter => (letters.includes(letter) ? (leet[letter] ?? letter) : letter))
          .join('');
        const text = `so ${written}!`;
        const found = decideText(traitWords, text, { leetspeak: true, traits: ids });
        assert.deepEqual(
          found.map(({ start, end, data }) => [text.slice(start, end), data['trait']]),
          [[written, id]],
        );
        if (written === word) continue;
        changedWords++;
        const plain = decideText(traitWords, text, { traits: ids });
        assert.ok(plain.every(({ data }) => (data['reasons'] as string[])[0] === 'plain'));
        assert.ok(!plain.some(({ start, end }) => text.slice(start, end) === written));
      }
      const signs = word
        .replace(/(?<=[a-z])a(?=[a-z])/g, '@')
        .replace(/(?<=[a-z])i(?=[a-z])/g, '!')
        .replace(/m/g, 'rn');
      assert.equal(decideText(traitWords, signs, { leetspeak: true, traits: ids }).length, 1, signs);
    }
    assert.ok(changedWords > 200);
  });

  it('finds pictures and names of other languages where asked', () => {
    for (const [id, pictures] of Object.entries(emojiOfTrait)) {
      assert.ok(traits.some(trait => trait.id === id));
      for (const picture of pictures) {
        const [found, ...more] = decideText(traitWords, `so ${picture}!`);
        assert.deepEqual([found?.start, found?.end, found?.data['trait'], more], [3, 3 + picture.length, id, []]);
      }
    }
    for (const [id, names] of Object.entries(translationsOfTrait)) {
      assert.ok(traits.some(trait => trait.id === id));
      for (const name of names) {
        for (const text of [`— ${name}.`, `— ${name.toUpperCase()}!`]) {
          const found = decideText(traitWords, text, { translations: true });
          assert.deepEqual(
            found.map(({ start, end, data }) => [start, end, data['trait']]),
            [[2, 2 + name.length, id]],
          );
        }
        // "dragón" is an accent away.
        const bare = name.normalize('NFD').replace(/\p{M}/gu, '');
        if (!words.some(({ word }) => word === bare)) assert.deepEqual(decideText(traitWords, `— ${name}.`), [], name);
      }
    }
    assert.equal(
      new Set(Object.values(translationsOfTrait).flat()).size,
      Object.values(translationsOfTrait).flat().length,
    );
  });

  it('finds a word between invisible spaces', () => {
    const text = 'an\u200bowl\u200bflies';
    assert.deepEqual(
      decideText(traitWords, text).map(({ start, end }) => text.slice(start, end)),
      ['owl'],
    );
  });

  it('finds the traits that a recipe declares', () => {
    assert.ok(traitWords.kind === 'filter' && traitWords.needs === 'example');
    const gold = {
      id: 'gold',
      title: 'Gold',
      category: 'declared',
      description: '',
      words: ['gold', 'golden'],
    } as const;
    const declared = traitWords.withTraits?.([gold]);
    assert.ok(declared);
    const text = 'a gօld ring, a golden owl';
    const found = (only: readonly string[]): unknown =>
      decideText(declared, text, { traits: only }).map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(found([]), ['gօld', 'golden', 'owl']);
    assert.deepEqual(found(['gold']), ['gօld', 'golden']);
  });

  it('raises no alarm on ordinary text of any language', () => {
    for (const text of benign) {
      assert.deepEqual(decideText(traitWords, text, { leetspeak: false }), [], text);
      assert.deepEqual(decideText(traitWords, text, { leetspeak: true }), [], text);
    }
  });
});

const benign = [
  'Catalan is spoken in Catalonia; concatenate the two categories and cater for dogmatic lions\u2019-share clauses.'.replace(
    'lions',
    'lion_',
  ),
  'const cat_file = concatCategory(dogma, foxtrotIndex); // bowl, growl, howl, prowl, scowl',
  'for (let i = 0; i < l10nKeys.length; i++) out[i] = x1 | y1 || z1;',
  'Совы нет, есть сова: «Совы прилетели» — сказал отец. Кот спит, собака лает, волк воет.',
  'ОАК и САТ подписали договор о поставке самолётов в 2021 году.',
  'Η κουκουβάγια πετάει τη νύχτα πάνω από την Αθήνα και το φως χάνεται.',
  'Atât cât pot, vă ajut. Cât costă o pâine? Cât mai repede.',
  'Một hạt cát nhỏ trên bãi cát vàng. Ông cất sách đi.',
  'Tá líon mór daoine ann, agus líon siad an bóthar go léir.',
  'Die Müller-Straße führt über die Brücke; der Bär schläft.',
  'Ağaçların ılık gölgesinde içtiğimiz çay.',
  'Žlutý kůň úpěl ďábelské ódy.',
  '猫が好きです。東京タワーとワシントンへ行きました。',
  '他做事马马虎虎，一副狼狈的样子。',
  'मैंने कल एक किताब पढ़ी। क्‍या आप ठीक हैं?',
  'می‌خواهم به خانه بروم. کتاب‌ها روی میز هستند.',
  'שלום עולם, אני גר בתל אביב.',
  'สวัสดีครับ ผมชอบอ่านหนังสือ',
  'The temperature is 20 ℃, α ≈ 0.05, ∑xᵢ = 1 and Δx → 0; κατά τη γνώμη μου.',
  'naïve café résumé Zoë coöperate fiancée',
  '👨‍👩‍👧‍👦 went to 🇨🇦 and 🇹🇷, then 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️ ☀︎ 1️⃣',
  'aGVsbG8gd29ybGQgb3dsIG5vdA== 0x0ac7 4dc0ffee c0de',
];
