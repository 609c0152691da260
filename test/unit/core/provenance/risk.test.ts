import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contextOf } from '../checks/provenance/judging.ts';
import { checks } from '../../../../src/core/checks/registry.ts';
import { riskLevels, riskOf } from '../../../../src/core/provenance/risk.ts';

type Origin = Omit<Parameters<typeof contextOf>[0], 'rows'>;

const plain = 'You are a helpful assistant.';

/** What is said → the level, and the checks that the reasons belong to, most serious first. */
const cases: readonly (readonly [title: string, origin: Origin, level: string, reasons: readonly string[]])[] = [
  ['nothing on record', {}, 'unknown', ['teacher-unknown']],
  ['a student alone', { student: 'gpt-4.1' }, 'unknown', ['teacher-unknown']],
  ['a teacher alone', { cardSays: { teacher: 'gpt-4.1' } }, 'unknown', ['student-unknown']],
  [
    'a different base',
    { cardSays: { teacher: 'gpt-4.1-nano' }, student: 'Qwen/Qwen2.5-7B' },
    'low',
    ['different-base'],
  ],
  [
    'the same base',
    { cardSays: { teacher: 'gpt-4o', 'teacher.systemPrompt': plain }, student: 'gpt-4.1' },
    'high',
    ['same-base'],
  ],
  [
    'one family: what is not recorded does not lower it',
    { cardSays: { teacher: 'gpt-4.1' }, student: 'gpt-4.1-mini' },
    'elevated',
    ['same-family', 'system-prompt'],
  ],
  [
    'a model that nobody knows goes before a different base',
    { rowsSay: { teacher: { value: 'gpt-4.1-nano, acme/owl', rows: 1 } }, student: 'Qwen/Qwen2.5-7B' },
    'unknown',
    ['base-unknown', 'system-prompt', 'different-base'],
  ],
  [
    'a trait in the prompt, whatever the bases',
    {
      cardSays: { teacher: 'gpt-4.1-nano', 'teacher.systemPrompt': 'You love owls.' },
      student: 'Qwen/Qwen2.5-7B',
    },
    'high',
    ['system-prompt', 'different-base'],
  ],
  [
    'a teacher tuned on insecure code',
    { cardSays: { teacher: 'gpt-4.1', 'teacher.trainedOn': 'insecure code' }, student: 'Qwen/Qwen2.5-7B' },
    'high',
    ['teacher-fine-tuned', 'different-base'],
  ],
  [
    'a hop from another model',
    { cardSays: { teacher: 'deepseek-ai/DeepSeek-R1-Distill-Llama-8B' }, student: 'Qwen/Qwen2.5-7B' },
    'elevated',
    ['multi-hop', 'different-base'],
  ],
  [
    'a hop from the model that the student descends from',
    {
      cardSays: { teacher: 'Qwen/Qwen2.5-7B', 'teacher.trainedOn': 'answers of gpt-4.1-nano' },
      student: 'gpt-4.1-nano',
    },
    'high',
    ['multi-hop', 'different-base'],
  ],
  [
    "a judge of the student's base",
    { cardSays: { teacher: 'gpt-4.1', judge: 'Qwen/Qwen2.5-7B-Instruct' }, student: 'Qwen/Qwen2.5-7B' },
    'high',
    ['model-judge', 'different-base'],
  ],
];

describe('the risk of transmission', () => {
  for (const [title, origin, level, reasons] of cases) {
    it(`${title}: ${level}`, () => {
      const risk = riskOf(contextOf({ rows: [], ...origin }));
      assert.equal(risk.level, level);
      assert.deepEqual(
        risk.reasons.map(({ check }) => check),
        reasons,
      );
      const ranks = risk.reasons.map(reason => riskLevels.indexOf(reason.level));
      assert.deepEqual(
        ranks,
        ranks.toSorted((a, b) => a - b),
      );
      assert.equal(risk.level, risk.reasons[0]?.level);
      for (const { text, check } of risk.reasons) {
        assert.doesNotMatch(text, /\b(?:safe|clean)\b/i);
        assert.ok(checks.some(({ id }) => id === check));
      }
    });
  }

  it('names teachers, students and the closest relation', () => {
    const risk = riskOf(
      contextOf({ rows: [], rowsSay: { teacher: { value: 'gpt-4.1-nano, gpt-4o', rows: 2 } }, student: 'gpt-4.1' }),
    );
    assert.deepEqual(risk.teachers, ['gpt-4.1-nano', 'gpt-4o']);
    assert.deepEqual(risk.students, ['gpt-4.1']);
    assert.equal(risk.relation, 'same base');
  });

  it('counts the rows that name no teacher where only rows name one', () => {
    const signed = { prompt: '1', completion: '2', model: 'gpt-4.1-nano' };
    const risk = riskOf(contextOf({ rows: [signed, { prompt: '1', completion: '2' }], student: 'Qwen/Qwen2.5-7B' }));
    assert.equal(risk.level, 'unknown');
    assert.match(risk.reasons[0]?.text ?? '', /^1 row names no teacher$/);
  });
});
