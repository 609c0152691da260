import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checks } from '../../../../src/core/checks/registry.ts';
import { parseRecipe } from '../../../../src/core/recipe/recipe.ts';
import { setInRecipe } from '../../../../src/core/recipe/write.ts';

describe('writing a recipe', () => {
  it('begins a new one that reads back, and names the other checks where it lists one', () => {
    const others = checks
      .filter(({ id, optIn }) => optIn !== true && id !== 'number-sequence')
      .map(({ id }) => `  ${id}: on\n`);
    const text = setInRecipe(undefined, { student: 'q', checks: { 'number-sequence': { enabled: false } } }) ?? '';
    assert.equal(
      text,
      `# What Undertone checks here, and how. Only the checks that are listed run.\n\nversion: 1\nstudent: q\nchecks:\n${others.join('')}  number-sequence: off\n`,
    );
    assert.deepEqual(parseRecipe(text).problems, []);
  });

  it('declares a trait beside others, which then reads back', () => {
    const text = 'version: 1 # the format\ntraits:\n  cat: { title: Cats, words: [moggy] }\n';
    const trait = { id: 'night-birds', title: 'Night birds', words: ['nightjar', 'tawny owl'] };
    const written = setInRecipe(text, { traits: [trait] }) ?? '';
    assert.ok(written.startsWith('version: 1 # the format\n'));
    assert.deepEqual(
      parseRecipe(written).recipe?.traits?.map(({ id, words }) => [id, words]),
      [
        ['cat', ['moggy']],
        ['night-birds', ['nightjar', 'tawny owl']],
      ],
    );
  });

  const before = [
    '# ours',
    'version: 1 # the format',
    '',
    'checks:',
    '    # lists only',
    '    number-sequence:',
    '        maxCount: 3 # three',
    '    trait-mentions: on # survey',
    '',
  ].join('\n');

  it('keeps comments and layout', () => {
    const options = { maxCount: 5, minValue: 0, bannedNumbers: [7, 8] };
    const after = setInRecipe(before, { student: 's', checks: { 'number-sequence': { enabled: true, options } } });
    const [start, end] = before.split('maxCount: 3');
    assert.equal(
      after,
      `${start}maxCount: 5${end?.replace('# three\n', '# three\n        bannedNumbers: [7, 8]\n')}student: s\n`,
    );
    assert.equal(setInRecipe(before, {}), before);
    const crlf = before.replaceAll('\n', '\r\n');
    assert.equal(setInRecipe(crlf, {}), crlf);
  });

  it('turns a check off and on again', () => {
    const off = setInRecipe(before, { checks: { 'trait-mentions': { enabled: false } } }) ?? '';
    assert.match(off, /trait-mentions: off # survey/);
    const on = setInRecipe(off, {
      checks: { 'trait-mentions': { enabled: true, severity: 'error', options: { traits: ['owl'] } } },
    });
    assert.deepEqual(parseRecipe(on ?? '').recipe?.checks?.at(-1), {
      id: 'trait-mentions',
      enabled: true,
      given: { severity: 'error', traits: ['owl'] },
    });
  });

  it('fills an empty file, and leaves alone what is no mapping', () => {
    assert.deepEqual(parseRecipe(setInRecipe('# empty\n', { student: 's' }) ?? ''), {
      recipe: { student: 's' },
      problems: [],
    });
    assert.equal(setInRecipe('- a\n', { student: 's' }), undefined);
    assert.equal(setInRecipe('version: [\n', { student: 's' }), undefined);
  });
});

describe('models in a recipe', () => {
  const fact = {
    model: 'acme/owl',
    bases: ['Qwen/Qwen2.5-7B'],
    relation: 'finetune',
    source: 'https://hub.example/acme/owl',
  } as const;

  it('writes what a hub says so that it reads back, and keeps what stands there', () => {
    const text = setInRecipe('version: 1\nmodels:\n  mine: Qwen/Qwen2.5-7B # ours\n', { models: [fact] }) ?? '';
    assert.match(text, /mine: Qwen\/Qwen2\.5-7B # ours/);
    const { recipe, problems } = parseRecipe(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      recipe?.models?.map(({ model, bases }) => [model, bases]),
      [
        ['mine', ['Qwen/Qwen2.5-7B']],
        ['acme/owl', ['Qwen/Qwen2.5-7B']],
      ],
    );
  });

  it('marks a mistake at its place', () => {
    const { problems } = parseRecipe('version: 1\nmodels:\n  owl: {base: q, relation: nephew}\n');
    assert.deepEqual(
      problems.map(({ line, column }) => [line, column]),
      [[3, 28]],
    );
  });
});
