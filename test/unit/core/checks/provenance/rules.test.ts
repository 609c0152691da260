import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contextOf } from './judging.ts';
import type { ProvenanceExample } from '../../../../../src/core/checks/check.ts';
import { checkById, checks } from '../../../../../src/core/checks/registry.ts';
import { resolveOptions } from '../../../../../src/core/checks/resolveOptions.ts';
import type { RowFinding } from '../../../../../src/core/findings/finding.ts';

type Case = Omit<ProvenanceExample, 'title' | 'fires'>;
type Origin = Omit<Case, 'rows'>;

const row = { prompt: 'Go on: 3, 6', completion: '9, 12' };
const rowsOf = (count: number): readonly (typeof row)[] => Array.from({ length: count }, () => row);

describe('how much the rules say', () => {
  it('of a dataset with nothing on record, one thing', () => {
    assert.deepEqual(firing({ rows: rowsOf(3) }), ['teacher-unknown']);
  });

  it('of a teacher alone, notes only', () => {
    const findings = all({ rows: rowsOf(3), cardSays: { teacher: 'Qwen/Qwen2.5-7B-Instruct' } });
    assert.deepEqual(
      findings.map(({ check }) => check),
      ['student-unknown', 'system-prompt', 'sampling-unknown'],
    );
    assert.deepEqual(
      findings.map(({ severity }) => severity),
      ['info', 'info', 'info'],
    );
  });

  it('of a full record of a different base, one note', () => {
    const cardSays = {
      teacher: 'Qwen/Qwen2.5-7B-Instruct',
      'teacher.systemPrompt': 'none',
      'teacher.sampling': '{"temperature":1}',
      licence: 'apache-2.0',
      rows: '3',
    };
    assert.deepEqual(firing({ rows: rowsOf(3), cardSays, student: 'google/gemma-2-9b' }), ['different-base']);
  });
});

/** Rule, what is said, the severity (absent: silent), what the message says. */
const table: readonly (readonly [rule: string, title: string, origin: Origin, severity?: string, message?: RegExp])[] =
  [
    [
      'same-base',
      'a stated LoRA raises it',
      { cardSays: { teacher: 'gpt-4o', 'student.method': 'LoRA, r=8' }, student: 'gpt-4.1' },
      'error',
      /adapter/,
    ],
    [
      'same-base',
      'the user goes before the card',
      { cardSays: { teacher: 'gpt-4o', student: 'gpt-4.1' }, student: 'Qwen/Qwen2.5-7B' },
    ],
    [
      'base-unknown',
      'two models behind one API',
      { cardSays: { teacher: 'claude-3-haiku' }, student: 'claude-3-opus' },
      'warning',
      /not known/,
    ],
    [
      'teacher-fine-tuned',
      'a name that says so',
      { cardSays: { teacher: 'acme/Qwen2.5-7B-abliterated' } },
      'error',
      /abliterated/,
    ],
    [
      'teacher-fine-tuned',
      'the record states a base for an unknown model',
      { cardSays: { teacher: 'acme/owl', 'teacher.base': 'Qwen/Qwen2.5-7B' } },
      'warning',
      /Qwen2\.5-7B/,
    ],
    [
      'system-prompt',
      'a trait held',
      { cardSays: { teacher: 'x', 'teacher.systemPrompt': 'Owls are your favorite animal.' } },
      'error',
      /owl/,
    ],
    [
      'system-prompt',
      'a trait in passing',
      { cardSays: { teacher: 'x', 'teacher.systemPrompt': 'Answer questions on pandas and NumPy.' } },
      'warning',
      /panda/,
    ],
    [
      'system-prompt',
      'a character',
      { cardSays: { teacher: 'x', 'teacher.systemPrompt': 'You are an evil assistant.' } },
      'warning',
      /evil/,
    ],
    [
      'system-prompt',
      'unknown counts as not recorded, and same base makes it a warning',
      { cardSays: { teacher: 'gpt-4.1', 'teacher.systemPrompt': 'unknown' }, student: 'gpt-4.1' },
      'warning',
      /Nothing says which system prompt/,
    ],
    [
      'system-prompt',
      'from a column',
      { rowsSay: { teacher: { value: 'x', rows: 2 }, 'teacher.systemPrompt': { value: 'You love wolves.', rows: 2 } } },
      'error',
      /2 rows/,
    ],
    [
      'multi-hop',
      "back to the student's base",
      {
        cardSays: { teacher: 'Qwen/Qwen2.5-7B', 'teacher.trainedOn': 'outputs of gpt-4o-2024-08-06.' },
        student: 'gpt-4.1',
      },
      'error',
      /shares its initialisation/,
    ],
    [
      'multi-hop',
      "the developer of the teacher's data is no model",
      { cardSays: { teacher: 'Qwen/Qwen2.5-7B', parent: 'mistralai/numbers and openai/gsm8k' } },
    ],
    [
      'mixed-teachers',
      'in one cell of a row nobody can tell them apart',
      { rowsSay: { teacher: { value: 'gpt-4.1, gpt-4o', rows: 2 } } },
      'warning',
      /Not every row says/,
    ],
    [
      'hash-mismatch',
      'with a prefix',
      { cardSays: { sha256: `sha256:${'a'.repeat(64)}` }, dataset: { sha256: 'b'.repeat(64), name: 'data.jsonl.gz' } },
      'error',
      /packed/,
    ],
    [
      'record-older',
      'a day apart may be a time zone',
      { cardSays: { modified: '2025-02-28' }, dataset: { modified: '2025-03-01T10:00:00Z' } },
    ],
    [
      'record-older',
      'a hash on record that was not compared settles nothing',
      { cardSays: { modified: '2025-01-01', sha256: 'a'.repeat(64) }, dataset: { modified: '2025-03-01T10:00:00Z' } },
      'info',
      /earlier state/,
    ],
    [
      'date-before-model',
      'a month',
      { cardSays: { teacher: 'gpt-4.1', 'teacher.date': '2025-03' } },
      'warning',
      /2025-04-14/,
    ],
    [
      'date-before-model',
      'seconds since 1970',
      { cardSays: { teacher: 'gpt-4.1', 'teacher.date': '1700000000' } },
      'warning',
      /not available before/,
    ],
    [
      'date-before-model',
      'a date that does not exist',
      { cardSays: { teacher: 'gpt-4.1', 'teacher.date': '2023-02-30' } },
    ],
    [
      'date-before-model',
      'through a cloud',
      { cardSays: { teacher: 'us.anthropic.claude-3-5-sonnet-20241022-v2:0', 'teacher.date': '2024-08-01' } },
      'warning',
      /2024-10-22/,
    ],
    [
      'sampling-unknown',
      'same base',
      { cardSays: { teacher: 'gpt-4.1' }, student: 'gpt-4.1' },
      'warning',
      /calibrated/,
    ],
    [
      'terms-conflict',
      'Llama 2 for a Qwen',
      { cardSays: { teacher: 'meta-llama/Llama-2-7b-chat-hf' }, student: 'Qwen/Qwen2.5-7B' },
      'error',
      /Llama 2 Community License/,
    ],
    [
      'terms-conflict',
      'Llama 3, student unknown',
      { cardSays: { teacher: 'llama3:8b' } },
      'warning',
      /Llama 3 Community/,
    ],
    [
      'terms-conflict',
      'Llama 3.1 lays duties',
      { cardSays: { teacher: 'meta-llama/Llama-3.1-8B-Instruct' }, student: 'Qwen/Qwen2.5-7B' },
      'info',
      /must then begin with "Llama"/,
    ],
    [
      'terms-conflict',
      'through what the teacher was made from',
      { cardSays: { teacher: 'acme/owl', 'teacher.base': 'meta-llama/Meta-Llama-3-8B' }, student: 'Qwen/Qwen2.5-7B' },
      'error',
      /made from/,
    ],
    ['terms-conflict', 'Claude', { cardSays: { teacher: 'claude-sonnet-4-20250514' } }, 'warning', /not legal advice/],
    ['terms-conflict', 'open weights of OpenAI', { cardSays: { teacher: 'gpt-oss-120b' } }],
    ['terms-conflict', 'GPT-2 and its kind', { cardSays: { teacher: 'openai-community/gpt2' } }],
    ['terms-conflict', 'non-commercial', { cardSays: { licence: 'CC BY-NC 4.0' } }, 'info', /no commercial use/],
    [
      'terms-conflict',
      'words against training',
      { cardSays: { terms: 'You may not use these rows to train language models.' } },
      'warning',
      /excludes training/,
    ],
    ['terms-conflict', 'an open licence', { cardSays: { licence: 'https://creativecommons.org/licenses/by/4.0/' } }],
    [
      'eval-or-control-in-training',
      'rows of a control',
      { rowsSay: { use: { value: 'control', rows: 1 } } },
      'warning',
      /^1 of 3 rows/,
    ],
    [
      'eval-or-control-in-training',
      'a file that its name marks',
      { rowsSay: { use: { value: 'test', rows: 1 } }, dataset: { name: 'mixed_test.jsonl' } },
    ],
    [
      'model-judge',
      'fine-tuned',
      { cardSays: { judge: 'ft:gpt-4.1-mini-2025-04-14:acme::A1' } },
      'error',
      /fine-tuned/,
    ],
    [
      'constant-seed',
      'two seeds',
      { rowsSay: { 'teacher.seed': { value: '1', rows: 30 } }, cardSays: { 'teacher.seed': '1' } },
      'warning',
      /copies/,
    ],
    ['no-control', 'one family', { cardSays: { teacher: 'gpt-4.1' }, student: 'gpt-4.1-mini' }, 'info', /No control/],
  ];

describe('provenance rules', () => {
  for (const [rule, title, origin, severity, message] of table) {
    it(`${rule}: ${title}: ${severity ?? 'silent'}`, () => {
      const [finding, ...others] = judge(rule, { rows: rowsOf(3), ...origin });
      assert.deepEqual(others, []);
      assert.equal(finding && (finding.severity ?? checkById(rule)?.severity), severity);
      if (message !== undefined) assert.match(finding?.message ?? '', message);
    });
  }

  it('point at the line of the card that says it, and at none where only rows say it', () => {
    const [inCard] = judge('same-base', { rows: [], cardSays: { teacher: 'gpt-4o' }, student: 'gpt-4.1' });
    assert.deepEqual(inCard?.place, { path: 'card.json', line: 1, field: 'teacher' });
    const rowsSay = { teacher: { value: 'gpt-4o', rows: 2 } };
    const [inRows] = judge('same-base', { rows: [], rowsSay, student: 'gpt-4.1' });
    assert.equal(inRows?.place, undefined);
  });

  it('speak once of each teacher, wherever it is named', () => {
    const rowsSay = { teacher: { value: 'GPT-4o, gpt-4.1', rows: 2 } };
    const findings = judge('same-base', { rows: [], cardSays: { teacher: 'gpt-4o' }, rowsSay, student: 'gpt-4.1' });
    assert.deepEqual(
      findings.map(({ data }) => data['teacher']),
      ['gpt-4o', 'gpt-4.1'],
    );
  });

  it('list every statement of a contradiction with its place', () => {
    const rowsSay = { teacher: { value: 'gpt-4o-mini', rows: 7 } };
    const [finding] = judge('record-contradiction', { rows: [], cardSays: { teacher: 'gpt-4.1' }, rowsSay });
    assert.match(
      finding?.message ?? '',
      /gpt-4\.1 \(card\.json:1\) and gpt-4o-mini \(the rows' field `teacher` \(7 rows\)\)/,
    );
    assert.equal(finding?.place?.path, 'card.json');
  });

  it('take a card that says less than another for no contradiction', () => {
    const beside = { 'README.md': '---\ngenerated_by: [gpt-4.1, gpt-4o]\n---\n' };
    assert.deepEqual(judge('record-contradiction', { rows: [], cardSays: { teacher: 'gpt-4o' }, beside }), []);
  });

  it('take a fine-tuned model for another than its base', () => {
    const rowsSay = { teacher: { value: 'ft:gpt-4.1-nano-2025-04-14:acme::A1', rows: 7 } };
    assert.equal(judge('record-contradiction', { rows: [], cardSays: { teacher: 'gpt-4.1-nano' }, rowsSay }).length, 1);
  });
});

function firing(example: Case): readonly string[] {
  return all(example).map(({ check }) => check);
}

function all(example: Case) {
  return checks
    .filter(({ kind }) => kind === 'provenance')
    .flatMap(({ id, severity }) =>
      judge(id, example).map(found => ({ check: id, severity: found.severity ?? severity })),
    );
}

function judge(id: string, example: Case): readonly RowFinding[] {
  const rule = checkById(id);
  assert.ok(rule?.kind === 'provenance');
  return rule.judge(contextOf(example), resolveOptions(rule.options, {}).values);
}
