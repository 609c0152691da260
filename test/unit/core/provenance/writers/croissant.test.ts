import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProvenanceField } from '../../../../../src/core/provenance/record.ts';
import { croissantWriter } from '../../../../../src/core/provenance/writers/croissant.ts';
import { everything, recordWith } from './samples.ts';

type Said = Readonly<Partial<Record<ProvenanceField, readonly string[]>>>;

function written(said: Said, file: { readonly name?: string; readonly rows?: number } = {}): Record<string, unknown> {
  const record = recordWith(said);
  const text = croissantWriter.write({ ...record, file: { ...record.file, ...file } });
  assert.ok(text.endsWith('}\n'));
  return JSON.parse(text) as Record<string, unknown>;
}

describe('a Croissant record', () => {
  it('has PROV’s own properties for agents, moments and sources', () => {
    const { 'prov:wasGeneratedBy': activity, 'prov:wasDerivedFrom': parents } = written(everything) as {
      'prov:wasGeneratedBy': Record<string, unknown>;
      'prov:wasDerivedFrom': unknown;
    };
    assert.equal(activity['@type'], 'prov:Activity');
    assert.equal(activity['prov:startedAtTime'], '2025-07-01T10:00:00Z');
    assert.deepEqual(activity['prov:wasAssociatedWith'], {
      '@type': 'prov:SoftwareAgent',
      'prov:label': 'gpt-4.1-nano-2025-04-14',
    });
    assert.deepEqual(parents, [
      { '@type': 'prov:Entity', 'prov:label': 'org/parent' },
      { '@id': 'https://example.com/data.jsonl' },
    ]);
  });

  it('conforms to RAI where it uses a word of it', () => {
    const rai = 'http://mlcommons.org/croissant/RAI/1.0';
    const croissant = 'http://mlcommons.org/croissant/1.1';
    assert.deepEqual(written({ method: ['synthetic'] })['conformsTo'], [croissant, rai]);
    assert.equal(written({ teacher: ['m'] })['conformsTo'], croissant);
  });

  it('claims no activity where nothing is known of one', () => {
    assert.equal('prov:wasGeneratedBy' in written({ licence: ['mit'] }), false);
  });

  it('gives the file by an address and an id that may stand in one', () => {
    const { distribution, description } = written({ teacher: ['m'] }, { name: 'my set #1.jsonl.gz', rows: 1 }) as {
      distribution: Record<string, unknown>[];
      description: string;
    };
    const [file] = distribution;
    assert.deepEqual(
      [file?.['@id'], file?.['name'], file?.['contentUrl'], file?.['contentSize']],
      ['my_set_1.jsonl.gz', 'my set #1.jsonl.gz', 'my%20set%20%231.jsonl.gz', '318 B'],
    );
    assert.deepEqual(file?.['encodingFormat'], ['application/jsonlines', 'application/gzip']);
    assert.equal(description, '1 row with completions written by m.');
  });

  it('has a field for each column, typed where all values are of one type', () => {
    const { recordSet } = written({}) as { recordSet: { field: Record<string, unknown>[] }[] };
    const fields = recordSet[0]?.field ?? [];
    assert.deepEqual(
      fields.map(field => [field['@id'], field['dataType'], field['source']]),
      [
        ['rows/messages', 'sc:Text', sourceOf('messages')],
        ['rows/a_score', 'sc:Float', sourceOf('a score')],
        ['rows/a_score-2', 'sc:Boolean', sourceOf('a_score')],
        ['rows/_', 'sc:Text', sourceOf('')],
      ],
    );
  });
});

function sourceOf(column: string): object {
  return { fileObject: { '@id': 'train.jsonl' }, extract: { column } };
}
