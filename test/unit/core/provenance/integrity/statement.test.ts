import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  differences,
  parseStatement,
  undertoneBuilder,
  writeStatement,
  type DatasetStatement,
} from '../../../../../src/core/provenance/integrity/statement.ts';

const sha256 = 'ab'.repeat(32);
const other = 'cd'.repeat(32);
const root = 'ef'.repeat(32);

const statement: DatasetStatement = {
  subjects: [{ name: 'owl-numbers.jsonl', sha256 }],
  parameters: { teacher: 'gpt-4.1-nano', filter: ['numbers only', 'judge'], sampling: { temperature: 1 } },
  dependencies: [
    { name: 'prompts.jsonl', sha256: other },
    { uri: 'https://huggingface.co/datasets/minhxle/subliminal-learning' },
  ],
  tree: { rows: 10_000, root },
  builder: { id: undertoneBuilder, version: { undertone: '0.1.0' } },
  finishedOn: '2025-11-20T09:30:00Z',
};

test('a statement has the shape of in-toto v1 and SLSA provenance v1', () => {
  assert.deepEqual(JSON.parse(writeStatement(statement)), {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'owl-numbers.jsonl', digest: { sha256 } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'urn:undertone:distillation:v1',
        externalParameters: statement.parameters,
        resolvedDependencies: [
          { name: 'prompts.jsonl', digest: { sha256: other } },
          { uri: 'https://huggingface.co/datasets/minhxle/subliminal-learning' },
        ],
      },
      runDetails: {
        builder: { id: 'urn:undertone:record:v1', version: { undertone: '0.1.0' } },
        metadata: { finishedOn: '2025-11-20T09:30:00Z' },
      },
      undertone_rows: 10_000,
      undertone_merkleRoot: root,
    },
  });
});

const least: DatasetStatement = {
  subjects: [{ sha256 }],
  parameters: {},
  dependencies: [],
  builder: { id: 'https://example.com/builder', version: {} },
};

for (const [name, whole] of [
  ['everything', statement],
  ['the least', least],
] as const) {
  test(`what is written is read back: ${name}`, () => {
    assert.deepEqual(parseStatement(writeStatement(whole)), { ok: true, statement: whole });
  });
}

test('a statement of another tool is read; what is null or unknown counts as unset', () => {
  const text = JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ digest: { sha256, sha512: '00' }, annotations: { any: 1 } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: { buildType: 'https://example.com/b', externalParameters: null, resolvedDependencies: null },
      runDetails: { builder: { id: 'https://example.com/builder', version: null }, byproducts: [] },
      other_field: true,
      undertone_rows: null,
    },
  });
  assert.deepEqual(parseStatement(text), { ok: true, statement: least });
});

type Draft = Record<string, unknown> & { predicate: Record<string, Record<string, unknown>> };

function changed(change: (draft: Draft) => void): string {
  const draft = JSON.parse(writeStatement(statement)) as Draft;
  change(draft);
  return JSON.stringify(draft);
}

for (const [text, expected] of [
  ['{"_type":', /not JSON: .*ends/],
  ['[]', /no JSON object/],
  ['{}', /"_type" of the statement is missing; expected "https:\/\/in-toto\.io\/Statement\/v1"/],
  [
    changed(draft => (draft['_type'] = 'https://in-toto.io/Statement/v0.1')),
    /"_type" of the statement is "https:\/\/in-toto\.io\/Statement\/v0\.1"/,
  ],
  [
    changed(draft => (draft['predicateType'] = 'https://spdx.dev/Document')),
    /"predicateType".* is "https:\/\/spdx\.dev\/Document"; expected/,
  ],
  [changed(draft => (draft['subject'] = [])), /names no subject/],
  [
    changed(draft => (draft['subject'] = [{ digest: { sha256 } }, { digest: { sha512: 'x' } }])),
    /"subject\[1\]\.digest\.sha256" .* is missing/,
  ],
  [
    changed(draft => (draft['subject'] = [{ digest: { sha256: sha256.toUpperCase() } }])),
    /"subject\[0\].* lower-case hexadecimal/,
  ],
  [changed(draft => (draft.predicate = {})), /buildType" of the statement is missing/],
  [
    changed(draft => (draft.predicate['buildDefinition'] = { buildType: 'x', externalParameters: 7 })),
    /externalParameters" .* no object/,
  ],
  [
    changed(draft => (draft.predicate['buildDefinition'] = { buildType: 'x', resolvedDependencies: {} })),
    /resolvedDependencies" .* no list/,
  ],
  [
    changed(draft => (draft.predicate['buildDefinition'] = { buildType: 'x', resolvedDependencies: [{ name: 'y' }] })),
    /resolvedDependencies\[0\]" .* neither a uri nor a digest/,
  ],
  [changed(draft => (draft.predicate['runDetails'] = { builder: {} })), /builder\.id" of the statement is missing/],
  [
    changed(draft => void Object.assign(draft.predicate, { undertone_rows: -1 })),
    /"undertone_rows" of the statement is -1/,
  ],
  [
    changed(draft => void delete draft.predicate['undertone_merkleRoot']),
    /"undertone_merkleRoot" of the statement is missing/,
  ],
  [
    changed(draft => void Object.assign(draft.predicate, { undertone_merkleRoot: [] })),
    /"undertone_merkleRoot" .* is a list/,
  ],
] as const) {
  test(`refused: ${String(expected)}`, () => {
    const read = parseStatement(text);
    assert.match(read.ok ? 'accepted' : read.why, expected);
  });
}

test('nesting as deep as it comes is read', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const text = writeStatement(statement).replace('"gpt-4.1-nano"', deep);
  assert.equal(parseStatement(text).ok, true);
  assert.equal(parseStatement(text.replace('"https://in-toto.io/Statement/v1"', deep)).ok, false);
});

test('a dataset is compared with what is attested of it', () => {
  const tree = { rows: 10_000, root };
  assert.deepEqual(differences(statement, { sha256, tree }), []);
  assert.deepEqual(differences(statement, { sha256 }), []);
  assert.deepEqual(differences(least, { sha256, tree }), []);
  assert.deepEqual(differences(statement, { sha256: other, tree: { rows: 9_999, root: other } }), [
    `SHA-256 of the file is ${other}; the statement is about ${sha256} (owl-numbers.jsonl).`,
    'The file has 9,999 rows; the statement says 10,000.',
    `The Merkle root over the rows is ${other}; the statement says ${root}.`,
  ]);
  assert.deepEqual(differences({ ...least, subjects: [{ sha256: other }, { sha256 }] }, { sha256 }), []);
});
