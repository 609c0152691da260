import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { reasonsFor } from './deciding.ts';
import { length } from '../../../../../src/core/checks/filters/length.ts';
import { resolveOptions } from '../../../../../src/core/checks/resolveOptions.ts';

const bound = fc.integer({ min: 0, max: 12 });
const options = fc.record({
  minCharacters: bound,
  maxCharacters: bound,
  minWords: bound,
  maxWords: bound,
  maxTokens: bound,
});

describe('length', () => {
  it('counts as the language does', () => {
    let rejected = 0;
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.lorem()), options, (text, given) => {
        const characters = Array.from(text).length;
        const words = text.split(/\s+/).filter(word => word !== '').length;
        const tokens = Math.ceil(Buffer.byteLength(text) / 4);
        const over = (count: number, most: number): boolean => most !== 0 && count > most;
        const expected = [
          characters < given.minCharacters && 'too few characters',
          over(characters, given.maxCharacters) && 'too many characters',
          words < given.minWords && 'too few words',
          over(words, given.maxWords) && 'too many words',
          over(tokens, given.maxTokens) && 'too many tokens',
        ].filter(reason => reason !== false);
        assert.deepEqual(reasonsFor(length, text, given), expected);
        if (expected.length > 0) rejected++;
      }),
      { numRuns: 5000 },
    );
    assert.ok(rejected > 1000);
  });

  it('decides bytes as it decides texts, or leaves them to that', () => {
    assert.ok(length.kind === 'filter' && length.needs === 'completion');
    const { decideBytes, decide } = length;
    let told = 0;
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), options, fc.boolean(), (text, given, words) => {
        const { values } = resolveOptions(length.options, words ? given : { ...given, minWords: 0, maxWords: 0 });
        const json = JSON.stringify(text).slice(1, -1);
        const bytes = Buffer.from(`"${json}"`);
        const place = { start: 1, end: bytes.length - 1, wide: /[^\0-\x7f]/.test(json), escaped: json.includes('\\') };
        const decision = decideBytes?.({ bytes, ...place }, values);
        if (decision === undefined) return;
        told++;
        assert.equal(decision, decide(text, values) === undefined ? 'keep' : 'reject');
      }),
      { numRuns: 5000 },
    );
    assert.ok(told > 500);
  });
});
