import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { noRows, recordOf, said } from './reading.ts';
import { samples } from './samples.ts';
import { besideNames, readers, readProvenance } from '../../../../../src/core/provenance/readers/registry.ts';
import type { JsonValue } from '../../../../../src/core/json/value.ts';

describe('cards and sidecars beside a dataset', () => {
  it('are looked for by the names that people use, the card first', () => {
    const names = besideNames('train.jsonl.gz');
    assert.deepEqual(names.slice(0, 7), [
      'README.md',
      'metadata.json',
      'metadata.jsonld',
      'train.jsonl.gz.croissant.json',
      'train.jsonl.croissant.json',
      'train.croissant.json',
      'croissant.json',
    ]);
    for (const name of [
      'train.jsonl.gz.dvc',
      'dvc.lock',
      'train.spdx.json',
      'train.cdx.json',
      'train.jsonl.intoto.jsonl',
    ])
      assert.ok(names.includes(name), name);
    assert.equal(new Set(names).size, names.length);
  });

  it('are read together with the rows, and one that is broken does not stop the rest', () => {
    const record = readProvenance(
      [
        { path: 'a/README.md', text: '---\nteacher: [\n---\n' },
        { path: 'a/croissant.json', text: '{\n  "name": oops\n}' },
        { path: 'a/metadata.json', text: '{"prov:wasAttributedTo": {"@type": "prov:SoftwareAgent", "name": "m"}}' },
        { path: 'a/dvc.lock', problem: 'This has 9.0 MB; at most 8 MB are read.' },
      ],
      { ...noRows, origins: [{ field: 'teacher', value: 'qwen', path: 'model', rows: 7 }] },
    );
    assert.deepEqual(record.statements, [
      {
        field: 'teacher',
        value: 'm',
        origin: { kind: 'file', path: 'a/metadata.json', line: 1, field: '["prov:wasAttributedTo"].name' },
      },
      { field: 'teacher', value: 'qwen', origin: { kind: 'rows', field: 'model', rows: 7 } },
    ]);
    assert.deepEqual(record.read, ['a/README.md', 'a/croissant.json', 'a/metadata.json', 'a/dvc.lock']);
    assert.deepEqual(
      record.problems.map(({ path, line, message }) => [path, line, message.slice(0, 12)]),
      [
        ['a/README.md', 3, "The card's f"],
        ['a/croissant.json', 2, 'No valid JSO'],
        ['a/dvc.lock', 1, 'This has 9.0'],
      ],
    );
  });

  it('of other kinds are told by a name that is none of theirs, and passed over under any other', () => {
    const foreign = '{"name": "package", "version": "1.0.0", "dependencies": {"model": "1"}}';
    assert.deepEqual(said('x/metadata.json', foreign), []);
    assert.deepEqual(said('x/provenance.json', '[1, {"teacher": "m"}]'), []);
    assert.deepEqual(said('x/dvc.yaml', 'teacher: m\n'), []);
    assert.deepEqual(said('x/train.croissant.json', foreign), [
      '! line 1: This is no Croissant record, though its name says so.',
    ]);
    assert.deepEqual(said('x/train.jsonl.dvc', 'teacher: m\n'), [
      '! line 1: This is no DVC file, though its name says so.',
    ]);
    assert.deepEqual(said('x/train.spdx.json', '7'), ['! line 1: This is no SPDX document, though its name says so.']);
  });

  it('that say more than a record of one dataset can are cut, and say so', () => {
    const parents = Array.from({ length: 3000 }, (_, i) => `p${i}`);
    const record = recordOf('croissant.json', JSON.stringify({ '@type': 'Dataset', 'prov:wasDerivedFrom': parents }));
    assert.equal(record.statements.length, 2000);
    assert.match(record.problems[0]?.message ?? '', /3,000 things; the first 2,000/);
  });

  it('of 8 MB are read once, not once for each statement', { timeout: 60_000 }, () => {
    const files = Array.from({ length: 60_000 }, (_, i) => ({
      '@type': 'cr:FileObject',
      '@id': `f${i}`,
      contentUrl: `f${i}.jsonl`,
      sha256: 'ab'.repeat(32),
    }));
    const text = JSON.stringify({
      '@type': 'Dataset',
      distribution: files,
      'prov:wasAttributedTo': { '@type': 'SoftwareAgent', name: 'm' },
    });
    assert.ok(text.length > 7 << 20);
    assert.equal(recordOf('croissant.json', text, 'f59999.jsonl').statements.length, 3);
  });
});

describe('every reader', () => {
  it('has a sample, by which its standard is told from all others', () => {
    for (const reader of readers) {
      const own = samples.filter(({ id }) => id === reader.id);
      assert.ok(own.length > 0, reader.id);
      if (reader.id === 'dataset-card') continue;
      for (const { id, name, root } of samples) {
        if (id !== 'dataset-card')
          assert.equal(
            reader.claims(root) && firstClaim(root) === reader.id,
            id === reader.id,
            `${reader.id} of ${name}`,
          );
      }
    }
  });

  for (const { id, name, root } of samples) {
    it(`says the same of ${id} whatever the order of keys`, () => {
      const plain = sentences(name, root);
      assert.ok(plain.length > 3, `${plain.length} statements`);
      fc.assert(
        fc.property(fc.integer(), seed => {
          assert.deepEqual(sentences(name, shuffled(root, seed)), plain);
        }),
        { numRuns: 30 },
      );
    });
  }

  it('never throws, and every place it gives is a line of the text, whatever the text holds', () => {
    const texts = samples.map(({ name, root }) => ({ name, text: textOf(name, root) }));
    const junk = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        '"',
        ',',
        ':',
        'null',
        '1e400',
        '\\u',
        '\n',
        '\uFEFF',
        '---',
        '&a',
        '*a',
        '__proto__',
        '@id',
      ),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(30),
        junk,
        ({ name, text }, at, drop, added) => {
          const start = Math.floor(at * text.length);
          const broken = text.slice(0, start) + added + text.slice(start + drop);
          check(name, broken);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('never throws on values of other types than the standard has', () => {
    const values: readonly JsonValue[] = [
      null,
      0,
      -1.5,
      true,
      '',
      'gpt-4o',
      [],
      {},
      [[]],
      [null],
      [{}],
      { '@id': 'x' },
      { name: 3 },
      'x'.repeat(50_000),
    ];
    for (const { name, root } of samples) {
      for (const value of values) {
        for (let at = 0; at < parts(root); at++) check(name, textOf(name, replaced(root, at, value)));
      }
    }
  });
});

function firstClaim(root: JsonValue): string | undefined {
  return readers.find(reader => reader.id !== 'dataset-card' && reader.claims(root))?.id;
}

function check(name: string, text: string): void {
  const { statements, problems } = recordOf(name, text, 'train.jsonl');
  const lines = text.split('\n').length;
  for (const { origin } of statements) assert.ok(origin.kind === 'file' && origin.line >= 1 && origin.line <= lines);
  for (const { line } of problems) assert.ok(line >= 1 && line <= lines);
  for (const { value } of statements) assert.ok(value.length > 0 && value.length <= 20_000);
}

function sentences(name: string, root: JsonValue): readonly string[] {
  const { statements, problems } = recordOf(name, textOf(name, root), 'train.jsonl');
  assert.deepEqual(problems, []);
  return statements.map(({ field, value, origin }) => `${field} = ${value} at ${origin.field}`).sort();
}

/** YAML 1.2 is a superset of JSON. */
function textOf(name: string, root: JsonValue): string {
  const json = JSON.stringify(root, undefined, 2);
  return name.endsWith('.md') ? `---\n${json}\n---\n# Card\n` : json;
}

function shuffled(value: JsonValue, seed: number): JsonValue {
  if (Array.isArray(value)) return value.map(each => shuffled(each as JsonValue, seed));
  if (typeof value !== 'object' || value === null) return value;
  const rank = (key: string): number => {
    let hash = seed | 0;
    for (const char of key) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
    return hash;
  };
  const keys = Object.keys(value).sort((a, b) => rank(a) - rank(b));
  return Object.fromEntries(keys.map(key => [key, shuffled((value as Record<string, JsonValue>)[key] ?? null, seed)]));
}

/** How many parts a value has, itself included. */
function parts(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, each) => sum + parts(each as JsonValue), 1);
}

/** The value with the part that comes `at`th in it replaced. */
function replaced(value: JsonValue, at: number, by: JsonValue): JsonValue {
  let left = at;
  const walk = (each: JsonValue): JsonValue => {
    if (left-- === 0) return by;
    if (Array.isArray(each)) return each.map(item => walk(item as JsonValue));
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, item]) => [key, walk(item as JsonValue)]));
  };
  return walk(value);
}
