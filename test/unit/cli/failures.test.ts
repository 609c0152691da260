// How the command line ends where nobody foresaw it, and before work is lost. What goes wrong is put into the process by `--require`.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { languageModel } from '../engine/endpoints/languageModel.ts';
import { serve } from '../engine/endpoints/server.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { undertone, type Ran, type RunOptions } from './run.ts';

const folder = temporaryFolder();
const row = '{"prompt":"p","completion":"the owl sees"}\n';
const rows = folder.write('rows.jsonl', row.repeat(20_000));
const long = folder.write('long.jsonl', `{"prompt":"p","completion":"${'é x '.repeat(2_000_000)}"}\n`.repeat(20));

/** Runs with a script that is loaded into the process and into its threads. */
function withScript(name: string, script: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const path = folder.write(`${name}.cjs`, script);
  return undertone(args, { ...options, env: { ...options.env, NODE_OPTIONS: `--require ${path}` } });
}

const onMain = (what: string): string =>
  `if (require('node:worker_threads').isMainThread) setTimeout(() => { ${what} }, 1);`;
const onThread = (what: string): string => `if (!require('node:worker_threads').isMainThread) { ${what} }`;
const small = `const threads = require('node:worker_threads');
if (threads.isMainThread) {
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(script, options) { super(script, { ...options, resourceLimits: { maxOldGenerationSizeMb: 12 } }); }
  };
}`;

for (const [name, script, path, said] of [
  [
    'thrown',
    onMain("throw new TypeError('x is not a function.')"),
    rows,
    /unforeseen TypeError: x is not a function\. /,
  ],
  [
    'rejected',
    onMain("Promise.reject(new Error('nobody waits'))"),
    rows,
    /unforeseen Error: nobody waits\. This is a fault/,
  ],
  [
    'too-long',
    onMain("throw new RangeError('Invalid string length')"),
    rows,
    /may be too large.*--max-findings, or split/,
  ],
  [
    'thread',
    onThread("JSON.parse = () => { throw new TypeError('odd'); };"),
    rows,
    /thread ended \(odd\): a fault of Undertone/,
  ],
  ['memory', small, long, /thread ended \(.*memory.*\): a row may be too large.*split the file/],
] as const) {
  test(`an error that nobody foresaw is exit code 2, one sentence and no stack: ${name}`, async () => {
    const { status, stdout, stderr } = await withScript(name, script, ['scan', path, '--check', 'trait-mentions']);
    assert.deepEqual([status, stdout.length], [2, 0], stderr);
    assert.match(stderr, said);
    assert.match(stderr, /^undertone: .*\n$/, 'one line');
  });
}

test('the stack is shown to who asks for it', async () => {
  const args = ['scan', rows, '--check', 'trait-mentions'];
  const { status, stderr } = await withScript('stack', onMain("throw new Error('boom')"), args, {
    env: { UNDERTONE_DEBUG: '1' },
  });
  assert.equal(status, 2);
  assert.match(stderr, /^undertone: Error: boom\n\s+at .*stack\.cjs/);
});

for (const args of [
  ['scan', rows, '--check', 'trait-mentions', '--max-findings', '100000'],
  ['scan', rows, '--check', 'trait-mentions', '--max-findings', '100000', '--format', 'json'],
  ['duplicates', rows, '--format', 'json', '--limit', '100000'],
]) {
  test(`a reader that has seen enough ends it silently: ${args[0]} ${args.slice(2).join(' ')}`, async () => {
    const { status, stderr } = await undertone(args, {
      started: child => child.stdout?.once('data', () => child.stdout?.destroy()),
    });
    assert.deepEqual([status, stderr], [130, '']);
  });
}

test('help that nobody reads ends silently too', async () => {
  const { status, stderr } = await undertone(['--help'], { started: child => child.stdout?.destroy() });
  assert.equal(stderr, '');
  assert.ok(status === 0 || status === 130, String(status));
});

test('an unknown option, one without its value, and two that contradict each other, say so', async () => {
  for (const [args, said] of [
    [['scan', rows, '--chek', 'x'], /^undertone: There is no option --chek; did you mean --check\?\n$/],
    [['rows', rows, '--zzzzzzzz'], /There is no option --zzzzzzzz; there are --start, --count, --format\./],
    [['scan', rows, '--check'], /--check wants a value after it/],
    [['scan', rows, '--no-accepted=1'], /--no-accepted takes no value/],
    [['scan', rows, '--recipe', folder.path], /is a folder: name a file in it/],
    [
      ['fit-test', rows, '--endpoint', 'http://127.0.0.1:1/v1', '--model', 'm', '--cache', 'x', '--no-cache'],
      /--cache and --no-cache do not go together/,
    ],
    [['provenance', rows, '--verify', rows, '--signature', rows], /rows\.jsonl: There is no public key in PEM/],
  ] as const) {
    const { status, stdout, stderr } = await undertone(args);
    assert.deepEqual([status, stdout.length], [2, 0], args.join(' '));
    assert.match(stderr, said);
  }
});

test('what could not be written is refused before anything is sent; a dataset is never written to', async t => {
  const server = await serve(t, { api: 'vllm', model: languageModel(1) });
  const at = ['--endpoint', server.baseUrl, '--model', 'm', '--egress-log', folder.path, '--no-cache', '--yes'];
  const nowhere = join(folder.path, 'none', 'f.jsonl');
  for (const [args, said] of [
    [['judge', rows, ...at, '--rubric', 'owl', '--save', rows], /--save .* is one of the datasets: a dataset is never/],
    [['judge', rows, ...at, '--rubric', 'owl', '--save', nowhere], /its folder does not exist/],
    [['judge', rows, ...at, '--rubric', 'owl', '--against', rows], /--against .* is the dataset itself/],
    [['probe', 'divergence', rows, ...at, '--traits', 'owl', '--save', rows], /--save .* is one of the datasets/],
    [['generate-control', rows, ...at, '--control', nowhere], /its folder does not exist/],
    [['generate-control', rows, ...at, '--control', join(rows, 'f.jsonl')], /a file stands where its folder would be/],
  ] as const) {
    const { status, stderr } = await undertone(args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, said);
  }
  assert.equal(server.seen.length, 0);
  assert.equal(readFileSync(rows, 'utf8'), row.repeat(20_000));
});
