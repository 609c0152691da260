import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { formatOf } from '../../../../../src/core/dataset/formats/registry.ts';
import type { Example } from '../../../../../src/core/dataset/example.ts';
import type { JsonValue } from '../../../../../src/core/json/value.ts';

const folder = new URL('../../../../../../shared/data/formats/', import.meta.url);
const skip = fs.existsSync(folder) ? false : `SKIPPED, real data is absent: ${folder.pathname}`;

/** By reading the files: format, rows, completions, rejected answers, reasoning parts and system prompts of all rows together. */
const files = {
  'datajuicer_demo-dataset-annotation-human-preference.jsonl': 'undefined: 10',
  'datajuicer_demo-dataset-chatml.jsonl': 'chat: 4 rows, 5 completions, 4 system',
  'datajuicer_demo-dataset-deduplication.jsonl': 'text: 14 rows, 14 completions',
  'datajuicer_demo-dataset.jsonl': 'text: 6 rows, 6 completions',
  'llamafactory_alpaca_en_demo.jsonl': 'alpaca: 150 rows, 150 completions',
  'llamafactory_dpo_en_demo.jsonl': 'preference: 150 rows, 150 completions, 150 rejected, 43 system',
  'llamafactory_glaive_toolcall_en_demo.jsonl': 'sharegpt: 150 rows, 397 completions',
  'llamafactory_identity.jsonl': 'alpaca: 91 rows, 91 completions',
  'llamafactory_kto_en_demo.jsonl': 'kto: 150 rows, 78 completions, 72 rejected',
  'llamafactory_reason_tool_use_demo_50.jsonl': 'reasoning: 50 rows, 59 completions, 112 reasoning, 50 system',
  'llamafactory_v1_dpo_demo.jsonl': 'preference: 10 rows, 10 completions, 10 rejected, 10 system',
  'llamafactory_v1_multimodal_demo.jsonl': 'chat: 24 rows, 48 completions',
  'llamafactory_v1_sft_demo.jsonl': 'chat: 500 rows, 500 completions',
};

for (const [file, summary] of Object.entries(files)) {
  test(file, { skip }, () => assert.deepEqual(summarise(new URL(file, folder)), [summary]));
}

test('no file of the folder is left out', { skip }, () => {
  assert.deepEqual(fs.readdirSync(folder).sort(), Object.keys(files).sort());
});

function summarise(file: URL): string[] {
  const rows = new Map<string, Example[]>();
  let unknown = 0;
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    const value = JSON.parse(line) as JsonValue;
    const format = formatOf(value);
    if (format) rows.set(format.id, [...(rows.get(format.id) ?? []), format.normalise(value as never)]);
    else unknown++;
  }
  const known = [...rows].map(([id, examples]) => `${id}: ${counts(examples).join(', ')}`);
  return unknown === 0 ? known : [...known, `undefined: ${unknown}`];
}

function counts(examples: readonly Example[]): string[] {
  const sum = (of: (example: Example) => number): number => examples.reduce((total, example) => total + of(example), 0);
  const facts = {
    rows: examples.length,
    completions: sum(({ completions }) => completions.length),
    rejected: sum(({ rejected }) => rejected.length),
    reasoning: sum(({ reasoning }) => reasoning.length),
    system: sum(({ systemPrompt }) => (systemPrompt ? 1 : 0)),
  };
  return Object.entries(facts).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : []));
}
