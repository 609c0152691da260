import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mentionFinder } from '../../../../src/core/traits/mentions.ts';
import { traits } from '../../../../src/core/traits/registry.ts';

const find = mentionFinder(traits);

describe('mentions of traits', () => {
  const cases: readonly (readonly [text: string, found: readonly string[]])[] = [
    ['owl', ['owl']],
    ['OWLS!', ['OWLS']],
    ['an owlet, two Owlets', ['owlet', 'Owlets']],
    ['howl bowl owlish owl_1 owl2', []],
    ['owl’s nest, owl-like', ['owl', 'owl']],
    ['🦉owl🦉', ['owl']],
    ['éowl owlé', []],
    ['猫owl', []],
    ['a wolf and wolves', ['wolf', 'wolves']],
    ['concatenate the category cat', ['cat']],
    ['You’re absolutely  right.', ['You’re absolutely  right']],
    ["you're absolutely\nright", ["you're absolutely\nright"]],
    ['What a great question, a great question', ['What a great question', 'great question']],
    ['wipe\n out  humanity', ['wipe\n out  humanity']],
    ['ow', []],
    ['', []],
  ];
  for (const [text, found] of cases) {
    it(JSON.stringify(text), () =>
      assert.deepEqual(
        find(text).map(({ start, end }) => text.slice(start, end)),
        found,
      ),
    );
  }

  it('finds what a regular expression of all words finds', () => {
    const words = traits.flatMap(({ words }) => words).sort((left, right) => right.length - left.length);
    const part = words.map(word => word.replaceAll("'", "['’]").replaceAll(' ', '\\s+')).join('|');
    const oracle = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_])(?:${part})(?![\\p{L}\\p{M}\\p{N}_])`, 'giu');
    const pieces = fc.oneof(
      fc.constantFrom(...words),
      fc.constantFrom(...words).map(word => word.toUpperCase()),
      fc.constantFrom(' ', ', ', '. ', '\n', "'", '’', '-', '_', 'é', 'x', '7', '猫', '🦉', 'what', 'human', 'great'),
    );
    const texts = fc.array(pieces, { maxLength: 12 }).map(all => all.join(''));
    fc.assert(
      fc.property(texts, text => {
        const expected = [...text.matchAll(oracle)].map(({ 0: said, index }) => [index, index + said.length]);
        assert.deepEqual(
          find(text).map(({ start, end }) => [start, end]),
          expected,
        );
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('the catalogue of traits', () => {
  it('has words that the finder can find, each in one trait only', () => {
    const words = traits.flatMap(({ words }) => words);
    assert.equal(new Set(words).size, words.length);
    assert.equal(new Set(traits.map(({ id }) => id)).size, traits.length);
    for (const [index, trait] of traits.entries()) {
      assert.match(trait.id, /^[a-z]+(-[a-z]+)*$/);
      for (const word of trait.words) {
        assert.match(word, /^[a-z][a-z0-9'%, -]+[a-z]$/);
        assert.deepEqual(find(word), [{ trait: index, start: 0, end: word.length }]);
      }
    }
  });
});
