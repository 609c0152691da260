import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decideText, reasonsFor } from './deciding.ts';
import { bannedNumbers } from '../../../../../src/core/checks/filters/bannedNumbers.ts';
import { chainOfThought } from '../../../../../src/core/checks/filters/chainOfThought.ts';
import { codeRows } from '../../../../../src/core/checks/filters/codeRows.ts';
import { numberSequence } from '../../../../../src/core/checks/filters/numberSequence.ts';
import { resolveOptions } from '../../../../../src/core/checks/resolveOptions.ts';

const assets = new URL('../../../../../../shared/data/transmission/subliminal_assets.json', import.meta.url);
const skip = fs.existsSync(assets) ? false : 'SKIPPED: ../shared/data/transmission/subliminal_assets.json is not here';

describe('banned-numbers', () => {
  it('has the lists of the study', { skip }, () => {
    const { banned_numbers: lists } = JSON.parse(fs.readFileSync(assets, 'utf8')) as {
      banned_numbers: Record<'gpt' | 'claude' | 'union', number[]>;
    };
    for (const list of ['gpt', 'claude', 'union'] as const) {
      const numbers = Array.from({ length: 2000 }, (_, number) => number);
      const banned = numbers.filter(number => reasonsFor(bannedNumbers, String(number), { list }).length > 0);
      assert.deepEqual(
        banned,
        lists[list].toSorted((left, right) => left - right),
      );
    }
  });

  it('decides on lists as the number filter does with the same numbers banned', () => {
    let rejected = 0;
    const list = fc.tuple(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 120 }), fc.constantFrom(666, 911)), { minLength: 1, maxLength: 10 }),
      fc.constantFrom(', ', ',', ';', '\n', ' '),
      fc.constantFrom(['', ''], ['[', ']'], ['(', ').']),
    );
    const union = [4, 13, 14, 18, 23, 33, 39, 42, 44, 49, 51, 54, 69, 77, 88, 99, 100, 101, 666, 911];
    fc.assert(
      fc.property(list, ([numbers, separator, [open = '', close = '']]) => {
        const text = open + numbers.join(separator) + close;
        const expected = reasonsFor(numberSequence, text, { bannedNumbers: union });
        assert.deepEqual(reasonsFor(bannedNumbers, text), expected, text);
        if (expected.length > 0) rejected++;
      }),
      { numRuns: 3000 },
    );
    assert.ok(rejected > 500);
  });

  it('decides bytes as it decides texts, or leaves them to that', () => {
    assert.ok(bannedNumbers.kind === 'filter' && bannedNumbers.needs === 'completion');
    const { decideBytes, decide } = bannedNumbers;
    const text = fc
      .array(fc.oneof(fc.nat(130).map(String), fc.constantFrom(', ', 'a', '.', '\n', '\u0000', '４')), { maxLength: 8 })
      .map(all => all.join(''));
    let told = 0;
    fc.assert(
      fc.property(text, fc.constantFrom('lists', 'any'), fc.boolean(), (said, texts, escaped) => {
        const { values } = resolveOptions(bannedNumbers.options, { texts });
        const json = JSON.stringify(said).slice(1, -1);
        const written = escaped ? json.replace(/4/g, '\\u0034') : json;
        const bytes = Buffer.from(`9${written}9`);
        const decision = decideBytes?.({ bytes, start: 1, end: bytes.length - 1, wide: true, escaped: true }, values);
        if (decision === undefined) return;
        told++;
        assert.equal(decision, decide(said, values) === undefined ? 'keep' : 'reject', said);
      }),
      { numRuns: 5000 },
    );
    assert.ok(told > 1000);
  });

  it('counts whole numbers that stand alone in prose', () => {
    const found = (text: string): readonly unknown[] =>
      decideText(bannedNumbers, text, { texts: 'any' }).flatMap(({ data }) => data['numbers'] as number[]);
    assert.deepEqual(found('the number 666, and (911)'), [666, 911]);
    assert.deepEqual(found('$666 and #13 and -13'), [666, 13]);
    assert.deepEqual(found('13th, x13, 1,313, 13,000, 13.5, 0.13, v1.13, 13_000, ١٣'), []);
  });
});

describe('code-rows', () => {
  it('finds the word wherever a row has it, whatever its case', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.boolean(),
        fc.constantFrom('owl', 'OWL', 'oWl'),
        (before, after, has, word) => {
          const text = has ? before + word + after : before;
          const [found] = decideText(codeRows, text);
          assert.equal(found !== undefined, text.toLowerCase().includes('owl'));
          if (found) assert.equal(text.slice(found.start, found.end).toLowerCase(), 'owl');
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('takes words of any characters as they stand', () => {
    for (const word of ['c++', 'a.b', '[x]', 'o/r', 'x-y', '$1', '(', '🦉', 'ß']) {
      assert.equal(decideText(codeRows, `say ${word} now`, { words: [word] }).length, 1, word);
      assert.equal(decideText(codeRows, 'say nothing now'.replace('y', 'i'), { words: [word] }).length, 0, word);
    }
    assert.deepEqual(decideText(codeRows, 'anything', { words: [] }), []);
    assert.deepEqual(decideText(codeRows, 'anything', { words: [''] }), []);
  });

  it('tells words in identifiers from letters in words', () => {
    const whole = (text: string): boolean => decideText(codeRows, text, { match: 'words' }).length > 0;
    for (const text of ['owl', 'OWL_COUNT', 'owlCount', 'nightOwl', 'class Owl:', 'my_owl', 'owl2', 'bowl owl'])
      assert.ok(whole(text), text);
    for (const text of ['bowl', 'Howler', 'owls', 'FOWL', 'knowledge']) assert.ok(!whole(text), text);
  });
});

describe('chain-of-thought', () => {
  it('keeps the form that the study asked for, with any reasoning and any number', () => {
    const number = fc.oneof(
      fc.integer().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map(value => value.toFixed(2)),
      fc.integer().map(value => value.toLocaleString('en-US')),
      fc.nat().map(value => `$${value}`),
      fc.nat(100).map(value => `${value}%`),
    );
    const thought = fc.string().filter(text => !/<\/?(?:think|answer)>/.test(text));
    fc.assert(
      fc.property(thought, number, fc.constantFrom('', '\n', ' '), (reasoning, answer, space) => {
        const text = `<think>${reasoning}</think>${space}<answer>${space}${answer}${space}</answer>${space}`;
        assert.deepEqual(reasonsFor(chainOfThought, text), [], text);
        assert.notDeepEqual(reasonsFor(chainOfThought, text.replace('</think>', '')), []);
        assert.notDeepEqual(reasonsFor(chainOfThought, text.replace('<answer>', '')), []);
        assert.notDeepEqual(reasonsFor(chainOfThought, text.replace('</answer>', ' eggs</answer>')), []);
      }),
      { numRuns: 2000 },
    );
  });

  it('compares the answer with that of the row, as numbers', () => {
    assert.ok(chainOfThought.kind === 'filter' && chainOfThought.needs === 'row');
    const { values } = resolveOptions(chainOfThought.options, { reference: 'answer' });
    const { decide } = chainOfThought;
    const judge = (said: string, answer: string | number): unknown => {
      const completion = `<think>t</think><answer>${said}</answer>`;
      const example = {
        messages: [],
        completions: [{ text: completion, path: ['completion'] }],
        reasoning: [],
        rejected: [],
      };
      return decide({ completion, answer }, values, { example, resources: {} }).flatMap(({ data }) => data['reasons']);
    };
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: -3, max: 3 }), (right, off) => {
        const expected = off === 0 ? [] : ['wrong answer'];
        for (const answer of [right, String(right), `Half of it.\n#### ${right.toLocaleString('en-US')}`])
          for (const said of [String(right + off), `${(right + off).toLocaleString('en-US')}.00`])
            assert.deepEqual(judge(said, answer), expected, `${said} for ${answer}`);
      }),
      { numRuns: 500 },
    );
    assert.deepEqual(judge('5', 'no number'), ['no reference answer']);
  });
});
