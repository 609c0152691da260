import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordOf } from '../readers/reading.ts';
import { besideNames } from '../../../../../src/core/provenance/readers/registry.ts';
import { statementsOf } from '../../../../../src/core/provenance/record.ts';
import { addTeacher, sidecarName, writeTeacherRecord } from '../../../../../src/core/provenance/writers/croissant.ts';

const record = writeTeacherRecord({
  datasetName: 'train set.jsonl',
  sha256: 'ab',
  rows: 500,
  teacher: 'my "own" model',
  date: '2025-01-31',
});

describe('a teacher record', () => {
  it('is read back, from the place where it is looked for', () => {
    assert.deepEqual(read(record), ['my "own" model']);
    assert.ok(besideNames('train.jsonl').includes(sidecarName('train.jsonl')));
  });

  it('is a Croissant 1.1 dataset with its file', () => {
    const parsed = JSON.parse(record) as Record<string, unknown>;
    assert.equal(parsed['@type'], 'sc:Dataset');
    assert.equal(parsed['conformsTo'], 'http://mlcommons.org/croissant/1.1');
    const [file] = parsed['distribution'] as Record<string, unknown>[];
    assert.deepEqual([file?.['contentUrl'], file?.['sha256']], ['train%20set.jsonl', 'ab']);
    assert.match(String(parsed['description']), /^500 rows/);
  });
});

describe('adding a teacher to a record', () => {
  const before = '{\n    "name": "x",\n    "big": 12345678901234567890,\n    "x:y": [1,2]\n}\n';

  it('leaves everything else as it stands', () => {
    const after = addTeacher(before, 'm') ?? '';
    assert.deepEqual(read(after), ['m']);
    assert.ok(after.startsWith(before.slice(0, before.indexOf(']') + 1)));
    assert.ok(after.endsWith('\n}\n'));
    assert.match(after, /\n {4}"prov:wasGeneratedBy": \{\n {8}"@type"/);
  });

  it('keeps the teachers that it names', () => {
    const second = addTeacher(record, 'second') ?? '';
    assert.deepEqual(read(second), ['my "own" model', 'second']);
    assert.deepEqual(read(addTeacher(second, 'third') ?? ''), ['my "own" model', 'second', 'third']);
    assert.deepEqual(read(addTeacher('{"prov:wasGeneratedBy": []}', 'm') ?? ''), ['m']);
    assert.deepEqual(read(addTeacher('{"wasGeneratedBy": "gpt-4"}', 'm') ?? ''), ['gpt-4', 'm']);
  });

  it('works on one line, on an empty object, behind a byte order mark', () => {
    for (const text of ['{"a":1}', '{}', '\uFEFF{"a": {"b": "}"}}', '{ }\n']) {
      assert.deepEqual(read(addTeacher(text, 'm') ?? ''), ['m'], text);
    }
  });

  it('does nothing to what is no JSON object', () => {
    for (const text of ['', '[]', '{"a":', 'null']) assert.equal(addTeacher(text, 'm'), undefined);
  });
});

function read(text: string): readonly string[] {
  const record = recordOf('croissant.json', text);
  assert.deepEqual(record.problems, []);
  return statementsOf(record, 'teacher').map(({ value }) => value);
}
