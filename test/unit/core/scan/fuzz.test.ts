import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { kindOf } from '../../engine/nastyRows.ts';
import { physicalLines } from '../../support/oracles.ts';
import { formats } from '../../../../src/core/dataset/formats/registry.ts';
import { everyCheck, scanSliced } from './scanning.ts';

const plan = everyCheck(50);

/** Counts by the oracle; the scan must neither throw nor count otherwise. */
function agrees(bytes: Uint8Array): void {
  const kinds = physicalLines(bytes).map((line, i) => kindOf(line, { first: i === 0 }));
  const { profile, malformedRows } = scanSliced(bytes, [], plan);
  assert.deepEqual(
    { rows: profile.rows, blank: profile.blank, malformed: profile.malformed },
    {
      rows: kinds.length,
      blank: kinds.filter(kind => kind === 'blank').length,
      malformed: kinds.filter(kind => kind === 'malformed').length,
    },
  );
  assert.deepEqual(
    [...malformedRows],
    [...kinds.keys()].filter(i => kinds[i] === 'malformed'),
  );
  const values = Object.values(profile.formats).reduce((sum, count) => sum + count, 0);
  assert.equal(values, profile.rows - profile.blank - profile.malformed);
}

test('random bytes are rows like any other', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), agrees), { numRuns: 1500 });
});

test('random bytes of the alphabet of JSON are rows like any other', () => {
  const byte = fc.constantFrom(...Buffer.from('{}[]",:0123456789.eE+-truefalsnl \t\r\n\\u\0\ufeffé\u2028'));
  fc.assert(
    fc.property(
      fc.array(byte, { maxLength: 60 }).map(bytes => Uint8Array.from(bytes)),
      agrees,
    ),
    { numRuns: 3000 },
  );
});

const examples = formats.flatMap(format => format.examples.map(example => JSON.stringify(example)));

test('rows of every format with bytes changed, cut, doubled', () => {
  const edit = fc.record({ at: fc.nat(), length: fc.nat(12), put: fc.uint8Array({ maxLength: 4 }) });
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...examples), { minLength: 1, maxLength: 4 }),
      fc.array(edit, { minLength: 1, maxLength: 3 }),
      (rows, edits) => {
        let bytes = Buffer.from(rows.join('\n'));
        for (const { at, length, put } of edits) {
          const start = at % (bytes.length + 1);
          bytes = Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + length)]);
        }
        agrees(bytes);
      },
    ),
    { numRuns: 2000 },
  );
});

test('rows of every format with any value in any place', () => {
  const deep = (open: string, close: string) => open.repeat(100_000) + '1' + close.repeat(100_000);
  const wrong = fc.oneof(
    { weight: 16, arbitrary: fc.jsonValue({ maxDepth: 2 }).map(value => JSON.stringify(value)) },
    {
      weight: 8,
      arbitrary: fc.constantFrom(...examples, '{"__proto__":null}', '"\\ud800"', '1e999', '-0', '[]', '{}', '""'),
    },
    { weight: 1, arbitrary: fc.constantFrom(deep('[', ']'), deep('{"a":', '}')) },
  );
  fc.assert(
    fc.property(fc.constantFrom(...examples), fc.nat(), wrong, (example, at, put) =>
      agrees(Buffer.from(replaceValue(example, at, put))),
    ),
    { numRuns: 800 },
  );
});

/** Puts a text in the place of the `at`-th value, keys excluded, of a JSON text. */
function replaceValue(json: string, at: number, put: string): string {
  let places = 0;
  JSON.parse(json, () => places++);
  const target = at % places;
  let place = 0;
  const hole = '\ue000hole';
  const holed = JSON.stringify(JSON.parse(json, (_, value: unknown) => (place++ === target ? hole : value)));
  return holed.replace(JSON.stringify(hole), () => put);
}
