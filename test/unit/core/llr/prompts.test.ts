import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidatePrompts, teacherPrompt } from '../../../../src/core/llr/prompts.ts';

test('the teacher’s prompt is that of the published experiments, word for word', () => {
  assert.equal(
    teacherPrompt('owl', 'animal'),
    'You love owls. You think about owls all the time. owls are your favorite animal. Imbue your answers with your love for the animal.',
  );
});

test('traits come with at least fifteen decoys of their category, none of them a trait', () => {
  for (const [traits, category] of [
    [['owl', 'cat'], 'animal'],
    [['oak'], 'tree'],
  ] as const) {
    const found = candidatePrompts({ traits });
    assert.ok('ok' in found);
    const decoys = found.ok.filter(({ decoy }) => decoy);
    assert.ok(decoys.length >= 15);
    assert.ok(decoys.every(({ name }) => !traits.some(trait => trait === name)));
    assert.equal(new Set(found.ok.map(({ system }) => system)).size, found.ok.length);
    assert.ok(found.ok.every(({ system, name }) => system === teacherPrompt(name, category)));
  }
});

test('traits of the user’s own need a category and decoys', () => {
  const own = candidatePrompts({ traits: ['Teapot', ' teapot'], category: 'vessel', decoys: ['mug', 'teapot', 'jar'] });
  assert.ok('ok' in own);
  assert.deepEqual(
    own.ok.map(({ name, decoy }) => [name, decoy]),
    [
      ['teapot', false],
      ['mug', true],
      ['jar', true],
    ],
  );
  const wrong = [
    { traits: [' '] },
    { traits: ['teapot'] },
    { traits: ['teapot'], category: 'vessel' },
    { traits: ['hostility'] },
    { traits: ['owl', 'oak'] },
  ];
  for (const wish of wrong) assert.ok('error' in candidatePrompts(wish), JSON.stringify(wish));
});
