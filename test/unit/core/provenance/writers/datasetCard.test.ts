import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { updateCard, type CardChanges } from '../../../../../src/core/provenance/writers/datasetCard.ts';
import { readBack } from './samples.ts';

const card = `---
# who wrote it
license: mit # for now
tags:
- text
pretty_name: "Owls"
---

# Owls

license: not this one
---
`;
const changes: CardChanges = { generatedBy: ['gpt-4.1-nano'], license: 'cc-by-4.0', sourceDatasets: ['org/raw'] };

function textOf(text: string, what: CardChanges = changes, whenNone: 'create' | 'refuse' = 'refuse'): string {
  const updated = updateCard(text, what, { whenNone });
  assert.ok(updated.ok, updated.ok ? '' : updated.why);
  return updated.text;
}

test('comments, order, layout and the text below stay', () => {
  assert.equal(
    textOf(card),
    card
      .replace('license: mit #', 'license: cc-by-4.0 #')
      .replace('- text\n', '- text\n- synthetic\n')
      .replace('"Owls"\n---', '"Owls"\nsource_datasets:\n- org/raw\ngenerated_by: gpt-4.1-nano\n---'),
  );
});

test('the same again changes nothing', () => {
  assert.equal(textOf(textOf(card)), textOf(card));
});

test('what is written is read', () => {
  const said = readBack('README.md', textOf(card, { ...changes, generatedBy: ['a/b', 'c/d'] }));
  assert.deepEqual(said.get('teacher'), ['a/b', 'c/d']);
  assert.deepEqual(
    [said.get('licence'), said.get('parent'), said.get('method')],
    [['cc-by-4.0'], ['org/raw'], ['synthetic']],
  );
});

test('a single value becomes a list where another comes', () => {
  const text = textOf('---\ntags: text\nsource_datasets: original\n---\n');
  assert.match(text, /tags:\n( *)- text\n\1- synthetic\n/);
  assert.match(text, /source_datasets:\n( *)- original\n\1- org\/raw\n/);
});

test('front matter is made only when asked', () => {
  const updated = updateCard('# Owls\n', changes, { whenNone: 'refuse' });
  assert.equal(updated.ok, false);
  const made = textOf('\uFEFF# Owls\r\n', { generatedBy: ['m'] }, 'create');
  assert.ok(made.startsWith('\uFEFF---\r\ngenerated_by: m\r\n'));
  assert.ok(made.endsWith('---\r\n\r\n# Owls\r\n'));
  assert.match(textOf('', { license: 'mit' }, 'create'), /^---\nlicense: mit\n---\n$/);
});

test('what cannot be read is refused, with the reason', () => {
  for (const [text, why] of [
    ['---\na: [\n---\n', /no valid YAML/],
    ['---\n- a\n---\n', /no mapping/],
    ['---\na: 1\n', /no front matter/],
  ] as const) {
    const updated = updateCard(text, changes, { whenNone: 'refuse' });
    assert.ok(!updated.ok && why.test(updated.why), text);
  }
});

test('the body stays whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), body => {
      assert.ok(textOf(`---\nlicense: mit\n---\n${body}`).endsWith(`---\n${body}`));
    }),
    { numRuns: 100 },
  );
});
