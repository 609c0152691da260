import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RowSet } from '../../../../src/core/findings/rowSet.ts';
import { FindingStore } from '../../../../src/core/findings/store.ts';
import { partAccepted } from '../../../../src/core/acceptance/accepted.ts';
import { planScan } from '../../../../src/core/recipe/plan.ts';
import { scanText } from '../../../../src/core/report/text.ts';
import { filterSummary, keptRows, rejectedOnlyBy, rejectedRows } from '../../../../src/core/scan/filterSummary.ts';
import type { CheckOutcome, ScanResult } from '../../../../src/core/scan/result.ts';
import { everyCheck, scanSliced } from './scanning.ts';

const empty = scanSliced(Buffer.from(''), [], everyCheck());
const total = 70;
const rowsOf = fc.uniqueArray(fc.nat(total - 1));

function outcome(id: string, rows: readonly number[], limit = 1000): CheckOutcome {
  const findings = new FindingStore(id, limit);
  const set = new RowSet();
  for (const row of rows.toSorted((a, b) => a - b)) {
    set.add(row);
    findings.add(row, 'warning', { message: 'no', data: { reasons: row % 2 === 0 ? ['even'] : ['odd', 'small'] } });
  }
  const check = { id, kind: 'filter' as const, severity: 'warning' as const, options: {}, explicit: true };
  return { check, examined: total, findings, rows: set, rejected: set.size };
}

function resultOf(outcomes: readonly CheckOutcome[], malformed: readonly number[]): ScanResult {
  const malformedRows = new RowSet();
  for (const row of malformed) malformedRows.add(row);
  return { ...empty, profile: { ...empty.profile, rows: total, malformed: malformed.length }, malformedRows, outcomes };
}

test('kept, rejected, alone and together are what counting row by row gives', () => {
  fc.assert(
    fc.property(rowsOf, rowsOf, rowsOf, rowsOf, (a, b, c, bad) => {
      const readable = (rows: readonly number[]): number[] => rows.filter(row => !bad.includes(row));
      const sets = { a: readable(a), b: readable(b), c: readable(c) };
      const result = resultOf(
        Object.entries(sets).map(([id, rows]) => outcome(id, rows)),
        bad,
      );
      const summary = filterSummary(result);
      assert.ok(summary);
      const all = Array.from({ length: total }, (_, row) => row);
      const rejecting = (row: number): string[] =>
        Object.entries(sets).flatMap(([id, rows]) => (rows.includes(row) ? [id] : []));
      const rejected = all.filter(row => rejecting(row).length > 0);
      const kept = all.filter(row => !rejected.includes(row) && !bad.includes(row));
      assert.deepEqual([summary.kept, summary.rejected], [kept.length, rejected.length]);
      assert.deepEqual([...new RowSet(rejectedRows(result))], rejected);
      assert.deepEqual([...new RowSet(keptRows(result, new Uint32Array(0)))], kept);
      for (const { check, only, alsoBy } of summary.filters) {
        const alone = all.filter(row => rejecting(row).join() === check);
        assert.equal(only, alone.length);
        assert.deepEqual([...new RowSet(rejectedOnlyBy(result, check))], alone);
        for (const { check: other, rows } of alsoBy)
          assert.equal(
            rows,
            all.filter(row => rejecting(row).includes(check) && rejecting(row).includes(other)).length,
          );
      }
    }),
  );
});

test('reasons are counted in the findings that are kept, and it says of how many', () => {
  const [share] = filterSummary(resultOf([outcome('a', [1, 2, 3, 4, 5, 6], 4)], []))?.filters ?? [];
  assert.deepEqual(share?.reasonsOf, { read: 4, total: 6 });
  assert.deepEqual(share?.reasons, [
    { reason: 'odd', findings: 2 },
    { reason: 'small', findings: 2 },
    { reason: 'even', findings: 2 },
  ]);
});

test('where no filter ran there is no summary', () => {
  assert.equal(filterSummary(resultOf([], [])), undefined);
  assert.equal(filterSummary(resultOf([{ ...outcome('a', []), skipped: 'not numbers' }], [])), undefined);
});

/** Row 1 is merely cut by TRL, row 2 refused, row 3 as it should be. */
function scannedForTrl(): ScanResult {
  const rows = [
    { prompt: 'Which birds?', completion: 'owls '.repeat(20) },
    { question: 'Which birds?', answer: 'owls' },
    { prompt: 'Which birds?', completion: 'owls' },
  ];
  const overrides = [{ check: 'trainer-trl', option: 'maxTokens', value: '10' }];
  const { plan, problems } = planScan({ only: ['trainer-trl'], overrides, maxFindingsPerCheck: 10 });
  assert.ok(plan, problems.join(' '));
  const words = { name: 'words', knowsSpecialTokens: false, count: (text: string) => text.split(/\s+/).length };
  const bytes = Buffer.from(rows.map(row => JSON.stringify(row)).join('\n'));
  return scanSliced(bytes, [1], plan, { resources: { 'trainer-trl': { tokenizer: words } } });
}

test('a row that a filter flags and lets stay is kept and rejected by nobody', () => {
  const result = scannedForTrl();
  assert.deepEqual([...(result.outcomes[0]?.rows ?? [])], [0, 1]);
  const summary = filterSummary(result);
  assert.deepEqual([summary?.kept, summary?.rejected], [2, 1]);
  const [share] = summary?.filters ?? [];
  assert.deepEqual([share?.rejected, share?.only], [1, 1]);
  assert.deepEqual(share?.reasons, [{ reason: 'no-known-columns', findings: 1 }]);
  assert.deepEqual([...new RowSet(rejectedRows(result))], [1]);
  assert.deepEqual([...new RowSet(rejectedOnlyBy(result, 'trainer-trl'))], [1]);
  assert.deepEqual([...new RowSet(keptRows(result, new Uint32Array(0)))], [0, 2]);
});

test('a report says how many rows a filter flags and keeps', () => {
  const subject = { path: 'data.jsonl', bytes: 1, sha256: '', result: scannedForTrl() };
  assert.match(scanText(subject, 0), /rejects 1 of 3 rows examined, flags 1 that it keeps\./);
});

test('accepting a finding takes nothing back of what a filter rejects', () => {
  const result = resultOf([outcome('a', [3, 5])], []);
  const { open } = partAccepted(
    result,
    new Map([['a', new Map([[0, { dataset: 'd', check: 'a', reason: 'fine', by: 'me', on: '2026-11-22' }]])]]),
  );
  assert.deepEqual([...(open.outcomes[0]?.rows ?? [])], [5]);
  assert.deepEqual([...new RowSet(rejectedRows(open))], [3, 5]);
});
