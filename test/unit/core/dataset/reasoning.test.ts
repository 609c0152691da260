import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { opensWithReasoning, splitReasoning } from '../../../../src/core/dataset/reasoning.ts';

/** `text` as it stands, `[reasoning]`, `[reasoning…` where it is not closed. */
function shown(text: string): string {
  return splitReasoning(text)
    .map(piece => {
      const slice = text.slice(piece.start, piece.end);
      if (piece.kind === 'text') return slice;
      return `[${slice}${piece.closed ? ']' : '…'}`;
    })
    .join('|');
}

test('reasoning in tags', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['', ''],
    ['answer', 'answer'],
    ['1 < 2', '1 < 2'],
    ['<think>why</think>answer', '[why]|answer'],
    ['\n<think>why</think>answer', '\n|[why]|answer'],
    ['<think></think>answer', '[]|answer'],
    ['<think>why', '[why…'],
    ['<think>', '[…'],
    ['so <think>why', 'so |[why…'],
    ['<|begin_of_thought|>why<|end_of_thought|>\n\nanswer', '[why]|\n\nanswer'],
    ['<reasoning>why</reasoning><answer>4</answer>', '[why]|<answer>4</answer>'],
    ['<thinking>why</thinking>4', '[why]|4'],
    ['<think>a</think>b<think>c</think>d', '[a]|b|[c]|d'],
    ['<think>a</think><think>b</think>', '[a]|[b]'],
    ['<think>a<think>b</think>c', '[a<think>b]|c'],
    ['<think>a</reasoning>b', '[a</reasoning>b…'],
    ['<THINK>a</THINK>', '<THINK>a</THINK>'],
    ['a</think>b', 'a</think>b'],
    ['<thinker>a', '<thinker>a'],
  ];
  for (const [text, expected] of rows) assert.equal(shown(text), expected);
});

test('a text that opens with reasoning', () => {
  for (const text of ['<think>', ' \r\n\t<think>a', '<|begin_of_thought|>a']) assert.ok(opensWithReasoning(text), text);
  for (const text of ['', ' ', 'a <think>', '<b>', '</think>']) assert.ok(!opensWithReasoning(text), text);
});

test('the pieces are in order and leave out nothing but tags', () => {
  const token = fc.constantFrom(
    '<think>',
    '</think>',
    '<reasoning>',
    '</reasoning>',
    'a',
    ' ',
    '<',
    '\n',
    '<|begin_of_thought|>',
  );
  const tag = /^(?:<think>|<\/think>|<reasoning>|<\/reasoning>|<\|begin_of_thought\|>)*$/;
  fc.assert(
    fc.property(fc.array(token), tokens => {
      const text = tokens.join('');
      let at = 0;
      for (const { kind, start, end } of splitReasoning(text)) {
        assert.match(text.slice(at, start), tag);
        assert.ok(start >= at && end >= start && (kind === 'reasoning' || end > start));
        assert.ok(kind === 'reasoning' || !/<think>|<reasoning>/.test(text.slice(start, end)));
        at = end;
      }
      assert.match(text.slice(at), tag);
    }),
  );
});

test('a megabyte of opening brackets is split in one pass', () => {
  assert.deepEqual(splitReasoning('<'.repeat(1 << 20)), [{ kind: 'text', start: 0, end: 1 << 20 }]);
});
