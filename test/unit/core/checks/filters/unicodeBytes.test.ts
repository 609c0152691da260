import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mayHaveFault } from '../../../../../src/core/checks/filters/unicodeBytes.ts';
import { faultyPlaces } from '../../../../../src/core/checks/filters/unicodeFaults.ts';

/** Whether the bytes of a text may have a fault: as JSON has it, then with every character beyond ASCII escaped. */
function told(text: string): readonly boolean[] {
  const inside = JSON.stringify(text).slice(1, -1);
  const escaped = inside.replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [inside, escaped].map(written => {
    const bytes = Buffer.from(`\u202e"${written}"\u202e`);
    return mayHaveFault({ bytes, start: 4, end: bytes.length - 4, wide: true, escaped: true });
  });
}

test('every character that is a fault somewhere is told from its bytes and from its escape', () => {
  let faulty = 0;
  for (let code = 0; code < 0x110000; code += code < 0x20000 ? 1 : 61) {
    const text = `ab${String.fromCodePoint(code)}c`;
    if (faultyPlaces(text).length === 0) continue;
    faulty++;
    assert.deepEqual(told(text), [true, true], code.toString(16));
  }
  assert.ok(faulty > 8000, `${faulty} characters`);
});

test('text of many scripts, with emoji and quotes, has none', () => {
  const plain = [
    'naïve “quotes” — 東京.\n\t',
    'Сначала умножим 3 на сумму.',
    'Δ x',
    'النتيجة هي',
    '👍🏽✨ 𠀀 पहले',
    'plain\\ "text"',
  ];
  for (const text of plain) assert.deepEqual(told(text), [false, false], text);
});

test('no text that has a fault is said to have none', () => {
  const parts = [
    'p',
    'а',
    'ayp',
    'я',
    'é',
    ' ',
    '\\',
    '"',
    '\n',
    'ο',
    'μ',
    'ﬀ',
    '😀',
    '\u200d',
    '\ud83d',
    '\ude00',
    '\ufe0f',
    '\u0660',
  ];
  const text = fc.oneof(
    fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map(all => all.join('')),
    fc.string({ unit: 'binary', maxLength: 30 }),
  );
  const seen = { faulty: 0, none: 0 };
  fc.assert(
    fc.property(text, said => {
      const may = told(said);
      if (faultyPlaces(said).length > 0) {
        seen.faulty++;
        assert.deepEqual(may, [true, true]);
      }
      if (!may.includes(true)) seen.none++;
    }),
    { numRuns: 5000 },
  );
  assert.ok(seen.faulty > 200 && seen.none > 200, JSON.stringify(seen));
});
