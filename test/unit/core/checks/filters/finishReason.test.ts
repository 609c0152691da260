import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { finishReason } from '../../../../../src/core/checks/filters/finishReason.ts';
import type { ColumnProfile, DatasetProfile } from '../../../../../src/core/dataset/profile.ts';

describe('finish-reason', () => {
  it('runs by itself where a column may hold a reason: one of its name, or an answer that is no plain text', () => {
    assert.ok(applies({ name: 'finish_reason', types: { string: 3 } }));
    assert.ok(applies({ name: 'response', types: { object: 3 } }));
    assert.ok(applies({ name: 'choices', types: { array: 1, null: 2 } }));
    assert.ok(!applies({ name: 'response', types: { string: 3 } }));
    assert.ok(!applies({ name: 'output', types: { string: 2, null: 1 } }));
  });
});

function applies(column: ColumnProfile): boolean | undefined {
  return finishReason.applies?.({ columns: [column] } as unknown as DatasetProfile).applies;
}
