import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { lineBlocks } from '../../../src/engine/files/lineBlocks.ts';
import { physicalLines } from '../support/oracles.ts';
import { temporaryFolder } from '../support/temporary.ts';

const folder = temporaryFolder();

function linesOf(path: string, byteStart: number, byteEnd: number): string[] {
  const file = openSync(path, 'r');
  try {
    const lines: string[] = [];
    for (const block of lineBlocks(file, { byteStart, byteEnd })) {
      assert.equal(block.kind, 'lines');
      if (block.kind === 'lines')
        lines.push(...physicalLines(block.bytes).map(line => Buffer.from(line).toString('latin1')));
    }
    return lines;
  } finally {
    closeSync(file);
  }
}

test('consecutive slices give every line once, in order, wherever they are cut', () => {
  const part = fc.oneof(
    { weight: 4, arbitrary: fc.constant('\n') },
    { weight: 4, arbitrary: fc.string({ maxLength: 20 }).map(text => text.replaceAll('\n', '')) },
    { weight: 1, arbitrary: fc.constant('y'.repeat(1_200_000)) },
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), fc.array(fc.nat(3_000_000), { maxLength: 5 }), (parts, cuts) => {
      const bytes = Buffer.from(parts.join(''));
      const path = folder.write('lines', bytes);
      const borders = [0, ...cuts.filter(cut => cut < bytes.length).sort((a, b) => a - b), bytes.length];
      const lines = borders.slice(1).flatMap((end, i) => linesOf(path, borders[i] ?? 0, end));
      assert.deepEqual(
        lines,
        physicalLines(bytes).map(line => Buffer.from(line).toString('latin1')),
      );
    }),
    { numRuns: 80 },
  );
});
