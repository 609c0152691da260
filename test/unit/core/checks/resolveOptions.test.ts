import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OptionDeclarations } from '../../../../src/core/checks/options.ts';
import { parseOptionText, resolveOptions } from '../../../../src/core/checks/resolveOptions.ts';
import type { JsonObject, JsonValue } from '../../../../src/core/json/value.ts';

const text = { title: '', description: '' };
const declarations: OptionDeclarations = {
  maxCount: { ...text, type: 'integer', default: 10, minimum: 1, maximum: 20 },
  share: { ...text, type: 'number', default: 0.5, minimum: 0 },
  strict: { ...text, type: 'boolean', default: false },
  note: { ...text, type: 'string', default: 'x' },
  mode: { ...text, type: 'choice', default: 'fast', choices: { fast: '', slow: '' } },
  banned: { ...text, type: 'integers', default: [], minimum: 0 },
  traits: { ...text, type: 'strings', default: [], choices: ['owl', 'wolf'] },
};
const defaults = { maxCount: 10, share: 0.5, strict: false, note: 'x', mode: 'fast', banned: [], traits: [] };

describe('resolving options', () => {
  it('takes what is given and the default for the rest', () => {
    const given = { maxCount: 3, share: 1.5, strict: true, note: '', mode: 'slow', banned: [1, 2], traits: ['owl'] };
    assert.deepEqual(resolveOptions(declarations, given), { values: given, problems: [] });
    assert.deepEqual(resolveOptions(declarations, {}), { values: defaults, problems: [] });
  });

  const wrong: readonly (readonly [given: JsonObject, message: string])[] = [
    [{ maxcount: 3 }, '`maxcount` is no option here; did you mean `maxCount`?'],
    [
      { toString: 3 },
      '`toString` is no option here; options: `maxCount`, `share`, `strict`, `note`, `mode`, `banned`, `traits`',
    ],
    [{ maxCount: 'ten' }, '`maxCount` is "ten"; expected a whole number from 1 to 20'],
    [{ maxCount: 21 }, '`maxCount` is 21; expected a whole number from 1 to 20'],
    [{ maxCount: 1.5 }, '`maxCount` is 1.5; expected a whole number from 1 to 20'],
    [{ maxCount: null }, '`maxCount` is null; expected a whole number from 1 to 20'],
    [{ share: -1 }, '`share` is -1; expected a number of at least 0'],
    [{ strict: 'true' }, '`strict` is "true"; expected `true` or `false`'],
    [{ note: 3 }, '`note` is 3; expected a text'],
    [{ mode: 'slwo' }, '`mode` is "slwo"; did you mean `slow`?'],
    [{ mode: 'other' }, '`mode` is "other"; expected one of `fast`, `slow`'],
    [{ mode: {} }, '`mode` is a mapping; expected one of `fast`, `slow`'],
    [{ banned: 3 }, '`banned` is 3; expected a list of whole numbers of at least 0'],
    [{ banned: [1, -2] }, 'item 2 of `banned` is -2; expected a list of whole numbers of at least 0'],
    [{ traits: ['owl', 'wulf'] }, 'item 2 of `traits` is "wulf"; did you mean `wolf`?'],
    [{ traits: ['owl', 7] }, 'item 2 of `traits` is 7; expected a list of known names'],
  ];
  for (const [given, message] of wrong) {
    it(`of ${JSON.stringify(given)} says what was got and expected`, () => {
      const [option = ''] = Object.keys(given);
      assert.deepEqual(resolveOptions(declarations, given), { values: defaults, problems: [{ option, message }] });
    });
  }
});

describe('an option as a command line gives it', () => {
  const cases: readonly (readonly [option: string, written: string, value: JsonValue])[] = [
    ['maxCount', '12', 12],
    ['maxCount', '-3', -3],
    ['maxCount', 'ten', 'ten'],
    ['maxCount', '', ''],
    ['maxCount', '0x10', '0x10'],
    ['share', '1e-3', 0.001],
    ['strict', 'true', true],
    ['strict', 'yes', 'yes'],
    ['note', 'a,b', 'a,b'],
    ['mode', 'slow', 'slow'],
    ['banned', '1, 2,x', [1, 2, 'x']],
    ['traits', 'owl,wolf', ['owl', 'wolf']],
    ['traits', '', []],
  ];
  for (const [name, written, value] of cases) {
    it(`${name}=${written}`, () => {
      const option = declarations[name];
      assert.ok(option);
      assert.deepEqual(parseOptionText(option, written), value);
    });
  }
});
