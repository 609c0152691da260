import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Log } from 'sarif';
import { checks } from '../../../src/core/checks/registry.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone } from './run.ts';

const folder = temporaryFolder();
const good = '{"prompt":"p","completion":"7, 9, 11"}\n';
const evil = '{"prompt":"p","completion":"<script>alert(1)</script> | @octocat #1 https://example.com `owl`"}\n';
const content = `${good}${evil}\n{"prompt":\n`;
const lines = content.split('\n');
const path = folder.write('train set.jsonl', content);
const three = ['teacher-unknown', 'number-sequence', 'trait-mentions'].flatMap(id => ['--check', id]);

async function report(format: string, ...args: string[]) {
  const ran = await undertone(['scan', 'train set.jsonl', ...three, '--format', format, ...args], { cwd: folder.path });
  assert.equal(ran.status, 1, ran.stderr);
  return ran.stdout.toString();
}

test('SARIF: rules from the declarations, results in their lines, every reference resolved', async () => {
  const log = JSON.parse(await report('sarif')) as Log;
  assert.equal(log.version, '2.1.0');
  const [run, ...more] = log.runs;
  assert.ok(run && more.length === 0);
  assert.equal(run.columnKind, 'utf16CodeUnits');
  const rules = run.tool.driver.rules ?? [];
  assert.deepEqual(
    rules.map(({ id, shortDescription }) => [id, shortDescription?.text]),
    [
      ...['teacher-unknown', 'number-sequence', 'trait-mentions'].map(id => [
        id,
        checks.find(check => check.id === id)?.title,
      ]),
      ['malformed-row', 'Malformed row'],
    ],
  );
  const results = run.results ?? [];
  assert.deepEqual(
    results.map(({ ruleId, level, locations }) => {
      const { region, artifactLocation } = locations?.[0]?.physicalLocation ?? {};
      assert.equal(artifactLocation?.uri, 'train%20set.jsonl');
      assert.equal(artifactLocation.uriBaseId, '%SRCROOT%');
      const line = lines[(region?.startLine ?? 0) - 1];
      return [
        ruleId,
        level,
        region?.startLine,
        region?.startColumn && line?.slice(region.startColumn - 1, (region.endColumn ?? 0) - 1),
      ];
    }),
    [
      ['teacher-unknown', 'warning', 1, undefined],
      ['number-sequence', 'warning', 2, '<script>alert('],
      ['trait-mentions', 'note', 2, 'owl'],
      ['malformed-row', 'error', 4, ':'],
    ],
  );
  for (const result of results) {
    assert.equal(rules[result.ruleIndex ?? -1]?.id, result.ruleId);
    assert.match(result.partialFingerprints?.['undertone/v1'] ?? '', /^[0-9a-f]{32}$/);
    assert.equal(result.baselineState, undefined);
  }
  const notes = run.invocations?.[0]?.toolExecutionNotifications ?? [];
  assert.ok(notes.some(({ message }) => message.text === 'A clean result does not show that nothing is transmitted.'));
});

test('SARIF says what it does not list', async () => {
  const log = JSON.parse(await report('sarif', '--max-findings', '1')) as Log;
  assert.deepEqual(
    log.runs[0]?.invocations?.[0]?.toolExecutionNotifications
      ?.filter(({ level }) => level === 'warning')
      .map(({ message }) => message.text),
    ['1 of 3 findings is listed.'],
  );
});

test('Markdown: what a dataset says is text, never markup, mention or link', async () => {
  const text = await report('markdown');
  assert.match(text, /^## train set\.jsonl\n\n\*\*3 findings\*\* in 4 rows \(1 blank, 1 malformed\)/);
  assert.match(text, /rejects 1 of 2 rows examined/);
  assert.match(text, /<summary>Findings: 3 of 3<\/summary>/);
  assert.match(text, /_A clean result does not show that nothing is transmitted\._\n$/);
  assert.doesNotMatch(text, /(?<!\\)<script|@octocat|#1|https:\/\/example/);
});

test('HTML: one page without script or anything fetched, with every number’s N of M', async () => {
  const page = await report('html');
  assert.match(page, /^<!doctype html>/);
  assert.doesNotMatch(page, /<script|<link|<img|<iframe|\son\w+=|@import|url\(/i);
  assert.match(page, /Content-Security-Policy" content="default-src 'none'/);
  assert.match(page, /prefers-color-scheme: dark/);
  assert.match(page, /Findings: 3 of 3/);
  assert.match(page, /rejects 1 of 2 rows examined/);
  assert.match(page, /<svg class="picture" viewBox="0 0 400 16" role="img" aria-label="from /);
  assert.match(page, /A clean result does not show that nothing is transmitted\./);
});

test('a baseline: findings that it knows do not fail, wherever they stand by now; new ones do', async () => {
  const baseline = join(folder.path, 'baseline.json');
  const scan = (...args: string[]) =>
    undertone(['scan', 'train set.jsonl', ...three, '--format', 'json', ...args], { cwd: folder.path });
  await scan('--output', baseline);
  const known = await scan('--baseline', baseline);
  assert.equal(known.status, 0, known.stderr);
  assert.match(known.stderr, /0 of 3 listed findings and 0 of 1 listed malformed rows are new\./);
  folder.write('train set.jsonl', `${good}${good}{"prompt":\n${good}${evil}`);
  assert.equal((await scan('--baseline', baseline)).status, 0, 'moved');
  folder.write('train set.jsonl', `${good}${evil}${good}{"prompt":"p","completion":"1, 1000"}\n`);
  const more = await scan('--baseline', baseline);
  assert.equal(more.status, 1);
  assert.match(more.stderr, /1 of 4 listed findings .* are new/);
  const cut = await scan('--baseline', baseline, '--max-findings', '3');
  assert.equal(cut.status, 1, 'what is not listed could not be compared');
  assert.match(cut.stderr, /1 more are not listed/);
  folder.write('train set.jsonl', `${good}${evil}{"other":\n`);
  assert.equal((await scan('--baseline', baseline)).status, 1, 'a new malformed row');
  const log = json(await scan('--baseline', baseline, '--format', 'sarif')) as Log;
  assert.deepEqual(
    log.runs[0]?.results?.map(({ ruleId, baselineState }) => [ruleId, baselineState]),
    [
      ['teacher-unknown', 'unchanged'],
      ['number-sequence', 'unchanged'],
      ['trait-mentions', 'unchanged'],
      ['malformed-row', 'new'],
    ],
  );
});

test('a file that cannot be a baseline is refused', async () => {
  const unfit: [string, RegExp][] = [
    ['{', /is not JSON/],
    ['{}', /is no report of a scan/],
    [
      '{"findings":[],"truncated":{"shown":0,"total":9},"malformedRows":{"rows":[],"shown":0,"total":0}}',
      /lists 0 of 9 findings/,
    ],
    [
      '{"findings":[{}],"truncated":{"shown":1,"total":1},"malformedRows":{"rows":[],"shown":0,"total":0}}',
      /without fingerprints/,
    ],
  ];
  for (const [content, message] of unfit) {
    const ran = await undertone(['scan', 'train set.jsonl', '--baseline', folder.write('unfit.json', content)], {
      cwd: folder.path,
    });
    assert.equal(ran.status, 2);
    assert.match(ran.stderr, message);
  }
});

test('several datasets: one SARIF run each, one page for all', async () => {
  const other = folder.write('other.jsonl', good);
  const ran = await undertone(['scan', path, other, ...three, '--format', 'sarif'], { cwd: folder.path });
  const { runs } = json(ran) as Log;
  assert.equal(runs.length, 2);
  assert.match(runs[0]?.artifacts?.[0]?.location?.uri ?? '', /^file:\/\/\/.*train%20set\.jsonl$/);
  const page = await undertone(['scan', path, other, ...three, '--format', 'html'], { cwd: folder.path });
  assert.equal(page.stdout.toString().match(/<h2>/g)?.length, 2);
});

test('compact: a line for each finding and malformed row, at its place, and how many were listed', async () => {
  folder.write('train set.jsonl', content);
  const compact = await report('compact');
  const found = compact
    .split('\n')
    .flatMap(line => /^(.+?):(\d+):(\d+): (error|warning|info) ([a-z-]+): (.*)$/.exec(line) ?? []);
  const listed = Array.from({ length: found.length / 7 }, (_, i) => found.slice(7 * i + 1, 7 * i + 6));
  assert.deepEqual(listed, [
    ['train set.jsonl', '1', '1', 'warning', 'teacher-unknown'],
    ['train set.jsonl', '2', '29', 'warning', 'number-sequence'],
    ['train set.jsonl', '2', '90', 'info', 'trait-mentions'],
    ['train set.jsonl', '4', '10', 'error', 'malformed-row'],
  ]);
  assert.match(compact, /\ntrain set\.jsonl: 4 of 4 findings and malformed rows listed\. /);
  const cut = await report('compact', '--max-findings', '1');
  assert.match(cut, /: 2 of 4 findings and malformed rows listed \(--max-findings lists more\)\. /);
});

test('compact: what a baseline knows is left out and said', async () => {
  folder.write('train set.jsonl', content);
  await report('json', '--output', 'known.json');
  const ran = await undertone(
    ['scan', 'train set.jsonl', ...three, '--format', 'compact', '--baseline', 'known.json'],
    {
      cwd: folder.path,
    },
  );
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stdout.toString(), /^train set\.jsonl: 0 of 4 .* \(those that the baseline knows are left out\)/);
});
