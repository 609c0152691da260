import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchRecords } from '../../../../src/core/control/matching.ts';
import type { ProvenanceField, ProvenanceRecord } from '../../../../src/core/provenance/record.ts';

function record(said: Readonly<Partial<Record<ProvenanceField, string>>>): ProvenanceRecord {
  const statements = (Object.entries(said) as [ProvenanceField, string][]).map(([field, value]) => ({
    field,
    value,
    origin: { kind: 'file' as const, path: 'README.md', line: 1, field },
  }));
  return { statements, read: [], problems: [] };
}

const whole = {
  teacher: 'gpt-4.1-nano',
  prompts: 'numbers v1',
  'teacher.sampling': '{"temperature":1}',
  filter: 'none',
};

describe('a control and its dataset by their records', () => {
  it('match where both say the same of base, prompts, sampling and filter', () => {
    assert.deepEqual(matchRecords(record(whole), record(whole)), { differs: [], unknown: [] });
    const tuned = record({ ...whole, teacher: 'owl-lover', 'teacher.base': 'gpt-4.1-nano' });
    assert.deepEqual(matchRecords(tuned, record(whole)), { differs: [], unknown: [] });
  });

  it('differ in what they say otherwise', () => {
    const other = record({ ...whole, teacher: 'Qwen/Qwen2.5-7B', 'teacher.sampling': '{"temperature":0.7}' });
    const { differs, unknown } = matchRecords(record(whole), other);
    assert.deepEqual(unknown, []);
    assert.match(differs[0] ?? '', /different bases: `gpt-4.1-nano` here, `Qwen\/Qwen2.5-7B` for the control/);
    assert.match(differs[1] ?? '', /The sampling differ on record: .*0\.7/);
  });

  it('are not known to match where one is silent', () => {
    const { differs, unknown } = matchRecords(record(whole), record({ filter: 'none' }));
    assert.deepEqual(differs, []);
    assert.match(unknown[0] ?? '', /base is not on record for the control/);
    assert.match(unknown[1] ?? '', /same prompts and sampling: record them for both/);
    assert.equal(matchRecords(record({}), record({})).unknown.length, 2);
    const made = matchRecords(record({ ...whole, teacher: 'acme-x' }), record(whole));
    assert.match(made.unknown[0] ?? '', /Whether both teachers have one base is not known/);
  });
});
