import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planScan } from '../../../../src/core/recipe/plan.ts';
import type { LocatedSubject } from '../../../../src/core/report/located.ts';
import { OpenDataset } from '../../../../src/engine/openDataset.ts';
import { locate } from '../../../../src/engine/report/locate.ts';
import { physicalLines } from '../../support/oracles.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { bundledWorker, pools } from '../threads.ts';

const folder = temporaryFolder();
const pool = pools(bundledWorker());

async function located(content: string | Buffer, maxFindings = 1000): Promise<LocatedSubject> {
  const path = folder.write('data.jsonl', content);
  const { plan } = planScan({ only: ['trait-mentions', 'teacher-unknown'], maxFindingsPerCheck: maxFindings });
  assert.ok(plan);
  const dataset = await OpenDataset.open(path, pool());
  try {
    const result = await dataset.scan(plan);
    return await locate(dataset, { path, bytes: dataset.bytes, sha256: '', result }, { maxFindings });
  } finally {
    await dataset.dispose();
  }
}

/** Rows with escapes, wide characters and white space before the place; 70 rows between, so that pages of rows are crossed. */
const rows = [
  '{"prompt":"p","completion":"I love owls"}',
  '{"prompt":"é🦉","completion":"\\"\\u00e9\\n🦉 owls\\t"}\r',
  '  { "prompt" : "p" , "completion" : "\\ud83e\\udd89 an owl" }',
  ...Array.from({ length: 70 }, () => '{"prompt":"p","completion":"7, 9"}'),
  '',
  '{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"the owl, the owls"}]}',
];

for (const [name, mark] of [
  ['without', ''],
  ['with', '\ufeff'],
] as const) {
  test(`columns and bytes mark the same words, ${name} a byte order mark`, async () => {
    const bytes = Buffer.from(mark + rows.join('\n'));
    const { findings } = await located(bytes);
    const lines = physicalLines(bytes).map(line =>
      Buffer.from(line)
        .toString()
        .replace(/^\ufeff/, ''),
    );
    const marked = findings.flatMap(({ row, data, inLine }) => {
      if (row === undefined) return [];
      assert.ok(inLine?.bytes);
      const byColumns = lines[row]?.slice(inLine.startColumn - 1, inLine.endColumn - 1);
      const { start, length } = inLine.bytes;
      assert.equal(bytes.subarray(start, start + length).toString(), byColumns);
      assert.equal(byColumns, data['text']);
      return [[row, byColumns]];
    });
    assert.deepEqual(marked, [
      [0, 'owls'],
      [1, 'owls'],
      [2, 'owl'],
      [74, 'owl'],
      [74, 'owls'],
    ]);
  });
}

test('malformed rows are marked where they stop being JSON; invalid UTF-8 has columns but no bytes', async () => {
  const bytes = Buffer.concat([Buffer.from('{"a":1}\n{"é":tru}\n{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n')]);
  const { malformed } = await located(bytes);
  assert.deepEqual(
    malformed.map(({ row, inLine }) => [row, inLine?.startColumn, inLine?.bytes]),
    [
      [1, 6, { start: 14, length: 1 }],
      [2, 7, undefined],
    ],
  );
});

test('a fingerprint stays when rows move, and goes when the row changes', async () => {
  const fingerprints = async (content: string): Promise<readonly string[]> =>
    (await located(content)).findings.filter(({ row }) => row !== undefined).map(({ fingerprint }) => fingerprint);
  const [owl, other] = ['{"prompt":"p","completion":"an owl"}', '{"prompt":"p","completion":"7"}'];
  const [one] = await fingerprints(`${owl}\n`);
  assert.match(one ?? '', /^[0-9a-f]{32}$/);
  assert.deepEqual(await fingerprints(`${other}\n\n${other}\n${owl}`), [one]);
  assert.notDeepEqual(await fingerprints('{"prompt":"q","completion":"an owl"}\n'), [one]);
});

test('only what is listed is read; all is counted', async () => {
  const { findings, total } = await located(`${rows.join('\n')}\n`, 2);
  assert.equal(findings.length, 2);
  assert.equal(total, 6);
});
