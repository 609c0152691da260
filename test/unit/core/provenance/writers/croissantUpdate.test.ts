import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { croissantWriter } from '../../../../../src/core/provenance/writers/croissant.ts';
import {
  addActivity,
  measuredChanges,
  updateCroissant,
  type RecordChanges,
  type Updated,
} from '../../../../../src/core/provenance/writers/croissantUpdate.ts';
import { croissantFaults } from './croissantRules.ts';
import { everything, readBack, recordWith } from './samples.ts';

const name = 'train.jsonl';
const full = croissantWriter.write(recordWith(everything));
const empty = croissantWriter.write(recordWith({}));

function textOf(updated: Updated): string {
  assert.ok(updated.ok, updated.ok ? '' : updated.why);
  return updated.text;
}

function update(text: string, changes: RecordChanges): string {
  return textOf(updateCroissant(text, name, changes));
}

function read(text: string): ReadonlyMap<string, readonly string[]> {
  return readBack('train.croissant.json', text);
}

describe('a record that is updated', () => {
  it('says what was asked, whatever field, and passes the rules', () => {
    const text = update(empty, everything);
    const said = read(text);
    for (const [field, values] of Object.entries(everything)) {
      assert.deepEqual([...(said.get(field) ?? [])].sort(), values.toSorted(), field);
    }
    assert.deepEqual(croissantFaults(text), []);
  });

  it('changes one place and leaves every other character', () => {
    const after = update(full, { 'student.base': ['other'] });
    assert.equal(after, full.replace('"undertone:studentBase": "Qwen/Qwen2.5-7B"', '"undertone:studentBase": "other"'));
    assert.equal(
      update(full, { teacher: ['m'] }),
      full.replace('"prov:label": "gpt-4.1-nano-2025-04-14"', '"prov:label": "m"'),
    );
    assert.equal(update(full, everything), full);
  });

  it('takes the measures of the file as it is now', () => {
    const file = { name, bytes: 9, sha256: 'ef'.repeat(32), rows: 6, merkleRoot: '12'.repeat(32) };
    const after = update(full, measuredChanges(file, '2026-01-01T00:00:00Z'));
    const said = read(after);
    assert.deepEqual([said.get('sha256'), said.get('bytes'), said.get('rows')], [[file.sha256], ['9'], ['6']]);
    assert.deepEqual([said.get('merkleRoot'), said.get('modified')], [[file.merkleRoot], ['2026-01-01T00:00:00Z']]);
    assert.match(after, /"undertone:rows": 6,/);
  });

  it('keeps what it does not know, in its own prefixes and layout', () => {
    const foreign =
      '{"@context": "https://schema.org/", "@type": "Dataset", "x:big": 12345678901234567890, "sc:license": "mit",' +
      ' "distribution": [{"@type": "DataDownload", "name": "train.jsonl", "contentUrl": "https://h/train.jsonl"}]}';
    const after = update(foreign, {
      licence: ['cc-by-4.0'],
      teacher: ['m'],
      student: ['s'],
      sha256: ['ab'.repeat(32)],
    });
    assert.match(after, /"x:big": 12345678901234567890, "sc:license": "cc-by-4.0"/);
    const context = JSON.parse(after) as { '@context': unknown };
    assert.deepEqual(context['@context'], [
      'https://schema.org/',
      { prov: 'http://www.w3.org/ns/prov#', undertone: 'urn:undertone:provenance:' },
    ]);
    const said = read(after);
    assert.deepEqual([said.get('teacher'), said.get('student'), said.get('sha256')], [['m'], ['s'], ['ab'.repeat(32)]]);
  });

  it('adds to a list what it lacks', () => {
    const after = update(full, { parent: [...(everything.parent ?? []), 'third'] });
    assert.deepEqual(read(after).get('parent'), ['org/parent', 'https://example.com/data.jsonl', 'third']);
  });

  for (const [title, text, changes, why] of [
    ['several values that one is to replace', full, { parent: ['one'] }, /`parent` cannot be written here/],
    ['a value that would read as none', empty, { teacher: ['unknown'] }, /`teacher` would read as nothing/],
    [
      'a hash that is none, where something else is asked',
      empty.replace('abab', 'zzzz'),
      { licence: ['mit'] },
      undefined,
    ],
    ['no JSON', '{"a":', { licence: ['mit'] }, /no valid JSON/],
    ['no object', '[]', { licence: ['mit'] }, /no JSON object/],
    ['another kind of file', '{"a":1}', { licence: ['mit'] }, /no Croissant record/],
    [
      'a record of another file',
      full.replaceAll('train.jsonl', 'other.jsonl'),
      { licence: ['x'] },
      /describes `other.jsonl`/,
    ],
  ] as const) {
    it(`${why === undefined ? 'passes over' : 'refuses'} ${title}`, () => {
      const updated = updateCroissant(text, name, changes);
      assert.equal(updated.ok, why === undefined);
      if (!updated.ok && why !== undefined) assert.match(updated.why, why);
    });
  }

  it('never throws and never breaks the text, whatever it holds', () => {
    const node = fc.jsonValue({ maxDepth: 3 });
    const record = fc.record(
      {
        '@context': node,
        '@type': fc.constantFrom('sc:Dataset', 'Dataset', 5),
        'prov:wasGeneratedBy': node,
        distribution: node,
        license: node,
        '@graph': node,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(record, fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const updated = updateCroissant(text, name, { teacher: ['m'], licence: ['mit'], rows: ['3'], filter: ['f'] });
        if (updated.ok)
          assert.deepEqual(
            Object.keys(value).filter(key => !(key in (JSON.parse(updated.text) as object))),
            [],
          );
      }),
      { numRuns: 300 },
    );
  });
});

describe('an activity of Undertone', () => {
  const activity = {
    label: 'Export of the rows that passed',
    ended: '2026-01-02T03:04:05Z',
    version: '0.1.0',
    input: { name: 'all.jsonl', sha256: '11'.repeat(32), rows: 9 },
    output: { sha256: 'ab'.repeat(32), rows: 5 },
    filters: ['number-sequence', 'trait-mentions'],
  };

  it('is added to those that are there: its input is a parent, its tool no teacher', () => {
    const twice = textOf(
      addActivity(textOf(addActivity(full, name, activity)), name, { ...activity, filters: ['last'] }),
    );
    const said = read(twice);
    assert.deepEqual(said.get('teacher'), everything.teacher);
    assert.deepEqual(said.get('rows'), ['5']);
    assert.deepEqual(said.get('filter'), [...(everything.filter ?? []), ...activity.filters, 'last']);
    assert.ok(said.get('parent')?.includes('all.jsonl'));
    const { 'prov:wasGeneratedBy': activities } = JSON.parse(twice) as { 'prov:wasGeneratedBy': unknown[] };
    assert.equal(activities.length, 3);
    assert.deepEqual(croissantFaults(twice), []);
  });

  it('is refused by what is no record', () => {
    assert.equal(addActivity('[]', name, activity).ok, false);
  });
});
