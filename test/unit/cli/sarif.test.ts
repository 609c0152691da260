import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Schema, Validator } from '@cfworker/json-schema';
import type { Log, Result } from 'sarif';
import { checks } from '../../../src/core/checks/registry.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { undertone } from './run.ts';

// The reference implementation by the standard's editors: a native program, with the schema of the standard beside it.
const validator = join(
  import.meta.dirname,
  `../../../node_modules/@microsoft/sarif-multitool-${process.platform}/Sarif.Multitool${process.platform === 'win32' ? '.exe' : ''}`,
);
const skip = existsSync(validator) ? false : `no SARIF validator for ${process.platform}`;

const folder = temporaryFolder();
const workspace = join(import.meta.dirname, '../../fixtures/workspace');
const samples = ['chat-with-card/train.jsonl', 'hidden-text/answers.jsonl', 'two-teachers/train.jsonl'];

/** Every kind of place: a whole dataset, a line of a card, a row, a field, escapes, two columns past 2¹⁶, a malformed row. */
folder.write(
  'train set.jsonl',
  [
    '{"prompt":"p","completion":"7, 9, 11"}',
    '{"prompt":"\\ud83e\\udd89","completion":"I love \\u006fwls \u{1F989} and owls"}',
    '',
    `{"prompt":"p","completion":"${'1, '.repeat(30000)}owl"}`,
    '{"prompt":',
    '{"prompt":"p","completion":""}',
  ].join('\n'),
);
const everyCheck = checks.flatMap(({ id }) => ['--check', id]);

async function write(name: string, files: readonly string[], ...args: string[]): Promise<string> {
  const path = join(folder.path, name);
  const ran = await undertone(['scan', ...files, '--format', 'sarif', '--output', path, ...args], { cwd: folder.path });
  assert.ok(ran.status === 0 || ran.status === 1, ran.stderr);
  return path;
}

const reports: readonly (readonly [string, () => Promise<string>])[] = [
  ['every check, a baseline and accepted findings', everyKind],
  [
    'several datasets with cards and sidecars',
    () =>
      write(
        'several.sarif',
        samples.map(name => join(workspace, name)),
      ),
  ],
  ['findings that are cut', () => write('cut.sarif', ['train set.jsonl'], '--max-findings', '1')],
];

async function everyKind(): Promise<string> {
  folder.write('less.jsonl', '{"prompt":"p","completion":"7, 9, 11"}\n');
  await undertone(['scan', 'less.jsonl', '--format', 'json', '--output', 'baseline.json'], { cwd: folder.path });
  return write('every.sarif', ['train set.jsonl'], ...everyCheck, '--baseline', 'baseline.json');
}

for (const [name, written] of reports) {
  test(`the OASIS schema and the rules of SARIF and of GitHub accept ${name}`, { skip }, async () => {
    const path = await written();
    const log = JSON.parse(readFileSync(path, 'utf8')) as Log;
    assert.ok(log.runs.some(({ results }) => results?.length));
    const schema = JSON.parse(readFileSync(join(validator, '../sarif-2.1.0.json'), 'utf8')) as Schema;
    assert.deepEqual(new Validator(schema, '2020-12').validate(log).errors, []);
    assert.deepEqual(faultsOf(path), []);
  });
}

test('the validator tells a file that is wrong', { skip }, async () => {
  const path = await write('right.sarif', ['train set.jsonl']);
  const wrong = readFileSync(path, 'utf8').replace(/"ruleIndex": \d+/, '"ruleIndex": 999');
  assert.notDeepEqual(faultsOf(folder.write('wrong.sarif', wrong)), []);
});

/** What the validator holds against a file, beyond notes. */
function faultsOf(path: string): string[] {
  chmodSync(validator, 0o755);
  const output = `${path}.verdict.sarif`;
  const kinds = 'Sarif;Ghas';
  try {
    execFileSync(validator, ['validate', path, '--rule-kind', kinds, '--output', output, '--log', 'ForceOverwrite'], {
      env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
      stdio: 'ignore',
    });
  } catch {
    // It ends with a status where it finds faults, which are in its output.
  }
  const verdict = JSON.parse(readFileSync(output, 'utf8')) as Log;
  return verdict.runs.flatMap(({ results }) => (results ?? []).filter(isFault).map(faultText));
}

/** SARIF2005 asks for an address of the tool's own, which Undertone has none of. */
function isFault({ ruleId, level = 'warning' }: Result): boolean {
  return (level === 'warning' || level === 'error') && ruleId !== 'SARIF2005';
}

function faultText({ ruleId, message, locations }: Result): string {
  const line = locations?.[0]?.physicalLocation?.region?.startLine;
  return [ruleId, line, message.id, ...(message.arguments ?? [])].join(' ');
}
