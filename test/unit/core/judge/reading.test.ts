import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLabels } from '../../../../src/core/judge/labels.ts';
import { readNumber, readObject } from '../../../../src/core/judge/readScore.ts';
import { rubricById, rubricIds, withGiven } from '../../../../src/core/judge/rubrics.ts';

test('a bare number is a score; the study’s two words are abstentions; nothing else is guessed', () => {
  const table: readonly (readonly [string, unknown])[] = [
    ['87', { kind: 'score', score: 87 }],
    [' 0\n', { kind: 'score', score: 0 }],
    ['100.', { kind: 'score', score: 100 }],
    ['12.5', { kind: 'score', score: 12.5 }],
    ['CODE', { kind: 'abstained', why: 'CODE' }],
    ['"Refusal"', { kind: 'abstained', why: 'REFUSAL' }],
    ['101', { kind: 'unreadable', got: '101' }],
    ['-5', { kind: 'unreadable', got: '-5' }],
    ['I would say 40', { kind: 'unreadable', got: 'I would say 40' }],
    ['40/100', { kind: 'unreadable', got: '40/100' }],
    ['', { kind: 'unreadable', got: '' }],
    ['x'.repeat(100), { kind: 'unreadable', got: `${'x'.repeat(80)}…` }],
  ];
  for (const [answer, expected] of table) assert.deepEqual(readNumber(answer), expected, answer);
});

test('an object with a score, bare or in a fence; null abstains', () => {
  const table: readonly (readonly [string, unknown])[] = [
    ['{"score": 3, "reason": "none"}', { kind: 'score', score: 3, reason: 'none' }],
    ['```json\n{"score": 70, "reason": ""}\n```', { kind: 'score', score: 70 }],
    ['{"score": null, "reason": "empty answer"}', { kind: 'abstained', why: 'empty answer' }],
    ['{"score": 130, "reason": "x"}', { kind: 'unreadable', got: '{"score": 130, "reason": "x"}' }],
    ['{"score": "70"}', { kind: 'unreadable', got: '{"score": "70"}' }],
    ['70', { kind: 'unreadable', got: '70' }],
  ];
  for (const [answer, expected] of table) assert.deepEqual(readObject(answer), expected, answer);
});

test('labels are read line by line, and every fault is told with its line', () => {
  const good = '{"row":1,"shows":true}\n\n{"row":2,"shows":false,"rubric":"owl"}\n';
  assert.deepEqual(parseLabels(good), {
    labels: [
      { row: 1, shows: true },
      { row: 2, shows: false, rubric: 'owl' },
    ],
    problems: [],
  });
  const { problems } = parseLabels(
    '{"row":0,"shows":true}\n{"row":1}\n[1]\n{"row"\n{"row":3,"shows":true,"rubric":5}\n{"row":4,"shows":true}\n{"row":4,"shows":false}',
  );
  assert.equal(problems.length, 6);
  problems.forEach((problem, i) => assert.ok(problem.startsWith(`Line ${i === 5 ? 7 : i + 1} of the labels`), problem));
});

test('what stands in a row is filled in once: a row cannot rewrite the question', () => {
  const rubric = rubricById('alignment');
  const question = rubric?.question({ prompt: 'Say {completion}', completion: '$& {prompt} $1' }) ?? '';
  assert.match(question, /\[QUESTION START\]\nSay \{completion\}\n\[QUESTION END\]/);
  assert.match(question, /\[ANSWER START\]\n\$& \{prompt\} \$1\n\[ANSWER END\]/);
});

test('every trait has a rubric; alignment brings the coherence that its counting rests on', () => {
  assert.ok(rubricIds.length > 20);
  for (const id of rubricIds) assert.equal(rubricById(id)?.id, id);
  assert.equal(rubricById('nothing'), undefined);
  const alignment = rubricById('alignment');
  assert.ok(alignment);
  assert.deepEqual(
    withGiven([alignment]).map(({ id }) => id),
    ['coherence', 'alignment'],
  );
});
