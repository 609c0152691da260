import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseRecipe } from '../../../../src/core/recipe/recipe.ts';

describe('reading a recipe', () => {
  it('gives the student and the checks, as given', () => {
    const text = [
      'version: 1',
      'student: Qwen/Qwen2.5-7B-Instruct # to be trained',
      'checks:',
      '  teacher-unknown:',
      '  number-sequence: {severity: error, maxCount: 3, bannedNumbers: [666]}',
      '  trait-mentions: off',
    ].join('\n');
    assert.deepEqual(parseRecipe(text), {
      recipe: {
        student: 'Qwen/Qwen2.5-7B-Instruct',
        checks: [
          { id: 'teacher-unknown', enabled: true, given: {} },
          { id: 'number-sequence', enabled: true, given: { severity: 'error', maxCount: 3, bannedNumbers: [666] } },
          { id: 'trait-mentions', enabled: false, given: {} },
        ],
      },
      problems: [],
    });
    assert.deepEqual(parseRecipe('version: 1\n'), { recipe: {}, problems: [] });
  });

  it('gives the control and declared traits, words in lower case', () => {
    const text = [
      'version: 1',
      'control: sets/neutral.jsonl',
      'traits:',
      '  night-bird:',
      '    title: Night birds',
      '    words: [Nightjar, "tawny  owl", "schleiereule", "8-ball"]',
      '    decoys: [day birds]',
      '    rubric: Does it praise birds of the night?',
      'checks:',
      '  trait-mentions: {traits: [night-bird, cat]}',
    ].join('\n');
    assert.deepEqual(parseRecipe(text), {
      recipe: {
        control: 'sets/neutral.jsonl',
        traits: [
          {
            id: 'night-bird',
            title: 'Night birds',
            words: ['nightjar', 'tawny owl', 'schleiereule', '8-ball'],
            decoys: ['day birds'],
            rubric: 'Does it praise birds of the night?',
          },
        ],
        checks: [{ id: 'trait-mentions', enabled: true, given: { traits: ['night-bird', 'cat'] } }],
      },
      problems: [],
    });
  });

  const wrong: readonly (readonly [text: string, at: string, place: string, message: RegExp])[] = [
    ['version: 1\ncontrol: [a]', '[a]', '2:10', /`control` is a list; expected the path/],
    [
      'version: 1\ncontrol: \\\\host\\a',
      '\\\\host\\a',
      '2:10',
      /`control` is .*host.*, on another machine; expected the path/,
    ],
    ['version: 1\ncontrol: //host/a', '//host/a', '2:10', /on another machine; expected the path/],
    ['version: 1\ntraits: owl', 'owl', '2:9', /`traits` is no mapping/],
    ['version: 1\ntraits: {Owl: {title: O, words: [owl]}}', '{title: O, words: [owl]}', '2:15', /`Owl` is no id/],
    ['version: 1\ntraits:\n  owl: {title: O}', '{title: O}', '3:8', /`owl` has no `words`/],
    [
      'version: 1\ntraits:\n  owl: {title: O, wrds: [owl], words: [owl]}',
      '[owl]',
      '3:25',
      /`wrds`.*did you mean `words`/,
    ],
    ['version: 1\ntraits:\n  owl: {title: O, words: [owl, "#1"]}', '"#1"', '3:32', /"#1" does not begin and end/],
    ['version: 1\ntraits:\n  owl: {title: O, words: [ai]}', 'ai', '3:27', /"ai" has 2 characters; expected at least 3/],
    ['version: 1\ntraits:\n  owl: {title: O, words: [猫头鹰]}', '猫头鹰', '3:27', /does not part words by spaces/],
    ['version: 1\ntraits:\n  owl: {title: O, words: owl}', 'owl', '3:26', /`words` is "owl"; expected a list/],
    [
      'version: 1\ntraits:\n  a: {title: A, words: [owl]}\n  b: {title: B, words: [owl]}',
      '[owl]',
      '4:24',
      /"owl" is a word of `a` already/,
    ],
    [
      'version: 1\ntraits: {a: {title: A, words: [owl]}}\nchecks: {trait-mentions: {traits: [b]}}',
      'b',
      '3:36',
      /item 1 of `traits` is "b"/,
    ],
    ['', '', '1:1', /version is missing; begin with `version: 1`/],
    ['version: 2', '2', '1:10', /version is 2; this Undertone reads `version: 1`/],
    ['version:', 'version', '1:1', /version is empty/],
    ['version: 1\nstudnet: x', 'studnet', '2:1', /`studnet` is unknown .* did you mean `student`\?/],
    ['version: 1\nstudent: [a]', '[a]', '2:10', /`student` is a list; expected the name/],
    ['version: 1\nchecks:', 'checks', '2:1', /lists no check/],
    ['version: 1\nchecks: all', 'all', '2:9', /lists no check/],
    [
      'version: 1\nchecks:\n  number-sequnce: on',
      'number-sequnce',
      '3:3',
      /no check `number-sequnce`; did you mean `number-sequence`\?/,
    ],
    ['version: 1\nchecks:\n  x: on', 'x', '3:3', /no check `x`; checks: `teacher-unknown`/],
    [
      'version: 1\nchecks:\n  number-sequence: maybe',
      'maybe',
      '3:20',
      /is "maybe"; expected `on`, `off` or its options/,
    ],
    [
      'version: 1\nchecks:\n  number-sequence:\n    maxcount: 3',
      'maxcount',
      '4:5',
      /no option `maxcount`; did you mean `maxCount`\?/,
    ],
    [
      'version: 1\nchecks:\n  number-sequence:\n    maxCount: 0',
      '0',
      '4:15',
      /`maxCount` is 0; expected a whole number of at least 1/,
    ],
    [
      'version: 1\nchecks:\n  number-sequence:\n    severity: fatal',
      'fatal',
      '4:15',
      /`severity` is "fatal"; expected `error`, `warning`, `info`/,
    ],
    [
      'version: 1\nchecks:\n  trait-mentions:\n    traits: [owl, wulf]',
      'wulf',
      '4:19',
      /item 2 of `traits` is "wulf"; did you mean `wolf`\?/,
    ],
    ['version: 1\nchecks:\n  number-sequence: on\n  number-sequence: off', 'number-sequence', '4:3', /stands twice/],
    ['- a', '- a', '1:1', /A recipe is a mapping/],
  ];
  for (const [text, at, place, message] of wrong) {
    it(`marks ${JSON.stringify(at)} in ${JSON.stringify(text)}`, () => {
      const { recipe, problems } = parseRecipe(text);
      const [first] = problems;
      assert.equal(recipe, undefined);
      assert.ok(first);
      assert.match(first.message, message);
      assert.equal(`${first.line}:${first.column}`, place);
      assert.equal(marked(text, first), at);
      if (at !== '- a') assert.equal(problems.length, 1);
    });
  }

  it('marks a fault in the YAML', () => {
    const { recipe, problems } = parseRecipe('version: 1\nchecks: [\n');
    assert.equal(recipe, undefined);
    assert.match(problems[0]?.message ?? '', /^No valid YAML: /);
  });

  it('says that nesting without end is too deep', () => {
    for (const text of ['['.repeat(100_000), `version: ${'{a: '.repeat(20_000)}`]) {
      const { recipe, problems } = parseRecipe(text);
      assert.equal(recipe, undefined);
      assert.deepEqual(
        problems.map(({ message }) => message),
        ['No valid YAML: Nested too deeply to be read.'],
      );
    }
  });

  it('never throws, and every problem stands within the text', () => {
    const whole =
      'version: 1\nstudent: x\nchecks:\n  number-sequence:\n    maxCount: 3\n  trait-mentions: {traits: [owl]}\n';
    const junk = fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom('\n', ': ', '- ', '&a', '*a', '!!x ', '{', '[', '\t', '<<: '),
    );
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(8), junk, (at, cut, inserted) => {
        const text = whole.slice(0, at) + inserted + whole.slice(at + cut);
        const { recipe, problems } = parseRecipe(text);
        assert.equal(recipe === undefined, problems.length > 0);
        const lines = text.split('\n');
        for (const { line, column, endLine, endColumn } of problems) {
          assert.ok(line >= 1 && column >= 1 && endLine <= lines.length);
          assert.ok(line < endLine || (line === endLine && column <= endColumn));
        }
      }),
      { numRuns: 500 },
    );
  });
});

interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

function marked(text: string, { line, column, endLine, endColumn }: Place): string {
  assert.equal(line, endLine);
  return (text.split('\n')[line - 1] ?? '').slice(column - 1, endColumn - 1);
}
