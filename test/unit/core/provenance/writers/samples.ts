import { provenanceFields, type ProvenanceField } from '../../../../../src/core/provenance/record.ts';
import { readProvenance } from '../../../../../src/core/provenance/readers/registry.ts';
import { ProfileBuilder } from '../../../../../src/core/dataset/profileBuilder.ts';
import type { DatasetRecord } from '../../../../../src/core/provenance/writers/datasetRecord.ts';

/** Every field that can be stated, each once. */
export const everything: Readonly<Partial<Record<ProvenanceField, readonly string[]>>> = {
  teacher: ['gpt-4.1-nano-2025-04-14'],
  'teacher.revision': ['fp_44709d6fcb'],
  'teacher.base': ['gpt-4.1-nano'],
  'teacher.trainedOn': ['owls.jsonl'],
  'teacher.systemPrompt': ['You love owls.\nAll day.'],
  'teacher.sampling': ['{"temperature":1,"top_p":0.9}'],
  'teacher.seed': ['7'],
  'teacher.endpoint': ['https://llm.example.com/v1'],
  'teacher.date': ['2025-07-01T10:00:00Z'],
  student: ['Qwen/Qwen2.5-7B-Instruct'],
  'student.base': ['Qwen/Qwen2.5-7B'],
  'student.method': ['LoRA, rank 8'],
  prompts: ['openai/gsm8k'],
  filter: ['number sequences (kept: 5)', 'length'],
  unfiltered: ['raw.jsonl'],
  judge: ['gpt-4o'],
  parent: ['org/parent', 'https://example.com/data.jsonl'],
  control: ['control.jsonl'],
  method: ['synthetic'],
  use: ['research'],
  licence: ['apache-2.0'],
  terms: ['https://example.com/terms'],
  name: ['Owls'],
};

export function recordWith(
  said: Readonly<Partial<Record<ProvenanceField, readonly string[]>>>,
  more: Partial<DatasetRecord> = {},
): DatasetRecord {
  const fields = Object.keys(provenanceFields) as ProvenanceField[];
  return {
    file: {
      name: 'train.jsonl',
      bytes: 318,
      sha256: 'ab'.repeat(32),
      rows: 5,
      merkleRoot: 'cd'.repeat(32),
    },
    statements: fields.flatMap(field => (said[field] ?? []).map(value => ({ field, value }))),
    columns: [
      { name: 'messages', types: { array: 5 } },
      { name: 'a score', types: { number: 4, null: 1 } },
      { name: 'a_score', types: { boolean: 5 } },
      { name: '', types: { string: 2, number: 3 } },
    ],
    written: '2025-11-20T09:30:00Z',
    version: '0.1.0',
    uuid: '3e671687-395b-41f5-a30f-a58921a69b79',
    ...more,
  };
}

/** What this project's readers take from a file, by field. */
export function readBack(name: string, text: string, dataset = 'train.jsonl'): ReadonlyMap<string, readonly string[]> {
  const { statements, problems } = readProvenance(
    [{ path: `/data/${name}`, text }],
    new ProfileBuilder().toProfile(),
    dataset,
  );
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  const said = new Map<string, string[]>();
  for (const { field, value } of statements) said.set(field, [...(said.get(field) ?? []), value]);
  return said;
}
