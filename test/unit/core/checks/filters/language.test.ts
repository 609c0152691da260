import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eld } from 'eld/extrasmall';
import type { BesideRow } from '../../../../../src/core/checks/check.ts';
import { language } from '../../../../../src/core/checks/filters/language.ts';
import { readValue } from '../../../../../src/core/dataset/parsedRow.ts';
import type { JsonValue } from '../../../../../src/core/json/value.ts';
import type { RowFinding } from '../../../../../src/core/findings/finding.ts';

const languages = {
  reliably(text: string): string | undefined {
    const told = eld.detect(text);
    return told.isReliable() ? told.language : undefined;
  },
};

const sentences = {
  ar: 'جلست البومة بهدوء على الغصن القديم وراقبت الحقل حتى جاء الصباح.',
  de: 'Die Eule saß still auf dem alten Ast und beobachtete das Feld, bis der Morgen kam.',
  en: 'The owl sat quietly on the old branch and watched the field until morning came.',
  es: 'El búho se quedó quieto en la vieja rama y miró el campo hasta que llegó la mañana.',
  fr: 'Le hibou restait tranquille sur la vieille branche et regardait le champ jusqu’au matin.',
  it: 'Il gufo rimase fermo sul vecchio ramo e guardò il campo fino al mattino.',
  ja: 'フクロウは古い枝の上に静かに座り、朝が来るまで野原を見ていました。',
  pl: 'Sowa siedziała cicho na starej gałęzi i patrzyła na pole, aż nadszedł ranek.',
  ru: 'Сова тихо сидела на старой ветке и смотрела на поле, пока не наступило утро.',
  tr: 'Baykuş eski dalın üzerinde sessizce oturdu ve sabah olana kadar tarlayı izledi.',
};

function judged(row: JsonValue, expected: readonly string[], fields = 'completion'): readonly RowFinding[] {
  const { value, example } = readValue(row);
  const options = { expected, minimumCharacters: 25, fields };
  assert.ok(language.needs === 'row');
  const beside: BesideRow = { example, resources: { languages } };
  return language.decide(value, options, beside);
}

const answer = (completion: string): JsonValue => ({ prompt: 'p', completion });
const reasons = (findings: readonly RowFinding[]): unknown => findings.flatMap(({ data }) => data['reasons']);

for (const [code, sentence] of Object.entries(sentences)) {
  test(`a sentence in ${code} is kept where it is expected, and rejected everywhere else`, () => {
    assert.deepEqual(judged(answer(sentence), [code]), []);
    for (const other of Object.keys(sentences).filter(each => each !== code)) {
      const [finding] = judged(answer(sentence), [other]);
      assert.deepEqual([finding?.data['reasons'], finding?.data['language']], [['other language'], code]);
      assert.equal(finding?.stays, undefined);
    }
    assert.deepEqual(judged(answer(`${sentence}\n\n12, 44, 98, 1024`), [code.toUpperCase()]), []);
  });
}

const noLanguage: Readonly<Record<string, string>> = {
  numbers: '12, 44, 98, 1024, 7, 9, 33, 108, 5555, 4321, 88',
  'code in a block':
    '```python\ndef total(items):\n    """Adds all of the items that there are."""\n    return sum(items)\n```',
  'code that stands alone':
    'def total(items):\n    result = 0\n    for item in items(result):\n        result += item.value\n    return result',
  SQL: 'SELECT name, age, address\nFROM customers\nWHERE age >= 30;',
  markup: '<div class="the row of the table"><span title="what it says">hello</span></div>',
  formulas: '$E = mc^2$ and $$\\frac{\\alpha}{\\beta} + \\int_0^1 \\sin x \\, dx$$',
  links: 'https://example.org/die/eule/sass/still/auf/dem/alten/ast',
  emoji: '🦉'.repeat(60),
  'a word': 'Natürlich!',
  nothing: '',
};

for (const [what, text] of Object.entries(noLanguage)) {
  test(`${what}: no language, so the row is kept and said to have too little text`, () => {
    const findings = judged(answer(text), ['ja']);
    assert.deepEqual(reasons(findings), ['too little text to tell']);
    assert.ok(findings.every(({ stays }) => stays === true));
  });
}

test('a sentence beside code is told by the sentence', () => {
  const text = `${sentences.de}\n\`\`\`\nfor (const item of items) console.log('the item is in the list');\n\`\`\``;
  assert.deepEqual(judged(answer(text), ['de']), []);
  assert.deepEqual(reasons(judged(answer(text), ['en'])), ['other language']);
});

test('of a conversation only what is trained is read, unless everything is', () => {
  const row = {
    messages: [
      { role: 'user', content: sentences.fr },
      { role: 'assistant', content: sentences.en },
    ],
  };
  assert.deepEqual(judged(row, ['en']), []);
  const [finding] = judged(row, ['en'], 'everything');
  assert.deepEqual(finding?.field, ['messages', 0, 'content']);
});

test('without languages to expect, or with none that can be told, it does not run and says why', () => {
  const lacks = (expected: readonly string[]): string | undefined =>
    language.lacks?.({ expected, minimumCharacters: 25, fields: 'completion' });
  assert.match(lacks([]) ?? '', /No language is expected/);
  assert.match(lacks(['en', 'english']) ?? '', /^`english` cannot be told/);
  assert.equal(lacks(['en', 'NB', 'id']), undefined);
});
