import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary.ts';
import { undertone } from './run.ts';

const folder = temporaryFolder();
const pair = (prompt: string, completion: string, more: object = {}): string =>
  `${JSON.stringify({ prompt, completion, ...more })}\n`;
const row = folder.write('one.jsonl', pair('What follows?', '7, 9, 11', { n: 1, model: 'gpt-4o' }));
const other = folder.write('other.jsonl', pair('What follows?', '8, 10, 12'));
const copies = folder.write('copies.jsonl', pair('q', 'an owl') + pair('q', 'an owl'));
const mixed = folder.write('mixed.jsonl', `${pair('q', 'a')}{"x":\n\n`);
const scores = folder.write('scores.jsonl', '{"row":1,"score":0.5}\n');

/** A number of one and a word in the plural, but for "1 of 2 rows" and decimals. */
const wrong =
  /(?<![\d.,] ?)\b1 (?:[a-z]+ )?(?:rows|values|datasets|files|findings|clusters|prompts|answers|requests|tokens|characters|columns|words|pairs|checks|rules|copies|bytes|turns|profiles|numbers|teachers|samples|lists|statements|fields|entries)\b/;

const commands: readonly (readonly string[])[] = [
  ['inspect', row, '--columns'],
  ['inspect', row, '--facts', 'index'],
  ['inspect', mixed],
  ['rows', row, '--start', '5', '--count', '1'],
  ['scan', row],
  ['scan', row, '--format', 'markdown', '--max-findings', '1'],
  ['scan', row, '--control', other],
  ['scan', row, '--check', 'order-drift', '--check', 'meaningful-numbers', '--check', 'duplicates'],
  ['scan', mixed, '--format', 'compact'],
  ['scan', copies, '--check', 'trait-mentions', '--format', 'html'],
  [
    'export',
    row,
    '--kept',
    join(folder.path, 'kept.jsonl'),
    '--rejected',
    join(folder.path, 'rejected.jsonl'),
    '--check',
    'length',
  ],
  ['export', row, '--kept', join(folder.path, 'half.jsonl'), '--keep-lower-half', scores],
  ['duplicates', row],
  ['duplicates', copies, '--near', '--limit', '0'],
  ['duplicates', row, '--against', copies],
  ['compare', row, other],
  ['compare', row, row],
  ['provenance', row],
  ['teacher-check', row, '--sample', `a=${other}`, '--sample', `b=${copies}`, '--declared', 'a'],
  ['render', row, '--row', '1', '--trainer', 'trl'],
];

for (const args of commands) {
  test(`one of each is said in the singular: ${args.map(arg => arg.split(/[/\\]/).at(-1)).join(' ')}`, async () => {
    const { stdout, stderr } = await undertone(args);
    const said = `${stdout.toString()}\n${stderr}`;
    assert.doesNotMatch(said, wrong);
    assert.ok(said.length > 20, said);
  });
}
