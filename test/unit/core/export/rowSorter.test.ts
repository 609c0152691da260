import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RowSorter, type SorterOptions } from '../../../../src/core/export/rowSorter.ts';
import { RowSet } from '../../../../src/core/findings/rowSet.ts';

/** A line with its ending, and what becomes of it. */
interface Line {
  readonly bytes: Uint8Array;
  readonly fate: 'kept' | 'rejected' | 'malformed' | 'blank';
}

/** The lines' bodies: none holds a newline; blank ones are white space alone, kept ones are not. */
const body = {
  kept: fc.constantFrom('{"a":1}', '  {"é":"🦉"}', '{"a":1}\r', '\t[1]', '0'),
  rejected: fc.constantFrom('{"b":2}', '{"b":"\\u0000"}\r', '"x"'),
  malformed: fc.constantFrom('{"a":', '\xff\xfe', '\u0000', '   x'),
  blank: fc.constantFrom('', ' ', '\t \r', '\r'),
};

const lineOf = fc
  .constantFrom('kept', 'rejected', 'malformed', 'blank')
  .chain(fate => body[fate].map(text => ({ fate, text })));

const file = fc
  .record({ lines: fc.array(lineOf, { maxLength: 30 }), mark: fc.boolean(), lastNewline: fc.boolean() })
  .map(({ lines, mark, lastNewline }) =>
    lines.flatMap(({ fate, text }, i): Line[] => {
      const isLast = i === lines.length - 1;
      const ending = isLast && !lastNewline ? '' : '\n';
      const bytes = Buffer.concat([
        Buffer.from(i === 0 && mark ? '\ufeff' : ''),
        Buffer.from(text),
        Buffer.from(ending),
      ]);
      // Nothing after the last newline is no line.
      return bytes.length === 0 ? [] : [{ fate, bytes }];
    }),
  );

const pieceLengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });

function run(lines: readonly Line[], lengths: readonly number[], options: SorterOptions) {
  const verdicts = { rejected: new RowSet(), malformed: new RowSet() };
  lines.forEach(({ fate }, i) => {
    if (fate === 'rejected' || fate === 'malformed') verdicts[fate].add(i);
  });
  const sorter = new RowSorter(verdicts, options);
  const bytes = Buffer.concat(lines.map(line => line.bytes));
  const pieces = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length] ?? 1;
    pieces.push(sorter.add(bytes.subarray(at, at + length)));
    at += length;
  }
  pieces.push(sorter.finish());
  return {
    kept: Buffer.concat(pieces.flatMap(({ kept }) => kept)),
    quarantined: Buffer.concat(pieces.flatMap(({ quarantined }) => quarantined)),
    held: pieces.flatMap(({ held }) => held),
    counts: sorter.counts,
  };
}

function bytesOf(lines: readonly Line[], fate: Line['fate']): Buffer {
  return Buffer.concat(lines.filter(line => line.fate === fate).map(line => line.bytes));
}

test('kept and quarantined rows are byte-identical and in order, whatever pieces the file comes in', () => {
  fc.assert(
    fc.property(file, pieceLengths, (lines, lengths) => {
      const sorted = run(lines, lengths, { malformed: 'as they stand', maxHeldBytes: 1000 });
      assert.deepEqual(sorted.kept, bytesOf(lines, 'kept'));
      assert.deepEqual(sorted.quarantined, bytesOf(lines, 'malformed'));
      const count = (fate: Line['fate']): number => lines.filter(line => line.fate === fate).length;
      assert.deepEqual(sorted.counts, {
        rows: lines.length,
        kept: count('kept'),
        rejected: count('rejected'),
        malformed: count('malformed'),
        blank: count('blank'),
      });
    }),
  );
});

test('rows that leave come with their place and their line', () => {
  fc.assert(
    fc.property(file, pieceLengths, (lines, lengths) => {
      const sorted = run(lines, lengths, { malformed: 'with reason', maxHeldBytes: 1000 });
      let byteStart = 0;
      const expected = lines.flatMap(({ fate, bytes }, index) => {
        const start = byteStart;
        byteStart += bytes.length;
        if (fate !== 'rejected' && fate !== 'malformed') return [];
        const line = bytes.at(-1) === 10 ? bytes.subarray(0, -1) : bytes;
        return [{ index, byteStart: start, byteEnd: start + line.length, kind: fate, bytes: Buffer.from(line) }];
      });
      assert.deepEqual(
        sorted.held.map(row => ({ ...row, bytes: Buffer.from(row.bytes ?? []) })),
        expected,
      );
    }),
  );
});

test('a row past the limit of what is held comes without its bytes; a kept one of any length passes through', () => {
  const long = Buffer.from(`{"a":"${'x'.repeat(500)}"}\n`);
  const lines: Line[] = [
    { fate: 'rejected', bytes: long },
    { fate: 'kept', bytes: long },
    { fate: 'malformed', bytes: long },
  ];
  const sorted = run(lines, [7], { malformed: 'nowhere', maxHeldBytes: 100 });
  assert.deepEqual(sorted.kept, long);
  assert.deepEqual(sorted.held, [{ index: 0, byteStart: 0, byteEnd: long.length - 1, kind: 'rejected' }]);
});
