import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { decodeRow, parseRow } from '../../../../src/core/dataset/parseRow.ts';
import type { RowContent } from '../../../../src/core/dataset/row.ts';
import { jsonText, nearlyJson, reference } from '../json/arbitraries.ts';

const bom = '\ufeff';

const rows: readonly (readonly [text: string, first: boolean, expected: string])[] = [
  ['', false, 'blank'],
  [' \t\r', false, 'blank'],
  [`${bom} \r`, true, 'blank'],
  [bom, false, '1: Byte order mark'],
  ['\u00a0', false, '1: U+00A0 found'],
  ['\f', false, '1: U+000C found'],
  ['{"a": 1}\r', false, 'value {"a":1}'],
  [`${bom}{"a": 1}`, true, 'value {"a":1}'],
  [`${bom}{"a": 1}`, false, '1: Byte order mark (U+FEFF) inside the text'],
  [`${bom}${bom}{"a": 1}`, true, '2: Byte order mark'],
  [` ${bom}{"a": 1}`, true, '2: Byte order mark'],
  [`{"a": "${bom}"}`, true, `value {"a":"${bom}"}`],
  ['{"a": "\u2028"}', false, 'value {"a":"\u2028"}'],
  ['{"a": 1}{', false, '9: Two values on one line'],
  [`${bom}{"a": 1}{`, true, '10: Two values on one line'],
  ['{"a": "x', false, '9: Unterminated string: the line ends inside a string that starts at column 7.'],
  [`${bom}{"a": "x`, true, '10: Unterminated string: the line ends inside a string that starts at column 8.'],
  ['null', false, 'value null'],
];

for (const [text, first, expected] of rows) {
  test(`parses ${JSON.stringify(text)}${first ? ' as the first row' : ''}`, () => {
    assert.ok(shown(parseRow(text, { first })).startsWith(expected), shown(parseRow(text, { first })));
  });
}

test('a `__proto__` key stays data', () => {
  const content = parseRow('{"__proto__": {"a": 1}}', { first: false });
  assert.ok(content.kind === 'value');
  assert.deepEqual(Object.entries(content.value ?? {}), [['__proto__', { a: 1 }]]);
  assert.equal(Object.getPrototypeOf(content.value), Object.prototype);
});

test('deep nesting is valid where it is closed', () => {
  const depth = 100_000;
  assert.equal(parseRow('['.repeat(depth) + ']'.repeat(depth), { first: false }).kind, 'value');
  const open = parseRow('['.repeat(depth), { first: false });
  assert.ok(open.kind === 'malformed');
  assert.equal(open.error.column, depth + 1);
});

const invalid: readonly (readonly [name: string, bytes: readonly number[], column: number, reason: RegExp])[] = [
  [
    'a Latin-1 letter',
    [...utf8('{"é": "'), 0xe9, ...utf8('"}')],
    8,
    /^Invalid UTF-8: byte 0xE9 at byte 9 of the line belongs to no character\.$/,
  ],
  ['a stray continuation byte', [...utf8('"😀'), 0x80, 0x22], 4, /byte 0x80 at byte 6 /],
  ['an overlong form', [0x22, 0xc0, 0xaf, 0x22], 2, /byte 0xC0 at byte 2 /],
  ['an overlong form of three bytes', [0x22, 0xe0, 0x80, 0xaf, 0x22], 2, /byte 0xE0 at byte 2 /],
  ['a surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22], 2, /byte 0xED at byte 2 /],
  ['past U+10FFFF', [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], 2, /byte 0xF4 at byte 2 /],
  ['a character cut off by the end', [0x22, 0xf0, 0x9f, 0x98], 2, /byte 0xF0 at byte 2 /],
  ['UTF-16 with its mark', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00], 1, /^Looks like UTF-16/],
  ['UTF-16 without a mark', [0x7b, 0x00, 0x22, 0x00, 0x61, 0x00], 2, /^Looks like UTF-16/],
  ['UTF-16 of the other byte order', [0x00, 0x7b, 0x00, 0x22, 0x00, 0x61], 1, /^Looks like UTF-16/],
  ['zeros alone', [0, 0, 0, 0, 0, 0], 1, /^U\+0000 found/],
];

for (const [name, bytes, column, reason] of invalid) {
  test(`${name} makes the row malformed`, () => {
    const { text, content } = decodeRow(Uint8Array.from(bytes), { first: true });
    assert.ok(content.kind === 'malformed');
    assert.equal(content.error.column, column);
    assert.match(content.error.reason, reason);
    assert.equal(text, Buffer.from(bytes).toString('utf8'));
  });
}

test('invalid UTF-8 is malformed even where its replacement would parse, and does not spoil the next row', () => {
  const broken = decodeRow(Uint8Array.of(0x22, 0xff, 0x22), { first: false });
  assert.equal(broken.text, '"\ufffd"');
  assert.equal(broken.content.kind, 'malformed');
  assert.deepEqual(decodeRow(Uint8Array.from(utf8('"\ufffd"')), { first: false }), {
    text: '"\ufffd"',
    content: { kind: 'value', value: '\ufffd' },
  });
});

test('the byte order mark stays in the text', () => {
  const row = decodeRow(Uint8Array.from(utf8(`${bom}[1]`)), { first: true });
  assert.deepEqual(row, { text: `${bom}[1]`, content: { kind: 'value', value: [1] } });
});

test('a line longer than a text can be is malformed', () => {
  const { text, content } = decodeRow(new Uint8Array(2 ** 29), { first: false });
  assert.equal(text, '');
  assert.ok(content.kind === 'malformed');
  assert.match(content.error.reason, /^The line has 536,870,912 bytes; at most 536,870,888 can be held as one text\.$/);
});

test('no bytes make it throw, and it accepts exactly what is valid UTF-8 and valid JSON', () => {
  const mutation = fc.record({
    at: fc.nat({ max: 60 }),
    remove: fc.nat({ max: 2 }),
    insert: fc.uint8Array({ maxLength: 2 }),
  });
  const bytes = fc
    .tuple(fc.oneof(jsonText, nearlyJson), fc.array(mutation, { maxLength: 3 }))
    .map(([text, mutations]) => {
      const edited = utf8(text);
      for (const { at, remove, insert } of mutations) edited.splice(at % (edited.length + 1), remove, ...insert);
      return Uint8Array.from(edited);
    });
  fc.assert(
    fc.property(
      fc.oneof({ arbitrary: bytes, weight: 9 }, fc.uint8Array({ maxLength: 12 })),
      fc.boolean(),
      (bytes, first) => {
        const { text, content } = decodeRow(bytes, { first });
        assert.equal(text, Buffer.from(bytes).toString('utf8'));
        const expected = oracle(bytes, first);
        assert.equal(content.kind, expected.kind);
        if (content.kind === 'value') assert.deepEqual(content.value, expected.value);
        if (content.kind === 'malformed') {
          assert.ok(content.error.column >= 1 && content.error.column <= text.length + 1);
          if (expected.invalidUtf8) assert.equal(text[content.error.column - 1], '\ufffd');
        }
      },
    ),
    { numRuns: 2000 },
  );
});

interface Expectation {
  readonly kind: RowContent['kind'];
  readonly value?: unknown;
  readonly invalidUtf8?: boolean;
}

function oracle(bytes: Uint8Array, first: boolean): Expectation {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { kind: 'malformed', invalidUtf8: true };
  }
  if (first && text.startsWith(bom)) text = text.slice(1);
  if (/^[ \t\r\n]*$/.test(text)) return { kind: 'blank' };
  try {
    JSON.parse(text);
    return { kind: 'value', value: reference(text) };
  } catch {
    return { kind: 'malformed' };
  }
}

function shown(content: RowContent): string {
  if (content.kind === 'malformed') return `${content.error.column}: ${content.error.reason}`;
  return content.kind === 'blank' ? 'blank' : `value ${JSON.stringify(content.value)}`;
}

function utf8(text: string): number[] {
  return [...Buffer.from(text)];
}
