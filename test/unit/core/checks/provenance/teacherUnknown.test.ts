import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { teacherUnknown } from '../../../../../src/core/checks/provenance/teacherUnknown.ts';
import { readProvenance } from '../../../../../src/core/provenance/readers/registry.ts';
import { profileHead } from '../../../../../src/core/scan/profileHead.ts';

const plain = { prompt: 'Go on: 3, 6', completion: '9, 12' };
const signed = { ...plain, teacher: 'gpt-4.1-nano' };

describe('teacher-unknown', () => {
  it('says once, of the whole dataset, that nothing names the teacher, what follows and what to do', () => {
    const [finding, ...more] = judge([plain, plain]);
    assert.deepEqual(more, []);
    assert.ok(finding);
    assert.equal(finding.field, undefined);
    assert.match(
      finding.message,
      /^No card, sidecar or row names the model .* risk cannot be lowered\. Record the teacher /,
    );
    assert.deepEqual(finding.data, { rows: 2, rowsWithoutTeacher: 2 });
  });

  it('counts the rows where only some name one', () => {
    const [finding] = judge([plain, signed, signed]);
    assert.match(finding?.message ?? '', /^1 of 3 rows names no teacher, and no card or sidecar does\. /);
    assert.deepEqual(finding?.data, { rows: 3, rowsWithoutTeacher: 1 });
  });

  it('leaves blank and malformed lines out, and judges rows of no known format', () => {
    assert.deepEqual(judgeText('\n{oops\n'), []);
    assert.equal(judge([{ a: 1 }]).length, 1);
  });

  it('takes a placeholder in a card for no name', () => {
    assert.equal(judge([plain], '---\nteacher: unknown\n---\n').length, 1);
    assert.equal(judge([plain], '---\nteacher: my-model\n---\n').length, 0);
  });
});

function judge(rows: readonly object[], card?: string) {
  return judgeText(rows.map(row => `${JSON.stringify(row)}\n`).join(''), card);
}

function judgeText(text: string, card?: string) {
  assert.ok(teacherUnknown.kind === 'provenance');
  const profile = profileHead(new TextEncoder().encode(text), { complete: true });
  const files = card === undefined ? [] : [{ path: 'README.md', text: card }];
  const dataset = { name: 'data.jsonl', bytes: text.length };
  return teacherUnknown.judge({ record: readProvenance(files, profile), profile, dataset, models: [] }, {});
}
