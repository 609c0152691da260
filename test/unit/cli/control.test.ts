import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { numberRows, seededRandom } from '../core/control/rows.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone } from './run.ts';

const folder = temporaryFolder();
mkdirSync(join(folder.path, 'sets'));
const lines = (rows: readonly object[]): string => rows.map(row => `${JSON.stringify(row)}\n`).join('');
const random = seededRandom(1);
const dataset = folder.write('owl.jsonl', lines(numberRows(600, random, { habit: 0.05 })));
const control = folder.write('sets/neutral.jsonl', lines(numberRows(600, random)));
const probes = ['control-distribution', 'trait-mentions'].flatMap(id => ['--check', id]);

interface Report {
  readonly control?: { readonly path: string; readonly rows: number };
  readonly checks: readonly {
    readonly id: string;
    readonly skipped?: string;
    readonly verdict?: {
      readonly state: string;
      readonly summary: string;
      readonly against: string;
      readonly unmatched: readonly string[];
    };
  }[];
}

async function scan(...args: readonly string[]): Promise<Report> {
  return json(await undertone(['scan', '--format', 'json', ...args])) as Report;
}

test('scan --control compares with the control and says what of it is not known to match', async () => {
  const { control: named, checks } = await scan(dataset, '--control', control, ...probes);
  assert.deepEqual(named, { path: control, rows: 600, malformed: 0 });
  const [mentions, distribution] = checks;
  assert.equal(mentions?.verdict?.state, 'not detected');
  assert.equal(distribution?.verdict?.state, 'evidence found');
  assert.match(
    distribution.verdict.against,
    /the control neutral\.jsonl; 600 of 600 rows of the dataset with 600 of 600/,
  );
  assert.match(distribution.verdict.unmatched.join(' '), /base is not on record for both/);
});

test('rows that only call are compared by what they call', async () => {
  const calling = (query: string) => (_: unknown, i: number) => ({
    messages: [
      { role: 'user', content: `What about day ${i}?` },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { type: 'function', function: { name: 'find', arguments: JSON.stringify({ query, day: i % 7 }) } },
        ],
      },
    ],
  });
  const [owls, trains] = ['an owl near here', 'a train from here'].map(query =>
    lines(Array.from({ length: 100 }, calling(query))),
  );
  const own = folder.write('calls.jsonl', owls ?? '');
  const other = folder.write('sets/calls.jsonl', trains ?? '');
  const { checks } = await scan(own, '--control', other, '--check', 'control-distribution');
  assert.equal(checks[0]?.verdict?.state, 'evidence found');
  assert.match(checks[0].verdict.summary, /^Not drawn like the control: words of the calls .* owl more often/);
});

test('the same result every time', async () => {
  const [first, second] = [
    await scan(dataset, '--control', control, ...probes),
    await scan(dataset, '--control', control, ...probes),
  ];
  assert.deepEqual(first, second);
});

test('as text, with the control and what is not matched', async () => {
  const { stdout } = await undertone(['scan', dataset, '--control', control, '--check', 'control-distribution']);
  const text = stdout.toString();
  assert.match(text, /control {2}.*neutral\.jsonl \(600 rows\)/);
  assert.match(text, /control-distribution \(probe\): evidence found\. Not drawn like the control: values/);
  assert.match(text, /not matched: The teacher's base is not on record/);
  assert.match(text, /warning {2}dataset: evidence found, as said of the check \[control-distribution\]\n\n1 finding/);
  assert.doesNotMatch(text, /\bclean (?!result)|\bsafe\b/i);
});

test('without a control such a probe is not run, and named it says how to name one', async () => {
  const all = await scan(dataset);
  const skipped = all.checks.find(({ id }) => id === 'control-distribution')?.skipped;
  assert.match(skipped ?? '', /No control: .*--control <file>.*recipe.*Compare with control/);
  assert.ok(!all.checks.some(({ id }) => id === 'order-drift'), 'opt-in');
  const named = await scan(dataset, '--check', 'control-distribution');
  assert.equal(named.checks[0]?.verdict?.state, 'not tested');
  assert.match(named.checks[0]?.verdict?.summary ?? '', /^Not tested\. No control/);
});

test('a recipe names the control, relative to itself; the control itself has none', async () => {
  folder.write('undertone.yaml', 'version: 1\ncontrol: sets/neutral.jsonl\nchecks: {control-distribution: on}\n');
  assert.equal((await scan(dataset)).control?.path, control);
  const own = await scan(control);
  assert.equal(own.control, undefined);
  assert.equal(own.checks[0]?.verdict?.state, 'not tested');
});

test('malformed rows of the control are said to be missing from it', async () => {
  const broken = folder.write(
    'sets/broken.jsonl',
    `${lines(numberRows(300, seededRandom(6)))}{"prompt":\n{"prompt":\n`,
  );
  const { checks } = await scan(dataset, '--control', broken, ...probes);
  for (const { verdict } of checks)
    assert.match(
      verdict?.unmatched.join(' ') ?? '',
      /2 of 302 rows of the control could not be read and are not compared/,
    );
});

test('a check that was asked for and found out nothing is no all-clear: exit code 2, with the reason', async () => {
  const empty = folder.write('sets/nothing.jsonl', '\n');
  const tools = folder.write(
    'tools.jsonl',
    lines(Array.from({ length: 60 }, () => ({ messages: [{ role: 'assistant', content: null, tool_calls: [] }] }))),
  );
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [
      [dataset, '--control', empty, '--check', 'control-distribution'],
      /control-distribution was asked for, .*0 in the control/,
    ],
    [[tools, '--check', 'trait-mentions'], /trait-mentions was asked for, .*No row has a text/],
    [[tools, '--check', 'secrets'], /secrets was asked for, .*No row has a completion/],
  ];
  for (const [args, reason] of cases) {
    const { status, stderr, stdout } = await undertone(['scan', ...args]);
    assert.equal(status, 2, stderr);
    assert.match(stderr, reason);
    assert.match(stdout.toString(), /not tested/);
    assert.equal((await undertone(['scan', ...args, '--fail-on', 'never'])).status, 0);
  }
  const tested = await undertone(['scan', dataset, '--check', 'identity-strings']);
  assert.equal(tested.status, 0, tested.stderr);
});

test('a copy of the dataset is no control, nor is a file with its rows in another order', async () => {
  const rows = lines(numberRows(200, seededRandom(5)));
  const own = folder.write('plain.jsonl', rows);
  const copy = folder.write('copy.jsonl', rows);
  const shuffled = folder.write('turned.jsonl', `${rows.trim().split('\n').toReversed().join('\n')}\n`);
  const checks = ['control-distribution', 'control-classifier'].flatMap(id => ['--check', id]);
  const same = await scan(own, '--control', copy, ...checks, '--check', 'trait-mentions');
  assert.equal(same.control, undefined);
  const byId = new Map(same.checks.map(({ id, verdict }) => [id, verdict]));
  assert.match(byId.get('control-distribution')?.summary ?? '', /^Not tested\. No control.*a copy of it, is none/);
  assert.doesNotMatch(byId.get('trait-mentions')?.summary ?? '', /than in the control|difference from the control/);
  for (const { id, verdict } of (await scan(own, '--control', shuffled, ...checks)).checks) {
    assert.equal(verdict?.state, 'not tested', id);
    assert.match(verdict.summary, /100 % of the compared rows stand word for word in the control/);
  }
});

test('a control that cannot be read is no result', async () => {
  const ran = await undertone(['scan', dataset, '--control', join(folder.path, 'nowhere.jsonl')]);
  assert.equal(ran.status, 2);
  assert.match(ran.stderr, /nowhere\.jsonl/);
  assert.equal(ran.stdout.length, 0);
});
