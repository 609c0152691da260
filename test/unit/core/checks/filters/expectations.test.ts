import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { scanSliced } from '../../scan/scanning.ts';
import { checks } from '../../../../../src/core/checks/registry.ts';
import { problemWithText } from '../../../../../src/core/checks/textFormats.ts';
import { readSchema } from '../../../../../src/core/json/jsonSchema.ts';
import { plainKernel } from '../../../../../src/core/kernel/plainKernel.ts';
import { planScan } from '../../../../../src/core/recipe/plan.ts';
import { parseRecipe } from '../../../../../src/core/recipe/recipe.ts';
import { profileHead } from '../../../../../src/core/scan/profileHead.ts';
import { applicable } from '../../../../../src/core/scan/scanMerge.ts';
import { readPattern } from '../../../../../src/core/text/pattern.ts';

describe('patterns', () => {
  it('take time in proportion to the text: the one that hangs other engines', () => {
    for (const source of ['(a+)+$', '^(a|a)*$', '(a*)*b', '(.*a){12}$']) {
      const read = readPattern(source);
      assert.ok(read.ok);
      // Sixty letters keep a backtracking engine for longer than the universe has stood; these are a hundred thousand.
      read.pattern.find(`${'a'.repeat(100_000)}!`);
    }
  });

  it('say what is wrong and where', () => {
    for (const [source, problem] of [
      ['a(b', 'missing closing ) at character 4'],
      ['x[a-', 'missing closing ] "[a-" at character 5'],
      ['ab(?=x)', 'invalid or unsupported Perl syntax "(?=" at character 3 (RE2 has no look-around)'],
      ['(a)\\1', 'invalid escape sequence "\\\\1" at character 4'],
      ['x**', 'invalid nested repetition operator "**" at character 2'],
      ['a{2000}', 'invalid repeat count "{2000}" at character 2'],
    ] as const) {
      const read = readPattern(source);
      assert.equal(read.ok ? undefined : read.problem, problem);
    }
  });

  it('give places in UTF-16 code units, as findings do', () => {
    const read = readPattern('é+');
    assert.deepEqual(read.ok && read.pattern.find('😀xéé'), { start: 3, end: 5 });
  });

  it('match what JavaScript matches, where both have the syntax', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', 'é');
    const source = fc
      .array(fc.tuple(atom, fc.constantFrom('', '*', '+', '?', '{2}')), { minLength: 1, maxLength: 4 })
      .map(parts => parts.map(part => part.join('')).join(''));
    fc.assert(
      fc.property(
        source,
        fc.string({ unit: fc.constantFrom('a', 'b', '1', 'é', '😀'), maxLength: 12 }),
        (regex, text) => {
          const read = readPattern(regex);
          const expected = new RegExp(regex, 'u').exec(text);
          assert.ok(read.ok);
          const found = read.pattern.find(text);
          assert.deepEqual(
            found,
            expected ? { start: expected.index, end: expected.index + expected[0].length } : undefined,
          );
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('an option that is more than a text', () => {
  it('is refused at its place in a recipe, a flag and a setting alike', () => {
    const recipe = parseRecipe('version: 1\nchecks:\n  pattern:\n    forbidden: a(b\n');
    const [problem] = recipe.problems;
    assert.equal(problem?.line, 4);
    const expected =
      '`forbidden` is "a(b": missing closing ) at character 4; expected a regular expression in RE2 syntax, or nothing.';
    assert.equal(problem.message, expected);
    const flag = planScan({ overrides: [{ check: 'pattern', option: 'forbidden', value: 'a(b' }] });
    assert.deepEqual(flag, { problems: [`pattern.forbidden: ${expected}`] });
    const setting = planScan({ settings: { pattern: { forbidden: 'a(b' } } });
    assert.deepEqual(setting.problems, [`setting undertone.checks.pattern.forbidden: ${expected}`]);
  });

  for (const [format, text, problem] of [
    ['range', '0..1', undefined],
    ['range', '-1.5 .. 2e3', undefined],
    ['range', '3..', undefined],
    ['range', '1..0', 'it is no range of numbers'],
    ['range', '5', 'it is no range of numbers'],
    ['range', '..', 'it is no range of numbers'],
    ['json-schema', '{"type": "object"}', undefined],
    ['json-schema', 'true', undefined],
    ['json-schema', '{"type": }', 'at character 10'],
    ['json-schema', '7', 'neither an object'],
    ['json-schema', '{"properties": {"a": {"pattern": "x"}}}', '`pattern` at #/properties/a is not taken here'],
    ['json-schema', '{"properties": {"pattern": {"type": "string"}}}', undefined],
    ['json-schema', '{"enum": [{"pattern": "x"}]}', undefined],
    ['json-schema', '{"$ref": "#/$defs/x", "$defs": {"x": {}}}', undefined],
    ['json-schema', '{"$ref": "#/$defs/y", "$defs": {"x": {}}}', 'leads to nothing'],
    ['json-schema', '{"$ref": "https://example.com/s.json"}', 'leads to nothing'],
    ['json-schema', '{"format": "uri"}', 'the format "uri" at # is not judged here'],
    ['json-schema', '{"format": "date"}', undefined],
    ['regex', '', undefined],
  ] as const) {
    it(`${format} ${JSON.stringify(text)} is ${problem === undefined ? 'taken' : 'refused'}`, () => {
      const found = problemWithText(format, text);
      if (problem === undefined) assert.equal(found, undefined);
      else assert.ok(found?.includes(problem), found);
    });
  }
});

describe('a schema', () => {
  it('names the innermost place that does not fit', () => {
    const read = readSchema('{"properties": {"messages": {"items": {"required": ["role"]}}}}');
    assert.ok(read.ok);
    assert.equal(read.fault({ messages: [{ role: 'user' }] }), undefined);
    assert.deepEqual(read.fault({ messages: [{ role: 'user' }, {}] })?.path, ['messages', 1]);
  });

  it('that refers to itself without end rejects and never throws', () => {
    const read = readSchema('{"$ref": "#"}');
    assert.ok(read.ok);
    assert.match(read.fault({ a: 1 })?.message ?? '', /cannot be applied/);
  });
});

describe('filters with nothing set', () => {
  const head = profileHead(Buffer.from('{"prompt":"p","completion":"c"}\n'), { complete: true });
  for (const id of ['pattern', 'field-expectations']) {
    it(`${id} does not run, even where it is named: it could not but find nothing`, () => {
      const { plan } = planScan({ only: [id] });
      assert.ok(plan);
      const { plan: running, skipped } = applicable(plan, checks, head);
      assert.deepEqual(running.checks, []);
      assert.match(skipped[0]?.why ?? '', /is set: set `/);
    });
  }
});

describe('mixed formats', () => {
  const scan = (text: string, only?: readonly string[]) => {
    const bytes = Buffer.from(text);
    const { plan } = planScan(only === undefined ? {} : { only });
    assert.ok(plan);
    const { plan: running, skipped } = applicable(plan, checks, profileHead(bytes, { complete: true }));
    const result = scanSliced(bytes, [3], running, { kernel: plainKernel() });
    return { outcome: result.outcomes.find(({ check }) => check.id === 'mixed-formats'), skipped };
  };
  const pair = '{"prompt":"p","completion":"c"}\n';

  it('takes the format of most of the first rows and lists the rows of another', () => {
    const { outcome } = scan(
      `{"source":"made by a script","rows":5}\n${pair.repeat(4)}{"prompt":"p","chosen":"a","rejected":"b"}\n["p","c"]\n${pair}`,
    );
    assert.equal(outcome?.check.options['format'], 'prompt-completion');
    assert.deepEqual([...outcome.rows], [0, 5, 6]);
    assert.equal(outcome.examined, 8);
    assert.deepEqual(
      outcome.findings.slice(0, 9).map(({ message }) => message),
      [
        'A row of no known format among rows of “Prompt and completion” (prompt-completion): metadata, or a damaged example.',
        'A row of “Preference pairs” (preference) among rows of “Prompt and completion” (prompt-completion).',
        'JSON that is no object, among rows of “Prompt and completion” (prompt-completion).',
      ],
    );
  });

  it('does not run where no format has more than half, and says what there is', () => {
    const { outcome, skipped } = scan(`${pair}{"prompt":"p","chosen":"a","rejected":"b"}\n`);
    assert.equal(outcome, undefined);
    const { why } = skipped.find(({ check }) => check.id === 'mixed-formats') ?? {};
    assert.equal(why, 'No format has more than half of the first 2 rows: 1 prompt-completion, 1 preference.');
  });

  it('does not run on a table unless it is named, since a stray row would not be seen', () => {
    const { skipped } = scan('{"a":1}\n{"a":2}\n');
    assert.ok(
      skipped.some(({ check, why }) => check.id === 'mixed-formats' && why.startsWith('2 of the first 2 rows')),
    );
  });

  const folder = new URL('../../../../../../shared/data/formats/', import.meta.url);
  const absent = fs.existsSync(folder) ? false : 'SKIPPED: ../shared/data/formats is not here';
  it('raises no alarm on real data', { skip: absent }, () => {
    for (const name of fs.readdirSync(folder)) {
      const { outcome } = scan(fs.readFileSync(new URL(name, folder), 'utf8'));
      assert.equal(outcome?.rejected ?? 0, 0, name);
    }
  });
});
