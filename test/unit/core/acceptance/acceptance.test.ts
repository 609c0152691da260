import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  acceptanceOf,
  indexAcceptances,
  mayBeAccepted,
  type Acceptance,
} from '../../../../src/core/acceptance/acceptance.ts';
import { partAccepted } from '../../../../src/core/acceptance/accepted.ts';
import { parseAcceptances } from '../../../../src/core/acceptance/read.ts';
import { addAcceptance } from '../../../../src/core/acceptance/write.ts';
import type { Finding } from '../../../../src/core/findings/finding.ts';
import { RowSet } from '../../../../src/core/findings/rowSet.ts';
import { FindingStore } from '../../../../src/core/findings/store.ts';
import type { ScanResult } from '../../../../src/core/scan/result.ts';

const digest = '0123456789abcdef0123456789abcdef';
const said = { reason: 'a quotation', by: 'Ada', on: '2026-11-22' };
const ofRow: Acceptance = {
  dataset: 'data/train.jsonl',
  check: 'trait-mentions',
  field: 'completion',
  text: digest,
  message: 'Mentions an owl.',
  ...said,
};
const finding: Finding = {
  check: 'trait-mentions',
  severity: 'warning',
  row: 4,
  field: 'completion',
  start: 3,
  end: 6,
  message: 'Mentions an owl.',
  data: {},
};

function matches(acceptance: Acceptance, given: Finding, known: { place?: string; text?: string } = {}): boolean {
  const index = indexAcceptances([acceptance], 'data/train.jsonl');
  const accepted = acceptanceOf(given, { place: known.place, text: known.text }, index);
  if (accepted) assert.ok(mayBeAccepted(given, known.place, index), 'a finding that is accepted was a candidate');
  return accepted === acceptance;
}

test('an acceptance is of one row’s text, wherever the row stands', () => {
  assert.ok(matches(ofRow, finding, { text: digest }));
  assert.ok(matches(ofRow, { ...finding, row: 900 }, { text: digest }));
  assert.ok(!matches(ofRow, finding, { text: digest.replace('0', 'f') }));
  assert.ok(!matches(ofRow, finding), 'a row that could not be read whole');
  for (const other of [{ check: 'x' }, { field: 'prompt' }, { message: 'Mentions an eagle.' }]) {
    assert.ok(!matches(ofRow, { ...finding, ...other }, { text: digest }), JSON.stringify(other));
  }
  assert.ok(!matches({ ...ofRow, dataset: 'train.jsonl' }, finding, { text: digest }));
  const { message, ...whateverItSays } = ofRow;
  assert.equal(message, finding.message);
  assert.ok(matches(whateverItSays, { ...finding, message: 'Otherwise.' }, { text: digest }));
});

test('an acceptance holds whichever system it was written on', () => {
  const accepted = (dataset: string, own: string): boolean =>
    indexAcceptances([{ ...ofRow, dataset }], own).checks.size > 0;
  assert.ok(accepted('.\\data\\train.jsonl', 'data/train.jsonl'));
  assert.ok(
    accepted('data/re\u0301sume\u0301.jsonl', 'data/r\u00e9sum\u00e9.jsonl'),
    'letters in two parts, as macOS may list them',
  );
  assert.ok(!accepted('data/resume.jsonl', 'data/r\u00e9sum\u00e9.jsonl'));
});

test('an acceptance without a row’s text is of the dataset alone, and of its place', () => {
  const { dataset, check, message } = ofRow;
  const ofDataset: Acceptance = { dataset, check, message: finding.message, ...said };
  const whole: Finding = { check, severity: 'warning', message: message ?? '', data: {} };
  assert.ok(matches(ofDataset, whole));
  assert.ok(!matches(ofDataset, { ...whole, row: 0 }, { text: digest }));
  assert.ok(!matches({ ...ofDataset, text: digest }, whole));
  const place = { path: '/cards/README.md', line: 3, field: 'license' };
  assert.ok(matches({ ...ofDataset, place: './README.md' }, { ...whole, place }, { place: 'README.md' }));
  assert.ok(!matches({ ...ofDataset, place: 'README.md' }, { ...whole, place }, { place: 'other/README.md' }));
  assert.ok(!matches(ofDataset, { ...whole, place }, { place: 'README.md' }));
});

function scanned(limit: number): ScanResult {
  const store = new FindingStore('trait-mentions', limit);
  const rows = new RowSet();
  store.add(undefined, 'info', { message: 'dataset', data: {}, place: { path: 'a', line: 1, field: 'x' } });
  for (const row of [1, 1, 2, 3]) {
    store.add(row, 'warning', { message: `m${store.total}`, data: { n: row } });
    rows.add(row);
  }
  const check = { id: 'trait-mentions', kind: 'probe', severity: 'warning', options: {} } as const;
  const outcome = { check, examined: 5, findings: store, rows };
  return { outcomes: [outcome] } as unknown as ScanResult;
}

test('accepted findings leave the open ones and stay counted', () => {
  const result = scanned(10);
  const { open, count, byCheck, of } = partAccepted(
    result,
    new Map([
      [
        'trait-mentions',
        new Map([
          [1, ofRow],
          [3, ofRow],
        ]),
      ],
    ]),
  );
  const [outcome] = open.outcomes;
  assert.deepEqual([count, byCheck.get('trait-mentions')], [2, 2]);
  assert.deepEqual(
    outcome?.findings.slice(0, 9).map(({ message }) => message),
    ['dataset', 'm2', 'm4'],
  );
  assert.deepEqual(outcome?.findings.at(0)?.place, { path: 'a', line: 1, field: 'x' });
  assert.deepEqual([outcome?.findings.total, outcome?.findings.totals], [3, [0, 2, 1]]);
  assert.deepEqual([...(outcome?.rows ?? [])], [1, 3], 'row 1 has another finding');
  const [whole] = result.outcomes;
  assert.deepEqual(
    whole?.findings.slice(0, 9).map(one => of(one)?.reason),
    [undefined, said.reason, undefined, said.reason, undefined],
  );
});

test('findings that are counted only stay open', () => {
  const result = scanned(3);
  const all = new Map([0, 1, 2].map(position => [position, ofRow] as const));
  const [outcome] = partAccepted(result, new Map([['trait-mentions', all]])).open.outcomes;
  assert.deepEqual([outcome?.findings.size, outcome?.findings.total], [0, 2]);
  assert.deepEqual([...(outcome?.rows ?? [])], [1, 2, 3], 'the last kept row may have more findings');
});

test('what is written is read again, beside what stood there', () => {
  const odd = { ...ofRow, message: 'Says: "yes" # 1\n- no', reason: '12', by: 'null', text: '1'.repeat(32) };
  const begun = addAcceptance(undefined, odd);
  assert.ok(begun);
  const { version, place, ...rest } = { version: 1, place: 'README.md', ...ofRow };
  const more = addAcceptance(`${begun}# the end\n`, { ...rest, place });
  assert.ok(more);
  assert.deepEqual(parseAcceptances(more), { acceptances: [odd, { ...ofRow, place }], problems: [] });
  assert.match(more, new RegExp(`^# .*stay counted\\.\\n\\nversion: ${version}\\naccepted:\\n`));
  assert.match(more, /# the end/);
  assert.deepEqual(parseAcceptances(addAcceptance('version: 1\naccepted: []\n', ofRow) ?? '').acceptances, [ofRow]);
  assert.equal(addAcceptance('version: 2\naccepted: []\n', ofRow), undefined);
  assert.equal(addAcceptance('accepted: [', ofRow), undefined);
});

test('a file with a mistake accepts nothing, and says where', () => {
  const one = '  - dataset: a.jsonl\n    check: c\n    reason: r\n    by: b\n    on: 2026-11-22\n';
  const good = `version: 1\naccepted:\n${one}`;
  assert.equal(parseAcceptances(good).acceptances.length, 1);
  const cases: readonly (readonly [string, number, number, RegExp])[] = [
    [good.replace('version: 1', 'version: 2'), 1, 10, /`version` is 1/],
    [good.replace('version: 1\n', ''), 1, 1, /`version: 1` is missing/],
    [`${good}  - dataset: b.jsonl\n    check: c\n    by: b\n    on: x\n`, 8, 5, /Missing here: reason/],
    [good.replace('reason: r', 'reason: 7'), 5, 13, /`reason` is a text/],
    [good.replace('reason: r', 'reason: ""'), 5, 13, /`reason` is a text/],
    [`${good}    texxt: a\n`, 8, 5, /did you mean `text`/],
    [`${good}    text: ABC\n`, 8, 11, /32 hexadecimal/],
    ['version: 1\naccepted: all\n', 2, 11, /is a list/],
    ['- 1\n', 1, 1, /Expected a mapping/],
    ['version: 1\naccepted: [', 2, 12, /No valid YAML/],
  ];
  for (const [text, line, column, message] of cases) {
    const { acceptances, problems } = parseAcceptances(text);
    assert.deepEqual(acceptances, [], text);
    assert.deepEqual([problems[0]?.line, problems[0]?.column], [line, column], text);
    assert.match(problems[0]?.message ?? '', message);
  }
  for (const empty of ['', '# nothing\n', 'version: 1\n', 'version: 1\naccepted:\n']) {
    assert.deepEqual(parseAcceptances(empty), { acceptances: [], problems: [] }, JSON.stringify(empty));
  }
});
