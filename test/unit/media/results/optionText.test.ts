import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatOption, parseOption } from '../../../../media/results/optionText.ts';
import type { Option, OptionValue } from '../../../../src/core/checks/options.ts';

const words = { title: '', description: '' };
const integer: Option = { type: 'integer', default: 0, ...words };
const number: Option = { type: 'number', default: 0, ...words };
const integers: Option = { type: 'integers', default: [], ...words };
const strings: Option = { type: 'strings', default: [], ...words };

const read: readonly (readonly [Option, string, OptionValue])[] = [
  [integer, ' 42 ', 42],
  [integer, '-1', -1],
  [number, '.5', 0.5],
  [number, '1e-3', 0.001],
  [integers, '4, 8;15', [4, 8, 15]],
  [integers, '', []],
  [strings, 'owl, sea lion ,', ['owl', 'sea lion']],
];
for (const [option, text, value] of read) {
  test(`${option.type} “${text}” is ${JSON.stringify(value)}`, () => {
    assert.deepEqual(parseOption(option, text), { ok: true, value });
    assert.deepEqual(parseOption(option, formatOption(value)), { ok: true, value });
  });
}

const refused: readonly (readonly [Option, string, string])[] = [
  [integer, '', 'Expected a whole number, got nothing.'],
  [integer, '1.5', 'Expected a whole number, got “1.5”.'],
  [number, 'many', 'Expected a number, got “many”.'],
  [integers, '1, x', 'Expected whole numbers with commas between them, got “x”.'],
];
for (const [option, text, problem] of refused) {
  test(`${option.type} “${text}” is refused`, () =>
    assert.deepEqual(parseOption(option, text), { ok: false, problem }));
}
