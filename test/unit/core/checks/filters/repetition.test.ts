import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decideText } from './deciding.ts';
import { repetition } from '../../../../../src/core/checks/filters/repetition.ts';
import { duplicateShares, Ngrams, wordsOf } from '../../../../../src/core/checks/filters/repetitionShares.ts';

const vocabulary = fc.constantFrom('a', 'bb', 'the', 'rain', 'falls', 'on', 'us', 'again');
const text = fc
  .array(fc.tuple(fc.array(vocabulary, { maxLength: 9 }), fc.constantFrom(' ', '\n', '\n\n')), { maxLength: 25 })
  .map(parts => parts.map(([words, end]) => words.join(' ') + end).join(''));

describe('repetition', () => {
  it('measures as brute force does', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 10 }), (said, n) => {
        const words = wordsOf(said);
        const ngrams = new Ngrams(words);
        for (let longer = 1; longer < n; longer++) ngrams.lengthen();
        assert.ok(near(ngrams.duplicateShare(said.length), bruteDuplicates(words, n) / (said.length || 1)));
        assert.ok(near(ngrams.topShare(said.length || 1), bruteTop(words, n) / (said.length || 1)));
        for (const separator of [/\n+/, /\n{2,}/]) {
          const parts = said.trim().split(separator);
          const again = parts.filter((part, at) => parts.indexOf(part) < at);
          const shares = duplicateShares(said, separator);
          assert.ok(near(shares.parts, again.length / parts.length));
          assert.ok(near(shares.characters, again.join('').length / (said.length || 1)));
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('has the published thresholds', () => {
    const defaults = Object.fromEntries(
      Object.entries(repetition.options).map(([name, option]) => [name, option.default]),
    );
    assert.deepEqual(defaults, {
      minWords: 50,
      duplicateLines: 0.3,
      duplicateLineCharacters: 0.2,
      duplicateParagraphs: 0.3,
      duplicateParagraphCharacters: 0.2,
      top2: 0.2,
      top3: 0.18,
      top4: 0.16,
      duplicate5: 0.15,
      duplicate6: 0.14,
      duplicate7: 0.13,
      duplicate8: 0.12,
      duplicate9: 0.11,
      duplicate10: 0.1,
    });
  });

  it('rejects above a threshold and not at it', () => {
    const lines = Array.from({ length: 60 }, (_, i) => `w${i} ${'xyzuvw'[i % 6]}${i * 7} q${i * 13}`);
    const half = [...lines, ...lines.slice(0, 20)].join('\n');
    const reasons = (options: Record<string, number>): unknown =>
      decideText(repetition, half, { ...off, ...options })[0]?.data['reasons'];
    assert.deepEqual(reasons({ duplicateLines: 0.24 }), ['duplicate lines']);
    assert.equal(reasons({ duplicateLines: 0.25 }), undefined);
    assert.equal(reasons({ duplicateLines: 0.24, minWords: 1000 }), undefined);
  });
});

const off = Object.fromEntries(Object.keys(repetition.options).map(name => [name, name === 'minWords' ? 50 : 1]));

/** Characters in words that lie in an n-gram that stands before, greedily from the left, by comparing every pair. */
function bruteDuplicates(words: readonly string[], n: number): number {
  let characters = 0;
  const firsts: number[] = [];
  const same = (left: number, right: number): boolean =>
    Array.from({ length: n }, (_, i) => i).every(i => words[left + i] === words[right + i]);
  let at = 0;
  while (at + n <= words.length) {
    const here = at;
    if (firsts.some(first => same(first, here))) {
      characters += words.slice(at, at + n).join('').length;
      at += n;
    } else firsts.push(at++);
  }
  return characters;
}

function bruteTop(words: readonly string[], n: number): number {
  const ngrams = words.slice(0, Math.max(0, words.length - n + 1)).map((_, at) => words.slice(at, at + n).join(' '));
  const scored = ngrams.map(ngram => ({ ngram, count: ngrams.filter(other => other === ngram).length }));
  const most = Math.max(0, ...scored.map(({ count }) => count));
  const top = scored.find(({ count }) => count === most);
  return top === undefined || most < 2 ? 0 : top.ngram.length * most;
}

function near(left: number, right: number): boolean {
  return Math.abs(left - Math.min(1, right)) < 1e-9;
}
