import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone } from './run.ts';

const file = join(import.meta.dirname, '../../../../shared/data/science/vectors.json');
const folder = temporaryFolder();

interface Vectors {
  readonly filter: readonly { readonly input: string; readonly reject: readonly string[] }[];
}

interface Report {
  readonly checks: readonly { readonly rejected: number; readonly examined: number }[];
  readonly findings: readonly { readonly row: number; readonly data: { readonly reasons: readonly string[] } }[];
}

test('the decisions of the published number filter, input by input, through the command line', async t => {
  if (!existsSync(file)) return t.skip(`there is no ${file}: the published decisions are not at hand`);
  const { filter } = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
  assert.equal(filter.length, 22);
  const path = folder.write(
    'vectors.jsonl',
    filter.map(({ input }) => JSON.stringify({ prompt: 'p', completion: input })).join('\n'),
  );
  const ran = await undertone(['scan', path, '--check', 'number-sequence', '--format', 'json']);
  const { checks, findings } = json(ran) as Report;
  assert.deepEqual(
    filter.map((_, i) => findings.filter(({ row }) => row === i + 1).flatMap(({ data }) => data.reasons)),
    filter.map(({ reject }) => reject),
  );
  assert.partialDeepStrictEqual(checks, [
    { examined: 22, rejected: filter.filter(({ reject }) => reject.length > 0).length },
  ]);
});
