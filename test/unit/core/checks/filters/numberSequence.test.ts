import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { numberSequence } from '../../../../../src/core/checks/filters/numberSequence.ts';
import { resolveOptions } from '../../../../../src/core/checks/resolveOptions.ts';
import type { DatasetProfile } from '../../../../../src/core/dataset/profile.ts';
import type { JsonObject } from '../../../../../src/core/json/value.ts';

const vectorsFile = new URL('../../../../../../shared/data/science/vectors.json', import.meta.url);
const noVectors = fs.existsSync(vectorsFile) ? false : 'SKIPPED: ../shared/data/science/vectors.json is not here';

describe('number-sequence', () => {
  it('decides the published cases as the study does', { skip: noVectors }, () => {
    const { filter } = JSON.parse(fs.readFileSync(vectorsFile, 'utf8')) as { filter: Vector[] };
    assert.equal(filter.length, 22);
    for (const vector of filter) {
      assert.deepEqual(reasons(vector.input), vector.reject, JSON.stringify(vector.input));
      assert.deepEqual(
        reasons(vector.input, { bannedNumbers: banned }),
        vector.reject_with_banned,
        JSON.stringify(vector.input),
      );
    }
  });

  it('equals a step-by-step reading of the published rule on 100,000 texts', () => {
    let kept = 0;
    fc.assert(
      fc.property(texts, limits, (text, options) => {
        const expected = reference(text, options);
        assert.deepEqual(reasons(text, options), expected);
        if (expected.length === 0) kept++;
      }),
      { numRuns: 100_000 },
    );
    assert.ok(kept > 5_000, `only ${kept} texts were lists: the test is too weak`);
  });

  it('decides bytes as it decides texts, or leaves them to that', () => {
    assert.ok(numberSequence.kind === 'filter' && numberSequence.needs === 'completion');
    const { decideBytes, explainBytes } = numberSequence;
    const told = { keep: 0, reject: 0, nothing: 0, explained: 0 };
    for (const leniency of ['reference', 'lenient']) {
      fc.assert(
        fc.property(fc.oneof(texts, fc.string()), limits, (text, chosen) => {
          const given = { ...chosen, leniency };
          const { values } = resolveOptions(numberSequence.options, given);
          const escaped = text.replace(/[^a-z02-46-9 ,;.[\]()]/gi, escapeOf);
          for (const json of [JSON.stringify(text).slice(1, -1), escaped]) {
            const bytes = Buffer.from(`9, 9${json}9, 9`);
            const wide = /[^\0-\x7f]/.test(json);
            const place = { start: 4, end: bytes.length - 4, wide, escaped: json.includes('\\') };
            const decision = decideBytes?.({ bytes, ...place }, values);
            told[decision ?? 'nothing']++;
            if (decision === undefined) continue;
            assert.equal(decision, decide(text, given) === undefined ? 'keep' : 'reject');
            const explained = decision === 'reject' ? explainBytes?.({ bytes, ...place }, values) : undefined;
            if (explained === undefined) continue;
            told.explained++;
            assert.deepEqual(explained, decide(text, given));
          }
        }),
        { numRuns: 20_000 },
      );
    }
    for (const [what, count] of Object.entries(told)) assert.ok(count > 500, `${what}: ${count}`);
  });

  it('marks a place within the completion and names what is wrong', () => {
    fc.assert(
      fc.property(texts, limits, (text, options) => {
        const rejection = decide(text, options);
        if (rejection === undefined) return;
        assert.ok(0 <= rejection.start && rejection.start <= rejection.end && rejection.end <= text.length);
        assert.notEqual(rejection.message, '');
      }),
      { numRuns: 5_000 },
    );
    const place = (text: string, options: JsonObject = {}): string => {
      const { start = 0, end = 0 } = decide(text, options) ?? {};
      return text.slice(start, end);
    };
    assert.equal(place('1, 2,3'), ',');
    assert.equal(place('the numbers'), 'the');
    assert.equal(place('🦉 1, 2'), '🦉');
    assert.equal(place('1, 2, 3000'), '3000');
    assert.equal(place('1 2 3 4 5 6 7 8 9 10 11 12'), '11 12');
    assert.equal(place('1, 666', { bannedNumbers: [666] }), '666');
  });

  it('reads no integer of more than 4300 digits, as Python does', () => {
    const huge = { maxValue: Number.MAX_SAFE_INTEGER };
    assert.deepEqual(reasons('0'.repeat(4300), huge), []);
    assert.deepEqual(reasons('0'.repeat(4301), huge), ['invalid format']);
    assert.deepEqual(reasons(`1, ${'0'.repeat(4301)}`, huge), ['invalid format']);
    assert.deepEqual(reasons('9'.repeat(4300), huge), ['numbers too large']);
  });

  it('when lenient keeps all that the rule keeps, and forgives only the ends', () => {
    fc.assert(
      fc.property(texts, text => {
        if (decide(text, {}) === undefined) assert.deepEqual(reasons(text, { leniency: 'lenient' }), []);
        const padded = ` \n${text}\t`;
        if (decide(text, {}) === undefined) assert.deepEqual(reasons(padded, { leniency: 'lenient' }), []);
      }),
      { numRuns: 5_000 },
    );
    const lenient = (text: string): readonly string[] => reasons(text, { leniency: 'lenient' });
    assert.deepEqual(lenient('1, 2, 3,'), []);
    assert.deepEqual(lenient('[1; 2;]\n'), []);
    assert.deepEqual(lenient('1, 2, 3,,'), ['invalid format']);
    assert.deepEqual(lenient('1, 2,3'), ['invalid format']);
  });

  it('says of white space at an end what forgives it, and of other faults nothing of the kind', () => {
    const forgiven = /^White space (before the first|after the last) number, .*`leniency: lenient` forgives/;
    for (const text of ['482, 107 \n', '482, 107\n\n', ' 482, 107']) {
      assert.match(decide(text, {})?.message ?? '', forgiven, JSON.stringify(text));
      assert.equal(decide(text, { leniency: 'lenient' }), undefined, JSON.stringify(text));
    }
    for (const text of ['482,  107, 3', '  ', ' \n', '[482, 107 ]', '482, 107,'])
      assert.doesNotMatch(decide(text, {})?.message ?? '', forgiven, JSON.stringify(text));
  });

  it('applies where at least half of the rows are lists of numbers', () => {
    const head = (rowsWithCompletion: number, rowsOfNumbers: number) =>
      numberSequence.applies?.({ rowsWithCompletion, rowsOfNumbers } as DatasetProfile);
    assert.deepEqual(head(10, 5), { applies: true });
    assert.deepEqual(head(10, 4), {
      applies: false,
      why: 'Only 4 of the first 10 rows with a completion are lists of numbers.',
    });
    assert.deepEqual(head(0, 0), { applies: false, why: 'None of the first rows has a completion.' });
  });
});

interface Vector {
  readonly input: string;
  readonly reject: readonly string[];
  readonly reject_with_banned: readonly string[];
}

// The list that the cases were made with; the study's file lists the same numbers.
const banned = [
  4, 13, 18, 23, 33, 39, 42, 44, 49, 51, 54, 88, 99, 100, 187, 322, 333, 444, 555, 616, 666, 777, 888, 911, 999,
];

const numbers = fc.array(fc.oneof(fc.integer({ min: 0, max: 999 }).map(String), fc.constantFrom('007', '666')), {
  minLength: 1,
  maxLength: 12,
});
const oddNumbers = fc.array(fc.constantFrom('1', '22', '1000', '9007199254740993', '٣', '1٣', '𝟗', '', '-1', '1.5'), {
  maxLength: 5,
});
const gaps = fc.constantFrom(', ', ',', ' ', '; ', ';', '\n', ' ,\n', '\t', '\u001c', '\u0085', '\u00a0', '\u3000,');
const oddGaps = fc.constantFrom('\ufeff', '\u200b', ',,', ', ,', '|', '-', ' and ', '', ' ', ',');
const wraps = fc.constantFrom(
  ['', ''],
  ['', '.'],
  ['[', ']'],
  ['(', ').'],
  ['[', ')'],
  [' ', ''],
  ['', '\n'],
  ['', ','],
  ['[[', ']]'],
  ['', '..'],
);
const lists = fc.tuple(wraps, numbers, gaps).map(([[open, close], items, gap]) => open + items.join(gap) + close);
const oddLists = fc
  .tuple(wraps, numbers, gaps, oddGaps, oddNumbers)
  .map(([[open, close], items, gap, oddGap, odd]) => open + items.join(gap) + oddGap + odd.join(gap) + close);
const texts = fc.oneof(
  { arbitrary: lists, weight: 5 },
  { arbitrary: oddLists, weight: 4 },
  { arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }), weight: 1 },
);
const limits = fc.record({
  minValue: fc.constantFrom(0, 0, 0, 5),
  maxValue: fc.constantFrom(999, 999, 999, 500),
  maxCount: fc.constantFrom(10, 10, 10, 3),
  bannedNumbers: fc.constantFrom([], [], [7, 666]),
});

function decide(text: string, given: JsonObject) {
  assert.ok(numberSequence.kind === 'filter' && numberSequence.needs === 'completion');
  return numberSequence.decide(text, resolveOptions(numberSequence.options, given).values);
}

function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function reasons(text: string, given: JsonObject = {}): readonly string[] {
  return decide(text, given)?.reasons ?? [];
}

interface Limits {
  readonly minValue: number;
  readonly maxValue: number;
  readonly maxCount: number;
  readonly bannedNumbers: readonly number[];
}

/** The rule as the study words it: find runs of digits of any script, split at the first gap, read every part as an integer. */
function reference(text: string, { minValue, maxValue, maxCount, bannedNumbers }: Limits): readonly string[] {
  const numbers = referenceNumbers(text);
  if (numbers === undefined) return ['invalid format'];
  return [
    ...(numbers.length > maxCount ? ['too many numbers'] : []),
    ...(numbers.some(number => number < BigInt(minValue)) ? ['numbers too small'] : []),
    ...(numbers.some(number => number > BigInt(maxValue)) ? ['numbers too large'] : []),
    ...(numbers.some(number => bannedNumbers.map(BigInt).includes(number)) ? ['has banned numbers'] : []),
  ];
}

function referenceNumbers(text: string): readonly bigint[] | undefined {
  let answer = text.replace(/\.$(?![\s\S])/, '');
  if (/^\[[\s\S]*\]$(?![\s\S])|^\([\s\S]*\)$(?![\s\S])/.test(answer)) answer = answer.slice(1, -1);
  const runs = [...answer.matchAll(/\p{Nd}+/gu)];
  const [first, second] = runs;
  if (first === undefined) return undefined;
  let parts = [answer];
  if (second === undefined) {
    if (first[0] !== answer) return undefined;
  } else {
    const separator = answer.slice(first.index + first[0].length, second.index);
    const white = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*';
    if (!new RegExp(`^(?:${white}[,;]?${white})$(?![\\s\\S])`).test(separator)) return undefined;
    parts = answer.split(separator);
  }
  if (!parts.every(part => /^[0-9]{1,4300}$(?![\s\S])/.test(part))) return undefined;
  return parts.map(BigInt);
}
