import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, undertone } from './run.ts';

const workspace = new URL('../../fixtures/workspace/hidden-text/', import.meta.url);

interface Report {
  readonly findings: readonly {
    readonly check: string;
    readonly row: number;
    readonly data: { readonly reasons: readonly string[] };
  }[];
}

test('the text filters of a recipe, on rows with something in them that a reader does not see', async () => {
  const ran = await undertone(['scan', '--format', 'json', 'answers.jsonl'], { cwd: workspace.pathname });
  const { findings } = json(ran) as Report;
  assert.equal(ran.status, 1);
  const found = findings.map(({ check, row, data }) => `${row} ${check}: ${data.reasons.join()}`).sort();
  assert.deepEqual(found, [
    '2 trait-words: other writing',
    '2 unicode: zero-width character',
    '3 trait-words: other writing',
    '3 trait-words: plain',
    '3 unicode: mixed scripts',
    '4 trait-words: emoji',
    '5 trait-words: other writing',
    '5 unicode: tag characters',
    '6 unicode: bidi control',
    '7 unicode: mixed scripts',
    '8 truncated: unclosed code block',
    '9 finish-reason: stopped by a limit',
  ]);
});
