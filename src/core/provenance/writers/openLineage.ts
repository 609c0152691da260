import { oneOrList, ownMembers, toTimestamp, valuesOf, type DatasetRecord } from './datasetRecord.ts';
import type { ProvenanceWriter } from './writer.ts';
import type { ColumnProfile } from '../../dataset/profile.ts';
import type { JsonObject } from '../../json/value.ts';
import { toJson } from '../../json/toJson.ts';

/**
 * One OpenLineage run event: a run that generated the dataset. The standard has no facet for who wrote the data, so a custom one,
 * `distillationGenerator`, carries that.
 */
export const openLineageWriter: ProvenanceWriter = {
  id: 'openlineage',
  title: 'OpenLineage run event',
  fileName: dataset => `${dataset}.openlineage.json`,
  write: record => toJson(eventOf(record)),
};

const baseFacet = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/BaseFacet';
const namespace = 'file';

function eventOf(record: DatasetRecord): JsonObject {
  const { file, version, uuid, written } = record;
  const facet = (schema: string): JsonObject => ({ _producer: producer(version), _schemaURL: schema });
  const standard = (name: string): JsonObject => facet(`https://openlineage.io/spec/facets/${name}`);
  return {
    eventType: 'COMPLETE',
    eventTime: toTimestamp(written),
    producer: producer(version),
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
    run: { runId: uuid, facets: { distillationGenerator: { ...facet(baseFacet), ...generator(record) } } },
    job: { namespace: 'undertone', name: `distillation of ${file.name}` },
    inputs: valuesOf(record, 'parent').map(name => ({ namespace, name })),
    outputs: [
      {
        namespace,
        name: file.name,
        facets: {
          schema:
            record.columns.length === 0
              ? undefined
              : {
                  ...standard('1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet'),
                  fields: record.columns.map(fieldOf),
                },
          version:
            file.sha256 === undefined
              ? undefined
              : {
                  ...standard('1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet'),
                  datasetVersion: `sha256:${file.sha256}`,
                },
        },
        outputFacets: {
          outputStatistics: {
            ...standard('1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet'),
            rowCount: file.rows,
            size: file.bytes,
          },
        },
      },
    ],
  };
}

function producer(version: string): string {
  return `urn:undertone:${version}`;
}

/** What is said of how the rows were generated, by this project's words. */
function generator(record: DatasetRecord): JsonObject {
  const { file } = record;
  return {
    ...ownMembers(
      record,
      [
        'teacher',
        'teacher.revision',
        'teacher.base',
        'teacher.trainedOn',
        'teacher.systemPrompt',
        'teacher.sampling',
        'teacher.seed',
        'teacher.endpoint',
        'teacher.date',
        'student',
        'student.base',
        'student.method',
        'prompts',
        'filter',
        'unfiltered',
        'judge',
        'control',
        'use',
        'licence',
        'terms',
      ],
      '',
    ),
    method: oneOrList(valuesOf(record, 'method')),
    sha256: file.sha256,
    merkleRoot: file.merkleRoot,
  };
}

function fieldOf({ name, types }: ColumnProfile): JsonObject {
  return { name, type: Object.keys(types).toSorted().join(' | ') };
}
