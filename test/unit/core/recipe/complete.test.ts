import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checks } from '../../../../src/core/checks/registry.ts';
import { completionsAt, hoverAt } from '../../../../src/core/recipe/complete.ts';

const all = checks.map(({ id }) => id);

/** The text with `|` at the cursor → the labels proposed there. */
const cases: readonly (readonly [text: string, labels: readonly string[]])[] = [
  ['|', ['version', 'student', 'control', 'models', 'traits', 'checks']],
  ['version: 1\nst|', ['student', 'control', 'models', 'traits', 'checks']],
  ['version: |', ['1']],
  ['version: 1\nchecks:\n  |', all],
  ['checks:\n  number-sequence:\n    maxCount: 3\n  tr|', all.filter(id => id !== 'number-sequence')],
  ['checks:\n  |\n  trait-mentions: on', all.filter(id => id !== 'trait-mentions')],
  ['checks:\n  trait-mentions: o|', ['on', 'off']],
  ['checks:\n  trait-mentions:\n    |', ['severity', 'traits', 'fields']],
  ['checks:\n  trait-mentions:\n    severity: |', ['error', 'warning', 'info']],
  ['checks:\r\n  number-sequence:\r\n    leniency: |', ['reference', 'lenient']],
  ['checks:\n  number-sequence:\n    # why\n\n    maxCount: |', ['10']],
  ['student: |', []],
  ['checks:\n  other:\n    |', []],
];

describe('completing a recipe', () => {
  for (const [marked, labels] of cases) {
    it(JSON.stringify(marked), () =>
      assert.deepEqual(
        complete(marked).map(({ label }) => label),
        labels,
      ),
    );
  }

  it('proposes traits in lists of both styles', () => {
    for (const marked of [
      'checks:\n  trait-mentions:\n    traits: [owl, w|',
      'checks:\n  trait-mentions:\n    traits:\n    - owl\n    - w|',
    ]) {
      const owl = complete(marked).find(({ label }) => label === 'owl');
      assert.match(owl?.documentation ?? '', /animal/);
    }
  });

  it('replaces the word before the cursor', () => {
    const [check] = complete('checks:\n  number-se|');
    assert.equal(check?.startColumn, 3);
    assert.equal(check?.insertText, 'teacher-unknown: ');
  });
});

describe('hovering over a recipe', () => {
  const text = 'version: 1\nchecks:\n  number-sequence:\n    maxCount: 3\n    leniency: lenient\n  trait-mentions: off';
  const words: readonly (readonly [line: number, column: number, contents: RegExp, start: number, end: number])[] = [
    [2, 3, /Only those listed run/, 1, 7],
    [3, 10, /\*\*Number sequence\*\*/, 3, 18],
    [4, 5, /whole number of at least 1; default `10`/, 5, 13],
    [5, 18, /Forgive white space/, 15, 22],
    [6, 21, /Do not run/, 19, 22],
  ];
  for (const [line, column, contents, startColumn, endColumn] of words) {
    it(`line ${line}, column ${column}`, () => {
      const hover = hoverAt(text, line, column);
      assert.match(hover?.contents ?? '', contents);
      assert.deepEqual([hover?.startColumn, hover?.endColumn], [startColumn, endColumn]);
    });
  }

  it('says nothing where there is nothing known', () => {
    assert.equal(hoverAt('student: x', 1, 10), undefined);
    assert.equal(hoverAt('', 1, 1), undefined);
    assert.equal(hoverAt('', 7, 3), undefined);
  });
});

function complete(marked: string) {
  const before = marked.slice(0, marked.indexOf('|')).split('\n');
  return completionsAt(marked.replace('|', ''), before.length, (before.at(-1) ?? '').length + 1);
}
