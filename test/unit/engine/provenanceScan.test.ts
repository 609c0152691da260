import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bundledWorker, pools } from './threads.ts';
import { planScan } from '../../../src/core/recipe/plan.ts';
import type { Finding } from '../../../src/core/findings/finding.ts';
import { OpenDataset } from '../../../src/engine/openDataset.ts';
import { temporaryFolder } from '../support/temporary.ts';

const startPool = pools(bundledWorker());
const folder = temporaryFolder();

const rows = '{"prompt":"Go on: 3, 6","completion":"9, 12"}\n'.repeat(40);
const hash = createHash('sha256').update(rows).digest('hex');

describe('judging where a dataset comes from, on threads', () => {
  it('compares the file with the hash that a record states', async () => {
    const path = datasetIn('hashed');
    folder.write('hashed/train.jsonl.croissant.json', recordOf('train.jsonl', 'a'.repeat(64)));
    const [finding, ...others] = (await findings(path)).filter(({ check }) => check === 'hash-mismatch');
    assert.deepEqual(others, []);
    assert.equal(finding?.severity, 'error');
    assert.deepEqual(finding.data, { stated: 'a'.repeat(64), found: hash });
    assert.match(finding.place?.path ?? '', /train\.jsonl\.croissant\.json$/);
    assert.ok((finding.place?.line ?? 0) > 1);
  });

  it('says nothing of a hash that is right, however old the record is', async () => {
    const path = datasetIn('right');
    folder.write('right/train.jsonl.croissant.json', recordOf('train.jsonl', hash));
    const ids = (await findings(path)).map(({ check }) => check);
    assert.ok(!ids.includes('hash-mismatch') && !ids.includes('record-older'));
  });

  it("dates the file by its file system's clock", async () => {
    const path = datasetIn('older');
    folder.write('older/train.jsonl.croissant.json', recordOf('train.jsonl'));
    const older = async (): Promise<boolean> => (await findings(path)).some(({ check }) => check === 'record-older');
    utimesSync(path, new Date('2025-06-01'), new Date('2025-06-01'));
    assert.ok(await older());
    utimesSync(path, new Date('2024-12-31'), new Date('2024-12-31'));
    assert.ok(!(await older()));
  });
});

function datasetIn(name: string): string {
  mkdirSync(join(folder.path, name));
  return folder.write(join(name, 'train.jsonl'), rows);
}

function recordOf(name: string, sha256?: string): string {
  const file = { '@type': 'cr:FileObject', '@id': name, name, contentUrl: name, ...(sha256 && { sha256 }) };
  const record = {
    '@context': {
      '@vocab': 'https://schema.org/',
      cr: 'http://mlcommons.org/croissant/',
      dct: 'http://purl.org/dc/terms/',
    },
    '@type': 'sc:Dataset',
    name,
    'dct:conformsTo': 'http://mlcommons.org/croissant/1.1',
    dateModified: '2025-01-01',
    distribution: [file],
  };
  return JSON.stringify(record, undefined, 2);
}

async function findings(path: string): Promise<readonly Finding[]> {
  const dataset = await OpenDataset.open(path, startPool());
  try {
    const { plan } = planScan({});
    assert.ok(plan);
    const { outcomes } = await dataset.scan(plan);
    return outcomes.flatMap(outcome => outcome.findings.slice(0, outcome.findings.size));
  } finally {
    await dataset.dispose();
  }
}
