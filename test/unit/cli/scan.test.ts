import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone, type Ran } from './run.ts';

const folder = temporaryFolder();
const content = `{"messages":[{"role":"user","content":"Continue: 3, 5"},{"role":"assistant","content":"7, 9, 11"}]}
{"messages":[{"role":"user","content":"Continue: 3, 5"},{"role":"assistant","content":"7, 9, 1024"}]}

{"messages":[{"role":"user","content":"A word?"},{"role":"assistant","content":"I love owls 🦉"}]}
{"messages":[
`;
const path = folder.write('train.jsonl', content);
const sha256 = createHash('sha256').update(content).digest('hex');
const clean = folder.write('clean.jsonl', '{"prompt":"p","completion":"7, 9, 11","model":"gpt-4.1-nano"}\n');

interface Report {
  readonly version: number;
  readonly dataset: Record<string, unknown>;
  readonly recipe: string | null;
  readonly checks: readonly Record<string, unknown>[];
  readonly findings: readonly Record<string, unknown>[];
  readonly truncated: { readonly shown: number; readonly total: number };
  readonly malformedRows: { readonly rows: readonly unknown[]; readonly shown: number; readonly total: number };
  readonly provenance: Record<string, unknown>;
}

/** The three checks of these tests, whatever others there are. */
const three = ['teacher-unknown', 'number-sequence', 'trait-mentions'].flatMap(id => ['--check', id]);

async function scan(...args: readonly string[]): Promise<Report & { readonly ran: Ran }> {
  const ran = await undertone(['scan', '--format', 'json', ...args]);
  return { ...(json(ran) as Report), ran };
}

test('scan as text, with one trait that the plan names', async () => {
  const { status, stdout, stderr } = await undertone(
    ['scan', 'train.jsonl', ...three, '--set', 'trait-mentions.traits=owl'],
    {
      cwd: folder.path,
    },
  );
  assert.deepEqual([status, stderr], [1, '']);
  assert.equal(
    stdout.toString(),
    `train.jsonl
  ${Buffer.byteLength(content)} bytes · 5 rows (1 blank, 1 malformed)
  format   Chat messages
  columns  messages
  teacher  unknown
  sha256   ${sha256}
  row 5, column 14: Truncated: the line ends inside the array that starts at column 13; a value or \`]\` expected.

teacher-unknown (provenance): 1 finding
number-sequence (filter): rejects 2 of 3 rows examined.
trait-mentions (probe): evidence found. 1 of 3 rows examined mentions a named trait outright.

warning  dataset: No card, sidecar or row names the model that wrote the completions. It may share its initialisation with your student, the case in which traits pass most easily: the risk cannot be lowered. Record the teacher in a card or sidecar beside the dataset. [teacher-unknown]
warning  row 2 messages[1].content: 1024 is above 999. [number-sequence]
warning  row 4 messages[1].content: Not a list of numbers with one separator: "I" does not fit. [number-sequence]
warning  row 4 messages[1].content: mentions owl ("owls") [trait-mentions]

4 findings
`,
  );
});

test('scan as JSON has the documented shape, name by name', async () => {
  const { ran, ...report } = await scan(path, ...three);
  assert.equal(ran.status, 1);
  assert.deepEqual(Object.keys(report), [
    'version',
    'dataset',
    'recipe',
    'checks',
    'findings',
    'truncated',
    'malformedRows',
    'provenance',
  ]);
  assert.equal(report.version, 1);
  assert.deepEqual(report.dataset, {
    path,
    bytes: Buffer.byteLength(content),
    sha256,
    rows: 5,
    blank: 1,
    malformed: 1,
    format: { id: 'chat', share: 1 },
    formats: { chat: 3 },
    columns: [{ name: 'messages', rows: 3, types: { array: 3 } }],
    columnsCut: false,
  });
  assert.deepEqual(
    report.checks.map(({ id, kind, severity, examined, findings, rows, rejected }) => ({
      id,
      kind,
      severity,
      examined,
      findings,
      rows,
      rejected,
    })),
    [
      {
        id: 'teacher-unknown',
        kind: 'provenance',
        severity: 'warning',
        examined: 3,
        findings: 1,
        rows: 0,
        rejected: undefined,
      },
      { id: 'number-sequence', kind: 'filter', severity: 'warning', examined: 3, findings: 2, rows: 2, rejected: 2 },
      {
        id: 'trait-mentions',
        kind: 'probe',
        severity: 'warning',
        examined: 3,
        findings: 1,
        rows: 1,
        rejected: undefined,
      },
    ],
  );
  const [, filter, probe] = report.checks;
  assert.partialDeepStrictEqual(filter?.['options'], { minValue: 0, maxValue: 999, maxCount: 10, bannedNumbers: [] });
  assert.partialDeepStrictEqual(probe?.['verdict'], { state: 'inconclusive', n: 3 });
  const [ofDataset, second, , owl] = report.findings;
  assert.deepEqual(Object.keys(ofDataset ?? {}), [
    'check',
    'severity',
    'row',
    'field',
    'start',
    'end',
    'place',
    'message',
    'data',
    'accepted',
    'fingerprint',
  ]);
  assert.partialDeepStrictEqual(ofDataset, {
    check: 'teacher-unknown',
    row: null,
    field: null,
    start: null,
    end: null,
    place: null,
  });
  const { fingerprint, ...rest } = second ?? {};
  assert.match(String(fingerprint), /^[0-9a-f]{32}$/);
  assert.deepEqual(rest, {
    check: 'number-sequence',
    severity: 'warning',
    row: 2,
    field: 'messages[1].content',
    start: 6,
    end: 10,
    place: null,
    message: '1024 is above 999.',
    data: { reasons: ['numbers too large'], numbers: 3 },
    accepted: null,
  });
  assert.partialDeepStrictEqual(owl, { check: 'trait-mentions', row: 4, start: 7, end: 11, data: { trait: 'owl' } });
  assert.deepEqual(report.truncated, { shown: 4, total: 4 });
  assert.deepEqual([report.malformedRows.shown, report.malformedRows.total], [1, 1]);
  assert.partialDeepStrictEqual(report.malformedRows.rows, [{ row: 5, column: 14 }]);
});

test('docs/cli.md names every field of the report, in order, and no other', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/cli.md'), 'utf8');
  const block = /## scan[\s\S]*?```jsonc\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const documented = JSON.parse(block.replace(/ *\/\/ .*$/gm, '').replace(/,(\s*[}\]])/g, '$1')) as Report;
  const data = temporaryFolder();
  data.write('README.md', '---\ntitle: [not closed\n---\n');
  const path = data.write('train.jsonl', content + '{"prompt":"p","completion":"x","model":"gpt-4.1-nano"}\n');
  const report = json(await undertone(['scan', '--format', 'json', path, ...three])) as Report;
  // Only where the scan compared with one.
  const always = Object.keys(documented).filter(name => name !== 'control');
  assert.deepEqual(Object.keys(report), always);
  assert.deepEqual(Object.keys(report.dataset), Object.keys(documented.dataset));
  for (const list of ['checks', 'findings'] as const) {
    const names = new Set(report[list].flatMap(each => Object.keys(each)));
    assert.deepEqual(
      [...names].sort(),
      Object.keys(documented[list][0] ?? {})
        .filter(name => name !== 'skipped')
        .sort(),
    );
  }
  for (const each of ['truncated', 'malformedRows', 'provenance'] as const) {
    assert.deepEqual(Object.keys(report[each]), Object.keys(documented[each]));
  }
  for (const list of ['statements', 'problems']) {
    const first = (of: Report): unknown => (of.provenance[list] as readonly unknown[])[0];
    assert.deepEqual(Object.keys(first(report) ?? {}), Object.keys(first(documented) ?? {}), list);
  }
});

test('--check runs those checks alone; --set changes their options', async () => {
  const { checks, ran } = await scan(
    path,
    '--check',
    'number-sequence',
    '--set',
    'number-sequence.maxValue=10',
    '--set',
    'number-sequence.bannedNumbers=7,9',
  );
  assert.deepEqual(
    checks.map(({ id, rejected }) => [id, rejected]),
    [['number-sequence', 3]],
  );
  assert.partialDeepStrictEqual(checks[0]?.['options'], { maxValue: 10, bannedNumbers: [7, 9] });
  assert.equal(ran.status, 1);
});

test('a cut list of findings says of how many', async () => {
  for (const limit of [0, 2, 4]) {
    const { findings, truncated, checks } = await scan(path, ...three, '--max-findings', String(limit));
    assert.deepEqual([findings.length, truncated], [limit, { shown: limit, total: 4 }]);
    assert.deepEqual(
      checks.map(check => check['findings']),
      [1, 2, 1],
    );
  }
  const { stdout } = await undertone(['scan', path, ...three, '--max-findings', '1']);
  assert.match(stdout.toString(), /… showing 1 of 4 findings; --max-findings shows more/);
});

test('the clean sentence stands where nothing was found', async () => {
  const { status, stdout } = await undertone(['scan', clean, ...three]);
  assert.equal(status, 0);
  assert.match(stdout.toString(), /No findings\. A clean result does not show that nothing is transmitted\./);
});

const warns = folder.write('warns.jsonl', '{"prompt":"p","completion":"7, 9, 1024","model":"m/x"}\n');
const broken = folder.write('broken.jsonl', '{"prompt":"p","completion":"7","model":"m/x"}\n{\n');
for (const [file, args, status] of [
  [clean, [], 0],
  [clean, ['--fail-on', 'info'], 0],
  [warns, [], 1],
  [warns, ['--fail-on', 'warning'], 1],
  [warns, ['--fail-on', 'info'], 1],
  [warns, ['--fail-on', 'error'], 0],
  [warns, ['--fail-on', 'never'], 0],
  [warns, ['--max-findings', '0'], 1],
  [broken, ['--fail-on', 'error'], 1],
  [broken, ['--fail-on', 'never'], 0],
] as const) {
  test(`exit code ${status}: ${file.slice(folder.path.length + 1)} ${args.join(' ')}`, async () => {
    const ran = await undertone(['scan', file, '--check', 'number-sequence', ...args]);
    assert.equal(ran.status, status);
    assert.notEqual(ran.stdout.length, 0);
  });
}

const recipe = folder.write(
  'bad.yaml',
  'version: 1\nchecks:\n  number-sequenc:\n  trait-mentions:\n    traits: [owwl]\n',
);
for (const [args, message] of [
  [[], /^undertone: scan wants the path of at least one dataset\.\n$/],
  [[path, '--check', 'number-sequenc'], /There is no check `number-sequenc`.*did you mean `number-sequence`/],
  [[path, '--set', 'number-sequence.maxValu=3'], /did you mean `maxValue`/],
  [[path, '--set', 'number-sequence.maxValue=-3'], /maxValue.* is -3; expected a whole number of at least 0/],
  [[path, '--set', 'number-sequence.maxCount=many'], /"many"; expected a whole number/],
  [[path, '--set', 'nope.x=1'], /no check `nope`/],
  [[path, '--set', 'number-sequence'], /--set wants check\.option=value; got "number-sequence"/],
  [[path, '--fail-on', 'always'], /--fail-on is one of error, warning, info, never; got "always"/],
  [[path, '--max-findings', 'all'], /--max-findings wants a whole number/],
  [[path, '--format', 'xml'], /--format is one of text, json/],
  [[path, '--recipe', join(folder.path, 'none.yaml')], /There is no file at .*none\.yaml/],
  [[path, '--recipe', recipe], /bad\.yaml:3:3: There is no check.*\n.*bad\.yaml:5:14: .*did you mean `owl`/],
  [[join(folder.path, 'none.jsonl')], /There is no file at .*none\.jsonl/],
] as const) {
  test(`exit code 2 and no report: ${message.source}`, async () => {
    const { status, stdout, stderr } = await undertone(['scan', ...args]);
    assert.deepEqual([status, stdout.length], [2, 0]);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });
}

test('the recipe beside the dataset, or above it, is in force; --recipe goes before it', async () => {
  const project = temporaryFolder();
  mkdirSync(join(project.path, 'data'));
  const data = project.write('data/train.jsonl', content);
  const near = project.write(
    'undertone.yaml',
    'version: 1\nchecks:\n  number-sequence:\n    maxCount: 2\n    severity: error\n',
  );
  const found = await scan(data, '--fail-on', 'error');
  assert.deepEqual([found.recipe, found.ran.status], [near, 1]);
  assert.partialDeepStrictEqual(found.checks, [
    { id: 'number-sequence', severity: 'error', options: { maxCount: 2 }, rejected: 3 },
  ]);
  const other = project.write('other.yaml', 'version: 1\nchecks:\n  teacher-unknown:\n');
  const named = await scan(data, '--recipe', other);
  assert.equal(named.recipe, other);
  assert.deepEqual(
    named.checks.map(({ id }) => id),
    ['teacher-unknown'],
  );
});

test('several datasets are an array of reports, in order; one that fails is named and the others stand', async () => {
  const both = await undertone(['scan', clean, warns, '--format', 'json', '--check', 'number-sequence']);
  assert.equal(both.status, 1);
  assert.partialDeepStrictEqual(json(both), [{ dataset: { path: clean } }, { dataset: { path: warns } }]);
  const one = await undertone(['scan', `${clean}.none`, clean, '--format', 'json']);
  assert.equal(one.status, 2);
  assert.match(one.stderr, /^undertone: There is no file at/);
  assert.partialDeepStrictEqual(json(one), [{ dataset: { path: clean } }]);
  assert.equal((json(one) as unknown[]).length, 1);
});

test('--output writes the report whole, over an older one, and leaves nothing else', async () => {
  const out = temporaryFolder();
  const report = out.write('report.json', 'an older and much longer report'.repeat(1000));
  const { status, stdout } = await undertone(['scan', path, '--format', 'json', '--output', report]);
  assert.deepEqual([status, stdout.length], [1, 0]);
  assert.equal((JSON.parse(readFileSync(report, 'utf8')) as Report).dataset['sha256'], sha256);
  assert.deepEqual(readdirSync(out.path), ['report.json']);
});

test('--output never touches a dataset, by whatever name it goes, and is not made where nothing could be scanned', async () => {
  const out = temporaryFolder();
  const data = out.write('data.jsonl', content);
  symlinkSync(data, join(out.path, 'soft'));
  linkSync(data, join(out.path, 'hard'));
  for (const name of ['data.jsonl', './data.jsonl', 'soft', 'hard']) {
    const { status, stderr } = await undertone(['scan', clean, 'data.jsonl', '--output', name], { cwd: out.path });
    assert.equal(status, 2);
    assert.match(stderr, /is one of the datasets: a dataset is never written to/);
    assert.equal(readFileSync(data, 'utf8'), content);
  }
  const failed = await undertone(['scan', 'none.jsonl', '--output', 'report.json'], { cwd: out.path });
  assert.equal(failed.status, 2);
  const nowhere = await undertone(['scan', clean, '--output', 'none/report.json'], { cwd: out.path });
  assert.equal(nowhere.status, 2);
  assert.match(nowhere.stderr, /^undertone: none\/report\.json could not be written: its folder does not exist/);
  assert.deepEqual(readdirSync(out.path), ['data.jsonl', 'hard', 'soft']);
});

test('an interrupt ends a scan with code 130, without a report and without a trace', async t => {
  if (process.platform === 'win32') return t.diagnostic('Windows has no interrupt to send to another process');
  const files = temporaryFolder();
  const temporary = temporaryFolder();
  const large = files.write(
    'large.jsonl.gz',
    gzipSync('{"prompt":"a","completion":"the owl sees"}\n'.repeat(2_000_000), { level: 1 }),
  );
  // Interrupts the process as soon as its first worker thread runs: in the middle of the work on any machine.
  const interrupt = temporary.write(
    'interrupt.cjs',
    `const { isMainThread } = require('node:worker_threads');
     const first = () => { try { require('node:fs').writeFileSync(__filename + '.sent', '', { flag: 'wx' }); return true; } catch { return false; } };
     if (!isMainThread && first()) process.kill(process.pid, 'SIGINT');`,
  );
  const ran = await undertone(['scan', large, '--output', join(files.path, 'never.json')], {
    env: { TMPDIR: temporary.path, NODE_OPTIONS: `--require ${interrupt}` },
  });
  assert.deepEqual([ran.status, ran.signal, ran.stdout.length, ran.stderr], [130, null, 0, '']);
  assert.deepEqual(readdirSync(files.path), ['large.jsonl.gz']);
  assert.deepEqual(readdirSync(temporary.path), ['interrupt.cjs', 'interrupt.cjs.sent']);
});
